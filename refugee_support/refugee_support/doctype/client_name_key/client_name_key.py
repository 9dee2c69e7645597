import frappe
from frappe.model.document import Document


class ClientNameKey(Document):
	"""One key of one client (`rules.names.name_keys`). Written in bulk by `duplicates.keys`, read by no role."""


def on_doctype_update() -> None:
	"""The check and the search read nothing but this index."""
	frappe.db.add_index("Client Name Key", ["name_key", "client"], "name_key_client_index")
