"""The rows of applications to authorities: one per applicant when filed, one when decided."""

from datetime import date
from typing import Any

from refugee_support.rules.applications import REFUSED, processing_days
from refugee_support.service_records.people import Person, Row, characteristics_on, day_of
from refugee_support.service_records.sources import Source, load_documents, named_in, row_name, row_of

# What a row repeats of its application to an authority.
APPLICATION_FIELDS = ("authority", "application_type")


def _application_people(document: Any) -> list[str]:
	"""Each once: after two records of one person were merged, both may stand in one application."""
	return list(dict.fromkeys([document.client, *(row.client for row in document.co_applicants)]))


def _application_rows(document: Any, people: dict[str, Person]) -> list[Row]:
	"""One row for each applicant when an application was filed, and one when it was decided. No contact: the
	conversations about it are consultations."""
	rows = []
	for service, fieldname in APPLICATION_SERVICES.items():
		day = day_of(document.get(fieldname))
		if day and (service == "Application Filed" or document.outcome):
			rows += [
				_application_row(document, client, people[client], service, day)
				for client in _application_people(document)
			]
	return rows


APPLICATION_SERVICES = {"Application Filed": "submitted_on", "Application Decided": "decided_on"}


def _application_row(document: Any, client: str, person: Person, service: str, day: date) -> Row:
	participation = "Main Person" if client == document.client else "Family Member"
	row = row_of(document, day, participation, client)
	row |= {name: document.get(name) for name in APPLICATION_FIELDS}
	row |= characteristics_on(person, day)
	row |= {
		"name": row_name(document, f"{client}|{service}"),
		"service_type": service,
		"contacts": 0,
		"minutes": 0,
		"applicants": len(_application_people(document)),
	}
	if service == "Application Decided":
		filed = day_of(document.submitted_on)
		row |= {
			"outcome": document.outcome,
			"refusal_reason": document.refusal_reason if document.outcome in REFUSED else None,
			"processing_days": processing_days(filed, day, document.outcome),
			"documents_requested": int(bool(document.documents_due_on)),
			"remedy": document.remedy or None,
			"remedy_outcome": document.remedy_outcome or None,
		}
	return row


SOURCE = Source(
	load=load_documents("Authority Application", {"co_applicants": ("Application Applicant", "client")}),
	people=_application_people,
	rows=_application_rows,
	named=named_in("Authority Application", "Application Applicant"),
)
