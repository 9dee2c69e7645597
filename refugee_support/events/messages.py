"""Mails to people who signed up: only where an e-mail account is set up and an address is known."""

from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import format_datetime, get_url, getdate

from refugee_support.bell import has_outgoing_account, ring
from refugee_support.events.texts import language_or_default, text

REGISTRATION = "Event Registration"
FIELDS = ("name", "event", "email", "language", "token")


def link_of(token: str, language: str) -> str:
	return get_url(f"/event-place?key={token}&lang={language_or_default(language)}")


def tell_of_offer(registration: str, until: Any) -> None:
	"""Whoever has no address is telephoned: the team is told that somebody waits for it."""
	row = frappe.db.get_value(REGISTRATION, registration, FIELDS, as_dict=True)
	mailed = send(row, "mail_offer", format_datetime(until, "dd.MM.yyyy HH:mm"))
	if mailed:
		return
	for user in team_of(row.event):
		language = frappe.db.get_value("User", user, "language") or "de"
		subject = _("A place at an event has become free. Please telephone whoever is offered it.", language)
		ring(user, subject, doctype="Community Event", name=row.event)


def tell(registration: str, key: str) -> bool:
	return send(frappe.db.get_value(REGISTRATION, registration, FIELDS, as_dict=True), key)


def send(row: Any, key: str, moment: str = "") -> bool:
	if not row.email or not has_outgoing_account():
		return False
	language = language_or_default(row.language)
	event = frappe.db.get_value(
		"Community Event", row.event, ["event_title", "starts_at", "place"], as_dict=True
	)
	when = format_datetime(event.starts_at, "dd.MM.yyyy HH:mm")
	lines = [text(key, language).format(until=moment), f"{event.event_title} · {when} · {event.place}"]
	lines.append(f'<a href="{link_of(row.token, language)}">{text("your_place", language)}</a>')
	frappe.sendmail(
		recipients=[row.email], subject=text("mail_subject", language), message="<br><br>".join(lines)
	)
	return True


def team_of(event: str) -> list[str]:
	rows = frappe.get_all("Community Event Helper", {"parent": event}, pluck="user", order_by="idx")
	return list(dict.fromkeys(rows))


def remind(today: date) -> int:
	"""One mail the day before; what was sent is noted on the registration, so that a second run sends nothing.

	Returns:
		The number of reminders.
	"""
	if not has_outgoing_account():
		return 0
	tomorrow = getdate(today) + timedelta(days=1)
	events = frappe.get_all(
		"Community Event",
		{
			"status": ["in", ["Open", "Full", "Planned"]],
			"starts_at": ["between", [f"{tomorrow} 00:00:00", f"{tomorrow} 23:59:59"]],
		},
		pluck="name",
	)
	due = {"event": ["in", [*events, ""]], "status": "Registered", "reminded_on": ["is", "not set"]}
	rows = frappe.get_all(REGISTRATION, due, FIELDS, order_by="name")  # a job
	sent = 0
	for row in rows:
		if send(row, "mail_reminder"):
			frappe.db.set_value(REGISTRATION, row.name, "reminded_on", today, update_modified=False)
			sent += 1
	return sent
