"""Applications without an answer: after 14 and after 30 days somebody is told, once each.

The number of days stands in the application itself and is written together with the bell: a job that runs twice, or was
broken off, tells nobody twice.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

from refugee_support import access
from refugee_support.bell import ring
from refugee_support.rules.career import reminder_reached

DOCTYPE = "Client Job Application"
FIRST = 14  # days


def remind(today: date) -> int:
	"""Daily.

	Returns:
		The number of applications somebody was reminded of.
	"""
	waiting = {"outcome": "Open", "sent_on": ["<=", frappe.utils.add_days(today, -FIRST)]}
	fields = ["name", "application_support", "sent_on", "reminded_days"]
	told = 0
	for row in frappe.get_all(DOCTYPE, [*_filters(waiting)], fields, order_by="name"):  # a job of nobody
		reached = reminder_reached(getdate(row.sent_on), today)
		if reached <= cint(row.reminded_days):
			continue
		frappe.db.savepoint("job_application")
		try:
			told += tell(row, reached)
		except Exception:
			frappe.db.rollback(save_point="job_application")
			frappe.log_error("A reminder of a job application failed", reference_doctype=DOCTYPE)
	return told


def _filters(waiting: dict[str, Any]) -> list[list[Any]]:
	known = [
		[DOCTYPE, name, *(value if isinstance(value, list) else ["=", value])]
		for name, value in waiting.items()
	]
	unset = [[DOCTYPE, name, "is", "not set"] for name in ("interview_on", "trial_work_on", "answered_on")]
	return [*known, [DOCTYPE, "sent_on", "is", "set"], *unset]


def tell(row: Any, days: int) -> bool:
	people = recipients(row.application_support, DOCTYPE, row.name)
	for user in people:
		language = frappe.db.get_value("User", user, "language") or frappe.local.lang
		subject = _("No answer to a job application for {0} days: please ask the employer.", language)
		if days > FIRST:
			subject = _(
				"No answer to a job application for {0} days: please ask again or close it.", language
			)
		ring(user, subject.format(days), doctype=DOCTYPE, name=row.name)
	frappe.db.set_value(DOCTYPE, row.name, "reminded_days", days, update_modified=False)
	return bool(people)


def recipients(
	application_support: str, doctype: str, name: str, *, and_counsellor: bool = False
) -> list[str]:
	"""The helpers of today; without any, or beside them, the counsellor who is responsible. Only who may still open it."""
	support = frappe.get_doc("Application Support", application_support)
	helpers = [
		member.helper
		for member in support.helpers
		if getdate(member.from_date) <= getdate()
		and (not member.to_date or getdate(member.to_date) >= getdate())
	]
	people = list(dict.fromkeys(helpers))
	if support.responsible and (and_counsellor or not people):
		people = list(dict.fromkeys([*people, support.responsible]))
	return [user for user in people if _may_open(user, doctype, name)]


def _may_open(user: str, doctype: str, name: str) -> bool:
	enabled = frappe.db.get_value("User", user, "enabled")
	return bool(enabled) and access.is_visible(doctype, name, user)
