from frappe.model.document import Document


class ClientSupportTeamMember(Document):
	pass
