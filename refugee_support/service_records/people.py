"""What statistics know of a client, with everything that changes as a dated history."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate
from pypika.terms import ValueWrapper

from refugee_support.rules.age_groups import age_group, months_in_germany, years_in_germany
from refugee_support.rules.history import Dated, valid_on, value_on
from refugee_support.rules.regions import region_of

Row = dict[str, Any]

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


@dataclass
class Person:
	"""What statistics know of a client, with everything that changes as a dated history."""

	facts: Row
	statuses: list[Dated] = field(default_factory=list)
	characteristics: dict[str, list[Dated]] = field(default_factory=dict)
	households: list[Dated] = field(default_factory=list)


def characteristics_on(person: Person, day: date) -> Row:
	"""A person's characteristics as they were on a day."""
	facts, history = person.facts, person.characteristics
	status = valid_on(person.statuses, day)
	return {
		"person_key": facts["person_key"],
		# Who is in no household record lives alone as far as we know: a household of one.
		"household_key": valid_on(person.households, day) or facts["person_key"],
		"age_group": age_group(day_of(facts["date_of_birth"]), day),
		"gender": facts["gender"],
		"nationality": facts["nationality"],
		"region": region_of(facts["nationality"]),
		"residence_status": status or None,
		"residence_category": category_of(status),
		"benefit_law": value_on(history.get("Benefit Law", []), day) or None,
		"german_level": value_on(history.get("German Level", []), day),
		"employment_status": value_on(history.get("Employment Status", []), day),
		"municipality": value_on(history.get("Municipality", []), day),
		"accommodation": value_on(history.get("Accommodation", []), day),
		"months_in_germany": months_in_germany(day_of(facts["arrival_date"]), day),
		"years_in_germany": years_in_germany(day_of(facts["arrival_date"]), day),
	}


def category_of(status: str | None) -> str:
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
		dated = Dated(value or "", day_of(since), day_of(until))
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


def day_of(value: Any) -> date | None:
	return getdate(value) if value else None
