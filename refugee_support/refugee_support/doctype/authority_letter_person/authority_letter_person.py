from frappe.model.document import Document


class AuthorityLetterPerson(Document):
	pass
