from frappe.model.document import Document


class AuthorityLetterApplication(Document):
	pass
