"""Interviews and days of trial work in the calendar: of the applications the reader may read."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, add_to_date, getdate

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
	columns = ["name", "employer", "interview_on", "trial_work_on", "trial_work_until"]
	between = ["between", [getdate(start), getdate(end)]]
	interviews = frappe.get_list(DOCTYPE, {"interview_on": between}, columns, limit=MOST)
	trials = frappe.get_list(DOCTYPE, {"trial_work_on": between}, columns, limit=MOST)
	return [*map(_interview, interviews), *map(_trial, trials)]


def _interview(row: Any) -> dict[str, Any]:
	title = _("Interview: {0}").format(row.employer)
	ends = add_to_date(row.interview_on, hours=1)
	return {"name": row.name, "title": title, "start": row.interview_on, "end": ends, "all_day": 0}


def _trial(row: Any) -> dict[str, Any]:
	last = add_days(row.trial_work_until or row.trial_work_on, 1)  # the calendar leaves the last day out
	title = _("Trial work: {0}").format(row.employer)
	return {"name": row.name, "title": title, "start": row.trial_work_on, "end": last, "all_day": 1}
