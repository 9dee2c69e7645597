import frappe
from frappe import _
from frappe.model.document import Document


class ServiceRecord(Document):
	"""One person (or anonymous contact) and one service. Written only by refugee_support.service_records."""

	def validate(self) -> None:
		frappe.throw(
			_(
				"Service records are written by consultations and other services. Please correct the service itself."
			),
			title=_("Written automatically"),
		)


def on_doctype_update() -> None:
	"""Totals of a service over a range of days are read from the index alone: the report asks for them every time."""
	if frappe.db.db_type == "mariadb":
		columns = ["service_type", "service_date", "person_key", "household_key", "contacts", "minutes"]
		frappe.db.add_index("Service Record", [*columns, "contact_kind"], "totals_of_service")
