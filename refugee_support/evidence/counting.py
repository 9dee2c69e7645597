"""Counting in the database: a handful of grouped queries over Service Records, whatever their number.

Contacts and hours are sums. Persons and households are counted once in each group and once in a total, so totals
are asked for and never added up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Coalesce, Count, Max, Sum

from refugee_support.evidence.filters import Frame
from refugee_support.rules.text import search_key

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

Key = tuple[str, ...]


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


def count_by(query: Any, keys: Sequence[Any]) -> dict[Key, Counts]:
	"""All measures for every combination of the keys (terms over Service Record)."""
	columns = [key.as_(f"key_{number}") for number, key in enumerate(keys)]
	rows = query.select(*columns, *_measures()).groupby(*keys).run()
	return in_one_spelling({_key(row[: len(keys)]): _counts(row[len(keys) :]) for row in rows})


def count_all(query: Any) -> Counts:
	return _counts(query.select(*_measures()).run()[0])


def _measures() -> tuple[Any, ...]:
	record = DocType(RECORD)
	first = (record.contact_kind == "First Contact") & (record.service_type == CONSULTATION)
	return (
		Sum(record.contacts),
		Count(record.person_key).distinct(),
		Count(record.household_key).distinct(),
		Sum(record.minutes),
		Sum(Case().when(first, record.contacts)),
	)


def _counts(row: Sequence[Any]) -> Counts:
	return Counts(*(int(number or 0) for number in row))


def _key(values: Sequence[Any]) -> Key:
	"""Keys as text: a year is a number in the database."""
	return tuple(str(value) for value in values)


def in_one_spelling(cells: dict[Key, Any]) -> dict[Key, Any]:
	"""MariaDB takes Erkrath and ERKRATH for the same and answers with either: here one spelling is used."""
	if frappe.db.db_type != "mariadb":
		return cells  # SQLite keeps spellings apart
	spelling: dict[tuple[int, str], str] = {}
	return {
		tuple(spelling.setdefault((place, search_key(part)), part) for place, part in enumerate(key)): value
		for key, value in cells.items()
	}


def last_rows(frame: Frame, services: Sequence[str]) -> Any:
	"""Each person's rows on the last day they were met: a query without columns. Characteristics are those of the
	day, so several rows of one day say the same."""
	record, last = DocType(RECORD), _last_days(frame, services)
	return (
		frappe.qb.from_(record)
		.join(last)
		.on((record.person_key == last.person_key) & (record.service_date == last.day))
		.where(record.service_type.isin(list(services)))
	)


def _last_days(frame: Frame, services: Sequence[str]) -> Any:
	record = DocType(RECORD)
	found = records(frame, services).where(record.person_key.isnotnull())
	return (
		found.select(record.person_key, Max(record.service_date).as_("day"))
		.groupby(record.person_key)
		.as_("last")
	)
