from datetime import date

import frappe
from frappe import _
from frappe.utils import cstr, get_last_day, getdate

from refugee_support import access, service_records
from refugee_support.document import PlainTextDocument
from refugee_support.rules.milestones import OTHER, STRANDS

# What happened stays as it was recorded; who entered it wrongly withdraws it and enters it again.
FACTS = ("client", "milestone_date", "date_precision", "kind", "strand", "residence_status", "german_level")


class IntegrationMilestone(PlainTextDocument):
	"""A dated step on somebody's path. Append-only: withdrawn with a reason, never deleted."""

	def before_validate(self) -> None:
		super().before_validate()
		if not self.flags.from_history:
			self.set_what_only_the_history_says()
		self.set_strand()
		self.set_value()

	def validate(self) -> None:
		if self.is_new() and not self.flags.from_history:
			access.require_visible_clients([self.client])
		self.validate_facts()
		self.validate_what_the_kind_needs()
		self.validate_date()
		self.validate_withdrawal()

	def on_update(self) -> None:
		service_records.write(self)

	def on_trash(self) -> None:
		service_records.remove(self)

	def set_what_only_the_history_says(self) -> None:
		"""A request cannot make a milestone pass for an automatic one, or tie it to a row of the history."""
		before = self.get_doc_before_save()
		self.source = before.source if before else "By Hand"
		self.history_row = before.history_row if before else None

	def set_strand(self) -> None:
		self.strand = self.other_strand if self.kind == OTHER else STRANDS.get(self.kind)

	def set_value(self) -> None:
		if self.source != "Automatic":
			self.value = self.german_level or self.residence_status

	def validate_facts(self) -> None:
		before = self.get_doc_before_save()
		if not before:
			return
		for fieldname in FACTS:
			if cstr(before.get(fieldname)) != cstr(self.get(fieldname)):
				self.refuse(
					fieldname,
					_("{0} cannot be changed afterwards. Please withdraw the milestone and enter it again."),
				)

	def validate_what_the_kind_needs(self) -> None:
		if self.kind == OTHER and not self.other_strand:
			self.refuse("other_strand", _("{0}: please choose where the milestone belongs."))
		if self.kind == "Level Reached" and not self.german_level:
			self.refuse("german_level", _("{0}: please choose the level that was reached."))

	def validate_date(self) -> None:
		day = getdate(self.milestone_date)
		if day > getdate():
			self.refuse("milestone_date", _("The date in {0} lies in the future. Please check it."))
		born = self.date_of_birth()
		if born and self.last_possible_day(day) < born:
			self.refuse(
				"milestone_date", _("The date in {0} lies before the date of birth. Please check both.")
			)

	def validate_withdrawal(self) -> None:
		if self.withdrawn and not self.withdrawal_reason:
			self.refuse("withdrawal_reason", _("{0}: please say in a few words what was wrong."))
		if not self.withdrawn:
			self.withdrawal_reason = None

	def date_of_birth(self) -> date | None:
		born = frappe.db.get_value("Client", self.client, "date_of_birth")
		return getdate(born) if born else None

	def last_possible_day(self, day: date) -> date:
		"""Known to the month or year only, it may have been as late as the end of it."""
		if self.date_precision == "Year":
			return day.replace(month=12, day=31)
		return getdate(get_last_day(day)) if self.date_precision == "Month" else day
