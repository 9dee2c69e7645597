from frappe.model.document import Document


class ClientResidenceStatus(Document):
	pass
