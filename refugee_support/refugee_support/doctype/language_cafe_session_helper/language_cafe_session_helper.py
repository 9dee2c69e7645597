from frappe.model.document import Document


class LanguageCafeSessionHelper(Document):
	"""Who hosts a session or looks after the children, and whether they are there."""
