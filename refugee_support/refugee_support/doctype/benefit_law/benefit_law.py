from frappe.model.document import Document


class BenefitLaw(Document):
	pass
