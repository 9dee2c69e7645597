from frappe.model.document import Document


class Client(Document):
	pass
