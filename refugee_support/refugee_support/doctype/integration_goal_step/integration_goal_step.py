from frappe.model.document import Document


class IntegrationGoalStep(Document):
	pass
