"""Taking a duty, giving it back, asking somebody to take over: what helpers do themselves.

Helpers have no right to write a duty: they could write anybody into it. These methods change the one field, for the
person who calls, after looking at the row under a lock: of two who press at the same moment one has it.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils import format_datetime, get_datetime

from refugee_support import access
from refugee_support.bell import ring
from refugee_support.cafe.duty import name_of
from refugee_support.duties import fit
from refugee_support.rules.shifts import is_short_notice

SHIFT = fit.SHIFT
FIELDS = ("name", "title", "task", "status", "user", "offered_to", "starts_at", "ends_at", "owner", "session")


@frappe.whitelist(methods=["POST"])
def take(shift: str) -> None:
	"""An open duty becomes mine."""
	user = frappe.session.user
	row = locked(shift, user)
	if row.status != "Open":
		frappe.throw(
			_("Somebody else has taken this duty already, or it was cancelled. Please reload the page."),
			title=_("Not open any more"),
		)
	require_not_begun(row)
	fit.require(row, user)
	give_to(row.name, user)


@frappe.whitelist(methods=["POST"])
def give_back(shift: str) -> None:
	"""My duty is open again. Within two days of its beginning somebody is told who can look for a replacement."""
	row = own(shift)
	give_to(row.name, None)
	if is_short_notice(get_datetime(row.starts_at), fit.now()):
		sentence = _("A duty was given back at short notice: {0}, {1}")
		for user in those_who_plan(row):
			tell(user, row, sentence)


@frappe.whitelist()
def who_could(shift: str) -> list[dict[str, str]]:
	"""For the dialog: colleagues who could take over my duty."""
	frappe.has_permission(SHIFT, "read", doc=shift, throw=True)
	row = frappe.db.get_value(SHIFT, shift, FIELDS, as_dict=True)
	if row.user != frappe.session.user:
		refuse_other()
	return fit.fit_people(row, without=frappe.session.user)


@frappe.whitelist(methods=["POST"])
def ask(shift: str, user: str) -> None:
	"""Ask a colleague to take over my duty. Until they accept it stays mine."""
	row = own(shift)
	if user == frappe.session.user:
		frappe.throw(_("This duty is yours already. Please choose somebody else."), title=_("Not possible"))
	fit.require(row, user)
	write(row.name, offered_to=user, offered_to_name=name_of(user))
	tell(user, row, _("You are asked to take over a duty: {0}, {1}"))


@frappe.whitelist(methods=["POST"])
def accept(shift: str) -> None:
	"""The duty I was asked for becomes mine, and whoever asked is told."""
	user = frappe.session.user
	row = asked(shift, user)
	fit.require(row, user)
	give_to(row.name, user)
	tell(row.user, row, _("Your duty was taken over: {0}, {1}"))


@frappe.whitelist(methods=["POST"])
def decline(shift: str) -> None:
	row = asked(shift, frappe.session.user)
	write(row.name, offered_to=None, offered_to_name=None)
	tell(row.user, row, _("Your duty was not taken over, it is still yours: {0}, {1}"))


# --- Under the lock ---


def locked(shift: str, user: str) -> Any:
	"""The duty as it is now. The person is locked first: two duties at one time, pressed in two windows."""
	frappe.has_permission(SHIFT, "read", doc=shift, throw=True)
	if profile := fit.profile_of(user):
		frappe.db.get_value(fit.PROFILE, profile, "name", for_update=True)
	row = frappe.db.get_value(SHIFT, shift, FIELDS, as_dict=True, for_update=True)
	if not row:
		frappe.throw(_("This duty does not exist any more."), frappe.DoesNotExistError)
	return row


def own(shift: str) -> Any:
	row = locked(shift, frappe.session.user)
	if row.user != frappe.session.user or row.status != "Taken":
		refuse_other()
	require_not_begun(row)
	return row


def asked(shift: str, user: str) -> Any:
	row = locked(shift, user)
	if row.offered_to != user or row.status != "Taken":
		frappe.throw(
			_("You are not asked for this duty any more. Please reload the page."),
			frappe.PermissionError,
			title=_("Not possible"),
		)
	require_not_begun(row)
	return row


def refuse_other() -> None:
	frappe.throw(_("This is not your duty."), frappe.PermissionError, title=_("Not possible"))


def require_not_begun(row: Any) -> None:
	if get_datetime(row.starts_at) <= fit.now():
		frappe.throw(
			_("This duty has begun already. Please tell the person who looks after the volunteers."),
			title=_("Not possible"),
		)


def give_to(shift: str, user: str | None) -> None:
	write(shift, user=user, offered_to=None, offered_to_name=None)


def write(shift: str, **values: Any) -> None:
	document = frappe.get_doc(SHIFT, shift)
	document.update(values)
	document.flags.by_helper = True
	# Replaced by: the checks of this module. Helpers may change no other field, and nobody else's duty.
	document.save(ignore_permissions=True)


# --- Telling ---


def those_who_plan(row: Any) -> list[str]:
	"""Who entered the duty; for those made by a series, the people who look after the volunteers."""
	if row.owner != "Administrator" and frappe.db.get_value("User", row.owner, "enabled"):
		return [row.owner]
	rows = {"role": access.ADMINISTRATOR, "parenttype": "User"}
	users = frappe.get_all("Has Role", rows, pluck="parent")
	return frappe.get_all(
		"User",
		{"name": ["in", [*users, ""]], "enabled": 1, "user_type": "System User"},
		pluck="name",
		order_by="name",
	)


def tell(user: str | None, row: Any, sentence: str) -> None:
	if user:
		moment = format_datetime(row.starts_at, "dd.MM.yyyy HH:mm")
		ring(user, sentence.format(row.title, moment), doctype=SHIFT, name=row.name)
