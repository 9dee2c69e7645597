import frappe
from frappe import _

from refugee_support import access
from refugee_support.document import PlainTextDocument, validate_leads


class RefugeeSupportSettings(PlainTextDocument):
	"""What one association decides for itself."""

	def validate(self) -> None:
		validate_leads(self, "title_reminder_days")
		self.validate_contact()

	def on_update(self) -> None:
		access.forget_profiles()

	def validate_contact(self) -> None:
		"""Told about people's conduct, and reads the log: somebody of the association, not any account."""
		contact = self.data_protection_contact
		ours = {access.ADMINISTRATOR, access.COORDINATOR, access.COUNSELLOR}
		if contact and contact != "Administrator" and not ours & set(frappe.get_roles(contact)):
			self.refuse(
				"data_protection_contact",
				_("{0}: this account needs the role of an administrator, a coordinator or a counsellor."),
			)
