import frappe

from refugee_support.document import PlainTextDocument


class ConsultationNote(PlainTextDocument):
	"""What of a conversation only counsellors may read: apart from the consultation, which the whole support
	team reads. `track_changes` stays off, so that no copy of it is kept elsewhere."""

	def validate(self) -> None:
		frappe.get_doc("Consultation", self.consultation).check_permission("read")
		self.client = frappe.db.get_value("Consultation", self.consultation, "client")
