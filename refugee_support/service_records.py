"""The fact table: from source documents to Service Records, and the rebuild.

One row per person (or anonymous contact) and service, with the person's characteristics as they were on that
day, under a pseudonymous key, without names. Source documents call `write` and `remove`; `rebuild` makes every
row again from the sources and arrives at the same rows:

	bench --site <site> execute refugee_support.service_records.rebuild

Rows are written with bulk queries instead of `insert()`: nobody types them, their values come from validated
documents, and a consultation must not cost more than twice a plain document.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.utils import cint, getdate
from pypika.terms import ValueWrapper

from refugee_support.rules.age_groups import age_group, years_in_germany
from refugee_support.rules.applications import REFUSED, processing_days
from refugee_support.rules.history import Dated, valid_on, value_on
from refugee_support.rules.periods import month_of, quarter_of
from refugee_support.rules.regions import region_of

Row = dict[str, Any]
BATCH = 500  # sources a rebuild holds in memory at once

# The client fields whose change alters rows already written.
CLIENT_FIELDS = ("person_key", "gender", "date_of_birth", "arrival_date", "nationality")
# Client field -> the name its history goes by in Client Characteristic.
CHARACTERISTICS = {
	"german_level": "German Level",
	"employment_status": "Employment Status",
	"benefit_law": "Benefit Law",
	"municipality": "Municipality",
	"accommodation": "Accommodation",
}
# What a row repeats of its application to an authority.
APPLICATION_FIELDS = ("authority", "application_type")
# What a row repeats of its consultation.
CONSULTATION_FIELDS = ("result", "channel", "helper_kind", "language", "interpreter", "funding_programme")


@dataclass
class Person:
	"""What statistics know of a client, with everything that changes as a dated history."""

	facts: Row
	statuses: list[Dated] = field(default_factory=list)
	characteristics: dict[str, list[Dated]] = field(default_factory=dict)
	households: list[Dated] = field(default_factory=list)


# --- Writing ---


def write(document: Any) -> None:
	"""Replace the rows of one source document by what it says now."""
	if not document.flags.in_insert:
		_delete({"source_doctype": document.doctype, "source_name": document.name})
	_insert(rows_of(document.doctype, [document], document.flags.facts))


def remove(document: Any) -> None:
	"""Take the rows of a deleted source document away."""
	_delete({"source_doctype": document.doctype, "source_name": document.name})


def refresh_clients(clients: Iterable[str]) -> None:
	"""Write the rows of everything these clients took part in again: their characteristics changed."""
	names = list(clients)
	for doctype, source in SOURCES.items():
		_rewrite(doctype, sorted(source.named(names)))


def _named_in(doctype: str, child: str) -> Callable[[list[str]], set[str]]:
	"""Which documents of a DocType name one of these clients, in themselves or in a child table."""

	def named(clients: list[str]) -> set[str]:
		main = frappe.get_all(doctype, {"client": ["in", clients]}, pluck="name")  # all of them, by right
		along = {"client": ["in", clients], "parenttype": doctype}
		return {*main, *frappe.get_all(child, along, pluck="parent")}

	return named


def write_again(doctype: str, names: list[str]) -> None:
	"""Write the rows of these documents anew: who took part in them is another person now (a merge, or its undoing)."""
	_rewrite(doctype, names)


def rebuild() -> int:
	"""Make all rows again from their source documents; rows whose source was erased are kept.

	Returns:
		The number of rows written.
	"""
	written = 0
	for doctype in SOURCES:
		names = frappe.get_all(doctype, pluck="name", order_by="creation, name")  # a command, not a request
		_delete_orphans(doctype, set(names))
		for start in range(0, len(names), BATCH):
			written += _rewrite(doctype, names[start : start + BATCH])
	return written


def _rewrite(doctype: str, names: list[str]) -> int:
	if not names:
		return 0
	_delete({"source_doctype": doctype, "source_name": ["in", names]})
	rows = rows_of(doctype, SOURCES[doctype].load(names))
	_insert(rows)
	return len(rows)


def _delete(filters: Row) -> None:
	frappe.db.delete("Service Record", filters)


def _delete_orphans(doctype: str, existing: set[str]) -> None:
	"""Rows of deleted sources go; rows of erased persons have no source name any more and stay."""
	named = frappe.get_all("Service Record", {"source_doctype": doctype}, ["source_name"], distinct=True)
	gone = [row.source_name for row in named if row.source_name and row.source_name not in existing]
	for start in range(0, len(gone), BATCH):
		_delete({"source_doctype": doctype, "source_name": ["in", gone[start : start + BATCH]]})


def _insert(rows: list[Row]) -> None:
	if rows:
		fields = list(rows[0])
		frappe.db.bulk_insert("Service Record", fields, [[row[f] for f in fields] for row in rows])


# --- From sources to rows ---


@dataclass(frozen=True)
class Source:
	"""How the documents of one DocType become rows."""

	load: Callable[[list[str]], list[Any]]
	people: Callable[[Any], list[str]]
	rows: Callable[[Any, dict[str, Person]], list[Row]]
	named: Callable[[list[str]], set[str]]


def rows_of(doctype: str, documents: list[Any], facts: dict[str, Row] | None = None) -> list[Row]:
	"""The rows of these documents; `facts` of clients the caller has read already are not read again."""
	source = SOURCES[doctype]
	people = load_people({client for document in documents for client in source.people(document)}, facts)
	return [row for document in documents for row in source.rows(document, people)]


def _load(doctype: str, tables: dict[str, tuple[str, str]]) -> Callable[[list[str]], list[Any]]:
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
	row = _row(document, getdate(document.consultation_date), participation, client) | _activities(document)
	row |= characteristics_on(person, row["service_date"])
	if participation == "Main Person":
		number = cint(document.contact_number)
		row["contact_kind"] = "First Contact" if number == 1 else "Follow-Up Contact"
	return row


def _anonymous_row(document: Any) -> Row:
	row = _row(document, getdate(document.consultation_date), "Anonymous", "") | _activities(document)
	nationality = document.anonymous_nationality or ""
	return row | {
		"gender": document.anonymous_gender,
		"age_group": document.anonymous_age_group or "",
		"nationality": nationality or None,
		"region": region_of(nationality),
		"residence_status": document.anonymous_residence_status,
		"residence_category": _category(document.anonymous_residence_status),
	}


def _application_people(document: Any) -> list[str]:
	"""Each once: after two records of one person were merged, both may stand in one application."""
	return list(dict.fromkeys([document.client, *(row.client for row in document.co_applicants)]))


def _application_rows(document: Any, people: dict[str, Person]) -> list[Row]:
	"""One row for each applicant when an application was filed, and one when it was decided. No contact: the
	conversations about it are consultations."""
	rows = []
	for service, fieldname in APPLICATION_SERVICES.items():
		day = _day(document.get(fieldname))
		if day and (service == "Application Filed" or document.outcome):
			rows += [
				_application_row(document, client, people[client], service, day)
				for client in _application_people(document)
			]
	return rows


APPLICATION_SERVICES = {"Application Filed": "submitted_on", "Application Decided": "decided_on"}


def _application_row(document: Any, client: str, person: Person, service: str, day: date) -> Row:
	participation = "Main Person" if client == document.client else "Family Member"
	row = _row(document, day, participation, client)
	row |= {name: document.get(name) for name in APPLICATION_FIELDS}
	row |= characteristics_on(person, day)
	row |= {
		"name": _row_name(document, f"{client}|{service}"),
		"service_type": service,
		"contacts": 0,
		"minutes": 0,
	}
	if service == "Application Decided":
		filed = _day(document.submitted_on)
		row |= {
			"outcome": document.outcome,
			"refusal_reason": document.refusal_reason if document.outcome in REFUSED else None,
			"processing_days": processing_days(filed, day, document.outcome),
		}
	return row


def _row_name(document: Any, rest: str) -> str:
	return hashlib.sha256(f"{document.doctype}|{document.name}|{rest}".encode()).hexdigest()[:16]


def _row(document: Any, day: date, participation: str, client: str) -> Row:
	"""The part of a row that is not about the person. Names, times and owner are derived from the source,
	so that a rebuild arrives at the same rows and says nothing about who typed them."""
	counts = participation != "Family Member"
	row: Row = dict.fromkeys(ROW_FIELDS)
	row |= {name: document.get(name) for name in CONSULTATION_FIELDS}
	return row | {
		"name": _row_name(document, client),
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
	"contact_kind",
	"authority",
	"application_type",
	"outcome",
	"refusal_reason",
	"main_activity",
	"activities",
)


# --- Characteristics as of a day ---


def characteristics_on(person: Person, day: date) -> Row:
	"""A person's characteristics as they were on a day."""
	facts, history = person.facts, person.characteristics
	status = valid_on(person.statuses, day)
	return {
		"person_key": facts["person_key"],
		# Who is in no household record lives alone as far as we know: a household of one.
		"household_key": valid_on(person.households, day) or facts["person_key"],
		"age_group": age_group(_day(facts["date_of_birth"]), day),
		"gender": facts["gender"],
		"nationality": facts["nationality"],
		"region": region_of(facts["nationality"]),
		"residence_status": status or None,
		"residence_category": _category(status),
		"benefit_law": value_on(history.get("Benefit Law", []), day) or None,
		"german_level": value_on(history.get("German Level", []), day),
		"employment_status": value_on(history.get("Employment Status", []), day),
		"municipality": value_on(history.get("Municipality", []), day),
		"years_in_germany": years_in_germany(_day(facts["arrival_date"]), day),
	}


def _category(status: str | None) -> str:
	"""The kind of a residence status: the coarser characteristic that protects rare statuses."""
	return frappe.get_cached_value("Residence Status", status, "category") or "" if status else ""


def load_people(clients: set[str], facts: dict[str, Row] | None = None) -> dict[str, Person]:
	"""Everything statistics need of these clients, in two queries whatever their number.

	Reads without permissions: a Service Record is written for whoever saves the source, and a coordinator's
	numbers must not depend on who that was.
	"""
	if not clients:
		return {}
	names = list(clients)
	facts = dict(facts or {})
	facts |= load_facts([name for name in names if name not in facts])
	people = {name: Person(facts=facts[name]) for name in names}
	for kind, name, value, since, until, *_order in sorted(_dated_rows(names), key=lambda row: row[5:]):
		dated = Dated(value or "", _day(since), _day(until))
		if kind == "Residence Status":
			# A document that ran out does not end a status (renewal pending, section 81 (4) AufenthG).
			people[name].statuses.append(replace(dated, until=None))
		elif kind == "Household":
			people[name].households.append(dated)
		else:
			people[name].characteristics.setdefault(kind, []).append(dated)
	return people


def load_facts(names: list[str]) -> dict[str, Row]:
	"""What does not change with time about these clients, and what a consultation asks of them."""
	if not names:
		return {}
	client = DocType("Client")
	columns = ("name", *CLIENT_FIELDS, "status", "closed_on", "main_language")
	rows = frappe.qb.from_(client).select(*columns).where(client.name.isin(names)).run(as_dict=True)
	return {row.name: row for row in rows}


def _dated_rows(names: list[str]) -> list[tuple]:
	"""Everything dated about these clients in one query: kind, client, value, since, until, then the order."""
	status, value = DocType("Client Residence Status"), DocType("Client Characteristic")
	member, household = DocType("Client Household Member"), DocType("Client Household")
	none = ValueWrapper(None)
	statuses = (
		frappe.qb.from_(status)
		.select(
			ValueWrapper("Residence Status"), status.parent, status.residence_status, status.valid_from, none
		)
		.select(status.idx, status.name)
		.where((status.parenttype == "Client") & status.parent.isin(names))
	)
	values = (
		frappe.qb.from_(value)
		.select(
			value.characteristic, value.parent, value.value, value.valid_from, none, value.idx, value.name
		)
		.where((value.parenttype == "Client") & value.parent.isin(names))
	)
	households = (
		frappe.qb.from_(member)
		.join(household)
		.on(member.parent == household.name)
		.select(ValueWrapper("Household"), member.client, household.household_key)
		.select(member.from_date, member.to_date, member.idx, member.name)
		.where(member.client.isin(names))
	)
	statuses.wrap_set_operation_queries = False  # SQLite takes no brackets around the parts of a union
	return [*statuses.union_all(values).union_all(households).run()]


def _day(value: Any) -> date | None:
	return getdate(value) if value else None


SOURCES: dict[str, Source] = {
	"Consultation": Source(
		load=_load(
			"Consultation",
			{
				"family_members": ("Consultation Participant", "client"),
				"activities": ("Consultation Activity", "activity"),
			},
		),
		people=_consultation_people,
		rows=_consultation_rows,
		named=_named_in("Consultation", "Consultation Participant"),
	),
	"Authority Application": Source(
		load=_load("Authority Application", {"co_applicants": ("Application Applicant", "client")}),
		people=_application_people,
		rows=_application_rows,
		named=_named_in("Authority Application", "Application Applicant"),
	),
}
