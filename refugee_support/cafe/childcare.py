"""Children next door: places given away one after the other, a waiting list, and who was picked up when.

Every method that gives or frees a place first locks the session's row (`rights.lock`) and then reads places with a
locking read: a plain read would see the tables as they were when the request began.
"""

import hashlib
from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, cstr, get_datetime, getdate, now_datetime

from refugee_support.cafe import duty, rights
from refugee_support.rules.cafe_childcare import (
	BANDS,
	TAKES_A_PLACE,
	Room,
	Waiting,
	free_places,
	has_room,
	is_too_many,
	next_in_line,
)
from refugee_support.rules.text import one_line, search_key

PLACE = "Cafe Childcare Place"
SETTINGS = "Refugee Support Settings"
FIELD_OF_BAND = {"Under 3": "under_3", "3 to 6": "3_to_6", "7 and Older": "from_7"}
USUAL_RATIO = {"Under 3": 3, "3 to 6": 6, "7 and Older": 10}
ADDRESS_WORDS = {"frau", "herr", "mama", "papa", "mutter", "vater"}


# --- What is there ---


def room_of(session: str, latest: bool = False) -> Room:
	fields = {band: f"places_{name}" for band, name in FIELD_OF_BAND.items()}
	row = frappe.db.get_value(rights.SESSION, session, [*fields.values(), "with_childcare"], as_dict=True)
	places = {band: cint(row[field]) if row.with_childcare else 0 for band, field in fields.items()}
	return Room(carers=duty.carers_there(session, latest), per_carer=ratios(), places=places)


def ratios() -> dict[str, int]:
	"""Children one carer may look after."""
	return {
		band: cint(frappe.db.get_single_value(SETTINGS, f"children_per_carer_{name}")) or USUAL_RATIO[band]
		for band, name in FIELD_OF_BAND.items()
	}


def places_of(session: str, latest: bool = False) -> list[Any]:
	"""All children of a session. Without permissions: behind the gate of the check-in."""
	table = DocType(PLACE)
	fields = ("name", "status", "age_band", "child_first_name", "guardian", "phone", "allergies", "emptied")
	times = ("joined_at", "taken_at", "picked_up_at", "offered_at", "child_key")
	query = (
		frappe.qb.from_(table)
		.select(*(table[field] for field in (*fields, *times)))
		.where(table.session == session)
		.orderby(table.joined_at)
		.orderby(table.creation)
	)
	return (query.for_update() if latest else query).run(as_dict=True)


def taken(places: list[Any]) -> dict[str, int]:
	return dict(Counter(row.age_band for row in places if row.status in TAKES_A_PLACE))


def overview(session: Any) -> dict[str, Any] | None:
	"""For the check-in: free places by age, and the children; their names on the day itself only."""
	if not session.with_childcare:
		return None
	places, room = places_of(session.name), room_of(session.name)
	children = taken(places)
	is_today = getdate(session.session_date) == getdate()
	return {
		"free": {band: free_places(room, children, band) for band in BANDS},
		"places": dict(room.places),
		"carers": room.carers,
		"too_many": is_too_many(room, children),
		"children": [shown(row) for row in places if is_today and not row.emptied],
	}


def shown(row: Any) -> dict[str, str]:
	moments = {
		field: get_datetime(row[field]).strftime("%H:%M") if row[field] else ""
		for field in ("joined_at", "taken_at", "picked_up_at")
	}
	words = ("name", "status", "age_band", "child_first_name", "guardian", "phone", "allergies")
	return {field: cstr(row[field]) for field in words} | moments


# --- What happens ---


@frappe.whitelist(methods=["POST"])
def take(
	session: str,
	tap_id: str,
	child_first_name: str,
	age_band: str,
	guardian: str,
	phone: str = "",
	allergies: str = "",
) -> dict[str, str]:
	"""A child is brought: into care if there is room, else on to the waiting list.

	Returns:
		place: its name; status: "In Care" or "Waiting".
	"""
	row = rights.session_of_today(session)
	if not cint(row.with_childcare):
		frappe.throw(_("This session has no childcare."), title=_("Childcare"))
	child, brought_by = one_line(cstr(child_first_name)), one_line(cstr(guardian))
	if not child or not brought_by or age_band not in BANDS:
		frappe.throw(
			_("Please enter the first name and age of the child and who brought it."), title=_("Childcare")
		)
	rights.lock(session)
	places = places_of(session, latest=True)
	status = "In Care" if has_room(room_of(session, latest=True), taken(places), age_band) else "Waiting"
	key = child_key(session, child, brought_by)
	if known := next((place for place in places if place.child_key == key), None):
		return come_again(known, status)
	document = frappe.get_doc({"doctype": PLACE, "session": session, "tap_id": cstr(tap_id)[:40] or None})
	document.update({"child_first_name": child, "guardian": brought_by, "age_band": age_band})
	document.update({"phone": phone, "allergies": allergies, "child_key": key, "status": status})
	document.joined_at = now_datetime()
	document.taken_at = document.joined_at if status == "In Care" else None
	# Nobody writes places by role. Replaced by: rights.session_of_today.
	document.insert(ignore_permissions=True)
	return {"place": document.name, "status": status}


def come_again(place: Any, status: str) -> dict[str, str]:
	"""Entered twice, or back after being picked up: it stays one place."""
	if place.status in ("Picked Up", "Gave Up"):
		document = frappe.get_doc(PLACE, place.name)
		moment = now_datetime()
		document.update({"status": status, "picked_up_at": None, "offered_at": None})
		if status == "In Care":
			document.taken_at = document.taken_at or moment
		else:
			document.joined_at = moment
		document.save(ignore_permissions=True)  # replaced by: rights.session_of_today in `take`
		return {"place": place.name, "status": status}
	return {"place": place.name, "status": place.status}


def child_key(session: str, child: str, guardian: str) -> str:
	"""One place for one child: the same for "Frau Haddad" and "haddad". A hash, for it outlives the names."""
	words = [word for word in search_key(guardian).split() if word not in ADDRESS_WORDS]
	text = f"{session}|{search_key(child)}|{' '.join(sorted(words))}"
	return hashlib.sha256(text.encode()).hexdigest()[:32]


# From which status a child comes to which.
STEPS = {
	"pick_up": (("In Care",), "Picked Up"),
	"accept": (("Offered",), "In Care"),
	"give_up": (("Waiting", "Offered"), "Gave Up"),
}


@frappe.whitelist(methods=["POST"])
def step(place: str, action: str) -> dict[str, str]:
	"""A child is picked up, takes the place it was offered, or does not wait any longer. Done twice, it is done once."""
	rights.require_check_in()
	if action not in STEPS:
		frappe.throw(_("This step does not exist."), title=_("Childcare"))
	session = rights.session_of_today(frappe.db.get_value(PLACE, place, "session") or "")
	rights.lock(session.name)
	document = frappe.get_doc(PLACE, place, for_update=True)
	before, after = STEPS[action]
	if document.status in before:
		field = {"Picked Up": "picked_up_at", "In Care": "taken_at"}.get(after)
		if field:
			document.set(field, now_datetime())
		document.status = after
		document.save(ignore_permissions=True)  # replaced by: rights.session_of_today
		offer_places(session)
	return {"place": place, "status": document.status}


@frappe.whitelist(methods=["POST"])
def remove(place: str) -> None:
	"""Entered by mistake."""
	rights.require_check_in()
	session = rights.session_of_today(frappe.db.get_value(PLACE, place, "session") or "")
	rights.lock(session.name)
	# Replaced by: rights.session_of_today. No copy in Deleted Document.
	frappe.delete_doc(PLACE, place, ignore_permissions=True, delete_permanently=True)
	offer_places(session)


def offer_places(session: Any) -> None:
	"""Places that are free now, to those who have waited longest. The session's row is locked by the caller."""
	if not session.with_childcare or getdate(session.session_date) != getdate():
		return
	places = places_of(session.name, latest=True)
	waiting = [
		Waiting(row.name, row.age_band, get_datetime(row.joined_at))
		for row in places
		if row.status == "Waiting"
	]
	room = room_of(session.name, latest=True)
	for name in next_in_line(room, taken(places), waiting):
		frappe.db.set_value(PLACE, name, {"status": "Offered", "offered_at": now_datetime()})
