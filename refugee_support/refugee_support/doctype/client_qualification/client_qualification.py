from frappe import _
from frappe.utils import flt

from refugee_support import service_records
from refugee_support.job_help import results
from refugee_support.job_help.records import SupportRecord
from refugee_support.rules.career import decision_due


class ClientQualification(SupportRecord):
	"""A degree or certificate, mostly from abroad: what it is worth here, and the procedure that says so."""

	def before_validate(self) -> None:
		super().before_validate()
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
		self.validate_file("certificate")

	def on_update(self) -> None:
		service_records.write(self)
		if any(self.has_value_changed(name) for name in ("decision", "decided_on")):
			results.sync_milestones(self.client)

	def on_trash(self) -> None:
		service_records.remove(self)

	def after_delete(self) -> None:
		results.sync_milestones(self.client)
