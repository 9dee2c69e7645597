import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.document import PlainTextDocument

CONTENT = ("heading", "body", "words")


class ConsentText(PlainTextDocument):
	"""What people are asked to agree to, in one language and one version."""

	def autoname(self) -> None:
		self.code = f"{frappe.scrub(self.purpose or '').upper()}-{self.language}-{self.version}"
		self.name = self.code

	def before_validate(self) -> None:
		super().before_validate()
		if not self.is_new() and self.content_changed() and not self.has_value_changed("checked_on"):
			self.checked_by = self.checked_on = None  # somebody stood for the words as they were
		self.state = "Checked" if self.checked_by and self.checked_on else "Not Checked"

	def validate(self) -> None:
		if self.is_new() and frappe.db.exists("Consent Text", self.name):
			self.refuse("version", _("{0}: there is this text already. Please choose another version."))
		if self.content_changed() and frappe.db.exists("Client Consent", {"consent_text": self.name}):
			self.refuse(
				"body",
				_(
					"{0}: somebody has agreed to this text. Please copy it, and change it under a new version."
				),
			)
		if bool(self.checked_by) != bool(self.checked_on):
			self.refuse(
				"checked_on" if self.checked_by else "checked_by",
				_("{0} is missing: a text is checked by somebody, on a day."),
			)
		if self.checked_on and getdate(self.checked_on) > getdate():
			self.refuse("checked_on", _("The date in {0} lies in the future. Please check it."))

	def on_trash(self) -> None:
		if frappe.db.exists("Client Consent", {"consent_text": self.name}):
			frappe.throw(_("Somebody has agreed to this text: it stays. Please switch it off instead."))

	def content_changed(self) -> bool:
		before = self.get_doc_before_save()
		return bool(before) and any((before.get(field) or "") != (self.get(field) or "") for field in CONTENT)
