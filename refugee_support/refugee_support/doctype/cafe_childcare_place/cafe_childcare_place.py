import frappe
from frappe import _

from refugee_support import service_records
from refugee_support.document import PlainTextDocument

LONGEST_NOTE = 500
SESSION = "Language Cafe Session"


class CafeChildcarePlace(PlainTextDocument):
	"""A child during one session. No link to a client: what names the child is there for the day and gone after it."""

	def validate(self) -> None:
		fields = ("session_date", "funding_programme")
		self.update(frappe.db.get_value(SESSION, self.session, fields, as_dict=True))
		if len(self.allergies or "") > LONGEST_NOTE:
			self.refuse("allergies", _("{0}: please shorten this to 500 letters. What carers must know comes first."))

	def on_update(self) -> None:
		service_records.write(self)

	def on_trash(self) -> None:
		service_records.remove(self)
