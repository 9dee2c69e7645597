from frappe.model.document import Document


class ApplicationApplicant(Document):
	pass
