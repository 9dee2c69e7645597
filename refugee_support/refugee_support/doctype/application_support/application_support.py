import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support import access
from refugee_support.document import PlainTextDocument


class ApplicationSupport(PlainTextDocument):
	"""Help with job applications for one client: what the Bewerbungsteam sees of them, and nothing else."""

	def before_validate(self) -> None:
		super().before_validate()
		if self.is_new():
			self.take_contact_from_client()
		for row in self.helpers:
			row.from_date = row.from_date or getdate()

	def validate(self) -> None:
		if self.is_new():
			access.require_visible_clients([self.client])
		self.validate_helpers()

	def take_contact_from_client(self) -> None:
		"""A copy of the little an application needs, so that helpers need no right to the client."""
		client = frappe.db.get_value(
			"Client",
			self.client,
			["client_name", "mobile_no", "email_id", "street", "postal_code", "municipality", "occupation"],
			as_dict=True,
		)
		if not client:
			return
		town = " ".join(part for part in (client.postal_code, client.municipality) if part)
		self.client_name = self.client_name or client.client_name
		self.phone = self.phone or client.mobile_no
		self.email = self.email or client.email_id
		self.address = self.address or "\n".join(line for line in (client.street, town) if line)
		self.occupation = self.occupation or client.occupation

	def validate_helpers(self) -> None:
		"""Who helps is said by those who see the client; a helper gives nobody access."""
		if self.helpers_changed() and access.client_scope(frappe.session.user) == "none":
			self.refuse_permission("helpers", _("{0}: please ask a counsellor to change who helps here."))
		for row in self.helpers:
			if row.to_date and getdate(row.to_date) < getdate(row.from_date):
				self.refuse("helpers", _("{0}: the last day lies before the first. Please check both."))

	def helpers_changed(self) -> bool:
		def rows(document: "ApplicationSupport | None") -> list[tuple]:
			given = document.helpers if document else []
			return [(row.helper, str(row.from_date), str(row.to_date or "")) for row in given]

		return rows(self) != rows(self.get_doc_before_save())
