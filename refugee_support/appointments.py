"""Appointments: what an interpreter sees of one, who could interpret, and what becomes of it.

An interpreter need not be on the client's support team. So they do not read the appointment but a document of its own,
the Interpreter Booking, which holds what they need and nothing else: structure instead of hidden fields.
"""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.query_builder.functions import Lower
from frappe.utils import cint, cstr, formatdate, get_datetime, get_fullname, getdate

from refugee_support import access
from refugee_support.search import client_names

LANGUAGES = "Volunteer Profile Language"  # who speaks what, where the app knows it
MOST_EVENTS = 500
COLOURS = {"Planned": "default", "Took Place": "success", "Not Attended": "danger", "Cancelled": "danger"}


# --- What the interpreter sees ---


def keep_booking(appointment: Document) -> None:
	"""Write the interpreter's copy anew: made, moved, handed to somebody else, or called off."""
	booking = booking_of(appointment.name)
	asked = appointment.booking_state in ("Requested", "Confirmed") and appointment.state != "Cancelled"
	if not appointment.interpreter or not asked:
		if booking and booking.state != "Cancelled":
			booking.state = "Cancelled"
			_save(booking)
		return
	booking = booking or frappe.new_doc("Interpreter Booking")
	booking.update(
		{
			"appointment": appointment.name,
			"title": appointment.title,
			"starts_at": appointment.starts_at,
			"ends_at": appointment.ends_at,
			"place": place_of(appointment),
			"language": appointment.interpreter_language,
			"first_name": frappe.db.get_value("Client", appointment.client, "first_name"),
			"interpreter_user": frappe.db.get_value("Volunteer Profile", appointment.interpreter, "user"),
			"state": appointment.booking_state,
		}
	)
	_save(booking)


def remove_booking(appointment: Document) -> None:
	if booking := booking_of(appointment.name):
		booking.delete(ignore_permissions=True)  # nobody may delete it alone; the appointment was checked


def booking_of(appointment: str) -> Document | None:
	name = frappe.db.get_value("Interpreter Booking", {"appointment": appointment})
	return frappe.get_doc("Interpreter Booking", name) if name else None


def _save(booking: Document) -> None:
	# Nobody may write a booking by hand; whoever wrote the appointment was checked there.
	booking.save(ignore_permissions=True)


@frappe.whitelist(methods=["POST"])
def answer(booking: str, accept: bool, reply: str | None = None) -> str:
	"""The interpreter says yes or no to what they were asked for.

	Returns:
		The new state of the booking.
	"""
	document = frappe.get_doc("Interpreter Booking", booking)
	document.check_permission("read")
	if document.interpreter_user != frappe.session.user:
		frappe.throw(_("Only the person who was asked can answer."), frappe.PermissionError)
	if document.state == "Cancelled" or get_datetime(document.starts_at) < get_datetime(getdate()):
		frappe.throw(_("This appointment has been called off or is over."), title=_("Interpreting"))
	document.state = "Confirmed" if cint(accept) else "Declined"
	document.reply = reply
	_save(document)
	# Written to the appointment past its own check: the interpreter answers without seeing it.
	state = {"Confirmed": "Confirmed", "Declined": "Open"}[document.state]
	frappe.db.set_value("Client Appointment", document.appointment, "booking_state", state)
	return document.state


# --- Who could interpret ---


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def interpreter_query(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | None,
	**kwargs: Any,
) -> list[tuple[str, ...]]:
	"""People of ours with an active undertaking and an account; those who speak the language come first."""
	frappe.has_permission("Client Appointment", "create", throw=True)
	language = filters.get("language") if isinstance(filters, dict) else None
	profile = DocType("Volunteer Profile")
	found = (
		frappe.qb.from_(profile)
		.select(profile.name, profile.full_name)
		.where((profile.status == "Active") & profile.user.isnotnull())
		.where(profile.undertaking_signed_on <= getdate())
		.where(profile.undertaking_ended_on.isnull() | (profile.undertaking_ended_on > getdate()))
		.where(Lower(profile.full_name).like(f"%{(txt or '').lower()}%"))
		.orderby(profile.full_name)
		.run()
	)
	speak = speakers_of(cstr(language))
	ranked = sorted(found, key=lambda row: row[0] not in speak)
	page = ranked[cint(start) : cint(start) + (cint(page_len) or 10)]
	return [(*row, _("speaks the language")) if row[0] in speak else row for row in page]


def speakers_of(language: str) -> set[str]:
	if not language or not frappe.db.exists("DocType", LANGUAGES, cache=True):
		return set()
	return set(frappe.get_all(LANGUAGES, {"language": language}, pluck="parent"))


def may_interpret(profile: str) -> bool:
	user = frappe.db.get_value("Volunteer Profile", profile, "user")
	return bool(user) and access.has_active_undertaking(user)


def name_of_profile(profile: str | None) -> str | None:
	return frappe.db.get_value("Volunteer Profile", profile, "full_name") if profile else None


def place_of(appointment: Any) -> str:
	authority = appointment.authority and frappe.get_cached_value(
		"Public Authority", appointment.authority, "label"
	)
	return ", ".join(part for part in (authority, appointment.place) if part)[:140]


def moment(at: Any) -> str:
	"""A point of time as people write it, whoever saves the record."""
	return f"{formatdate(at)} {get_datetime(at):%H:%M}"


def title_of(at: Any, place: str) -> str:
	return " · ".join(part for part in (moment(at), place) if part)[:140]


def clashes_of(appointment: Document) -> list[Any]:
	"""Other planned appointments at that time of those who go along or interpret: whose, and when; not with whom."""
	other, companion = DocType("Client Appointment"), DocType("Client Appointment Companion")
	same_time = (
		(other.name != (appointment.name or ""))
		& (other.state == "Planned")
		& (other.starts_at < appointment.ends_at)
		& (other.ends_at > appointment.starts_at)
	)
	clashes = []
	if people := [row.helper for row in appointment.companions]:
		rows = (
			frappe.qb.from_(companion)
			.join(other)
			.on(companion.parent == other.name)
			.select(companion.helper, other.starts_at)
			.where(same_time & companion.helper.isin(people))
			.run()
		)
		clashes += [frappe._dict(person=get_fullname(user), starts_at=at) for user, at in rows]
	if appointment.interpreter:
		asked = (other.interpreter == appointment.interpreter) & other.booking_state.isin(
			("Requested", "Confirmed")
		)
		rows = frappe.qb.from_(other).select(other.starts_at).where(same_time & asked).run()
		clashes += [frappe._dict(person=appointment.interpreter_name, starts_at=at) for (at,) in rows]
	return clashes


# --- What becomes of it ---


def check_consultation(consultation: Document) -> None:
	"""A consultation that says it was an appointment: one that its writer may see, of the same client, once."""
	if not consultation.appointment or not consultation.has_value_changed("appointment"):
		return
	appointment = frappe.get_doc("Client Appointment", consultation.appointment)
	appointment.check_permission("read")
	if appointment.client != consultation.client:
		frappe.throw(
			_("The appointment is another client's. Please choose that client."), title=_("Appointment")
		)
	if appointment.consultation and appointment.consultation != consultation.name:
		frappe.throw(_("This appointment has been recorded already."), title=_("Appointment"))


def mark_as_taken_place(consultation: Document) -> None:
	if consultation.appointment:
		values = {"state": "Took Place", "consultation": consultation.name}
		frappe.db.set_value("Client Appointment", consultation.appointment, values)


def forget_consultation(consultation: Document) -> None:
	if consultation.appointment:
		filters = {"name": consultation.appointment, "consultation": consultation.name}
		frappe.db.set_value("Client Appointment", filters, {"state": "Planned", "consultation": None})


# --- The calendar ---


@frappe.whitelist()
def get_events(
	start: str,
	end: str,
	doctype: str | None = None,
	filters: Any = None,
	field_map: Any = None,
	fields: Any = None,
) -> list[dict[str, Any]]:
	"""Appointments for the calendar, read as the reader; Frappe's own method is closed for protected records."""
	rows = frappe.get_list(
		"Client Appointment",
		filters=[
			["Client Appointment", "starts_at", "<=", get_datetime(end)],
			["Client Appointment", "ends_at", ">=", get_datetime(start)],
		],
		fields=["name", "client", "starts_at", "ends_at", "authority", "place", "state"],
		order_by="starts_at",
		limit=MOST_EVENTS,
	)
	names = client_names(row.client for row in rows)
	return [
		{
			"name": row.name,
			"starts_at": cstr(row.starts_at),
			"ends_at": cstr(row.ends_at),
			"title": " · ".join(part for part in (names.get(row.client), place_of(row)) if part),
			"all_day": 0,
			"colour": COLOURS[row.state],
		}
		for row in rows
	]


@frappe.whitelist(methods=["POST"])
def move(name: str, starts_at: str, ends_at: str | None = None, **ignored: Any) -> None:
	"""Dragged in the calendar: saved with all the checks of the form."""
	appointment = frappe.get_doc("Client Appointment", name)
	appointment.check_permission("write")
	appointment.starts_at = get_datetime(starts_at)
	appointment.ends_at = get_datetime(ends_at) if ends_at else None
	appointment.save()
