from typing import Any

import frappe
from frappe import _
from frappe.model.naming import make_autoname
from frappe.utils import cstr, getdate

from refugee_support import access, milestones, service_records
from refugee_support.document import PlainTextDocument
from refugee_support.duplicates import hint, keys
from refugee_support.erasing import restriction
from refugee_support.job_help import contact
from refugee_support.refugee_support.doctype.client_household import client_household
from refugee_support.rules.history import Dated, value_on
from refugee_support.rules.residence import Period, doubtful_overlaps
from refugee_support.rules.text import search_key

OLDEST_BIRTH_YEAR = 1900


class Client(PlainTextDocument):
	def autoname(self) -> None:
		"""A plain running number that says nothing about the person. Named here and not in the DocType, because
		Frappe would give the number of a deleted client out again."""
		self.name = make_autoname("RSC-.#####")

	def before_insert(self) -> None:
		self.person_key = frappe.generate_hash(length=20)
		self.join_own_support_team()

	def validate(self) -> None:
		self.set_names()
		self.set_residence_status()
		self.set_helper_names()
		self.keep_cafe_consent()
		self.record_characteristics()
		self.validate_birth_and_arrival()
		self.validate_residence_history()
		self.validate_characteristics()
		self.validate_support_team()
		self.validate_closing()
		self.validate_restriction()
		restriction.validate_marks(self)
		hint.refuse_unconfirmed(self)

	def on_update(self) -> None:
		if self.flags.in_insert or hint.names_changed(self) or self.has_value_changed("status"):
			keys.write([self])
		hint.after_saving(self)
		if self.has_value_changed("household") and (self.household or not self.flags.in_insert):
			client_household.move_client(self.name, self.household)
		contact.follow(self)
		if self.statistics_changed():
			milestones.sync(self)
			if not self.flags.in_insert:
				service_records.refresh_clients([self.name])

	def on_trash(self) -> None:
		keys.remove([self.name])

	# --- set ---

	def join_own_support_team(self) -> None:
		"""Whoever sees only their own team's clients must not lose the one they just created."""
		user = frappe.session.user
		if access.client_scope(user) == "team" and user not in {row.helper for row in self.support_team}:
			self.append("support_team", {"helper": user, "from_date": getdate()})

	def set_names(self) -> None:
		self.client_name = " ".join(name for name in (self.first_name, self.last_name) if name)
		self.search_name = search_key(self.first_name, self.last_name, self.native_name)[:140]

	def set_residence_status(self) -> None:
		current = self.current_title()
		self.residence_status = current.residence_status if current else None
		self.residence_valid_until = current.valid_until if current else None

	def set_helper_names(self) -> None:
		"""Names instead of login names in the table: the reader may see a colleague's name, not their account."""
		for row in self.support_team:
			row.helper_name = frappe.db.get_value("User", row.helper, "full_name") if row.helper else None

	def keep_cafe_consent(self) -> None:
		"""Written by the consent alone (Client Consent), also while this form was open."""
		stored = self.get_doc_before_save()
		self.cafe_consent_on = stored.cafe_consent_on if stored else None

	def record_characteristics(self) -> None:
		"""Write down since when a characteristic holds, so that statistics know it as it was on the day.

		The first value known of a client holds from the beginning; a later one from today. Who corrects the
		history by hand is not overruled: only a value that history does not end with is added.
		"""
		for fieldname, characteristic in service_records.CHARACTERISTICS.items():
			rows = [row for row in self.characteristics if row.characteristic == characteristic]
			history = [Dated(row.value or "", row.valid_from and getdate(row.valid_from)) for row in rows]
			value = cstr(self.get(fieldname))
			if value == value_on(history, getdate()) or not self.has_value_changed(fieldname):
				continue
			today = [row for row in rows if row.valid_from and getdate(row.valid_from) == getdate()]
			if today:
				today[-1].value = value
			else:
				since = getdate() if rows else None
				self.append(
					"characteristics",
					{"characteristic": characteristic, "value": value, "valid_from": since},
				)

	# --- validate ---

	def validate_birth_and_arrival(self) -> None:
		born, arrived = self.get_day("date_of_birth"), self.get_day("arrival_date")
		if born and born > getdate():
			self.refuse("date_of_birth", _("The {0} lies in the future. Please check the year."))
		if born and born.year < OLDEST_BIRTH_YEAR:
			self.refuse("date_of_birth", _("The {0} lies before 1900. Please check the year."))
		if arrived and arrived > getdate():
			self.refuse("arrival_date", _("The date in {0} lies in the future. Please check it."))
		if arrived and born and arrived < born:
			self.refuse(
				"arrival_date", _("The date in {0} lies before the date of birth. Please check both.")
			)

	def validate_residence_history(self) -> None:
		for row in self.residence_history:
			if row.valid_from and row.valid_until and getdate(row.valid_until) < getdate(row.valid_from):
				frappe.throw(
					_(
						"Residence Status History, row {0}: {1} lies before {2}. Please check both dates."
					).format(row.idx, frappe.bold(_("Valid Until")), frappe.bold(_("Since"))),
					title=_("End before start"),
				)
			self.refuse_before_birth(row.valid_from, _("Residence Status History"), row.idx)
		self.keep_marks()
		self.warn_of_overlaps()

	def keep_marks(self) -> None:
		"""By which law a row came, and when it was confirmed: said by those processes, never by a request."""
		before = self.get_doc_before_save()
		for table, mark, flag in (
			("residence_history", "change", "changing_by_law"),
			("residence_history", "confirmed_on", "confirming"),
			("characteristics", "confirmed_on", "confirming"),
		):
			if self.flags.get(flag):
				continue
			known = {row.name: row.get(mark) for row in before.get(table)} if before else {}
			for row in self.get(table):
				row.set(mark, known.get(row.name))

	def warn_of_overlaps(self) -> None:
		before = self.get_doc_before_save()
		if before and _titles(before) == _titles(self):
			return
		for first, second in doubtful_overlaps(_titles(self)):
			frappe.msgprint(
				_(
					"Residence Status History, rows {0} and {1} hold at the same time. Please check their dates."
				).format(first, second),
				title=_("Two statuses at once"),
				indicator="orange",
				alert=True,
			)

	def validate_characteristics(self) -> None:
		for row in self.characteristics:
			self.refuse_before_birth(row.valid_from, _("Characteristics Over Time"), row.idx)
			if row.valid_from and getdate(row.valid_from) > getdate():
				frappe.throw(
					_(
						"Characteristics Over Time, row {0}: {1} lies in the future. Please check the date."
					).format(row.idx, frappe.bold(_("Since"))),
					title=_("Date in the future"),
				)

	def validate_support_team(self) -> None:
		for row in self.support_team:
			if row.to_date and getdate(row.to_date) < getdate(row.from_date):
				frappe.throw(
					_("Support Team, row {0}: {1} lies before {2}. Please check both dates.").format(
						row.idx, frappe.bold(_("Until")), frappe.bold(_("From"))
					),
					title=_("End before start"),
				)
		may_change = self.flags.in_handover or access.is_counsellor(frappe.session.user)
		if not self.is_new() and self.team_changed() and not may_change:
			frappe.throw(
				_("Only counsellors change the support team. Please ask one of them."),
				frappe.PermissionError,
				title=_("Support team"),
			)

	def validate_closing(self) -> None:
		closed = self.get_day("closed_on")
		if self.status != "Closed":
			self.closed_on = None
		elif closed and closed > getdate():
			self.refuse("closed_on", _("The date in {0} lies in the future. Please check it."))

	def refuse_before_birth(self, day: str | None, table: str, row: int) -> None:
		born = self.get_day("date_of_birth")
		if day and born and getdate(day) < born:
			frappe.throw(
				_("{0}, row {1}: the date lies before the date of birth. Please check both.").format(
					frappe.bold(table), row
				),
				title=_("Date before birth"),
			)

	def validate_restriction(self) -> None:
		"""Set together with the list of those who may still see the client, never by a request alone."""
		if (
			self.has_value_changed("is_restricted")
			and not self.flags.restricting
			and (self.is_restricted or not self.is_new())
		):
			self.refuse("is_restricted", _("The field {0} is set with the button of the same name."))

	# --- ask ---

	def current_title(self) -> Any:
		"""The row of the residence history that holds today."""
		begun = [
			row
			for row in self.residence_history
			if not row.valid_from or getdate(row.valid_from) <= getdate()
		]
		return max(begun, key=lambda row: (str(row.valid_from or ""), row.idx), default=None)

	def get_day(self, fieldname: str):
		return getdate(self.get(fieldname)) if self.get(fieldname) else None

	def team_changed(self) -> bool:
		before = self.get_doc_before_save()
		return not before or _team(before) != _team(self)

	def statistics_changed(self) -> bool:
		"""Whether anything changed that Service Records repeat."""
		before = self.get_doc_before_save()
		return not before or _statistics(before) != _statistics(self)


def _titles(doc: Client) -> list[Period]:
	return [
		Period(
			row.idx,
			row.residence_status,
			getdate(row.valid_from) if row.valid_from else None,
			getdate(row.valid_until) if row.valid_until else None,
		)
		for row in doc.residence_history
	]


def _team(doc: Client) -> list[tuple]:
	return [(row.helper, cstr(row.from_date), cstr(row.to_date)) for row in doc.support_team]


def _statistics(doc: Client) -> list:
	return [
		*(cstr(doc.get(name)) for name in service_records.CLIENT_FIELDS),
		*((row.residence_status, cstr(row.valid_from)) for row in doc.residence_history),
		*((row.characteristic, cstr(row.value), cstr(row.valid_from)) for row in doc.characteristics),
	]
