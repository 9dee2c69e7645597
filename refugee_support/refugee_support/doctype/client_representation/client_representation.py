import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from refugee_support import access
from refugee_support.document import PlainTextDocument


class ClientRepresentation(PlainTextDocument):
	"""Who may speak for a client: section 13 SGB X, section 14 VwVfG; release from confidentiality, section 203 StGB."""

	def validate(self) -> None:
		self.validate_client()
		self.validate_dates()
		self.title = f"{_(self.kind)} · {formatdate(self.signed_on)}"[:140]

	def validate_client(self) -> None:
		if not self.has_value_changed("client"):
			return
		access.require_visible_clients([self.client])
		if frappe.db.get_value("Client", self.client, "status") == "Anonymised":
			self.refuse("client", _("{0}: this client's data were erased. Nothing can be signed any more."))

	def validate_dates(self) -> None:
		signed = getdate(self.signed_on)
		for fieldname in ("signed_on", "withdrawn_on"):
			if self.get(fieldname) and getdate(self.get(fieldname)) > getdate():
				self.refuse(fieldname, _("The date in {0} lies in the future. Please check it."))
		for fieldname in ("valid_until", "withdrawn_on"):
			if self.get(fieldname) and getdate(self.get(fieldname)) < signed:
				self.refuse(fieldname, _("The date in {0} lies before the signature. Please check both."))
