"""Places, under a lock on the event: two people who press at the same moment never get the last place twice.

Counted with locking reads: a plain count would see what this transaction saw first, not what was committed since.
"""

from typing import Any

import frappe
from frappe.utils import cint, get_datetime, now_datetime

from refugee_support.events import messages
from refugee_support.rules.places import Group, next_offers, offer_ends, places_free

REGISTRATION = "Event Registration"
EVENT_FIELDS = ("name", "status", "capacity", "starts_at", "reply_hours", "event_title", "owner")
GROUP_FIELDS = ("name", "adults", "children", "status", "joined_at", "people_present")


def lock_event(event: str) -> Any:
	"""The event as it is now; whoever comes second waits here until the first is done."""
	return frappe.db.get_value("Community Event", event, EVENT_FIELDS, as_dict=True, for_update=True)


def people_in(registration: Any) -> int:
	return cint(registration.adults) + cint(registration.children)


def rows_of(event: str) -> list[Any]:
	return frappe.db.get_values(REGISTRATION, {"event": event}, GROUP_FIELDS, as_dict=True, for_update=True)


def groups_of(event: str, without: str | None = None) -> list[Group]:
	"""Everybody who signed up, the caller's own registration left out."""
	return [
		Group(row.name, people_in(row), row.status, get_datetime(row.joined_at) if row.joined_at else None)
		for row in rows_of(event)
		if row.name != without
	]


def free_places(event: Any, without: str | None = None) -> int | None:
	"""None where the number is not limited."""
	return places_free(cint(event.capacity), groups_of(event.name, without))


def settle(event: str) -> dict[str, Any]:
	"""After any change: offer free places to whoever waits, count anew, say full or open.

	Returns:
		The fields of the event that follow from its registrations.
	"""
	row = lock_event(event)
	if not row:
		return {}
	if row.status in ("Open", "Full") and get_datetime(row.starts_at) > now_datetime():
		for name in next_offers(cint(row.capacity), groups_of(event)):
			offer(name, row)
	rows = rows_of(event)
	groups = groups_of(event)
	numbers: dict[str, Any] = {
		"registered_people": sum(g.people for g in groups if g.status in ("Registered", "Offered")),
		"waiting_people": sum(g.people for g in groups if g.status == "Waiting"),
		"present_people": sum(present_of(r) for r in rows if r.status == "Attended"),
	}
	if row.status in ("Open", "Full"):
		numbers["status"] = "Full" if places_free(cint(row.capacity), groups) == 0 else "Open"
	frappe.db.set_value("Community Event", event, numbers, update_modified=False)
	return numbers


def present_of(registration: Any) -> int:
	"""How many came: as entered, otherwise all who were registered."""
	return cint(registration.people_present) or people_in(registration)


def offer(registration: str, event: Any) -> None:
	until = offer_ends(now_datetime(), cint(event.reply_hours) or 48, get_datetime(event.starts_at))
	values = {"status": "Offered", "offered_until": until}
	frappe.db.set_value(REGISTRATION, registration, values, update_modified=False)
	messages.tell_of_offer(registration, until)


def end_offers(now: Any) -> int:
	"""Offers nobody answered: the place goes to the next one. Run again, it finds nothing left to do.

	Returns:
		The number of offers that ended.
	"""
	due = frappe.get_all(  # a job
		REGISTRATION, {"status": "Offered", "offered_until": ["<=", now]}, ["name", "event"], order_by="name"
	)
	for row in due:
		lock_event(row.event)
		status, until = frappe.db.get_value(
			REGISTRATION, row.name, ["status", "offered_until"], for_update=True
		)
		if status == "Offered" and get_datetime(until) <= get_datetime(now):
			values = {"status": "Cancelled", "offered_until": None, "person_key": None}
			frappe.db.set_value(REGISTRATION, row.name, values, update_modified=False)
		settle(row.event)
	return len(due)
