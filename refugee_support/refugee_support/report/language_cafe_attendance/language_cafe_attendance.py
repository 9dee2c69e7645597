"""Language cafés in numbers: visits, first-timers, childcare, helpers, and the occupancy funders ask for.

Counts rows of sessions, whoever the guests are: no person can be told from it and none is looked at. Occupancy is
visits by places for guests, over the sessions that have a number of places (KOMM-AN NRW: opening times and occupancy
of a place to arrive). Cancelled sessions are counted as cancelled and nowhere else.
"""

from collections import defaultdict
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import add_months, cint, format_date, get_datetime, getdate

from refugee_support.refugee_support.report.live import keep_live
from refugee_support.rules.text import plain_text

Row = dict[str, Any]
BY = ("month", "session", "place", "funding_programme")
MONTHS_AT_MOST = 36
SESSION, ATTENDANCE, PLACE = "Language Cafe Session", "Cafe Attendance", "Cafe Childcare Place"
SUMS = (
	*("sessions", "cancelled", "hours", "visits", "first_time", "female", "male", "other"),
	*("under_18", "over_60", "children", "waiting", "helpers", "places", "visits_of_places"),
)


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str, Row]:
	frappe.has_permission(SESSION, "report", throw=True)
	keep_live("Language Cafe Attendance")
	by, first, last = read_filters(filters or {})
	rows = get_rows(by, first, last)
	note = _("Visits are contacts: somebody who comes ten times is counted ten times.")
	return get_columns(by), rows, note, get_chart(rows)


def read_filters(filters: Row) -> tuple[str, date, date]:
	by = filters.get("by") if filters.get("by") in BY else BY[0]
	try:
		last = getdate(filters.get("to_date") or None)
		first = getdate(filters.get("from_date") or last.replace(month=1, day=1))
	except (TypeError, ValueError, frappe.ValidationError):
		frappe.throw(_("Please check the dates."), title=_("Period"))
	if first > last or getdate(add_months(first, MONTHS_AT_MOST)) < last:
		frappe.throw(_("Please choose a period of at most three years that does not end before it begins."))
	return by, first, last


def get_columns(by: str) -> list[Row]:
	label = {
		"month": _("Month"),
		"session": _("Language Cafe Session"),
		"place": _("Meeting Place"),
		"funding_programme": _("Funding Programme"),
	}[by]
	numbers = {
		"sessions": _("Sessions"),
		"cancelled": _("Cancelled"),
		"hours": _("Hours Open"),
		"visits": _("Visits"),
		"per_session": _("Visits per Session"),
		"first_time": _("For the First Time"),
		"female": _("Women and Girls"),
		"male": _("Men and Boys"),
		"other": _("Diverse or Not Recorded"),
		"under_18": _("Under 18"),
		"over_60": _("Over 60"),
		"children": _("Children Looked After"),
		"waiting": _("Children without a Place"),
		"helpers": _("Helpers Who Were There"),
		"occupancy": _("Occupancy in Percent"),
	}
	floats = {"hours", "per_session", "occupancy"}
	return [
		{"fieldname": "label", "label": label, "fieldtype": "Data", "width": 230},
		*(
			{
				"fieldname": name,
				"label": text,
				"fieldtype": "Float" if name in floats else "Int",
				"precision": 1,
				"width": 105,
			}
			for name, text in numbers.items()
		),
	]


def get_rows(by: str, first: date, last: date) -> list[Row]:
	groups: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(SUMS, 0))
	labels: dict[str, str] = {}
	for session in sessions_between(first, last):
		key, label = group_of(by, session)
		labels[key] = label
		for name, number in session.numbers.items():
			groups[key][name] += number
			groups[""][name] += number
	if not labels:
		return []
	keys = sorted(labels, key=lambda key: (key if by in ("month", "session") else labels[key]))
	rows = [row_of(labels[key], groups[key]) for key in keys]
	return [*rows, row_of(_("Total"), groups[""]) | {"bold": 1}]


def row_of(label: str, sums: dict[str, float]) -> Row:
	held, places = sums["sessions"], sums["places"]
	return {
		"label": label,
		**{name: sums[name] for name in SUMS if name not in ("places", "visits_of_places")},
		"per_session": round(sums["visits"] / held, 1) if held else None,
		"occupancy": round(100 * sums["visits_of_places"] / places, 1) if places else None,
	}


def group_of(by: str, session: Any) -> tuple[str, str]:
	"""What to sort by, and what to show."""
	if by == "month":
		key = f"{session.session_date:%Y-%m}"
		return key, format_date(f"{key}-01", "MMM yyyy")
	if by == "session":
		day = format_date(session.session_date, "dd.MM.yyyy")
		return f"{get_datetime(session.starts_at)}|{session.name}", f"{day} {plain_text(session.title)}"
	value = session[by] or "-"
	return value, plain_text(session[f"{by}_label"] or "") or _("Not recorded")


def sessions_between(first: date, last: date) -> list[Any]:
	"""Sessions the reader may list, up to now, each with its numbers."""
	rows = frappe.get_list(
		SESSION,
		filters={"session_date": ["between", [first, min(last, getdate())]]},
		fields=[
			*("name", "title", "status", "session_date", "starts_at", "ends_at", "capacity"),
			*("place", "funding_programme", "place.label as place_label"),
			"funding_programme.label as funding_programme_label",
		],
		order_by="starts_at asc",
		limit=0,
	)
	names = [row.name for row in rows]
	numbers = numbers_of(names) if names else {}
	for row in rows:
		row.session_date = getdate(row.session_date)
		row.numbers = of_session(row, numbers.get(row.name, {}))
	return rows


def of_session(row: Any, counted: dict[str, int]) -> dict[str, float]:
	if row.status == "Cancelled":
		return {"cancelled": 1}
	visits, capacity = counted.get("visits", 0), cint(row.capacity)
	open_for = get_datetime(row.ends_at) - get_datetime(row.starts_at)
	return {
		**counted,
		"sessions": 1,
		"hours": round(open_for.total_seconds() / 3600, 2),
		"places": capacity,
		"visits_of_places": visits if capacity else 0,
	}


def numbers_of(sessions: list[str]) -> dict[str, dict[str, int]]:
	"""Sums for each session. Read without the permissions on guests and children: a sum names nobody."""
	found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
	guest, place, helper = DocType(ATTENDANCE), DocType(PLACE), DocType("Language Cafe Session Helper")
	kinds = (guest.session, guest.gender, guest.age_bracket, guest.first_time)
	query = frappe.qb.from_(guest).select(*kinds, Count(guest.name)).where(guest.session.isin(sessions))
	for session, gender, bracket, first_time, number in query.groupby(*kinds).run():
		sums = found[session]
		sums["visits"] += number
		sums["first_time"] += number if first_time else 0
		sums[{"Female": "female", "Male": "male"}.get(gender or "", "other")] += number
		if bracket in ("Under 18", "Over 60"):
			sums["under_18" if bracket == "Under 18" else "over_60"] += number
	query = frappe.qb.from_(place).select(place.session, place.taken_at).where(place.session.isin(sessions))
	for session, taken_at in query.run():
		found[session]["children" if taken_at else "waiting"] += 1
	query = (
		frappe.qb.from_(helper)
		.select(helper.parent, Count(helper.name))
		.where(helper.parent.isin(sessions) & (helper.parenttype == SESSION) & (helper.present == 1))
		.groupby(helper.parent)
	)
	for session, number in query.run():
		found[session]["helpers"] = number
	return found


def get_chart(rows: list[Row]) -> Row:
	shown = rows[:-1]
	return {
		"data": {
			"labels": [row["label"] for row in shown],
			"datasets": [{"name": _("Visits"), "values": [row["visits"] for row in shown]}],
		},
		"type": "bar",
	}
