import frappe
from frappe import _
from frappe.utils import get_fullname, getdate

from refugee_support.accountability import NEEDED, may_read_measures
from refugee_support.document import PlainTextDocument


class ProcessingActivity(PlainTextDocument):
	"""One line of the record of processing activities (Art. 30 GDPR): what is done with data, not with whose."""

	def validate(self) -> None:
		if self.reviewed_on and getdate(self.reviewed_on) > getdate():
			self.refuse("reviewed_on", _("The date in {0} lies in the future. Please check it."))
		self.note_reviewer()
		if self.assessment == NEEDED and not (self.assessment_reason or "").strip():
			self.refuse("assessment_reason", _("{0}: please say why an impact assessment is needed."))

	def note_reviewer(self) -> None:
		"""Who has reviewed it is who enters the day."""
		before = self.get_doc_before_save()
		self.reviewed_by_name = before.reviewed_by_name if before else None
		if not self.reviewed_on:
			self.reviewed_by_name = None
		elif not before or getdate(before.reviewed_on or "1900-01-01") != getdate(self.reviewed_on):
			self.reviewed_by_name = get_fullname(frappe.session.user)

	def on_trash(self) -> None:
		frappe.throw(
			_("What came with the app would be back after the next update. Please switch it off instead."),
			frappe.PermissionError,
			title=_("Not deleted"),
		)

	def onload(self) -> None:
		self.set_onload("may_read_measures", may_read_measures(frappe.session.user))
