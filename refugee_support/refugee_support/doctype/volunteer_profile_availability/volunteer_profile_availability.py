from frappe.model.document import Document


class VolunteerProfileAvailability(Document):
	pass
