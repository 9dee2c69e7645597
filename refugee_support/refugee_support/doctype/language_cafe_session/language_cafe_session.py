from datetime import timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, format_datetime, get_datetime, get_link_to_form, getdate

from refugee_support import service_records
from refugee_support.cafe import team
from refugee_support.document import PlainTextDocument
from refugee_support.duties import following
from refugee_support.refugee_support.doctype.cafe_attendance.cafe_attendance import minutes_between
from refugee_support.rules.cafe_sessions import overlap, same_room

LONGEST = timedelta(hours=12)
ATTENDANCE, PLACE = "Cafe Attendance", "Cafe Childcare Place"
MOST_PLACES = 500


class LanguageCafeSession(PlainTextDocument):
	"""One afternoon. Nothing in it is about a guest: who came stands in Cafe Attendance."""

	def before_validate(self) -> None:
		super().before_validate()
		self.session_date = getdate(self.starts_at) if self.starts_at else None

	def validate(self) -> None:
		self.validate_times()
		self.validate_places()
		self.validate_new_day()
		self.validate_change()
		self.validate_room()
		team.validate(self)

	def on_update(self) -> None:
		self.move_what_was_counted()
		following.follow(self, "session")

	def on_trash(self) -> None:
		if self.was_counted():
			frappe.throw(
				_(
					"Guests were counted at this session. It stays; please cancel it only if it did not take place."
				),
				title=_("Not deleted"),
			)
		following.delete_all(self, "session")
		# Children who only waited: no service, nothing to count.
		frappe.db.delete(PLACE, {"session": self.name})

	# --- validate ---

	def validate_times(self) -> None:
		starts, ends = get_datetime(self.starts_at), get_datetime(self.ends_at)
		if ends <= starts:
			self.refuse("ends_at", _("{0} lies before the beginning. Please check both."))
		if ends - starts > LONGEST:
			self.refuse(
				"ends_at", _("{0} lies more than twelve hours after the beginning. Please check both.")
			)

	def validate_places(self) -> None:
		for field in ("capacity", "places_under_3", "places_3_to_6", "places_from_7"):
			if not 0 <= cint(self.get(field)) <= MOST_PLACES:
				self.refuse(field, _("{0}: please enter a number from 0 to 500."))

	def validate_new_day(self) -> None:
		"""A session of the past can be entered (a list on paper), not planned by mistake without a word."""
		if self.is_new() and getdate(self.session_date) < getdate() and not self.flags.from_series:
			frappe.msgprint(
				_("This session lies in the past. Guests can be counted for it until two weeks afterwards."),
				indicator="orange",
				title=_("Please check"),
			)

	def validate_change(self) -> None:
		"""A session that was announced is cancelled or moved for a reason that helpers can tell guests."""
		before = self.get_doc_before_save()
		cancelled = self.status == "Cancelled"
		moved = before and get_datetime(before.starts_at) != get_datetime(self.starts_at)
		if cancelled and self.was_counted():
			self.refuse("status", _("{0}: guests were counted at this session, so it did take place."))
		if moved and getdate(self.session_date) > getdate() and self.was_counted():
			self.refuse(
				"starts_at", _("{0}: guests were counted already. It cannot be moved to a later day.")
			)
		if (cancelled or moved) and not self.change_reason:
			self.refuse("change_reason", _("Please enter the {0}: helpers tell it to the guests."))
		if moved and not self.moved_from:
			self.moved_from = before.starts_at

	def validate_room(self) -> None:
		"""Two sessions in one room at one time are refused."""
		if self.status == "Cancelled":
			return
		for other in self.at_this_place():
			if not overlap(
				(get_datetime(self.starts_at), get_datetime(self.ends_at)),
				(get_datetime(other.starts_at), get_datetime(other.ends_at)),
			) or not same_room(self.room or "", other.room or ""):
				continue
			moment = format_datetime(other.starts_at, "dd.MM.yyyy HH:mm")
			frappe.throw(
				_(
					"In this room there is another session at that time: {0}. Please choose another room or time."
				).format(get_link_to_form("Language Cafe Session", other.name, moment)),
				title=_("Room taken"),
			)

	def at_this_place(self) -> list[Any]:
		"""Not cancelled and around the same day. Whoever plans must know of every session."""
		around = [get_datetime(self.starts_at) - LONGEST, get_datetime(self.ends_at) + LONGEST]
		return frappe.get_all(
			"Language Cafe Session",
			{
				"place": self.place,
				"status": "Planned",
				"starts_at": ["between", around],
				"name": ["!=", self.name or ""],
			},
			["name", "starts_at", "ends_at", "room"],
		)

	def was_counted(self) -> bool:
		if self.is_new():
			return False
		cared_for = {"session": self.name, "taken_at": ["is", "set"]}
		return bool(
			frappe.db.exists(ATTENDANCE, {"session": self.name}) or frappe.db.exists(PLACE, cared_for)
		)

	# --- write others ---

	def move_what_was_counted(self) -> None:
		"""Day, length and funding programme stand in every row that was counted, too: it is a flat table."""
		fields = ("session_date", "funding_programme", "starts_at", "ends_at")
		if self.flags.in_insert or not any(self.has_value_changed(field) for field in fields):
			return
		for doctype in (ATTENDANCE, PLACE):
			names = frappe.get_all(doctype, {"session": self.name}, pluck="name", order_by="creation, name")
			if names:
				values = {"session_date": self.session_date, "funding_programme": self.funding_programme}
				if doctype == ATTENDANCE:
					values["duration_minutes"] = minutes_between(self.starts_at, self.ends_at)
				frappe.db.set_value(doctype, {"session": self.name}, values)
				service_records.write_again(doctype, names)
