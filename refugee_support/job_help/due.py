"""Days that pass while nobody looks: a recognition that should be decided, a certificate that ends.

Which day was told of stands in the record itself and is written together with the bell: a job that runs twice tells
nobody twice, and a day that moves is told of again.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, getdate

from refugee_support.bell import ring
from refugee_support.job_help.reminders import recipients
from refugee_support.rules.career import DAYS_TO_RENEW, ends_soon, has_passed

QUALIFICATION, STATION = "Client Qualification", "Client Career Station"
ENDED = "Result"  # the stage of a support in which nobody applies any more


def keep_what_was_told(record: Any) -> None:
	"""Not typed: a request cannot say that somebody was reminded."""
	before = record.get_doc_before_save()
	record.reminded_of = before.reminded_of if before else None


def remind(today: date) -> int:
	"""Daily.

	Returns:
		The number of records somebody was told of.
	"""
	told = 0
	for doctype, row, day, and_counsellor, subject in [*_late_decisions(today), *_ending_certificates(today)]:
		frappe.db.savepoint("career_day")
		try:
			told += _tell(doctype, row, day, and_counsellor, subject)
		except Exception:
			frappe.db.rollback(save_point="career_day")
			frappe.log_error("A reminder of a recognition or certificate failed", reference_doctype=doctype)
	return told


Due = tuple[str, Any, date, bool, Callable[[str], str]]


def _late_decisions(today: date) -> Iterable[Due]:
	"""The counsellor is told, too: after three months without a reason an action for failure to act is possible
	(section 75 VwGO), and that is legal advice."""
	waiting = [
		["applied_on", "is", "set"],
		["decision", "is", "not set"],
		["decision_due_on", "is", "set"],
		["decision_due_on", "<", today],
	]
	fields = ["name", "application_support", "decision_due_on as day", "reminded_of"]
	for row in frappe.get_all(QUALIFICATION, waiting, fields, order_by="name"):  # a job of nobody
		if has_passed(getdate(row.day), today):
			yield QUALIFICATION, row, getdate(row.day), True, _late


def _ending_certificates(today: date) -> Iterable[Due]:
	ending = [
		["certificate_valid_until", "is", "set"],
		["certificate_valid_until", "<=", add_days(today, DAYS_TO_RENEW)],
	]
	fields = ["name", "application_support", "certificate_valid_until as day", "reminded_of"]
	ended = {*frappe.get_all("Application Support", {"status": ENDED}, pluck="name")}
	for row in frappe.get_all(STATION, ending, fields, order_by="name"):  # a job of nobody
		if row.application_support not in ended and ends_soon(getdate(row.day), today):
			yield STATION, row, getdate(row.day), False, _ending


def _late(language: str) -> str:
	return _("A recognition should have been decided by now: please ask the authority.", language)


def _ending(language: str) -> str:
	return _("A certificate in a profile ends soon or has ended: please have it renewed.", language)


def _tell(doctype: str, row: Any, day: date, and_counsellor: bool, subject: Callable[[str], str]) -> bool:
	if row.reminded_of and getdate(row.reminded_of) == day:
		return False
	people = recipients(row.application_support, doctype, row.name, and_counsellor=and_counsellor)
	if not people:
		return False  # told as soon as there is somebody
	for user in people:
		language = frappe.db.get_value("User", user, "language") or frappe.local.lang
		ring(user, subject(language), doctype=doctype, name=row.name)
	frappe.db.set_value(doctype, row.name, "reminded_of", day, update_modified=False)
	return True
