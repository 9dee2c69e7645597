from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, get_fullname, getdate

from refugee_support import access
from refugee_support.document import PlainTextDocument
from refugee_support.refugee_support.doctype.authority_application import checklist, following
from refugee_support.rules import applications as rules


class AuthorityApplication(PlainTextDocument):
	def before_validate(self) -> None:
		super().before_validate()
		self.set_missing_values()
		self.set_applicants()
		checklist.fill(self)

	def validate(self) -> None:
		self.set_received_on()
		self.set_names()
		self.validate_applicants()
		self.validate_responsible()
		self.validate_dates()

	def on_update(self) -> None:
		following.follow(self)

	# --- set ---

	def set_missing_values(self) -> None:
		"""Defaults for records that do not come from the form; the form proposes the same."""
		if self.is_new() and not self.responsible and frappe.session.user != "Administrator":
			self.responsible = frappe.session.user
		if self.application_type and not self.authority:
			self.authority = frappe.get_cached_value("Application Type", self.application_type, "authority")

	def set_applicants(self) -> None:
		"""Nobody twice, and the applicant not among the others."""
		others = dict.fromkeys(row.client for row in self.co_applicants if row.client)
		others.pop(self.client, None)
		if len(others) != len(self.co_applicants):
			self.set("co_applicants", [{"client": name} for name in others])

	def set_received_on(self) -> None:
		for row in self.documents:
			if row.attachment and not row.not_needed:
				row.received = 1
			row.received_on = (row.received_on or getdate()) if row.received else None
		self.missing_documents = len(checklist.missing(self))

	def set_names(self) -> None:
		"""Type and day, never a name: titles appear in links, windows and logs."""
		if self.has_value_changed("responsible"):
			self.responsible_name = get_fullname(self.responsible) if self.responsible else None
		label = frappe.get_cached_value("Application Type", self.application_type, "label")
		self.title = f"{label or self.application_type} · {formatdate(self.submitted_on or self.creation)}"[
			:140
		]

	# --- validate ---

	def validate_applicants(self) -> None:
		before = self.get_doc_before_save()
		names = access.clients_in(self)
		added = names - (access.clients_in(before) if before else set())
		if not added:
			return
		access.require_visible_clients(added)
		# Read by right: every one of them has just been found visible, or was named before.
		clients = frappe.get_all("Client", {"name": ["in", list(names)]}, ["name", "status", "household"])
		if any(client.status in ("Closed", "Anonymised") for client in clients if client.name in added):
			self.refuse(
				"client", _("One of the clients ({0}) is closed. Please reopen the client first, then apply.")
			)
		if len(clients) > 1 and len({client.household or client.name for client in clients}) > 1:
			self.refuse(
				"co_applicants",
				_(
					"{0}: everybody must live in the household of the applicant. Please complete the household"
					" first, or make an application of its own."
				),
			)

	def validate_responsible(self) -> None:
		user = self.responsible
		if not user or user == "Administrator" or not self.has_value_changed("responsible"):
			return
		if not access.has_active_undertaking(user):
			self.refuse("responsible", _("{0}: please choose somebody active with a signed undertaking."))

	def validate_dates(self) -> None:
		for fieldname in PAST:
			day = self.get_day(fieldname)
			if day and day > getdate():
				self.refuse(fieldname, _("The date in {0} lies in the future. Please check it."))
			if day and day.year < EARLIEST_YEAR:
				self.refuse(fieldname, _("Please check the year in {0}."))
		for earlier, later in ORDER:
			first, second = self.get_day(earlier), self.get_day(later)
			if first and second and second < first:
				self.refuse_order(earlier, later)

	def refuse_order(self, earlier: str, later: str) -> None:
		first, second = (_(self.meta.get_label(name), context=self.doctype) for name in (earlier, later))
		frappe.throw(
			_("{0} lies before {1}. Please check both dates.").format(
				frappe.bold(second), frappe.bold(first)
			),
			title=second,
		)

	# --- ask ---

	def get_day(self, fieldname: str) -> Any:
		return getdate(self.get(fieldname)) if self.get(fieldname) else None

	@property
	def is_filed(self) -> bool:
		return self.status not in rules.BEFORE_FILING


EARLIEST_YEAR = 1990
# Facts that have happened; a date ahead of us is a typing error.
PAST = (
	"submitted_on",
	"receipt_confirmed_on",
	"decided_on",
	"remedy_filed_on",
	"remedy_decided_on",
)
# What cannot come before what.
ORDER = (
	("submitted_on", "receipt_confirmed_on"),
	("submitted_on", "documents_due_on"),
	("submitted_on", "hearing_until"),
	("submitted_on", "decided_on"),
	("submitted_on", "remedy_filed_on"),
	("approved_from", "approved_until"),
	("remedy_filed_on", "remedy_decided_on"),
)
