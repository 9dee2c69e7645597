"""The list of missing documents that a client takes home: German and English, and the client's language where every
document on it has been translated. Nothing about the client but the name."""

from dataclasses import dataclass
from typing import Any

import frappe

from refugee_support.refugee_support.doctype.authority_application import checklist
from refugee_support.rules.text import direction

OFFICE_LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class Line:
	german: str
	english: str
	own: str
	only_if: str
	only_if_english: str


@dataclass(frozen=True)
class MissingList:
	name: str
	german_type: str
	english_type: str
	due_on: Any
	lines: list[Line]
	language: str  # how speakers call it, "" where it is German or English
	direction: str  # of that language: "rtl" or "ltr"
	is_translated: bool


def of(application: Any) -> MissingList:
	client = frappe.db.get_value("Client", application.client, ["client_name", "main_language"], as_dict=True)
	kind = frappe.get_cached_doc("Application Type", application.application_type)
	code = client.main_language if client.main_language not in OFFICE_LANGUAGES else ""
	conditions = {row.document: row.only_if_en for row in kind.documents}
	lines = [line(row, code, conditions) for row in checklist.missing(application)]
	return MissingList(
		name=client.client_name,
		german_type=kind.label,
		english_type=kind.label_en or kind.label,
		due_on=application.documents_due_on or application.file_by,
		lines=lines,
		language=frappe.db.get_value("Language", code, "language_name") or code if code else "",
		direction=direction(code),
		is_translated=bool(code) and bool(lines) and all(line.own for line in lines),
	)


def line(row: Any, code: str, conditions: dict[str, str]) -> Line:
	document = frappe.get_cached_doc("Required Document Type", row.document) if row.document else None
	own = next((t.label for t in document.translations if t.language == code), "") if document else ""
	return Line(
		german=row.document_label,
		english=(document and document.label_en) or "",
		own=own,
		only_if=row.only_if or "",
		only_if_english=conditions.get(row.document) or "",
	)
