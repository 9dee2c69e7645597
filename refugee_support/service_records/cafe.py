"""The rows of language cafés: one for each guest, and one for each child that was looked after.

Every guest is a contact of the length of the session. A person (with characteristics and pseudonym) is only who is known by name; of the others the
row says gender and age as they were tapped, in the brackets of the funders. A child in childcare is a service of its
own and not tapped as a guest too.
"""


from typing import Any

import frappe
from frappe.utils import cint, getdate

from refugee_support.service_records.people import Person, Row, characteristics_on
from refugee_support.service_records.sources import Source, load_documents, row_of

ATTENDANCE, PLACE = "Cafe Attendance", "Cafe Childcare Place"
VISIT, CHILDCARE = "Language Cafe Session", "Cafe Childcare"
UNDER_18 = "0-17"
# A tap tells the bracket only; both are unions of the groups of people whose birthday is known.
GROUP_OF_BRACKET = {"Under 18": UNDER_18, "18 to 60": "18-60", "Over 60": "61+"}


def _visitors(document: Any) -> list[str]:
	return [document.client] if document.client else []


def _visit_rows(document: Any, people: dict[str, Person]) -> list[Row]:
	day = getdate(document.session_date)
	if document.client:
		row = row_of(document, day, "Main Person", document.client)
		row |= characteristics_on(people[document.client], day)
	else:
		row = row_of(document, day, "Anonymous", "")
		row |= {
			"gender": document.gender or None,
			"age_group": GROUP_OF_BRACKET.get(document.age_bracket or "", ""),
		}
	kind = "First Contact" if cint(document.first_time) else "Follow-Up Contact"
	return [row | {"service_type": VISIT, "contact_kind": kind}]


def _childcare_rows(document: Any, people: dict[str, Person]) -> list[Row]:
	"""Only children who were looked after: waiting is no service."""
	if not document.taken_at:
		return []
	row = row_of(document, getdate(document.session_date), "Anonymous", "")
	return [row | {"service_type": CHILDCARE, "age_group": UNDER_18, "minutes": 0}]


def _attended(clients: list[str]) -> set[str]:
	return set(frappe.get_all(ATTENDANCE, {"client": ["in", clients]}, pluck="name"))  # all of them, by right


def _nobody(clients: list[str]) -> set[str]:
	return set()


VISITS = Source(load=load_documents(ATTENDANCE, {}), people=_visitors, rows=_visit_rows, named=_attended)
CHILDREN = Source(
	load=load_documents(PLACE, {}), people=lambda document: [], rows=_childcare_rows, named=_nobody
)
