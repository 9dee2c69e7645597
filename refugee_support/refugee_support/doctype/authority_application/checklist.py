"""The documents an application needs: taken from its type, ticked off one by one."""

from typing import Any

import frappe

Row = dict[str, Any]


def fill(application: Any) -> None:
	"""Put the documents of the type on the list. When the type changes, what somebody has already worked on stays."""
	if not application.application_type or not application.has_value_changed("application_type"):
		return
	kept = [row for row in application.documents if is_begun(row) or not row.document]
	known = {row.document for row in kept}
	proposed = [row for row in documents_of(application.application_type) if row["document"] not in known]
	application.set("documents", [*kept, *proposed])


def is_begun(row: Any) -> bool:
	return bool(row.received or row.attachment or row.not_needed or row.note)


def documents_of(application_type: str) -> list[Row]:
	"""The checklist of a type, with the labels the office reads."""
	kind = frappe.get_cached_doc("Application Type", application_type)
	return [
		{
			"document": row.document,
			"document_label": frappe.get_cached_value("Required Document Type", row.document, "label"),
			"only_if": row.only_if,
		}
		for row in kind.documents
	]


def needed(application: Any) -> list[Any]:
	return [row for row in application.documents if not row.not_needed]


def missing(application: Any) -> list[Any]:
	return [row for row in needed(application) if not row.received]
