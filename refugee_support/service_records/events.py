"""The rows of visits to events: one contact for each person who came, a person only where a client is linked."""

from typing import Any

import frappe
from frappe.utils import cint, getdate

from refugee_support.service_records.people import Person, Row, characteristics_on
from refugee_support.service_records.sources import Source, load_documents, row_name, row_of


def _people(document: Any) -> list[str]:
	return [document.client] if document.client and document.status == "Attended" else []


def _rows(document: Any, people: dict[str, Person]) -> list[Row]:
	if document.status != "Attended":
		return []
	event = frappe.db.get_value(
		"Community Event", document.event, ["starts_at", "funding_programme"], as_dict=True
	)
	day = getdate(event.starts_at)
	came = cint(document.people_present) or cint(document.adults) + cint(document.children)
	rows = []
	for number in range(came):
		known = document.client if number == 0 else None
		row = row_of(document, day, "Main Person" if known else "Anonymous", known or "")
		if known:
			row |= characteristics_on(people[known], day)
		row |= {
			"name": row_name(document, f"{known or ''}|{number}"),
			"service_type": "Event Visit",
			"funding_programme": event.funding_programme,
		}
		rows.append(row)
	return rows


def _named(clients: list[str]) -> set[str]:
	return set(frappe.get_all("Event Registration", {"client": ["in", clients]}, pluck="name"))


SOURCE = Source(load=load_documents("Event Registration", {}), people=_people, rows=_rows, named=_named)
