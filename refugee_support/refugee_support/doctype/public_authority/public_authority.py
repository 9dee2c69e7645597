from frappe.model.document import Document


class PublicAuthority(Document):
	pass
