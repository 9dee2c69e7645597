"""Whom one may plan, and the calendar."""

from typing import Any

import frappe
from frappe import _
from frappe.desk.calendar import get_events
from frappe.query_builder import DocType
from frappe.query_builder.functions import Lower
from frappe.utils import cint

SHIFT = "Duty Shift"
LONGEST_LIST = 50
CALENDAR_FIELDS = ["name", "title", "starts_at", "ends_at", "status", "helper_name"]


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def people(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | None,
	**kwargs: Any,
) -> list[tuple[str, str]]:
	"""Accounts of active people, for whoever plans duties."""
	frappe.has_permission(SHIFT, "write", throw=True)
	profile = DocType("Volunteer Profile")
	query = (
		frappe.qb.from_(profile)
		.select(profile.user, profile.full_name)
		.where((profile.status == "Active") & profile.user.isnotnull())
		.where(Lower(profile.full_name).like(f"%{(txt or '').lower()}%"))
		.orderby(profile.full_name)
		.limit(min(cint(page_len) or 10, LONGEST_LIST))
		.offset(cint(start))
	)
	return [tuple(row) for row in query.run()]


@frappe.whitelist()
def calendar(
	start: str, end: str, field_map: str, filters: str | None = None, **kwargs: Any
) -> list[dict[str, Any]]:
	"""Frappe's own calendar, with who is on duty first: that is what people look for, and the end of a title is cut off."""
	shifts = get_events(SHIFT, start, end, field_map, filters, CALENDAR_FIELDS)
	for row in shifts:
		row.title = f"{row.helper_name or _('Open')}: {row.title}"
	return [row for row in shifts if row.status != "Cancelled"]
