from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, get_fullname, getdate

from refugee_support import access, service_records
from refugee_support.deadlines.checks import require_people_who_see
from refugee_support.document import PlainTextDocument
from refugee_support.refugee_support.doctype.authority_application import (
	checklist,
	duplicates,
	following,
	hints,
	missing_list,
	renewal,
)
from refugee_support.refugee_support.doctype.client_representation import client_representation
from refugee_support.rules import applications as rules


class AuthorityApplication(PlainTextDocument):
	def onload(self) -> None:
		self.set_onload("hints", hints.of(self))

	def before_validate(self) -> None:
		super().before_validate()
		self.set_missing_values()
		self.set_applicants()
		checklist.fill(self)

	def validate(self) -> None:
		self.set_received_on()
		self.set_representation()
		self.set_names()
		self.validate_concluded()
		self.validate_applicants()
		self.validate_responsible()
		self.validate_dates()
		self.validate_facts_of_state()
		self.validate_remedy()
		self.validate_files()

	def on_update(self) -> None:
		following.follow(self)
		service_records.write(self)
		renewal.tell_deadline(self)
		duplicates.warn(self)
		self.warn_without_evidence()

	def on_trash(self) -> None:
		service_records.remove(self)
		renewal.give_up_deadline(self)

	# --- set ---

	def set_missing_values(self) -> None:
		"""Defaults for records that do not come from the form; the form proposes the same."""
		if self.is_new() and not self.responsible and frappe.session.user != "Administrator":
			self.responsible = frappe.session.user
		if self.application_type and not self.authority:
			self.authority = frappe.get_cached_value("Application Type", self.application_type, "authority")
		if self.status == rules.FILED and not self.submitted_on:
			self.submitted_on = getdate()

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

	def set_representation(self) -> None:
		"""The power of attorney that is there is used; a chosen one must be the applicant's, and hold."""
		if not self.representation:
			self.representation = client_representation.current(self.client, self.authority)
		elif self.has_value_changed("representation"):
			representation = frappe.get_doc("Client Representation", self.representation)
			if reason := client_representation.why_not(
				representation, access.clients_in(self), self.authority
			):
				self.refuse("representation", reason)

	def set_names(self) -> None:
		"""Type and day, never a name: titles appear in links, windows and logs."""
		if self.has_value_changed("responsible"):
			self.responsible_name = get_fullname(self.responsible) if self.responsible else None
		label = frappe.get_cached_value("Application Type", self.application_type, "label")
		day = formatdate(self.submitted_on or self.creation)
		self.title = f"{str(label or self.application_type)[:120]} · {day}"

	# --- validate ---

	def validate_concluded(self) -> None:
		before = self.get_doc_before_save()
		if before and before.status == self.status == rules.CONCLUDED:
			if not access.is_counsellor(frappe.session.user):
				self.refuse(
					"status",
					_("This application is concluded ({0}). Please ask a counsellor to reopen it."),
				)

	def validate_applicants(self) -> None:
		before = self.get_doc_before_save()
		names = access.clients_in(self)
		added = names - (access.clients_in(before) if before else set())
		if not added:
			return
		access.require_visible_clients(added)
		# Read by right: every one of them has just been found visible, or was named before.
		clients = frappe.get_all("Client", {"name": ["in", list(names)]}, ["name", "status", "household"])
		# An application of years ago (moving/) may be that of a client whose record is closed by now.
		closed = ("Anonymised",) if frappe.flags.moving_in else ("Closed", "Anonymised")
		if any(client.status in closed for client in clients if client.name in added):
			self.refuse(
				"client", _("One of the clients ({0}) is closed. Please reopen the client first, then apply.")
			)
		if len({client.household or client.name for client in clients}) > 1:
			self.refuse(
				"co_applicants",
				_(
					"{0}: everybody must live in the household of the applicant. Please complete the household"
					" first, or make an application of its own."
				),
			)

	def validate_responsible(self) -> None:
		if self.has_value_changed("responsible"):
			require_people_who_see(self, ("responsible",), access.clients_in(self))

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
		if self.decided_on and not self.submitted_on:
			self.refuse("submitted_on", _("There is a decision. Please enter {0}, too."))

	def refuse_order(self, earlier: str, later: str) -> None:
		first, second = (_(self.meta.get_label(name), context=self.doctype) for name in (earlier, later))
		frappe.throw(
			_("{0} lies before {1}. Please check both dates.").format(
				frappe.bold(second), frappe.bold(first)
			),
			title=second,
		)

	def validate_facts_of_state(self) -> None:
		"""What makes a state true must be entered: a decision has a date and an outcome."""
		before = self.get_doc_before_save()
		if before and before.status != self.status:
			for fieldname in FACTS_OF_STATE.get(self.status, ()):
				if not self.get(fieldname):
					self.refuse(fieldname, _("Please enter {0} first."))

	def validate_remedy(self) -> None:
		"""Whether and how a decision is challenged is legal advice: a counsellor's task (sections 2, 6 RDG)."""
		changed = any(self.has_value_changed(name) for name in ("remedy", "remedy_filed_on"))
		if self.remedy and changed and not access.is_counsellor(frappe.session.user):
			self.refuse("remedy", _("{0}: a counsellor enters this. Please speak to one of them at once."))

	def validate_files(self) -> None:
		"""Uploaded here, never linked: a URL typed in would point to somebody else's file."""
		before = self.get_doc_before_save()
		known = set(_file_urls(before)) if before else set()
		for url in set(_file_urls(self)) - known:
			here = {"file_url": url, "attached_to_doctype": self.doctype, "attached_to_name": self.name}
			if self.is_new() or not frappe.db.exists("File", here):
				self.refuse("evidence", _("Please save the application first, then upload the file itself."))

	def warn_without_evidence(self) -> None:
		if not self.submitted_on or self.evidence_kind or self.evidence:
			return
		if self.has_value_changed("submitted_on") or self.has_value_changed("status"):
			frappe.msgprint(
				_("There is no evidence of filing yet: a stamp on the copy, a receipt or a confirmation."),
				indicator="orange",
				alert=True,
			)

	# --- ask ---

	def get_day(self, fieldname: str) -> Any:
		return getdate(self.get(fieldname)) if self.get(fieldname) else None

	def missing_in_languages(self) -> Any:
		"""For the print format: what is still missing, in German, English and the client's language."""
		return missing_list.of(self)


@frappe.whitelist()
def get_checklist(application_type: str) -> dict[str, Any]:
	"""The authority and the documents of a type, for a form that is not saved yet."""
	frappe.has_permission("Authority Application", "create", throw=True)
	authority = frappe.get_cached_value("Application Type", application_type, "authority")
	return {"authority": authority, "documents": checklist.documents_of(application_type)}


@frappe.whitelist(methods=["POST"])
def prepare_renewal(application: str) -> str:
	"""The next application, before its time; with the rights of whoever asks.

	Args:
		application: name of an Authority Application the caller may write.
	"""
	source = frappe.get_doc("Authority Application", application)
	source.check_permission("write")
	return renewal.prepare(source).name


def _file_urls(application: Any) -> list[str]:
	return [url for url in (application.evidence, *(row.attachment for row in application.documents)) if url]


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
FACTS_OF_STATE = {
	rules.FILED: ("submitted_on", "submission_channel"),
	rules.DECIDED: ("decided_on", "outcome"),
	rules.REMEDY_FILED: ("remedy", "remedy_filed_on"),
	rules.REMEDY_DECIDED: ("remedy_decided_on", "remedy_outcome"),
}
