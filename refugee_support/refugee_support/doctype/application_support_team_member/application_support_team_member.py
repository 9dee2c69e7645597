from frappe.model.document import Document


class ApplicationSupportTeamMember(Document):
	pass
