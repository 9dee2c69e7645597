"""What changes by the mere passing of days: once a day, one person at a time.

A task begins or ends, a certificate runs out, an undertaking ends: the account follows although nobody saved
anything. Access to clients does not wait for this job: access.py looks at the dates at every request.
"""

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import make_notification_logs
from frappe.model.document import Document
from frappe.utils import add_days, cint, getdate

from refugee_support.access import ADMINISTRATOR
from refugee_support.rules import certificates as rules
from refugee_support.rules.life_cycle import TaskPeriod, last_day_with_children
from refugee_support.volunteers import accounts, certificates
from refugee_support.volunteers.life_cycle import helper_of, stage_of


def run() -> None:
	"""scheduler_events: daily"""
	for name in frappe.get_all("Volunteer Profile", pluck="name"):  # a daily job: everybody
		try:
			refresh(name)
		except Exception:
			# No name of a person and no values: the log is read by technical staff.
			frappe.log_error(
				title="Volunteer profile not brought up to date", message=f"Volunteer Profile {name}"
			)
	remind()
	erase_what_is_due()


def refresh(name: str) -> None:
	"""Bring one person up to date: close tasks, set the stage, let the account follow."""
	profile = frappe.get_doc("Volunteer Profile", name)
	if close_tasks_without_certificate(profile):
		profile.reload()
	if profile.stage != (stage := stage_of(profile)):
		profile.db_set("stage", stage, update_modified=False)
	if profile.status == "Active" and profile.user:
		accounts.follow(profile)


def with_children(profile: Document) -> list[TaskPeriod]:
	return [task for task in helper_of(profile).tasks if task.with_children]


def any_open(tasks: list[TaskPeriod]) -> bool:
	return any(not task.has_ended(getdate()) for task in tasks)


def close_tasks_without_certificate(profile: Document) -> bool:
	"""End the open tasks with children of somebody whose certificate ran out or names a conviction.

	The rights go anyway (`life_cycle.open_tasks`); the date makes the form say so. Without any certificate on
	record nothing is ended: then the task was planned, and the person is not active with it yet.

	Returns:
		Whether a task was ended.
	"""
	certificate = certificates.of(profile.name)
	if not certificate or certificate.holds_on(getdate()):
		return False
	closed = False
	for row in profile.tasks:
		with_children = frappe.get_cached_value("Volunteer Task", row.task, "with_children")
		if not with_children or (row.to_date and getdate(row.to_date) < getdate()):
			continue
		last = max(getdate(row.from_date), getdate(add_days(getdate(), -1)))
		row.db_set({"to_date": last, "end_reason": "Police Certificate"}, update_modified=False)
		closed = True
	return closed


def remind() -> None:
	"""Tell the administrators 90 and 30 days before a certificate runs out, each time once."""
	fields = ["name", "volunteer", "valid_until", "last_reminder", "relevant_conviction"]
	soon = {"valid_until": ["between", [getdate(), add_days(getdate(), max(rules.REMINDERS))]]}
	for row in frappe.get_all(certificates.DOCTYPE, soon, fields):  # a daily job: every row
		due = rules.reminder_due(getdate(row.valid_until), getdate(), cint(row.last_reminder))
		if due is None or row.relevant_conviction != "No":
			continue
		if any_open(with_children(frappe.get_doc("Volunteer Profile", row.volunteer))):
			notify_administrators(row.volunteer, due)
		frappe.db.set_value(certificates.DOCTYPE, row.name, "last_reminder", due, update_modified=False)


def notify_administrators(profile: str, days: int) -> None:
	"""No name in the subject, which also goes out as an e-mail: the link leads to the person."""
	subject = _("An extended police certificate runs out in {0} days or less. Please ask for a new one.")
	make_notification_logs(
		{
			"type": "Alert",
			"document_type": "Volunteer Profile",
			"document_name": profile,
			"subject": subject.format(days),
			"from_user": "Administrator",
		},
		administrators(),
	)


def administrators() -> list[str]:
	users = frappe.get_all("Has Role", {"parenttype": "User", "role": ADMINISTRATOR}, pluck="parent")
	return frappe.get_all("User", {"name": ["in", [*users, ""]], "enabled": 1}, pluck="name")


def erase_what_is_due() -> int:
	"""Erase the facts of everybody whose work with children ended long enough ago, or never began.

	Returns:
		How many records were erased.
	"""
	names = frappe.get_all(certificates.DOCTYPE, fields=["name", "volunteer"])  # a daily job: every row
	due = [row.name for row in names if is_due(row.volunteer)]
	certificates.erase(due)
	return len(due)


def is_due(profile: str) -> bool:
	if not frappe.db.exists("Volunteer Profile", profile):
		return True
	document = frappe.get_doc("Volunteer Profile", profile)
	if not with_children(document):
		return True  # never taken up: at once
	last = last_day_with_children(helper_of(document), getdate())
	months = certificates.setting("certificate_erasure_months", rules.LONGEST_KEPT_MONTHS)
	return bool(last) and rules.erasure_day(last, months) <= getdate()
