"""Who may stand at the door of a language café, and of which session."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, getdate

from refugee_support import access

SESSION = "Language Cafe Session"
# Taps that a tablet could not send in time, and lists on paper, are still accepted.
DAYS_AFTERWARDS = 14
FIELDS = ("name", "title", "status", "session_date", "starts_at", "ends_at", "with_childcare")


def may_check_in(user: str) -> bool:
	"""Café helpers and counsellors who are bound to secrecy today."""
	if user == "Administrator":
		return True
	roles = set(frappe.get_roles(user))
	return bool(roles & {access.CAFE_HELPER, access.COUNSELLOR}) and access.has_active_undertaking(user)


def require_check_in() -> None:
	"""The gate of every method of the check-in: what stands behind it writes with `ignore_permissions`, because nobody
	has the right by role to write attendance past it."""
	if not may_check_in(frappe.session.user):
		frappe.throw(
			_("Only language café helpers and counsellors with an active confidentiality undertaking check in."),
			frappe.PermissionError,
			title=_("Check-In"),
		)


def session_of(name: str) -> Any:
	"""A session that guests can be counted for today."""
	require_check_in()
	session = frappe.db.get_value(SESSION, name, [*FIELDS, "funding_programme"], as_dict=True)
	if not session:
		frappe.throw(_("This session does not exist any more."), frappe.DoesNotExistError)
	day, today = getdate(session.session_date), getdate()
	if session.status == "Cancelled":
		frappe.throw(_("This session was cancelled. Nobody can be counted."), title=_("Check-In"))
	if day > today:
		frappe.throw(_("This session is still to come. Guests are counted on its day."), title=_("Check-In"))
	if day < getdate(add_days(today, -DAYS_AFTERWARDS)):
		frappe.throw(
			_("This session was more than {0} days ago. Its figures are closed.").format(DAYS_AFTERWARDS),
			title=_("Check-In"),
		)
	return session


def session_of_today(name: str) -> Any:
	"""Childcare is for the day itself."""
	session = session_of(name)
	if getdate(session.session_date) != getdate():
		frappe.throw(_("Childcare can be entered on the day of the session only."), title=_("Childcare"))
	return session


def lock(session: str) -> None:
	"""One after the other: whoever gives away places waits here until the one before has finished."""
	frappe.db.get_value(SESSION, session, "name", for_update=True)
