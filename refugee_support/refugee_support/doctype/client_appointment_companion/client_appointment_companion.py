from frappe.model.document import Document


class ClientAppointmentCompanion(Document):
	pass
