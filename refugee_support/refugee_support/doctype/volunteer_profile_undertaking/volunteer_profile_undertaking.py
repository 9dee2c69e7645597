from frappe.model.document import Document


class VolunteerProfileUndertaking(Document):
	pass
