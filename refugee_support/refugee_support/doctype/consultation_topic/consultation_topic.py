from frappe.model.document import Document


class ConsultationTopic(Document):
	pass
