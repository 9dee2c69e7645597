"""What funders want counted: actual figures of Funding Indicators, and the proof of use as a workbook.

The conditions of an indicator are columns of Service Record named here, with values: nothing a user writes becomes
part of a query.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Count, Sum
from frappe.utils import cint, flt, formatdate, getdate
from openpyxl import Workbook

from refugee_support.evaluation import spreadsheet
from refugee_support.evidence.counting import FACTS
from refugee_support.rules.disclosure import protect_crosstab

BY_HAND, NOT_RECORDED = "Entered by Hand", "Not Recorded"
KEYS = {"Persons": "person_key", "Households": "household_key", "Services": "source_name"}
CONDITIONS = ("service_type", "channel", "helper_kind")
LISTS = {"topics": "topic", "application_types": "application_type", "milestone": "milestone"}
UNDER_18, TO_60, OVER_60 = "<18", "18-60", ">60"
BRACKETS = {
	UNDER_18: ("0-5", "6-11", "12-17", "0-17"),  # the last one: a café counts by tapping
	TO_60: ("18-26", "27-40", "41-60", "18-60"),
	OVER_60: ("61+",),
}
# Countries of the European Union as Frappe's list spells them (Article 52 TEU; state of November 2026).
EUROPEAN_UNION = (
	*"Austria Belgium Bulgaria Croatia Cyprus Denmark Estonia Finland France Germany Greece Hungary Ireland".split(),
	*"Italy Latvia Lithuania Luxembourg Malta Netherlands Poland Portugal Romania Slovakia Slovenia Spain".split(),
	*("Sweden", "Czech Republic", "Czechia"),
)
THRESHOLD = 5


def codes(text: str | None) -> list[str]:
	return list(dict.fromkeys(part.strip() for part in (text or "").split(",") if part.strip()))


def is_recorded(indicator: Any) -> bool:
	"""Whether the app writes such services at all: what it does not know is not zero."""
	if indicator.measure == NOT_RECORDED:
		return False
	meta = frappe.get_meta("Service Record")
	known = meta.get_field("service_type").options.split("\n")
	return not indicator.service_type or indicator.service_type in known


def actual(indicator: Any, first: date, last: date) -> float | None:
	"""The figure reached; None where nobody records it."""
	if indicator.measure == BY_HAND:
		return flt(indicator.actual_by_hand)
	if not is_recorded(indicator):
		return None
	record = DocType("Service Record")
	if indicator.measure in KEYS:
		amount: Any = Count(record[KEYS[indicator.measure]]).distinct()
	else:
		amount = Sum(record.minutes if indicator.measure == "Hours" else record.contacts)
	number = _records(indicator, first, last).select(amount).run()[0][0] or 0
	return round(int(number) / 60, 1) if indicator.measure == "Hours" else int(number)


def by_age_and_gender(indicator: Any, first: date, last: date) -> dict[tuple[str, str], int]:
	"""Everybody once: in the youngest bracket they were in during the period, with the gender on record."""
	record = DocType("Service Record")
	query = _records(indicator, first, last).where(record.person_key.notnull() & (record.person_key != ""))
	rows = query.select(record.person_key, Coalesce(record.age_group, ""), Coalesce(record.gender, ""))
	bracket_of = {group: bracket for bracket, groups in BRACKETS.items() for group in groups}
	order = ["", OVER_60, TO_60, UNDER_18]
	people: dict[str, tuple[str, str]] = {}
	for key, group, gender in rows.distinct().run():
		bracket, known = bracket_of.get(group, ""), people.get(key, ("", ""))
		people[key] = (max(bracket, known[0], key=order.index), max(gender, known[1]))
	counts: dict[tuple[str, str], int] = {}
	for place in people.values():
		counts[place] = counts.get(place, 0) + 1
	return counts


def _records(indicator: Any, first: date, last: date) -> Any:
	record = DocType("Service Record")
	query = frappe.qb.from_(record).where(record.service_date[first:last])
	for field in CONDITIONS:
		if value := indicator.get(field):
			query = query.where(record[field] == value)
	for field, column in LISTS.items():
		if values := codes(indicator.get(field)):
			query = query.where(record[column].isin(values))
	if not indicator.service_type:
		query = query.where(record.service_type.notin(FACTS))
	if cint(indicator.only_this_programme):
		query = query.where(record.funding_programme == indicator.funding_programme)
	if cint(indicator.third_countries_only):
		query = query.where(record.nationality.notnull() & record.nationality.notin([*EUROPEAN_UNION, ""]))
	return query


def in_words(indicator: Any) -> str:
	"""The definition, so that every figure says what it is."""
	if indicator.measure in (BY_HAND, NOT_RECORDED):
		return _(indicator.measure, context="Funding Indicator")
	parts = [_(indicator.measure, context="Funding Indicator")]
	parts.append(
		_(indicator.service_type, context="Funding Indicator")
		if indicator.service_type
		else _("All services")
	)
	parts += [
		_(indicator.get(field), context="Funding Indicator")
		for field in ("channel", "helper_kind")
		if indicator.get(field)
	]
	parts += [", ".join(codes(indicator.get(field))) for field in LISTS if indicator.get(field)]
	if cint(indicator.third_countries_only):
		parts.append(_("third-country nationals only"))
	if cint(indicator.only_this_programme):
		parts.append(_("paid for by this programme only"))
	return " · ".join(parts)


# --- The proof of use ---


def lines_of(programme: str, first: date, last: date, *, protected: bool) -> list[dict[str, Any]]:
	"""One line for each indicator that is in use. `actual` None: not recorded; withheld lines say so."""
	indicators = frappe.get_list(
		"Funding Indicator",
		{"funding_programme": programme, "enabled": 1},
		pluck="name",
		order_by="sort_order asc",
	)
	lines = []
	for name in indicators:
		indicator = frappe.get_cached_doc("Funding Indicator", name)
		reached = actual(indicator, first, last)
		small = indicator.measure in ("Persons", "Households", "Contacts") and 0 < (reached or 0) < THRESHOLD
		lines.append(
			{
				"indicator": indicator,
				"definition": in_words(indicator),
				"actual": reached,
				"withheld": bool(protected and small),
			}
		)
	return lines


def book_of(programme: str, first: date, last: date, *, protected: bool = True) -> Workbook:
	label = frappe.db.get_value("Funding Programme", programme, "label") or programme
	book = Workbook()
	sheet = book.active
	sheet.title = _("Proof of Use")
	head = [[_("Proof of Use"), label], [_("Period"), formatdate(first), formatdate(last)]]
	if not protected:
		head.append([_("INTERNAL: unprotected figures, not for passing on")])
	columns = [
		_("Indicator"),
		_("Code"),
		_("Definition"),
		_("Target"),
		_("Reached"),
		_("Per Cent"),
		_("Euro per Unit"),
		_("Euro"),
	]
	lines = lines_of(programme, first, last, protected=protected)
	spreadsheet.add_lines(sheet, [*head, [], columns, *map(_cells, lines)], bold=[1, len(head) + 2])
	spreadsheet.fit(sheet)
	sheet.column_dimensions["C"].width = 60
	for line in lines:
		if cint(line["indicator"].by_age_and_gender) and line["actual"] is not None:
			_add_people(book, line["indicator"], first, last, protected)
	return book


def _cells(line: dict[str, Any]) -> list[Any]:
	indicator, reached = line["indicator"], line["actual"]
	english = str(frappe.local.lang).startswith("en")
	shown: Any = _("not recorded") if reached is None else reached
	known = reached is not None and not line["withheld"]
	target, rate = flt(indicator.target), flt(indicator.rate)
	return [
		(english and indicator.label_en) or indicator.label,
		indicator.code,
		line["definition"],
		target or "",
		None if line["withheld"] else shown,
		round(reached / target * 100) if known and target else "",
		rate or "",
		round(reached * rate, 2) if known and rate else "",
	]


def _add_people(book: Workbook, indicator: Any, first: date, last: date, protected: bool) -> None:
	counts = by_age_and_gender(indicator, first, last)
	table = protect_crosstab(counts, threshold=THRESHOLD if protected else 2)
	genders = sorted({gender for _bracket, gender in counts}, key=lambda gender: (not gender, gender))
	words = {UNDER_18: _("under 18"), TO_60: _("18 to 60"), OVER_60: _("over 60"), "": _("Not recorded")}
	rows = [
		[
			words[bracket],
			*(
				_figure(table.cells.get((bracket, gender), 0), counts.get((bracket, gender), 0), protected)
				for gender in genders
			),
		]
		for bracket in words
	]
	sheet = book.create_sheet(indicator.code[:31])
	named = [_(gender) if gender else _("Not recorded") for gender in genders]
	spreadsheet.add_lines(
		sheet, [[indicator.label], [in_words(indicator)], [], ["", *named], *rows], bold=[1, 4]
	)
	spreadsheet.fit(sheet)


def _figure(shown: int | None, counted: int, protected: bool) -> int | None:
	return shown if protected else counted


@frappe.whitelist()
def download(programme: str, from_date: str, to_date: str, internal: bool = False) -> None:
	"""The proof of use for whoever reports on Service Records; every figure unprotected only when asked for."""
	frappe.has_permission("Service Record", "report", throw=True)
	frappe.has_permission("Funding Indicator", "read", throw=True)
	if not frappe.db.exists("Funding Programme", programme):
		frappe.throw(_("There is no such funding programme."), title=_("Funding Programme"))
	first, last = getdate(from_date), getdate(to_date)
	if not first or not last or first > last:
		frappe.throw(_("The period ends before it begins. Please exchange the two days."), title=_("Period"))
	spreadsheet.send(
		book_of(programme, first, last, protected=not cint(internal)), f"proof-of-use-{first}-{last}.xlsx"
	)
