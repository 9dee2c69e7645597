import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from refugee_support import access
from refugee_support.document import PlainTextDocument


class ReceivedLetter(PlainTextDocument):
	"""The shoe box: a letter photographed as it comes, before anybody knows what it wants. Its pages are attachments."""

	def before_validate(self) -> None:
		super().before_validate()
		self.received_on = self.received_on or getdate()
		if self.sender_authority:
			self.sender = None
		if not self.translation_language and self.client:
			self.translation_language = frappe.db.get_value("Client", self.client, "main_language")
		self.set_title()

	def validate(self) -> None:
		if self.has_value_changed("client"):
			access.require_visible_clients([self.client])
		if getdate(self.received_on) > getdate():
			self.refuse("received_on", _("The date in {0} lies in the future. Please check it."))
		self.validate_translator()

	def set_title(self) -> None:
		"""When and from whom, never to whom."""
		authority = self.sender_authority and frappe.get_cached_value(
			"Public Authority", self.sender_authority, "label"
		)
		parts = (formatdate(self.received_on), authority or self.sender or _("sender not known yet"))
		self.title = " · ".join(parts)[:140]

	def validate_translator(self) -> None:
		changed = self.translator and self.has_value_changed("translator")
		if changed and not access.is_visible("Client", self.client, self.translator):
			self.refuse(
				"translator",
				_("{0}: this person does not see the client. Please put them on the support team first."),
			)
