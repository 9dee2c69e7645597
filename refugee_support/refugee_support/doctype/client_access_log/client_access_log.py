import frappe
from frappe import _
from frappe.model.document import Document


class ClientAccessLog(Document):
	"""Who has seen which record, when and how. Written by refugee_support.audit in bulk, past this controller; nothing
	that comes through it is accepted, not even from the owner of the site."""

	def validate(self) -> None:
		refuse()

	def on_trash(self) -> None:
		refuse()

	def before_rename(self, *args: object) -> None:
		refuse()


def refuse() -> None:
	frappe.throw(
		_("The access log writes itself. Nobody adds, changes or deletes its entries."),
		frappe.PermissionError,
		title=_("Access log"),
	)
