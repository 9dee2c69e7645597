from frappe.model.document import Document


class FundingProgramme(Document):
	pass
