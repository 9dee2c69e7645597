"""The rows of the help with job applications.

One when the support begins, one for each talk (a contact with its minutes), one for the result, and of a foreign
qualification one when recognition was applied for and one when it was decided. AMIF O.2.3.3 counts the persons with
a row of the help, R.2.10 the persons with a row "Recognition Applied For" (domain facts 2.4).
"""

from typing import Any

import frappe
from frappe.utils import cint, flt

from refugee_support.service_records.people import Person, Row, characteristics_on, day_of
from refugee_support.service_records.sources import Source, load_documents, row_name, row_of

BEGUN, TALK, RESULT = "Application Support Begun", "Application Support", "Application Support Result"
APPLIED, DECIDED = "Recognition Applied For", "Recognition Decided"


def _people(document: Any) -> list[str]:
	return [document.client]


def _row(document: Any, person: Person, service: str, fieldname: str) -> Row:
	day = day_of(document.get(fieldname))
	row = row_of(document, day, "Main Person", document.client) | characteristics_on(person, day)
	# What is typed as the outcome of a job application or of a support is none of an authority.
	return row | {
		"name": row_name(document, f"{document.client}|{service}"),
		"service_type": service,
		"contacts": 0,
		"minutes": 0,
		"result": None,
		"outcome": None,
	}


def _support_rows(document: Any, people: dict[str, Person]) -> list[Row]:
	person = people[document.client]
	rows = [_row(document, person, BEGUN, "begun_on")]
	if document.result and document.result_on:
		found = {
			"support_result": document.result,
			"hours_per_week": flt(document.hours_per_week),
			"found_through": document.found_through,
		}
		rows.append(_row(document, person, RESULT, "result_on") | found)
	return rows


def _talk_rows(document: Any, people: dict[str, Person]) -> list[Row]:
	row = _row(document, people[document.client], TALK, "talk_on")
	return [row | {"contacts": 1, "minutes": cint(document.minutes), "helper_kind": _helper_kind(document.helper)}]


def _helper_kind(user: str | None) -> str | None:
	return (frappe.db.get_value("Volunteer Profile", {"user": user}, "helper_kind") if user else None) or None


def _qualification_rows(document: Any, people: dict[str, Person]) -> list[Row]:
	person, rows = people[document.client], []
	if document.applied_on:
		rows.append(_row(document, person, APPLIED, "applied_on"))
	if document.decision and document.decided_on:
		rows.append(_row(document, person, DECIDED, "decided_on") | {"recognition": document.decision})
	return rows


def _source(doctype: str, rows: Any) -> Source:
	def named(clients: list[str]) -> set[str]:
		return set(frappe.get_all(doctype, {"client": ["in", clients]}, pluck="name"))  # all of them, by right

	return Source(load=load_documents(doctype, {}), people=_people, rows=rows, named=named)


SUPPORT = _source("Application Support", _support_rows)
TALKS = _source("Application Support Talk", _talk_rows)
QUALIFICATIONS = _source("Client Qualification", _qualification_rows)
