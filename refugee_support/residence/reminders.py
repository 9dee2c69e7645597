"""Residence titles that end soon: told once per title and lead to those who look after the client.

A reminder names the client by number only: neither a notification nor an e-mail gives a name away. *Residence Reminder*
keeps what was sent, unique per client, title and lead, so that a job that runs twice tells nobody twice.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, formatdate, getdate

from refugee_support import access
from refugee_support.bell import has_outgoing_account, ring
from refugee_support.rules.deadlines import last_day_before_expiry
from refugee_support.rules.residence import LONGEST_LEAD, lead_reached, parse_leads

REMINDER = "Residence Reminder"


def remind(today: date) -> int:
	"""Send what is due and not sent yet; one e-mail a day and person says how many there are.

	Returns:
		The number of titles reminded of.
	"""
	told: Counter[str] = Counter()
	titles = [*due_titles(today)]
	for title in titles:
		recipients = recipients_of(title.name)
		keep(title, recipients, today)
		for user in recipients:
			notify(user, title)
			told[user] += 1
	for user, number in told.items():
		send_digest(user, number)
	return len(titles)


def due_titles(today: date) -> Iterator[Any]:
	"""Current titles of clients in support whose next lead has begun and was not reminded of."""
	default = leads_of(frappe.db.get_single_value("Refugee Support Settings", "title_reminder_days"))
	last = add_days(today, LONGEST_LEAD)
	clients = frappe.get_all(  # a job: whoever may see the client is asked for each recipient
		"Client",
		{"status": ["in", ["Active", "Dormant"]], "residence_valid_until": ["between", [today, last]]},
		["name", "residence_status", "residence_valid_until"],
		order_by="residence_valid_until, name",
	)
	renewed = set(frappe.get_all("Client Residence Status", {"valid_from": [">", today]}, pluck="parent"))
	sent = set(frappe.get_all(REMINDER, {"valid_until": [">=", today]}, pluck="reminder_key"))
	for client in clients:
		law = frappe.get_cached_value(
			"Residence Status", client.residence_status, ["label", "label_en", "reminder_days"], as_dict=True
		)
		if not law or client.name in renewed:
			continue
		until = getdate(client.residence_valid_until)
		leads = leads_of(law.reminder_days) if law.reminder_days else default
		lead = lead_reached(until, today, leads)
		key = f"{client.name}|{client.residence_status}|{until}|{lead}"
		if lead is not None and key not in sent:
			yield frappe._dict(**client, **law, until=until, lead=lead, key=key)


def leads_of(text: str | None) -> tuple[int, ...]:
	"""Days as an administrator wrote them; checked when saved, and nothing to stop a job for."""
	try:
		return parse_leads(text or "")
	except ValueError:
		return ()


def recipients_of(client: str) -> list[str]:
	"""Today's support team as far as it may see the client; where no counsellor is on it, all who may."""
	member = frappe.qb.DocType("Client Support Team Member")
	today = getdate()
	team = (
		frappe.qb.from_(member)
		.select(member.helper)
		.distinct()
		.where((member.parent == client) & (member.parenttype == "Client"))
		.where((member.from_date <= today) & (member.to_date.isnull() | (member.to_date >= today)))
		.run(pluck=True)
	)
	counsellors = _users_with(access.COUNSELLOR)
	asked = set(team) if set(team) & counsellors else set(team) | counsellors
	return [user for user in sorted(asked) if _is_enabled(user) and access.is_visible("Client", client, user)]


def _users_with(role: str) -> set[str]:
	users = frappe.get_all("Has Role", {"role": role, "parenttype": "User"}, pluck="parent")
	return set(users) - {"Administrator", "Guest"}


def _is_enabled(user: str) -> bool:
	return bool(frappe.db.get_value("User", user, "enabled"))


def keep(title: Any, recipients: list[str], today: date) -> None:
	"""A job writes what it sent; nobody else can (the role table gives no right to create)."""
	names = [frappe.db.get_value("User", user, "full_name") or "" for user in recipients]
	frappe.get_doc(
		{
			"doctype": REMINDER,
			"client": title.name,
			"residence_status": title.residence_status,
			"valid_until": title.until,
			"lead_days": title.lead,
			"sent_on": today,
			"sent_to": ", ".join(names),
			"reminder_key": title.key,
		}
	).insert(ignore_permissions=True)


def notify(user: str, title: Any) -> None:
	language = frappe.db.get_value("User", user, "language") or "de"
	label = title.label_en if language.startswith("en") and title.label_en else title.label
	state = frappe.db.get_single_value("Refugee Support Settings", "state") or "NW"
	safe = last_day_before_expiry(title.until, state=state).safe_on
	subject = _(
		"{0}: the residence title {1} is valid until {2}. Please see that the renewal is filed by {3}.",
		language,
	).format(title.name, label, formatdate(title.until), formatdate(safe))
	ring(user, subject, doctype="Client", name=title.name)


def send_digest(user: str, number: int) -> None:
	"""How many, and where to look: an e-mail names nobody. Where no e-mail account is set up, the bell has told."""
	if not has_outgoing_account():
		return
	email, language = frappe.db.get_value("User", user, ["email", "language"])
	language = language or "de"
	subject = _("Residence titles that end soon: {0}", language).format(number)
	text = _("Of the people you support, this many residence titles need a look today: {0}.", language)
	hint = _("You find them under the bell after logging in: {0}", language)
	message = f"{text.format(number)}<br>{hint.format(frappe.utils.get_url())}"
	frappe.sendmail(recipients=[email], subject=subject, message=message)
