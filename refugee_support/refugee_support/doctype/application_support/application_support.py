from typing import Any

import frappe
from frappe import _
from frappe.utils import flt, getdate

from refugee_support import access, milestones, service_records
from refugee_support.document import PlainTextDocument
from refugee_support.job_help import contact, overview
from refugee_support.job_help.records import tell_about_cleaned_text

MOST_HOURS = 60  # a week; above it a typing error
WITHOUT_PLACE = ("Nothing Found", "Support Ended by the Person")
STAGE_OF_RESULT = "Result"


class ApplicationSupport(PlainTextDocument):
	"""Help with job applications for one client: what the application team sees of them, and nothing else."""

	def onload(self) -> None:
		self.set_onload("overview", overview.of(self))

	def before_validate(self) -> None:
		tell_about_cleaned_text(self)
		super().before_validate()
		self.begun_on = self.begun_on or getdate()
		if self.is_new():
			contact.take(self)
		if not self.responsible and access.is_counsellor(frappe.session.user):
			self.responsible = frappe.session.user if frappe.session.user != "Administrator" else None

	def validate(self) -> None:
		self.validate_client()
		self.validate_helpers()
		self.validate_responsible()
		self.validate_begin()
		self.validate_result()
		self.validate_upload("photo")

	def on_update(self) -> None:
		service_records.write(self)
		if self.flags.in_insert or any(self.has_value_changed(name) for name in ("result", "result_on")):
			milestones.sync(frappe.get_doc("Client", self.client))

	def on_trash(self) -> None:
		service_records.remove(self)

	def after_delete(self) -> None:
		milestones.sync(frappe.get_doc("Client", self.client))

	# --- validate ---

	def validate_client(self) -> None:
		if self.is_new():
			access.require_visible_clients([self.client])

	def validate_helpers(self) -> None:
		"""Who helps is said by those who see the client; a helper gives nobody access."""
		before = self.get_doc_before_save()
		if _assigned(self) != _assigned(before):
			if not access.is_visible("Client", self.client, frappe.session.user):
				self.refuse_permission("helpers", _("{0}: please ask a counsellor to change who helps here."))
		known = _assigned(before)
		for row in self.helpers:
			if row.to_date and getdate(row.to_date) < getdate(row.from_date):
				self.refuse("helpers", _("{0}: the last day lies before the first. Please check both."))
			if _row(row) not in known and not access.has_active_undertaking(row.helper):
				self.refuse(
					"helpers",
					_(
						"{0}: this person has no active confidentiality undertaking. Please settle that first."
					),
				)

	def validate_responsible(self) -> None:
		"""Whoever is responsible must be able to open what they are responsible for."""
		if not self.has_value_changed("responsible") or not self.responsible:
			return
		sees = access.is_visible("Client", self.client, self.responsible)
		if not sees or not access.is_counsellor(self.responsible):
			self.refuse("responsible", _("Please choose a counsellor who sees this client in {0}."))

	def validate_begin(self) -> None:
		if getdate(self.begun_on) > getdate():
			self.refuse("begun_on", _("The date in {0} lies in the future. Please check it."))

	def validate_result(self) -> None:
		if flt(self.hours_per_week) < 0 or flt(self.hours_per_week) > MOST_HOURS:
			self.refuse(
				"hours_per_week", _("{0}: please check the number; a week has at most 60 of them here.")
			)
		if self.status == STAGE_OF_RESULT and not self.result:
			self.refuse("result", _("Please enter {0} first."))
		if not self.result:
			return
		if not self.result_on:
			self.refuse("result_on", _("Please enter {0} first."))
		if getdate(self.result_on) < getdate(self.begun_on):
			self.refuse(
				"result_on", _("{0} lies before the beginning of the support. Please check both dates.")
			)
		if self.result in WITHOUT_PLACE:
			self.hours_per_week, self.found_through, self.result_employer = 0, None, None


def _row(row: Any) -> tuple[str, str, str]:
	return row.helper, str(row.from_date), str(row.to_date or "")


def _assigned(document: Any) -> set[tuple[str, str, str]]:
	return {_row(row) for row in document.helpers} if document else set()
