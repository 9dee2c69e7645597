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
from refugee_support.evaluation.publishing import withheld
from refugee_support.evaluation.subtraction import is_within, told_by_subtraction, widest_first
from refugee_support.evidence.counting import FACTS
from refugee_support.integrations.erpnext import money
from refugee_support.rules.disclosure import ProtectedCrosstab, audit_difference, protect_crosstab

BY_HAND, NOT_RECORDED, HELPFUL = "Entered by Hand", "Not Recorded", "Helpful Answers"
KEYS = {"Persons": "person_key", "Households": "household_key", "Services": "source_name"}
CONDITIONS = ("service_type", "channel", "helper_kind")
LISTS = {"topics": "topic", "application_types": "application_type", "milestone": "milestone"}
# A café or an event is one measure, however many came: their rows are found by the visit, counted by the occasion.
OCCASIONS = {
	"Language Cafe Session": ("Cafe Attendance", "session"),
	"Cafe Childcare": ("Cafe Childcare Place", "session"),
	"Event Visit": ("Event Registration", "event"),
}
# The same thing where another part of the app records it: guidance on work in a consultation, recognition applied for
# with an authority. The list of the indicator says which.
ALSO = {
	"Application Support": ("Consultation", "topics"),
	"Recognition Applied For": ("Application Filed", "application_types"),
}
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
	if indicator.measure == HELPFUL:
		return helpful_answers(indicator, first, last)
	record = DocType("Service Record")
	if indicator.measure == "Services" and indicator.service_type in OCCASIONS:
		return occasions(indicator, first, last)
	if indicator.measure in KEYS:
		amount: Any = Count(record[KEYS[indicator.measure]]).distinct()
	else:
		amount = Sum(record.minutes if indicator.measure == "Hours" else record.contacts)
	number = _records(indicator, first, last).select(amount).run()[0][0] or 0
	return round(int(number) / 60, 1) if indicator.measure == "Hours" else int(number)


def occasions(indicator: Any, first: date, last: date) -> int:
	"""How many sessions or events somebody came to."""
	doctype, occasion = OCCASIONS[indicator.service_type]
	record, visit = DocType("Service Record"), DocType(doctype)
	query = _records(indicator, first, last).join(visit).on(visit.name == record.source_name)
	found = query.where(record.source_doctype == doctype).select(Count(visit[occasion]).distinct()).run()
	return int(found[0][0] or 0)


def helpful_answers(indicator: Any, first: date, last: date) -> int:
	"""AMIF R.2.9: who said at the end of an event that it was helpful; "partly" is not counted. Answers are anonymous,
	so that nobody knows whether somebody answered at two events."""
	answer, event = DocType("Exit Answer"), DocType("Community Event")
	query = frappe.qb.from_(answer).join(event).on(event.name == answer.event).select(Count("*"))
	query = query.where((answer.answer == "Helpful") & answer.answered_on[first:last])
	if cint(indicator.only_this_programme):
		query = query.where(event.funding_programme == indicator.funding_programme)
	return int(query.run()[0][0])


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
	also = ALSO.get(indicator.service_type)
	for field in CONDITIONS:
		if (value := indicator.get(field)) and not (also and field == "service_type"):
			query = query.where(record[field] == value)
	for field, column in LISTS.items():
		if (values := codes(indicator.get(field))) and not (also and field == also[1]):
			query = query.where(record[column].isin(values))
	if also:
		query = query.where(_of_either_service(record, indicator, *also))
	if not indicator.service_type:
		query = query.where(record.service_type.notin(FACTS))
	if cint(indicator.only_this_programme):
		query = query.where(record.funding_programme == indicator.funding_programme)
	if cint(indicator.third_countries_only):
		query = query.where(record.nationality.notnull() & record.nationality.notin([*EUROPEAN_UNION, ""]))
	return query


def _of_either_service(record: Any, indicator: Any, other: str, field: str) -> Any:
	here = record.service_type == indicator.service_type
	if not (values := codes(indicator.get(field))):
		return here
	return here | ((record.service_type == other) & record[LISTS[field]].isin(values))


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
	also = ALSO.get(indicator.service_type, ("", ""))
	for field in LISTS:
		if indicator.get(field):
			named = ", ".join(codes(indicator.get(field)))
			other = _(also[0], context="Funding Indicator")
			parts.append(_("or {0}: {1}").format(other, named) if field == also[1] else named)
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
		small = (
			indicator.measure in ("Persons", "Households", "Contacts", HELPFUL)
			and 0 < (reached or 0) < THRESHOLD
		)
		lines.append(
			{
				"indicator": indicator,
				"definition": in_words(indicator),
				"actual": reached,
				"withheld": bool(protected and small),
			}
		)
	for line in told_by_subtraction(lines, THRESHOLD) if protected else ():
		line["withheld"] = True
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
		_("Funding Indicator"),
		_("Code"),
		_("Definition"),
		_("Target"),
		_("Reached"),
		_("Per Cent"),
		_("Euro per Unit"),
		_("Euro"),
	]
	lines = lines_of(programme, first, last, protected=protected)
	spreadsheet.add_lines(
		sheet, [*head, [], columns, *(_cells(line) for line in lines)], bold=[1, len(head) + 2]
	)
	spreadsheet.fit(sheet)
	sheet.column_dimensions["C"].width = 60
	shown: list[tuple[Any, ProtectedCrosstab]] = []
	for line in widest_first(lines):
		if cint(line["indicator"].by_age_and_gender) and line["actual"] is not None:
			_add_people(book, line, first, last, protected, shown)
	money.add_sheet(book, programme, first, last)
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


def _add_people(
	book: Workbook,
	line: dict[str, Any],
	first: date,
	last: date,
	protected: bool,
	shown: list[tuple[Any, ProtectedCrosstab]],
) -> None:
	"""A sheet by age and gender. `shown`: the sheets there are already; this one is added."""
	indicator = line["indicator"]
	counts = by_age_and_gender(indicator, first, last)
	table = protect_crosstab(counts, threshold=THRESHOLD if protected else 2)
	told = any(
		is_within(indicator, wider) and audit_difference(table, other, threshold=THRESHOLD)
		for wider, other in shown
	)
	if line["withheld"] or (protected and told):
		table = withheld(table.cells)
	shown.append((indicator, table))
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
