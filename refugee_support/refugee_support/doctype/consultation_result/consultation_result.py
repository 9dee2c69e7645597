from frappe.model.document import Document


class ConsultationResult(Document):
	pass
