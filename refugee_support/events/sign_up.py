"""From the public form to a registration, and the answers of guests by the key of their place.

A guest has no rights: what these functions do without them is bound to an open event or to a key of 32 characters
that only the person who signed up has. Nobody is told whether somebody else has signed up.
"""

import hashlib
from typing import Any

import frappe
from frappe.utils import cint, get_datetime, getdate, now_datetime

from refugee_support.events import messages, places
from refugee_support.events.texts import language_or_default, text
from refugee_support.rules.text import one_line, search_key

REGISTRATION = "Event Registration"
LONGEST = {"participant_name": 140, "email": 140, "phone": 40, "guardian_one": 140, "guardian_two": 140}
LONGEST |= {"remarks": 1000}
MOST_PEOPLE = 20
SHOWN = ("name", "event_title", "starts_at", "ends_at", "place", "languages", "description", "status")


def open_events() -> list[Any]:
	"""What anybody may sign up for now: public by decision of the team, without a word about who comes."""
	return frappe.get_all(
		"Community Event",
		{"status": ["in", ["Open", "Full"]], "public_sign_up": 1, "starts_at": [">", now_datetime()]},
		[*SHOWN, "min_age", "max_age"],
		order_by="starts_at",
	)


def ages(event: Any, language: str) -> str:
	"""For whom the event is, in words; empty where it is for everybody."""
	lowest, highest = cint(event.min_age), cint(event.max_age)
	if lowest and highest:
		return text("ages_between", language).format(lowest, highest)
	if lowest:
		return text("ages_from", language).format(lowest)
	return text("ages_to", language).format(highest) if highest else ""


def person_key(event: str, name: str, contact: str) -> str:
	"""The same name and contact at the same event: a form that was sent twice."""
	told = "|".join((event, search_key(name), search_key(contact).replace(" ", "")))
	return hashlib.sha256(told.encode()).hexdigest()[:40]


def sign_up(form: Any) -> tuple[str, str]:
	"""Keep what the form says.

	Returns:
		The sentence for the person, in their language, and the key of their place; no key where the same person is
		registered already by another form, because whoever typed that name may be somebody else.
	"""
	language = language_or_default(form.language)
	values = checked(form, language)
	event = places.lock_event(values["event"]) if values["event"] else None
	if not event or event.name not in {row.name for row in open_events()}:
		refuse("event_closed", language)
	if form.form_key and (again := _known("form_key", str(form.form_key)[:40])):
		return _sentence(again.status, language), again.token
	key = person_key(event.name, values["participant_name"], values["email"] or values["phone"])
	if _known("person_key", key):
		return text("received", language), ""
	document = frappe.get_doc({"doctype": REGISTRATION, **values, "form_key": str(form.form_key or "")[:40]})
	# Replaced by: the event is open to the public, and nothing but what the form asks is taken over.
	document.insert(ignore_permissions=True)
	if document.status == "Registered":
		messages.tell(document.name, "mail_registered")
	return _sentence(document.status, language), document.token


def _known(fieldname: str, value: str) -> Any:
	return frappe.db.get_value(
		REGISTRATION, {fieldname: value}, ["status", "token"], as_dict=True, for_update=True
	)


def _sentence(status: str, language: str) -> str:
	return text("on_waiting_list" if status == "Waiting" else "registered", language)


def checked(form: Any, language: str) -> dict[str, Any]:
	"""What was typed, refused in the person's own language where it cannot be kept."""
	for fieldname, longest in LONGEST.items():
		if len(str(form.get(fieldname) or "")) > longest:
			refuse("too_long", language, text(fieldname, language), longest)
	name = one_line(str(form.participant_name or ""))
	email, phone = one_line(str(form.email or "")), one_line(str(form.phone or ""))
	adults, children = cint(form.adults), cint(form.children)
	if not name:
		refuse("name_missing", language)
	if email and not frappe.utils.validate_email_address(email):
		refuse("email_wrong", language)
	if not email and not phone:
		refuse("contact_missing", language)
	if adults < 0 or children < 0 or not 0 < adults + children <= MOST_PEOPLE:
		refuse("people_wrong", language, MOST_PEOPLE)
	guardians = {name: one_line(str(form.get(name) or "")) for name in ("guardian_one", "guardian_two")}
	if cint(form.photo_consent) and children and not all(guardians.values()):
		refuse("guardians_missing", language)
	return {
		"event": str(form.event or ""),
		"participant_name": name,
		"email": email,
		"phone": phone,
		"adults": adults,
		"children": children,
		"language": language,
		"photo_consent": int(bool(cint(form.photo_consent))),
		"remarks": form.remarks,
		**guardians,
	}


def refuse(key: str, language: str, *values: Any) -> None:
	frappe.throw(text(key, language).format(*values), title=text("please_check", language))


# --- By the key of a place ---


def place_of(key: Any) -> Any:
	"""What the person who holds this key sees of their own registration; None for a key that is none."""
	if not isinstance(key, str) or len(key) < 20:
		return None
	name = frappe.db.get_value(REGISTRATION, {"token": key})
	if not name:
		return None
	document = frappe.get_doc(REGISTRATION, name)
	event = frappe.get_doc("Community Event", document.event)
	over = event.status in ("Cancelled", "Held") or get_datetime(event.starts_at) <= now_datetime()
	return frappe._dict(document=document, event=event, over=over)


def answer_place(key: Any, answer: str) -> str:
	"""Accept an offer, or give the place back; said twice it stays said.

	Returns:
		The new status.
	"""
	place = place_of(key)
	if not place or place.over or answer not in ("accept", "cancel"):
		frappe.throw(text("key_wrong", "de"), frappe.PermissionError)
	places.lock_event(place.event.name)
	document = frappe.get_doc(REGISTRATION, place.document.name, for_update=True)
	if answer == "cancel" and document.status in ("Registered", "Waiting", "Offered"):
		document.status = "Cancelled"
	elif answer == "accept" and document.status == "Offered":
		document.status = "Registered"
	else:
		return document.status
	document.save(ignore_permissions=True)  # replaced by: the key, which only this person has
	return document.status


# --- The exit question ---


def event_of_question(key: Any) -> Any:
	"""The event whose question may be answered: from its beginning until a week after its end."""
	if not isinstance(key, str) or len(key) < 20:
		return None
	event = frappe.db.get_value(
		"Community Event",
		{"exit_token": key},
		["name", "event_title", "starts_at", "ends_at", "status"],
		as_dict=True,
	)
	if not event or event.status == "Cancelled" or get_datetime(event.starts_at) > now_datetime():
		return None
	return event if (getdate() - getdate(event.ends_at)).days <= 7 else None


def answer_question(key: Any, answer: str, language: str, answer_key: str) -> None:
	"""Kept without anything about who answered; the same press of a button counts once."""
	event = event_of_question(key)
	if not event or answer not in ("Helpful", "Partly Helpful", "Not Helpful"):
		frappe.throw(text("key_wrong", language), frappe.PermissionError)
	once = hashlib.sha256(f"{event.name}|{answer_key}".encode()).hexdigest()[:40]
	if frappe.db.exists("Exit Answer", {"answer_key": once}):
		return
	values = {"event": event.name, "answer": answer, "answered_on": getdate(), "answer_key": once}
	document = frappe.get_doc({"doctype": "Exit Answer", **values, "language": language_or_default(language)})
	# Replaced by: the key of the event, which is shown at the event only. Frappe notes the time of writing, and no
	# account but Guest: there is nothing that leads to a person.
	document.insert(ignore_permissions=True)
