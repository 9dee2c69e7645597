"""The rows of milestones: one for each dated step that holds. No contact: a fact about a path, met by nobody."""

from typing import Any

import frappe
from frappe.utils import cint, getdate

from refugee_support.service_records.people import Person, Row, characteristics_on
from refugee_support.service_records.sources import Source, load_documents, row_of


def _people(document: Any) -> list[str]:
	return [document.client]


def _rows(document: Any, people: dict[str, Person]) -> list[Row]:
	"""None for a milestone that was withdrawn. Known to the month or year only, it counts on the day entered."""
	if cint(document.withdrawn):
		return []
	row = row_of(document, getdate(document.milestone_date), "Main Person", document.client)
	row |= characteristics_on(people[document.client], row["service_date"])
	return [row | {"contacts": 0, "milestone": document.kind, "milestone_value": document.value or None}]


def _named(clients: list[str]) -> set[str]:
	return set(
		frappe.get_all("Integration Milestone", {"client": ["in", clients]}, pluck="name")
	)  # all, by right


SOURCE = Source(load=load_documents("Integration Milestone", {}), people=_people, rows=_rows, named=_named)
