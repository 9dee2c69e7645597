from frappe.model.document import Document


class CounsellingActivity(Document):
	pass
