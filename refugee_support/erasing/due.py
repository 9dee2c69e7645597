"""The nightly preview: of whom is the retention period over?

A client whose period is over becomes a Client Erasure with the status Due, which is a proposal of nobody yet: a
counsellor looks at it and proposes, another one releases. Nothing is erased by time alone.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max
from frappe.utils import getdate

from refugee_support.bell import ring
from refugee_support.refugee_support.doctype.restricted_client_access.restricted_client_access import (
	active_counsellors,
)
from refugee_support.rules.retention import Retention, is_over, kept_until

DOCTYPE = "Client Erasure"
OPEN = ("Due", "Proposed", "Released")
# Where a contact leaves no Service Record: DocType and the field with its day.
FURTHER_CONTACTS = (
	("Client Appointment", "starts_at"),
	("Authority Letter", "letter_date"),
	("Received Letter", "received_on"),
	("Legal Deadline", "due_on"),
)


def rules_for_clients() -> list[Retention]:
	rows = frappe.get_all(
		"Retention Rule",
		{"enabled": 1, "record_kind": "Client"},
		["event", "months", "end_of_year"],
	)
	return [Retention(row.event, row.months, bool(row.end_of_year)) for row in rows]


def events_of_clients(today: date, client: str | None = None) -> dict[str, dict[str, date]]:
	"""Number of a client -> event -> its day, with one query for each source whatever the number of clients. A day in the
	future counts as today: there is something still to come.

	Args:
		client: this one only.
	"""
	clients = frappe.get_all(
		"Client",
		filters={"name": client} if client else {},
		fields=["name", "person_key", "creation", "status", "closed_on"],
		limit=0,
	)
	person = clients[0].person_key if client and clients else None
	services = _latest("Service Record", "person_key", "service_date", person)
	further = [_latest(doctype, "client", fieldname, client) for doctype, fieldname in FURTHER_CONTACTS]
	found = {}
	for row in clients:
		days = [row.creation, services.get(row.person_key), *(latest.get(row.name) for latest in further)]
		events = {"Last Contact": min(today, max(getdate(day) for day in days if day))}
		if row.status == "Closed" and row.closed_on:
			events["Closing"] = getdate(row.closed_on)
		found[row.name] = events
	return found


def _latest(doctype: str, by: str, fieldname: str, only: str | None) -> dict[str, Any]:
	table = DocType(doctype)
	rows = frappe.qb.from_(table).select(table[by], Max(table[fieldname])).groupby(table[by])
	return dict((rows.where(table[by] == only) if only else rows).run())


def last_day_of(client: str, today: date) -> date | None:
	"""Until when a client's record may be kept as things are; None where no rule is enabled."""
	events = events_of_clients(today, client)
	return kept_until(events[client], rules_for_clients()) if client in events else None


def find_due(today: date) -> dict[str, date]:
	"""Number of a client -> the last day of their period, of those for whom it is over."""
	rules = rules_for_clients()
	ends = {client: kept_until(events, rules) for client, events in events_of_clients(today).items()}
	return {client: until for client, until in ends.items() if until and is_over(until, today)}


def update_list(today: date) -> list[str]:
	"""Every night: who came to be due is listed, who is not due any more (a new contact, another rule) is taken off.

	Returns:
		Names of the new Client Erasures.
	"""
	due = find_due(today)
	listed = frappe.get_all(DOCTYPE, {"status": ["in", OPEN]}, ["name", "client", "status"])
	for row in listed:
		if row.status == "Due" and row.client not in due:
			frappe.db.delete(DOCTYPE, {"name": row.name})
	known = {row.client for row in listed}
	kept = {"status": "Kept", "kept_until": [">=", today], "client": ["in", list(due) or [""]]}
	known |= set(frappe.get_all(DOCTYPE, kept, pluck="client"))
	new = [_list(client, until) for client, until in sorted(due.items()) if client not in known]
	if new:
		_tell(len(new))
	return new


def _list(client: str, until: date) -> str:
	document = frappe.get_doc(
		{"doctype": DOCTYPE, "client": client, "reason": "Retention Period Over", "retention_ended_on": until}
	)
	document.flags.by_night = True
	# A job: nobody has typed it.
	return document.insert(ignore_permissions=True).name


def _tell(number: int) -> None:
	"""A number and no names, to the counsellors, in the desk."""
	subject = _(
		"Retention periods that are over since today: {0}. Please look at the list of erasures."
	).format(number)
	for user in sorted(active_counsellors()):
		ring(user, subject, link=frappe.utils.get_url_to_list(DOCTYPE))
