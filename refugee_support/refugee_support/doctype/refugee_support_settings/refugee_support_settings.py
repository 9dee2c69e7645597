from frappe.model.document import Document


class RefugeeSupportSettings(Document):
	pass
