"""What belongs to one Application Support."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.deadlines.checks import refuse_impossible_days
from refugee_support.document import ONE_LINE, PlainTextDocument
from refugee_support.rules.text import has_hidden_marks

SUPPORT = "Application Support"
OF_THE_PERSON = ("language", "country")


class SupportRecord(PlainTextDocument):
	"""A record of an Application Support and of its client, readable and writable with it (access.py)."""

	def update_if_missing(self, d: Any) -> None:
		"""Frappe fills an empty link with the language and country of whoever types: those of a helper say nothing
		about the person."""
		super().update_if_missing({key: value for key, value in d.items() if key not in OF_THE_PERSON})

	def before_validate(self) -> None:
		tell_about_cleaned_text(self)
		super().before_validate()
		refuse_impossible_days(self)
		self.client = frappe.db.get_value(SUPPORT, self.application_support, "client")

	def validate(self) -> None:
		if self.is_new() or self.has_value_changed("application_support"):
			self.require_support()

	def require_support(self) -> None:
		"""Frappe asks whether the link exists, not whether the writer may write there."""
		if not frappe.has_permission(SUPPORT, "write", doc=self.application_support):
			self.refuse_permission(
				"application_support", _("{0}: you can only choose people whom you help today.")
			)

	def day(self, fieldname: str) -> date | None:
		return getdate(self.get(fieldname)) if self.get(fieldname) else None

	def refuse_future(self, *fieldnames: str) -> None:
		for fieldname in fieldnames:
			if (day := self.day(fieldname)) and day > getdate():
				self.refuse(fieldname, _("The date in {0} lies in the future. Please check it."))

	def refuse_wrong_order(self, *fieldnames: str) -> None:
		"""Each of these days, if it is known, lies on or after the one before."""
		last = ""
		for fieldname in fieldnames:
			if not self.get(fieldname):
				continue
			if last and self.day(fieldname) < self.day(last):
				earlier = frappe.bold(_(self.meta.get_label(last), context=self.doctype))
				label = _(self.meta.get_label(fieldname), context=self.doctype)
				sentence = _("{0} lies before {1}. Please check both dates.")
				frappe.throw(sentence.format(frappe.bold(label), earlier), title=label)
			last = fieldname


def tell_about_cleaned_text(document: Any) -> None:
	"""What was pasted with markup or marks that turn the direction of writing is kept as plain text, and said so."""
	for field in document.meta.fields:
		value = document.get(field.fieldname)
		if field.fieldtype in ONE_LINE and isinstance(value, str) and has_hidden_marks(value):
			frappe.msgprint(
				_("{0}: formatting and invisible characters were taken out. Please check the text.").format(
					frappe.bold(_(field.label, context=document.doctype))
				),
				indicator="orange",
				title=_("Please check"),
			)
