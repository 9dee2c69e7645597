from frappe.model.document import Document


class CommunityEventHelper(Document):
	"""Somebody of the event's team, who may see who has signed up."""
