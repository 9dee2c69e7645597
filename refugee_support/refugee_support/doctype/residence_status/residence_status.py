from frappe.model.document import Document


class ResidenceStatus(Document):
	pass
