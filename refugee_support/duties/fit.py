"""Who may take a duty: active, bound to secrecy, with the task, and free at that time."""

from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, getdate

from refugee_support import access
from refugee_support.refugee_support.doctype.volunteer_hours.volunteer_hours import tasks_on
from refugee_support.rules.shifts import overlap
from refugee_support.volunteers import certificates

SHIFT, PROFILE = "Duty Shift", "Volunteer Profile"


def profile_of(user: str) -> str | None:
	return frappe.db.get_value(PROFILE, {"user": user, "status": "Active"})


def why_not(shift: Any, user: str) -> str | None:
	"""The sentence that says why somebody cannot take this duty; None where nothing stands against it.

	Args:
		shift: name, task, starts_at and ends_at of the duty.
		user: an account.
	"""
	profile = profile_of(user)
	if not profile or not access.has_active_undertaking(user):
		return _("Duties are taken by active people who have signed the undertaking.")
	day = getdate(shift.starts_at)
	if shift.task not in tasks_on(profile, day):
		return _("This duty needs a task that the person does not have on that day: {0}.").format(
			frappe.bold(task_label(shift.task))
		)
	if is_with_children(shift.task) and not may_care_on(profile, day):
		# Says no more than the profile does to its other readers: neither expired nor convicted, only "not valid".
		return _("Work with children needs an extended police certificate that is valid on that day.")
	if other := overlapping(shift, user):
		return _("At that time there is another duty of this person already: {0}.").format(
			frappe.bold(frappe.utils.escape_html(other))
		)
	return None


def require(shift: Any, user: str) -> None:
	"""
	Raises:
		frappe.ValidationError: with the reason.
	"""
	if reason := why_not(shift, user):
		frappe.throw(reason, title=_("Not possible"))


def task_label(task: str, language: str | None = None) -> str:
	"""In the reader's language, or in another one: two columns, as in lists of tasks."""
	german = str(language or frappe.local.lang).startswith("de")
	return frappe.db.get_value("Volunteer Task", task, "label" if german else "label_en") or task


def is_with_children(task: str) -> bool:
	return bool(cint(frappe.db.get_value("Volunteer Task", task, "with_children")))


def may_care_on(profile: str, day: Any) -> bool:
	certificate = certificates.of(profile)
	return bool(certificate and certificate.holds_on(day))


def overlapping(shift: Any, user: str) -> str | None:
	"""The title of another duty of this person at that time. Read past what this request has seen: two clicks."""
	here = (get_datetime(shift.starts_at), get_datetime(shift.ends_at))
	rows = frappe.db.get_values(
		SHIFT,
		{"user": user, "status": "Taken", "name": ["!=", shift.name or ""]},
		["title", "starts_at", "ends_at"],
		as_dict=True,
		for_update=True,
	)
	for row in rows:
		if overlap(here, (get_datetime(row.starts_at), get_datetime(row.ends_at))):
			return row.title
	return None


def fit_people(shift: Any, without: str, limit: int = 50) -> list[dict[str, str]]:
	"""Active people who could do this duty instead, by name, for whoever has it."""
	rows = frappe.get_all(  # names of colleagues and nothing else of their profiles
		PROFILE,
		{"status": "Active", "user": ["is", "set"], "name": ["in", with_task(shift.task) or [""]]},
		["user", "full_name"],
		order_by="full_name",
	)
	found = []
	for row in rows:
		if row.user != without and not why_not(shift, row.user):
			found.append({"value": row.user, "label": row.full_name})
			if len(found) == limit:
				break
	return found


def with_task(task: str) -> list[str]:
	rows = {"task": task, "parenttype": PROFILE}
	return frappe.get_all("Volunteer Profile Task", rows, pluck="parent", distinct=True)


def now() -> datetime:
	return frappe.utils.now_datetime()
