"""The check-in at the door: sessions of the day, taps as they come (late, twice, from two tablets), numbers of all.

Each tap carries a number of its own that the tablet has drawn. It is unique in the database, so that a tap that is sent
again after a lost answer is stored once.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import cint, get_datetime, getdate

from refugee_support import consents, service_records
from refugee_support.cafe import childcare, duty, guests, rights

ATTENDANCE = "Cafe Attendance"
MOST_TAPS = 200  # in one request
TAP_ID = re.compile(r"[0-9A-Za-z-]{8,40}")
GENDERS = ("", "Female", "Male", "Other")
BRACKETS = ("", "Under 18", "18 to 60", "Over 60")
CHILD, ADULT, OLD = BRACKETS[1:]


@dataclass(frozen=True)
class Tap:
	"""One guest, or the undoing of one."""

	tap_id: str
	undo: bool = False
	gender: str = ""
	age_bracket: str = ""
	first_time: bool = False
	guest: str = ""  # a token of guests.find


@frappe.whitelist()
def sessions() -> list[dict[str, Any]]:
	"""Sessions of today, and those of the last days for what comes in late; the one that is on now first."""
	rights.require_check_in()
	first = frappe.utils.add_days(getdate(), -rights.DAYS_AFTERWARDS)
	rows = frappe.get_list(
		rights.SESSION,
		filters={"session_date": ["between", [first, getdate()]], "status": "Planned"},
		fields=["name", "title", "starts_at", "ends_at", "place.label as place", "room", "with_childcare"],
		order_by="starts_at desc",
		limit=30,
	)
	for row in rows:
		row.today = getdate(row.starts_at) == getdate()
		row.starts_at, row.ends_at = str(get_datetime(row.starts_at)), str(get_datetime(row.ends_at))
	return rows


@frappe.whitelist()
def state(session: str) -> dict[str, Any]:
	"""What every tablet shows: how many came, who is here by name, children, carers."""
	row = rights.session_of(session)
	return {
		"counts": counts(session),
		"named": named(session),
		"helpers": duty.helpers(session),
		"childcare": childcare.overview(row),
	}


def counts(session: str) -> dict[str, Any]:
	table = DocType(ATTENDANCE)
	groups = (table.age_bracket, table.gender, table.first_time)
	rows = (
		frappe.qb.from_(table)
		.select(*groups, Count(table.name))
		.where(table.session == session)
		.groupby(*groups)
		.run()
	)
	by_button: Counter[str] = Counter()
	for bracket, gender, _first, number in rows:
		by_button[f"{bracket or ''}|{gender or ''}"] += number
	return {
		"total": sum(row[3] for row in rows),
		"first_time": sum(row[3] for row in rows if row[2]),
		"by_button": dict(by_button),
	}


def named(session: str) -> list[dict[str, str]]:
	"""Guests who are here by name. Without the permissions on attendance: behind the gate of the check-in."""
	rows = frappe.get_all(
		ATTENDANCE,
		{"session": session, "client": ["is", "set"]},
		["client", "tap_id"],
		order_by="creation desc",
	)
	names = guests.names_of([row.client for row in rows], frappe.session.user)
	return [
		{"guest": guests.token(session, row.client), "name": names[row.client], "tap_id": row.tap_id}
		for row in rows
		if row.client in names
	]


@frappe.whitelist(methods=["POST"])
def send(session: str, taps: list | str) -> dict[str, dict[str, str]]:
	"""Store what a tablet has collected, in its order.

	Returns:
		{number of the tap: {status: stored, known, undone or refused; reason}}. Every tap that has an answer is settled:
		one that is refused does not hold up the others.
	"""
	row = rights.session_of(session)
	wanted = read_taps(taps)
	rights.lock(session)  # the same tap from two sides at once would be a deadlock at its unique key
	known = set(
		frappe.get_all(ATTENDANCE, {"tap_id": ["in", [tap.tap_id for tap in wanted]]}, pluck="tap_id")
	)
	clients = guests.by_tokens(session, {tap.guest for tap in wanted if tap.guest})
	answers: dict[str, dict[str, str]] = {}
	for tap in wanted:
		if tap.undo:
			answers[tap.tap_id] = take_back(session, tap, known)
		elif tap.tap_id in known:
			answers[tap.tap_id] = {"status": "known"}
		else:
			answers[tap.tap_id] = store(row, tap, clients)
			known.add(tap.tap_id)
	return answers


def read_taps(taps: Any) -> list[Tap]:
	try:
		rows = json.loads(taps) if isinstance(taps, str) else taps
		return [read_tap(row) for row in rows[:MOST_TAPS]]
	except (AttributeError, TypeError, ValueError):
		frappe.throw(_("What the tablet sent is incomplete. Please reload the page."), title=_("Check-In"))
		raise AssertionError from None  # frappe.throw does not return


def read_tap(row: dict[str, Any]) -> Tap:
	"""Raises: ValueError for anything but what the page sends."""
	tap = Tap(
		tap_id=str(row.get("tap_id") or ""),
		undo=bool(cint(row.get("undo"))),
		gender=str(row.get("gender") or ""),
		age_bracket=str(row.get("age_bracket") or ""),
		first_time=bool(cint(row.get("first_time"))),
		guest=str(row.get("guest") or ""),
	)
	if not TAP_ID.fullmatch(tap.tap_id) or tap.gender not in GENDERS or tap.age_bracket not in BRACKETS:
		raise ValueError
	return tap


def store(session: Any, tap: Tap, clients: dict[str, Any]) -> dict[str, str]:
	client = clients.get(tap.guest)
	if tap.guest and not client:
		return {"status": "refused", "reason": guests.refused_sentence()}
	values: dict[str, Any] = {
		"doctype": ATTENDANCE,
		"session": session.name,
		"tap_id": tap.tap_id,
		"gender": tap.gender,
		"age_bracket": tap.age_bracket,
		"first_time": int(tap.first_time),
	}
	if client:
		since = consents.agreed_since(client.name, consents.BY_NAME)
		values |= {"kind": "Named Client", "client": client.name, "consent_on": since}
	attendance = frappe.get_doc(values)
	attendance.flags.session = session
	frappe.db.savepoint("tap")
	try:
		# Nobody writes attendance by role. Replaced by: rights.session_of, and the consent of a named guest.
		attendance.insert(ignore_permissions=True)
	except (frappe.UniqueValidationError, frappe.DuplicateEntryError):
		# The same tap, or the same guest at the other tablet, was first.
		frappe.db.rollback(save_point="tap")
		frappe.clear_last_message()
		return {"status": "known"}
	return {"status": "stored"}


def take_back(session: str, tap: Tap, known: set[str]) -> dict[str, str]:
	"""Undo: what was counted by mistake leaves nothing behind."""
	name = frappe.db.get_value(ATTENDANCE, {"tap_id": tap.tap_id, "session": session})
	if name:
		service_records.remove(frappe._dict(doctype=ATTENDANCE, name=name))
		frappe.db.delete(ATTENDANCE, {"name": name})
		known.discard(tap.tap_id)
	return {"status": "undone"}
