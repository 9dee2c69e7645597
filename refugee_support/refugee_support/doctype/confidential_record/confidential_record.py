from frappe.model.document import Document


class ConfidentialRecord(Document):
	pass
