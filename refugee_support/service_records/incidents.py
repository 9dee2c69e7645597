"""The rows of incidents of unequal treatment: one for each, no contact. The ground is not in it: a person's religion or
illness has no place in a table that coordinators read."""

from typing import Any

import frappe
from frappe.utils import getdate

from refugee_support.service_records.people import Person, Row, characteristics_on
from refugee_support.service_records.sources import Source, load_documents, row_of

DOCTYPE = "Unequal Treatment Incident"


def _people(document: Any) -> list[str]:
	return [document.client] if document.client else []


def _rows(document: Any, people: dict[str, Person]) -> list[Row]:
	"""None for what was entered by mistake."""
	if document.status == "Withdrawn":
		return []
	participation = "Main Person" if document.client else "Anonymous"
	row = row_of(document, getdate(document.happened_on), participation, document.client or "")
	row |= {"authority": document.authority, "contacts": 0, "minutes": 0}
	if document.client:
		row |= characteristics_on(people[document.client], row["service_date"])
	return [row]


def _named(clients: list[str]) -> set[str]:
	return set(frappe.get_all(DOCTYPE, {"client": ["in", clients]}, pluck="name"))  # all of them, by right


SOURCE = Source(load=load_documents(DOCTYPE, {}), people=_people, rows=_rows, named=_named)
