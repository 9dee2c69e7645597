from frappe.model.document import Document


class VolunteerProfileTask(Document):
	pass
