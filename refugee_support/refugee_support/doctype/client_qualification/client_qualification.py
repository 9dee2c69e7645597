import frappe
from frappe import _
from frappe.utils import flt

from refugee_support import service_records
from refugee_support.job_help import due, results
from refugee_support.job_help.records import SupportRecord
from refugee_support.rules.career import decision_due


class ClientQualification(SupportRecord):
	"""A degree or certificate, mostly from abroad: what it is worth here, and the procedure that says so."""

	def before_validate(self) -> None:
		super().before_validate()
		due.keep_what_was_told(self)
		complete = self.day("documents_complete_on")
		self.decision_due_on = decision_due(complete) if complete else None

	def validate(self) -> None:
		super().validate()
		self.refuse_future("awarded_on", "applied_on", "documents_complete_on", "decided_on")
		self.refuse_wrong_order("awarded_on", "applied_on", "decided_on")
		self.refuse_wrong_order("applied_on", "documents_complete_on")
		for later in ("documents_complete_on", "decision"):
			if self.get(later) and not self.applied_on:
				self.refuse("applied_on", _("Please enter {0} first."))
		if self.decision and not self.decided_on:
			self.refuse("decided_on", _("Please enter {0} first."))
		if flt(self.costs) < 0:
			self.refuse("costs", _("{0} cannot be negative. Please check it."))
		self.validate_upload("certificate")
		self.tell_about_own_words()

	def tell_about_own_words(self) -> None:
		"""Words of one's own stay as they are typed: who enters a decision is told that the CV does not say it yet."""
		stays = self.recognition and not self.has_value_changed("recognition")
		if not self.is_new() and stays and self.has_value_changed("decision"):
			frappe.msgprint(
				_("The CV still says: {0}. Empty {1} to let it say the decision.").format(
					frappe.utils.escape_html(self.recognition),
					frappe.bold(_(self.meta.get_label("recognition"), context=self.doctype)),
				),
				indicator="orange",
				title=_("Please check"),
			)

	def on_update(self) -> None:
		service_records.write(self)
		if any(self.has_value_changed(name) for name in ("decision", "decided_on")):
			results.sync_milestones(self.client)

	def on_trash(self) -> None:
		service_records.remove(self)

	def after_delete(self) -> None:
		results.sync_milestones(self.client)
