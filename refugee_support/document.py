"""What every DocType of this app shares: text that is text, and refusals that name the field."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from refugee_support.rules.residence import parse_leads
from refugee_support.rules.text import one_line, plain_text

ONE_LINE = {"Data"}
SEVERAL_LINES = {"Small Text", "Text", "Long Text"}
NAMED_LIKE_SETTINGS = ("country", "language")


class PlainTextDocument(Document):
	"""A document whose text fields hold text only: markup typed into them is shown, never interpreted."""

	def _set_defaults(self) -> None:
		"""Frappe fills an empty link named like a setting of the site with that setting: language with "de", country with
		"Germany". Where the office stands says nothing about the people who come: what nobody has told stays empty."""
		untold = [
			field for field in NAMED_LIKE_SETTINGS if self.meta.has_field(field) and not self.get(field)
		]
		super()._set_defaults()
		for field in untold:
			self.set(field, None)

	def before_validate(self) -> None:
		for document in (self, *self.get_all_children()):
			clean_text_fields(document)

	def refuse(self, fieldname: str, sentence: str) -> None:
		"""Stop with a translated sentence in which {0} is the field, by its label."""
		label = _(self.meta.get_label(fieldname), context=self.doctype)
		frappe.throw(sentence.format(frappe.bold(label)), title=label)

	def refuse_permission(self, fieldname: str, sentence: str) -> None:
		"""The same where it is not the value that is wrong, but who enters it."""
		label = _(self.meta.get_label(fieldname), context=self.doctype)
		frappe.throw(sentence.format(frappe.bold(label)), frappe.PermissionError, title=label)

	def validate_upload(self, fieldname: str) -> None:
		"""Uploaded here, never linked: an address typed in would point to somebody else's file."""
		url = self.get(fieldname)
		if not url or not self.has_value_changed(fieldname):
			return
		here = {"file_url": url, "attached_to_doctype": self.doctype, "attached_to_name": self.name}
		if self.is_new() or not frappe.db.exists("File", here):
			self.refuse(fieldname, _("{0}: please save first, then upload the file itself."))


def new_document(doctype: str) -> Document:
	"""With the defaults of the form, and without those of the site (`PlainTextDocument._set_defaults`)."""
	document = frappe.new_doc(doctype)
	for field in NAMED_LIKE_SETTINGS:
		if document.meta.has_field(field):
			document.set(field, None)
	return document


def clean_text_fields(document: Document) -> None:
	for field in document.meta.fields:
		value = document.get(field.fieldname)
		if field.fieldtype in ONE_LINE | SEVERAL_LINES and isinstance(value, int | float):
			value = cstr(value)  # a program sent a number; what compares texts expects one
			document.set(field.fieldname, value)
		if not value or not isinstance(value, str):
			continue
		if field.fieldtype in ONE_LINE:
			document.set(field.fieldname, one_line(value))
		elif field.fieldtype in SEVERAL_LINES:
			document.set(field.fieldname, plain_text(value))


def validate_leads(document: PlainTextDocument, fieldname: str) -> None:
	"""Days before something ends, as in "120, 60, 30, 7"."""
	try:
		leads = parse_leads(document.get(fieldname) or "")
	except ValueError:
		document.refuse(
			fieldname, _("{0}: please write whole numbers of days, at most 730, with commas between them.")
		)
	if document.get(fieldname):
		document.set(fieldname, ", ".join(str(lead) for lead in leads) or "0")
