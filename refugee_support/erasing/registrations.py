"""Who signed up for an event and is no client: known by name and telephone, and after the event by nobody needed any more.

They are not proposed and released like clients: nothing was confided, and nobody could look through them all. How long they
are kept is data (Retention Rule, kind Event Registration); without an enabled rule nothing goes. What was counted stays.
"""

from datetime import date

import frappe
from frappe.utils import getdate

from refugee_support.erasing import statistics, traces
from refugee_support.erasing.world import World
from refugee_support.rules.retention import Retention, is_over, kept_until

REGISTRATION = "Event Registration"
KIND, END = "Event Registration", "End of the Event"
BATCH = 500


def erase_old(today: date) -> int:
	"""Every night.

	Returns:
		How many are gone.
	"""
	names = due(today)
	for start in range(0, len(names), BATCH):
		some = names[start : start + BATCH]
		world = World("", {REGISTRATION: set(some)})
		addresses = frappe.get_all(
			REGISTRATION, {"name": ["in", some], "email": ["is", "set"]}, pluck="email"
		)
		statistics.cut_loose(world)
		traces.forget_records(world)
		traces.delete("Email Queue", sent_to(addresses))
		traces.delete(REGISTRATION, some)
	return len(names)


def sent_to(addresses: list[str]) -> set[str]:
	"""Confirmations and reminders, which name no record. What has still to go out stays."""
	to = {"recipient": ["in", addresses or [""]]}
	mails = frappe.get_all("Email Queue Recipient", to, pluck="parent", limit=0)
	gone = {"name": ["in", mails or [""]], "status": ["in", ["Sent", "Error", "Cancelled"]]}
	return set(frappe.get_all("Email Queue", gone, pluck="name", limit=0))


def due(today: date) -> list[str]:
	"""Registrations without a client, of events whose period is over."""
	rules = [
		Retention(row.event, row.months, bool(row.end_of_year))
		for row in frappe.get_all(
			"Retention Rule", {"enabled": 1, "record_kind": KIND}, ["event", "months", "end_of_year"]
		)
	]
	ended = {"starts_at": ["<", today]}
	events = [
		row.name
		for row in frappe.get_all("Community Event", ended, ["name", "starts_at", "ends_at"], limit=0)
		if is_over(kept_until({END: getdate(row.ends_at or row.starts_at)}, rules), today)
	]
	nobodys = {"event": ["in", events or [""]], "client": ["is", "not set"]}
	return frappe.get_all(REGISTRATION, nobodys, pluck="name", limit=0, order_by="name")
