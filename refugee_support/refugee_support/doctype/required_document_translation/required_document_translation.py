from frappe.model.document import Document


class RequiredDocumentTranslation(Document):
	pass
