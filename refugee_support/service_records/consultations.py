"""The rows of consultations: one for the main person, one for each family member, one for an anonymous contact."""

from typing import Any

from frappe.utils import cint, getdate

from refugee_support.rules.regions import region_of
from refugee_support.service_records.people import Person, Row, category_of, characteristics_on
from refugee_support.service_records.sources import Source, load_documents, named_in, row_of


def _consultation_people(document: Any) -> list[str]:
	if document.is_anonymous:
		return []
	return [document.client, *(row.client for row in document.family_members)]


def _consultation_rows(document: Any, people: dict[str, Person]) -> list[Row]:
	if document.is_anonymous:
		return [_anonymous_row(document)]
	main, *family = _consultation_people(document)
	rows = [_consultation_row(document, main, people[main], "Main Person")]
	return rows + [_consultation_row(document, name, people[name], "Family Member") for name in family]


def _activities(document: Any) -> Row:
	"""The main activity to group by, and the codes of all to filter by: Report Builder groups no list."""
	codes = [row.activity for row in document.get("activities") or []]
	return {"main_activity": codes[0] if codes else None, "activities": ", ".join(codes)[:140] or None}


def _consultation_row(document: Any, client: str, person: Person, participation: str) -> Row:
	row = row_of(document, getdate(document.consultation_date), participation, client) | _activities(document)
	row |= characteristics_on(person, row["service_date"])
	if participation == "Main Person":
		number = cint(document.contact_number)
		row["contact_kind"] = "First Contact" if number == 1 else "Follow-Up Contact"
	return row


def _anonymous_row(document: Any) -> Row:
	row = row_of(document, getdate(document.consultation_date), "Anonymous", "") | _activities(document)
	nationality = document.anonymous_nationality or ""
	return row | {
		"gender": document.anonymous_gender,
		"age_group": document.anonymous_age_group or "",
		"nationality": nationality or None,
		"region": region_of(nationality),
		"residence_status": document.anonymous_residence_status,
		"residence_category": category_of(document.anonymous_residence_status),
	}


SOURCE = Source(
	load=load_documents(
		"Consultation",
		{
			"family_members": ("Consultation Participant", "client"),
			"activities": ("Consultation Activity", "activity"),
		},
	),
	people=_consultation_people,
	rows=_consultation_rows,
	named=named_in("Consultation", "Consultation Participant"),
)
