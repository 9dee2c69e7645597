"""Numbers of sessions for people who plan, and the calendar."""

from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, get_datetime, getdate

SESSION, ATTENDANCE, PLACE = "Language Cafe Session", "Cafe Attendance", "Cafe Childcare Place"
MOST = 300


@frappe.whitelist()
def of_session(session: str) -> dict[str, int]:
	"""How many came, for whoever may read the session. Sums of a session say nothing about one person."""
	frappe.get_doc(SESSION, session).check_permission("read")
	guest, place = DocType(ATTENDANCE), DocType(PLACE)
	guests, first_time = (
		frappe.qb.from_(guest)
		.select(Count(guest.name), Sum(guest.first_time))
		.where(guest.session == session)
		.run()[0]
	)
	children = (
		frappe.qb.from_(place)
		.select(Count(place.name))
		.where((place.session == session) & place.taken_at.isnotnull())
		.run()[0][0]
	)
	return {"guests": cint(guests), "first_time": cint(first_time), "children": cint(children)}


@frappe.whitelist()
def get_events(
	start: str,
	end: str,
	doctype: str | None = None,
	filters: Any = None,
	field_map: Any = None,
	fields: Any = None,
) -> list[dict[str, Any]]:
	"""Sessions between two days, as the reader may list them; cancelled ones stay visible and say so."""
	rows = frappe.get_list(
		SESSION,
		filters={"session_date": ["between", [getdate(start), getdate(end)]]},
		fields=["name", "title", "starts_at", "ends_at", "status", "place.label as place"],
		order_by="starts_at asc",
		limit=MOST,
	)
	return [event_of(row) for row in rows]


def event_of(row: Any) -> dict[str, Any]:
	cancelled = row.status == "Cancelled"
	title = f"{row.title} ({row.place})" if row.place else row.title
	over = get_datetime(row.ends_at) < frappe.utils.now_datetime()
	return {
		"name": row.name,
		"starts_at": str(row.starts_at),
		"ends_at": str(row.ends_at),
		"title": f"{frappe._('Cancelled')}: {title}" if cancelled else title,
		"all_day": 0,
		"may_be_moved": False,
		"convert_to_user_tz": 0,
		"colour": "danger" if cancelled else "default" if over else "success",
	}
