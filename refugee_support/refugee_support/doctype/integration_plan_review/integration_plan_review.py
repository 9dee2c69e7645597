from frappe.model.document import Document


class IntegrationPlanReview(Document):
	pass
