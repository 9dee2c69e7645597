import frappe

from refugee_support.document import PlainTextDocument
from refugee_support.federation import showing
from refugee_support.rules.federation import ExchangeFile

FILE = "Federation Evaluation File"
OF_THE_FILES = ("from_date", "to_date", "service_type", "funding_programme")


class FederationEvaluation(PlainTextDocument):
	"""Released figures of several associations, added up. Which period and which services, the first file decides."""

	def validate(self) -> None:
		before = self.get_doc_before_save()
		for field in OF_THE_FILES:
			self.set(field, before.get(field) if before else None)

	def onload(self) -> None:
		"""A stored file that cannot be read any more is named in place of the figures; the form opens all the same."""
		try:
			html = showing.page(self)
		except frappe.ValidationError as error:
			frappe.clear_last_message()
			html = f'<p class="text-danger">{error}</p>'  # escaped where it was thrown
		self.set_onload("combined", html)

	def on_trash(self) -> None:
		for name in frappe.get_all(FILE, {"evaluation": self.name}, pluck="name"):
			frappe.delete_doc(FILE, name)

	def is_about(self, file: ExchangeFile | None) -> None:
		"""Takes period and services from the first file; None when the last one is gone."""
		first, last = file.periods[0] if file else (None, None)
		values = (first, last, file and file.service_type, file and file.funding_programme)
		self.db_set(dict(zip(OF_THE_FILES, values, strict=True)))
