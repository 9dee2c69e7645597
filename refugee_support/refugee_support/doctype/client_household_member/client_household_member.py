from frappe.model.document import Document


class ClientHouseholdMember(Document):
	pass
