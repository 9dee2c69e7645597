from frappe.model.document import Document


class CounsellingTopic(Document):
	pass
