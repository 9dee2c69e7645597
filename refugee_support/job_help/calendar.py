"""Interviews, days of trial work and next steps in the calendar: of the applications the reader may read."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import add_to_date, getdate

from refugee_support.calendar_days import whole_days

DOCTYPE = "Client Job Application"
MOST = 500


@frappe.whitelist()
def get_events(
	start: str,
	end: str,
	doctype: str | None = None,
	filters: Any = None,
	field_map: Any = None,
	fields: Any = None,
) -> list[dict[str, Any]]:
	"""For the calendar, read as the reader; Frappe's own method is closed for protected records."""
	frappe.has_permission(DOCTYPE, "read", throw=True)
	first, last = getdate(start), getdate(end)
	between = ["between", [first, last]]
	# Weeks of trial work that began before what is looked at are shown, too.
	still = [
		["trial_work_until", "is", "set"],
		["trial_work_until", ">=", first],
		["trial_work_on", "<", first],
	]
	return [
		*(_interview(row) for row in _rows([["interview_on", *between]])),
		*(_trial(row) for row in _rows([["trial_work_on", *between]])),
		*(_trial(row) for row in _rows(still)),
		*(_next_step(row) for row in _rows([["next_step_on", *between]])),
	]


def _rows(filters: list[list[Any]]) -> list[Any]:
	columns = [
		"name",
		"employer",
		"interview_on",
		"trial_work_on",
		"trial_work_until",
		"next_step",
		"next_step_on",
	]
	return frappe.get_list(DOCTYPE, filters, columns, limit=MOST)


def _interview(row: Any) -> dict[str, Any]:
	title = _("Interview: {0}").format(row.employer)
	ends = add_to_date(row.interview_on, hours=1)
	return {"name": row.name, "title": title, "start": row.interview_on, "end": ends, "all_day": 0}


def _trial(row: Any) -> dict[str, Any]:
	title = _("Trial work: {0}").format(row.employer)
	return {"name": row.name, "title": title, **whole_days(row.trial_work_on, row.trial_work_until)}


def _next_step(row: Any) -> dict[str, Any]:
	title = ": ".join(part for part in (row.employer, row.next_step) if part)
	return {"name": row.name, "title": title, **whole_days(row.next_step_on)}
