"""Whom one may plan, and the calendar."""

from typing import Any

import frappe
from frappe import _
from frappe.desk.calendar import get_events

from refugee_support.search import active_people

SHIFT = "Duty Shift"
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
	return active_people(txt, start, page_len)


@frappe.whitelist()
def calendar(
	start: str, end: str, field_map: str, filters: str | None = None, **kwargs: Any
) -> list[dict[str, Any]]:
	"""Frappe's own calendar, with who is on duty first: that is what people look for, and the end of a title is cut off."""
	shifts = get_events(SHIFT, start, end, field_map, filters, CALENDAR_FIELDS)
	for row in shifts:
		row.title = f"{row.helper_name or _('Open')}: {row.title}"
	return [row for row in shifts if row.status != "Cancelled"]
