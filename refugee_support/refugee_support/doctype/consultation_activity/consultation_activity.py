from frappe.model.document import Document


class ConsultationActivity(Document):
	pass
