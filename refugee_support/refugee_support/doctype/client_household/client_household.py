from frappe.model.document import Document


class ClientHousehold(Document):
	pass
