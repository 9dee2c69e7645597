"""Counts of Service Records for tables that add up: grouped in the database, nothing else is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Count, Max, Sum

from refugee_support.evidence.counting import FACTS
from refugee_support.rules.evaluation import ALL
from refugee_support.rules.text import search_key

RECORD = "Service Record"
KEYS = {"Persons": "person_key", "Households": "household_key"}
COUNTRY = "nationality"
Counts = dict[tuple[str, str], int]
Sides = tuple[str, str]
Spelling = dict[tuple[str, str], str]  # (column, what it is called whatever the spelling) -> label


@dataclass(frozen=True)
class Scope:
	"""Which Service Records count. Nothing but these conditions ever becomes part of a query."""

	from_date: date
	to_date: date
	service_type: str = ""
	funding_programme: str = ""

	@property
	def period(self) -> tuple[date, date]:
		return self.from_date, self.to_date


def count(
	scope: Scope, measure: str, sides: Sides, spelling: Spelling, names: Mapping[str, str] | None = None
) -> Counts:
	"""Contacts, minutes (for Hours), persons or households by two columns; what is not recorded is "".

	`spelling` is filled and used: MariaDB takes Erkrath and ERKRATH for the same and answers with either, and tables
	that share totals must agree on their labels. `names`: rare countries -> what they are counted as.
	"""
	record = DocType(RECORD)
	amount: Any = Count(record.name)
	if measure in KEYS:
		query = _once_each(scope, KEYS[measure])
	else:
		query = narrowed(frappe.qb.from_(record), record, scope)
		amount = Sum(record.minutes if measure == "Hours" else record.contacts)
	keys = [Coalesce(record[side], "") for side in sides if side != ALL]
	rows = query.select(*keys, amount).groupby(*keys).run()
	counts: Counts = {}
	for *values, number in sorted(rows, key=str):
		labels = [*(str(value) for value in values), ALL][:2]
		place = tuple(
			_called(side, spelling.setdefault((side, search_key(label)), label), names)
			for side, label in zip(sides, labels, strict=True)
		)
		if number:
			counts[place] = counts.get(place, 0) + int(number)
	return counts


def _called(side: str, label: str, names: Mapping[str, str] | None) -> str:
	return names.get(label, label) if names and side == COUNTRY else label


def _once_each(scope: Scope, key: str) -> Any:
	"""One row of everybody: that of their last service in the period (of several on one day, always the same)."""
	record, earlier, latest = DocType(RECORD), DocType(RECORD).as_("earlier"), DocType(RECORD).as_("latest")
	days = (
		narrowed(frappe.qb.from_(earlier), earlier, scope)
		.select(earlier[key].as_("who"), Max(earlier.service_date).as_("day"))
		.where(earlier[key].notnull() & (earlier[key] != ""))
		.groupby(earlier[key])
		.as_("days")
	)
	last = (
		narrowed(frappe.qb.from_(latest), latest, scope)
		.join(days)
		.on((latest[key] == days.who) & (latest.service_date == days.day))
		.select(Max(latest.name).as_("record"))
		.groupby(latest[key])
		.as_("last")
	)
	return frappe.qb.from_(record).join(last).on(record.name == last.record)


def narrowed(query: Any, record: Any, scope: Scope) -> Any:
	query = query.where(record.service_date[scope.from_date : scope.to_date])
	for field in ("service_type", "funding_programme"):
		if value := getattr(scope, field):
			query = query.where(record[field] == value)
	if not scope.service_type:
		query = query.where(record.service_type.notin(FACTS))
	return query
