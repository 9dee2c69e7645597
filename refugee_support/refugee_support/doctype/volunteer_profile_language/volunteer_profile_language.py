from frappe.model.document import Document


class VolunteerProfileLanguage(Document):
	pass
