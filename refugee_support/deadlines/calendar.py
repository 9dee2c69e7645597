"""What the calendar shows: deadlines the reader may see, each on its last day."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.calendar_days import whole_days
from refugee_support.search import client_names

MOST = 500  # a month of them on one screen cannot be read anyway
# The names the calendar has for its colours.
COLOURS = {"overdue": "danger", "today": "danger", "soon": "warning", "met": "success", "open": "default"}
SOON = 7  # days


@frappe.whitelist()
def get_events(
	start: str,
	end: str,
	doctype: str | None = None,
	filters: Any = None,
	field_map: Any = None,
	fields: Any = None,
) -> list[dict[str, Any]]:
	"""Deadlines between two days, for the calendar of Legal Deadline.

	Frappe's own method is closed for protected records (doors); this one reads the list as the reader, ignores what
	the request says about DocType and fields, and takes no filters but the dates.
	"""
	rows = frappe.get_list(
		"Legal Deadline",
		filters=[
			["Legal Deadline", "due_on", "between", [getdate(start), getdate(end)]],
			["Legal Deadline", "status", "in", ["Open", "Met", "Missed"]],
		],
		fields=["name", "kind", "action", "status", "due_on", "client", "done_by"],
		order_by="due_on asc",
		limit=MOST,
	)
	names = client_names({row.client for row in rows})
	return [event_of(row, names.get(row.client, ""), getdate()) for row in rows]


def event_of(row: Any, client_name: str, today: date) -> dict[str, Any]:
	what = row.action or _(row.kind)
	return {
		"name": row.name,
		"title": f"{what}: {client_name}" if client_name else what,
		**whole_days(row.due_on),
		"may_be_moved": False,
		"colour": COLOURS[urgency(row, today)],
	}


def urgency(row: Any, today: date) -> str:
	due = getdate(row.due_on)
	if row.status == "Met" or (row.kind == "Opportunity" and due <= today):
		return "met"
	if row.kind == "Opportunity" or row.status == "Missed" or row.done_by:
		return "open"
	if due < today:
		return "overdue"
	if due == today:
		return "today"
	return "soon" if (due - today).days <= SOON else "open"
