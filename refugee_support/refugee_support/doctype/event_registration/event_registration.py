from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, formatdate, get_datetime, getdate, now_datetime

from refugee_support import access, consents, service_records
from refugee_support.document import PlainTextDocument
from refugee_support.events import places
from refugee_support.events.sign_up import person_key
from refugee_support.rules.places import HOLDING, Group, next_offers

CAME = ("Attended", "No-Show")


class EventRegistration(PlainTextDocument):
	"""Somebody who signed up for an event, with how many people."""

	def before_validate(self) -> None:
		super().before_validate()
		self.joined_at = self.joined_at or now_datetime()
		self.token = self.token or frappe.generate_hash(length=32)
		contact = self.email or self.phone
		key = person_key(self.event or "", self.participant_name or "", contact) if contact else None
		self.person_key = None if self.status == "Cancelled" else key
		if self.status != "Offered":
			self.offered_until = None
		if self.status != "Attended":
			self.people_present = 0

	def validate(self) -> None:
		if self.client and self.has_value_changed("client"):
			access.require_visible_clients([self.client])
		if self.has_value_changed("event") and not self.is_new():
			self.refuse("event", _("{0} cannot be changed. Please make a new registration."))
		self.validate_people()
		self.validate_once()
		self.validate_consent()
		self.take_place()

	def on_update(self) -> None:
		service_records.write(self)
		places.settle(self.event)

	def on_trash(self) -> None:
		service_records.remove(self)

	def after_delete(self) -> None:
		places.settle(self.event)

	def validate_people(self) -> None:
		number = places.people_in(self)
		if number < 1:
			self.refuse("adults", _("{0}: please enter at least one person."))
		if cint(self.people_present) > number:
			self.refuse(
				"people_present", _("{0}: more than were registered. Please correct the numbers above first.")
			)

	def validate_once(self) -> None:
		same = {"person_key": self.person_key, "name": ["!=", self.name]}
		if self.person_key and frappe.db.exists(places.REGISTRATION, same):
			self.refuse("participant_name", _("{0}: this person is registered for this event already."))

	def validate_consent(self) -> None:
		if self.photo_consent and cint(self.children) and not (self.guardian_one and self.guardian_two):
			self.refuse(
				"photo_consent",
				_("{0}: with children only if both guardians agree. Please enter both names."),
			)
		self.refuse_what_was_withdrawn()

	def refuse_what_was_withdrawn(self) -> None:
		"""Whose consent to photographs is taken back gives it anew by signing, not by a tick somebody sets here."""
		if not self.photo_consent or not self.client:
			return
		if not (self.has_value_changed("photo_consent") or self.has_value_changed("client")):
			return
		state, day = consents.word_of(self.client, (consents.PHOTOGRAPHS,))
		signed_since = not self.is_new() and not self.has_value_changed("photo_consent")
		signed_since = (
			signed_since and day and getdate(self.joined_at) > day
		)  # signed up and ticked it themselves
		if state == "Taken Back" and day and not signed_since:
			self.refuse(
				"photo_consent",
				_(
					"{{0}}: this person has withdrawn their consent to photographs on {0}. Please untick it, or record a new consent first."
				).format(formatdate(day)),
			)

	def take_place(self) -> None:
		"""Under the lock of the event: a new registration gets a place or waits; who is moved up needs one."""
		event = places.lock_event(self.event) if self.event else None
		if not event:
			return  # Frappe says that it is missing
		before = self.get_doc_before_save()
		if event.status == "Cancelled" and (self.is_new() or self.status in CAME):
			self.refuse("event", _("{0}: this event has been cancelled."))
		if self.status in CAME:
			self.validate_attendance(event, before)
		elif self.is_new() and self.status == "Registered":
			self.register(event)
			return
		if self.status in HOLDING and self.needs_more(before):
			free = places.free_places(event, self.name)
			if free is not None and free < places.people_in(self):
				self.refuse(
					"status", _("{0}: there are not enough places. Please leave this registration waiting.")
				)

	def register(self, event: Any) -> None:
		"""Nobody takes a place that somebody who waits could have."""
		mine = Group(self.name, places.people_in(self), "Waiting", get_datetime(self.joined_at))
		groups = [*places.groups_of(event.name), mine]
		if self.name not in next_offers(cint(event.capacity), groups):
			self.status = "Waiting"

	def needs_more(self, before: Any) -> bool:
		if not before or before.status not in HOLDING:
			return True
		return places.people_in(self) > places.people_in(before)

	def validate_attendance(self, event: Any, before: Any) -> None:
		if get_datetime(event.starts_at) > now_datetime():
			self.refuse("status", _("{0}: this event is still to come. Please check the date."))
		if before and before.status == "Cancelled":
			self.refuse(
				"status",
				_("{0}: this registration was cancelled. Whoever came all the same is registered first."),
			)
