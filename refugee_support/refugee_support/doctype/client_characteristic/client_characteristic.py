from frappe.model.document import Document


class ClientCharacteristic(Document):
	pass
