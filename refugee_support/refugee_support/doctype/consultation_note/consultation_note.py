from frappe.model.document import Document


class ConsultationNote(Document):
	pass
