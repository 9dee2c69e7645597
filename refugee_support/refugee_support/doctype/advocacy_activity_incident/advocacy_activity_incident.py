from frappe.model.document import Document


class AdvocacyActivityIncident(Document):
	"""A released wording that was used."""
