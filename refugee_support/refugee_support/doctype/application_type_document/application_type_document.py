from frappe.model.document import Document


class ApplicationTypeDocument(Document):
	pass
