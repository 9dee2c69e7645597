import frappe
from frappe import _
from frappe.model.document import Document


class ServiceRecord(Document):
	"""One person (or anonymous contact) and one service. Written only by refugee_support.service_records."""

	def validate(self) -> None:
		frappe.throw(
			_("Service records are written by consultations and other services. Please correct the service itself."),
			title=_("Written automatically"),
		)
