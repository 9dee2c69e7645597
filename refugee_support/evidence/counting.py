"""Counting Service Records: one pass over the rows of a report, whatever the number of its groups and totals.

Contacts and hours are sums. Persons and households are counted once in each group and once in a total, so totals
are counted anew and never added up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Coalesce

from refugee_support.evidence.filters import Frame
from refugee_support.evidence.streaming import Key, Line, Tally, rows_of

RECORD = "Service Record"
CONSULTATION = "Consultation"
# Facts about a path; in every other kind of service somebody is met.
FACTS = (
	"Application Filed",
	"Application Decided",
	"Integration Milestone",
	"Application Support Begun",
	"Application Support Result",
	"Recognition Applied For",
	"Recognition Decided",
	"Unequal Treatment Incident",
)


@dataclass(frozen=True)
class Counts:
	"""The four measures, always named; and how many contacts were somebody's first consultation."""

	contacts: int = 0
	persons: int = 0
	households: int = 0
	minutes: int = 0
	first_contacts: int = 0

	@property
	def hours(self) -> float:
		return round(self.minutes / 60, 2)


def meetings() -> tuple[str, ...]:
	"""The kinds of service in which somebody is met; a new kind of source brings its own."""
	options = frappe.get_meta(RECORD).get_field("service_type").options.split("\n")
	return tuple(service for service in options if service and service not in FACTS)


def records(frame: Frame, services: Sequence[str], between: tuple[date, date] | None = None) -> Any:
	"""The rows a report is about, as a query without columns. Reads no identity and asks no permission: the report has
	asked for the right to report on Service Records."""
	record = DocType(RECORD)
	first, last = between or (frame.from_date, frame.to_date)
	query = frappe.qb.from_(record).where(record.service_date[first:last])
	query = query.where(record.service_type.isin([*services, ""]))  # of no kind: nothing
	for field, value in frame.where.items():
		query = query.where(record[field] == value)
	return query


def value_of(fieldname: str) -> Any:
	"""The column with "" for what is not recorded."""
	return Coalesce(DocType(RECORD)[fieldname], "")


def tally(query: Any, keys: Sequence[Any]) -> Tally:
	"""Every row of the query counted by the keys (terms over Service Record), in one pass."""
	with rows_of(query.select(*_named(keys), *_measures())) as rows:
		return Tally(rows)


def tally_last(frame: Frame, services: Sequence[str], keys: Sequence[Any]) -> Tally:
	"""Each person's rows on the last day they were met, counted by the keys. Characteristics are those of the day, so
	several rows of one day say the same. Keeps a day of each person, no more."""
	record = DocType(RECORD)
	query = records(frame, services).where(record.person_key.isnotnull() & (record.person_key != ""))
	last: dict[str, tuple[Any, list[Sequence[Any]]]] = {}
	with rows_of(query.select(record.service_date, *_named(keys), *_measures())) as rows:
		for day, *row in rows:
			person = row[len(keys)]
			known = last.get(person)
			if known is None or day > known[0]:
				last[person] = (day, [row])
			elif day == known[0]:
				known[1].append(row)
	return Tally(row for _day, rows in last.values() for row in rows)


def counts_of(lines: dict[Key, Line]) -> dict[Key, Counts]:
	return {key: counted(line) for key, line in lines.items()}


def counted(line: Line) -> Counts:
	persons, households = line.persons.bit_count(), line.households.bit_count()
	return Counts(line.contacts, persons, households, line.minutes, line.first_contacts)


def _named(keys: Sequence[Any]) -> list[Any]:
	return [key.as_(f"key_{number}") for number, key in enumerate(keys)]


def _measures() -> tuple[Any, ...]:
	"""As a Tally reads them."""
	record = DocType(RECORD)
	first = (record.contact_kind == "First Contact") & (record.service_type == CONSULTATION)
	first_contacts = Case().when(first, record.contacts).else_(0)
	return record.person_key, record.household_key, record.contacts, record.minutes, first_contacts
