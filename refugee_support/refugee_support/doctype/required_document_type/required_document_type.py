from frappe.model.document import Document


class RequiredDocumentType(Document):
	pass
