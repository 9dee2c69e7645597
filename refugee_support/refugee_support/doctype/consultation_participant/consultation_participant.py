from frappe.model.document import Document


class ConsultationParticipant(Document):
	pass
