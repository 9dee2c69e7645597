from frappe.model.document import Document


class Consultation(Document):
	pass
