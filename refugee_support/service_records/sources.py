"""How a document becomes rows: what every kind of source has in common."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.utils import cint

from refugee_support.rules.periods import month_of, quarter_of
from refugee_support.service_records.people import Person, Row

# What a row repeats of its consultation.
CONSULTATION_FIELDS = ("result", "channel", "helper_kind", "language", "interpreter", "funding_programme")


@dataclass(frozen=True)
class Source:
	"""How the documents of one DocType become rows."""

	load: Callable[[list[str]], list[Any]]
	people: Callable[[Any], list[str]]
	rows: Callable[[Any, dict[str, Person]], list[Row]]
	named: Callable[[list[str]], set[str]]


def named_in(doctype: str, child: str) -> Callable[[list[str]], set[str]]:
	"""Which documents of a DocType name one of these clients, in themselves or in a child table."""

	def named(clients: list[str]) -> set[str]:
		main = frappe.get_all(doctype, {"client": ["in", clients]}, pluck="name")  # all of them, by right
		along = {"client": ["in", clients], "parenttype": doctype}
		return {*main, *frappe.get_all(child, along, pluck="parent")}

	return named


def load_documents(doctype: str, tables: dict[str, tuple[str, str]]) -> Callable[[list[str]], list[Any]]:
	"""Documents with the rows of their child tables (field: child DocType and its column), in one query for each."""

	def load(names: list[str]) -> list[Any]:
		rows = {field: _child_rows(doctype, *table, names) for field, table in tables.items()}
		documents = frappe.get_all(doctype, {"name": ["in", names]}, ["*"], order_by="creation, name")
		for document in documents:
			document.update({field: found.get(document.name, []) for field, found in rows.items()})
			document.update(doctype=doctype)
		return documents

	return load


def _child_rows(doctype: str, table: str, fieldname: str, parents: list[str]) -> dict[str, list[Any]]:
	found: dict[str, list[Any]] = {}
	filters = {"parent": ["in", parents], "parenttype": doctype}
	for row in frappe.get_all(table, filters, ["parent", fieldname], order_by="parent, idx"):
		found.setdefault(row.parent, []).append(row)
	return found


def row_name(document: Any, rest: str) -> str:
	return hashlib.sha256(f"{document.doctype}|{document.name}|{rest}".encode()).hexdigest()[:16]


def row_of(document: Any, day: date, participation: str, client: str) -> Row:
	"""The part of a row that is not about the person. Names, times and owner are derived from the source,
	so that a rebuild arrives at the same rows and says nothing about who typed them."""
	counts = participation != "Family Member"
	row: Row = dict.fromkeys(ROW_FIELDS)
	row |= {name: document.get(name) for name in CONSULTATION_FIELDS}
	return row | {
		"name": row_name(document, client),
		"owner": "Administrator",
		"modified_by": "Administrator",
		"creation": document.creation,
		"modified": document.creation,
		"docstatus": 0,  # written out: a table that SQLite has rebuilt has lost its defaults
		"service_date": day,
		"service_year": day.year,
		"service_quarter": quarter_of(day),
		"service_month": month_of(day),
		"service_type": document.doctype,
		"participation": participation,
		"contacts": int(counts),
		"minutes": cint(document.get("duration_minutes")) if counts else 0,
		"topic": document.get("main_topic"),
		"processing_days": 0,
		"months_in_germany": 0,
		"documents_requested": 0,
		"applicants": 0,
		"hours_per_week": 0.0,
		"source_doctype": document.doctype,
		"source_name": document.name,
	}


ROW_FIELDS = (
	"person_key",
	"household_key",
	"age_group",
	"gender",
	"nationality",
	"region",
	"residence_status",
	"residence_category",
	"benefit_law",
	"german_level",
	"employment_status",
	"years_in_germany",
	"municipality",
	"accommodation",
	"contact_kind",
	"authority",
	"application_type",
	"outcome",
	"refusal_reason",
	"main_activity",
	"activities",
	"remedy",
	"remedy_outcome",
	"milestone",
	"milestone_value",
	"support_result",
	"hours_per_week",
	"found_through",
	"recognition",
)
