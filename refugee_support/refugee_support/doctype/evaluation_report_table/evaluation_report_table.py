from frappe.model.document import Document


class EvaluationReportTable(Document):
	pass
