from frappe.model.document import Document


class ApplicationType(Document):
	pass
