from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, now_datetime

from refugee_support import service_records
from refugee_support.document import PlainTextDocument
from refugee_support.duties import following
from refugee_support.events import messages, places
from refugee_support.rules.places import age_limits_are_right, places_taken

LONGEST = 14 * 24 * 60 * 60  # seconds


class CommunityEvent(PlainTextDocument):
	"""A workshop, a children's event, an information evening. Says nothing about who comes."""

	def before_validate(self) -> None:
		super().before_validate()
		self.exit_token = self.exit_token or frappe.generate_hash(length=32)
		self.cancelled_reason = self.cancelled_reason if self.status == "Cancelled" else None

	def validate(self) -> None:
		self.validate_times()
		self.validate_status()
		if not age_limits_are_right(cint(self.min_age), cint(self.max_age)):
			self.refuse("max_age", _("{0} lies below the lowest age, or above 120. Please check both."))
		self.validate_capacity()

	def on_update(self) -> None:
		self.update(places.settle(self.name))
		following.follow(self, "event")
		if self.has_value_changed("status") and self.status == "Cancelled":
			self.tell_everybody()
		if self.has_value_changed("starts_at") or self.has_value_changed("funding_programme"):
			names = frappe.get_all(places.REGISTRATION, {"event": self.name}, pluck="name")
			service_records.write_again(places.REGISTRATION, names)

	def on_trash(self) -> None:
		following.delete_all(self, "event")

	def validate_times(self) -> None:
		starts, ends = get_datetime(self.starts_at), get_datetime(self.ends_at)
		if ends <= starts:
			self.refuse("ends_at", _("{0} lies before the beginning. Please check both."))
		if (ends - starts).total_seconds() > LONGEST:
			self.refuse("ends_at", _("{0} lies more than two weeks after the beginning. Please check both."))
		moved = self.has_value_changed("starts_at")
		if moved and starts < now_datetime() and self.status in ("Planned", "Open", "Full"):
			self.refuse(
				"starts_at", _("{0} lies in the past. For an event that is over, choose the state “Held”.")
			)

	def validate_status(self) -> None:
		if self.status == "Held" and get_datetime(self.starts_at) > now_datetime():
			self.refuse("status", _("{0}: this event is still to come. Please check the date."))
		if self.status != "Cancelled":
			return
		if not self.cancelled_reason:
			self.refuse("cancelled_reason", _("Please enter the {0}: people will ask."))
		came = {"event": self.name, "status": "Attended"}
		if not self.is_new() and frappe.db.exists(places.REGISTRATION, came):
			self.refuse(
				"status", _("{0}: people have been entered as present. An event that took place is held.")
			)

	def validate_capacity(self) -> None:
		if self.is_new() or not self.capacity or not self.has_value_changed("capacity"):
			return
		places.lock_event(self.name)
		taken = places_taken(places.groups_of(self.name))
		if self.capacity < taken:
			sentence = _("{0}: {1} people have a place already. Please write to some of them first.")
			self.refuse("capacity", sentence.replace("{1}", str(taken)))

	def tell_everybody(self) -> None:
		waiting = ["Registered", "Waiting", "Offered"]
		for name in frappe.get_all(
			places.REGISTRATION, {"event": self.name, "status": ["in", waiting]}, pluck="name"
		):
			messages.tell(name, "mail_event_cancelled")

	def participants(self) -> list[Any]:
		"""For the printed list: whoever prints sees what they may read, nothing more."""
		return frappe.get_list(
			places.REGISTRATION,
			{"event": self.name, "status": ["in", ["Registered", "Offered", "Attended", "No-Show"]]},
			["participant_name", "adults", "children", "phone", "language", "photo_consent", "status"],
			order_by="participant_name",
			limit=0,
		)
