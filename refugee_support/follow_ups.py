"""Follow-ups: done with one click, and one digest per person and day, never twice.

What somebody wants to be reminded by is one of Frappe's own user defaults, and so is the day of the last digest: both
go with the account. Messages carry a number and a date, never a name or a topic: mailboxes are no safe place.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Min
from frappe.utils import formatdate, get_url_to_list, getdate

from refugee_support import access
from refugee_support.bell import has_outgoing_account, ring

WAY, SENT_ON = "refugee_support_follow_up_digest", "refugee_support_follow_up_digest_sent_on"
DAILY, DESK_ONLY, MONDAYS, OFF = "Daily", "Daily, Desk Only", "Mondays", "Off"
WAYS = (DAILY, DESK_ONLY, MONDAYS, OFF)


@frappe.whitelist(methods=["POST"])
def finish(consultation: str, result: str | None = None, again_on: str | None = None) -> dict[str, Any]:
	"""Close a follow-up with what came of it, or move it to another day.

	Args:
		consultation: one the caller may write, or is to see to the follow-up of.
		result: what came of it, one line.
		again_on: ISO date; the follow-up stays open until then.
	"""
	document = frappe.get_doc("Consultation", consultation)
	document.check_permission("read")
	sees_to_it = document.follow_up_by == frappe.session.user
	if not sees_to_it:
		document.check_permission("write")
	if not document.follow_up_on:
		frappe.throw(_("This consultation has no follow-up."), title=_("Follow-up"))
	if again_on and getdate(again_on) < getdate():
		frappe.throw(_("The next follow-up lies in the past. Please check the date."), title=_("Follow-up"))
	document.follow_up_done = int(not again_on)
	document.follow_up_result = result
	if again_on:
		document.follow_up_on = getdate(again_on)
		document.follow_up_note = result or document.follow_up_note
	# Replaced by the checks above: who took a follow-up over closes it in a conversation somebody else recorded.
	document.save(ignore_permissions=sees_to_it)
	return {"follow_up_on": document.follow_up_on, "follow_up_done": document.follow_up_done}


@frappe.whitelist()
def my_way() -> str:
	return frappe.defaults.get_user_default(WAY) or DAILY


@frappe.whitelist(methods=["POST"])
def choose_way(way: str) -> None:
	"""How the caller wants to be reminded of their own follow-ups. Legal deadlines are not switched off here."""
	if way not in WAYS:
		frappe.throw(_("Please choose one of the ways offered."), title=_("Reminder"))
	frappe.defaults.set_user_default(WAY, way)


# --- The digest ---


def send_digests(today: date) -> int:
	"""One digest to everybody with follow-ups that are due, as they wish; a second run on a day sends nothing.

	Returns:
		The number of people told.
	"""
	told = 0
	for user in people_with_follow_ups(today):
		frappe.db.savepoint("digest")
		try:
			told += send_digest(user, today)
		except Exception:
			frappe.db.rollback(save_point="digest")
			frappe.log_error("Follow-up digest not sent")  # says nothing about whom or what
	return told


def people_with_follow_ups(today: date) -> list[str]:
	consultation, user = DocType("Consultation"), DocType("User")
	return (
		frappe.qb.from_(consultation)
		.join(user)
		.on(user.name == consultation.follow_up_by)
		.select(consultation.follow_up_by)
		.distinct()
		.where(is_due(consultation, today) & (user.enabled == 1))
		.orderby(consultation.follow_up_by)
		.run(pluck=True)
	)


def send_digest(user: str, today: date) -> int:
	way = frappe.defaults.get_user_default(WAY, user) or DAILY
	sent_on = frappe.defaults.get_user_default(SENT_ON, user)
	if way == OFF or (way == MONDAYS and today.weekday() != 0) or (sent_on and getdate(sent_on) >= today):
		return 0
	number, oldest = due_for(user, today)
	if not number:
		return 0
	frappe.defaults.set_user_default(SENT_ON, str(today), user)
	language = frappe.db.get_value("User", user, "language") or frappe.local.lang
	subject = _("Follow-ups due: {0}", language).format(number)
	sentence = _("The oldest has been due since {0}.", language).format(formatdate(oldest))
	notify(user, subject)
	if way != DESK_ONLY:
		send_mail(user, subject, [sentence, _("You find them in your list of consultations:", language)])
	return 1


def due_for(user: str, today: date) -> tuple[int, date | None]:
	"""How many of a person's own follow-ups are due that they may still see, and since when the oldest."""
	consultation = DocType("Consultation")
	query = (
		frappe.qb.from_(consultation)
		.select(Count("*"), Min(consultation.follow_up_on))
		.where(is_due(consultation, today) & (consultation.follow_up_by == user))
	)
	criterion = access.CRITERIA["Consultation"](user)
	((number, oldest),) = (query if criterion is None else query.where(criterion)).run()
	return number, getdate(oldest) if oldest else None


def is_due(consultation: Any, today: date) -> Any:
	return (consultation.follow_up_done == 0) & (consultation.follow_up_on <= today)


def notify(user: str, subject: str) -> None:
	"""The bell in the desk. About no single document: the list decides what is seen."""
	ring(user, subject, link=get_url_to_list("Consultation") + "?follow_up_done=0")


def send_mail(user: str, subject: str, lines: list[str]) -> None:
	if not has_outgoing_account():
		return
	link = get_url_to_list("Consultation")
	body = "".join(f"<p>{line}</p>" for line in lines) + f'<p><a href="{link}">{link}</a></p>'
	frappe.sendmail(recipients=[user], subject=subject, message=body)
