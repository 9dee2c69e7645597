"""The figures behind the report: a handful of grouped queries over Service Records, whatever their number.

A person counts once in each period and once in the total, so totals of persons and households are no sums. MariaDB
counts them along with the cells (WITH ROLLUP), in hardly more time than the cells alone; SQLite, for evaluation
only, is asked twice.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Coalesce, Count, Sum

from refugee_support.refugee_support.report.consultations_over_time.question import Question
from refugee_support.rules.text import search_key

RECORD = "Service Record"
SERVICE = "Consultation"  # applications filed and decided have rows, too
DISTINCT = {"Persons": "person_key", "Households": "household_key"}
SUMMED = {"Contacts": "contacts", "Hours": "minutes"}
ALL = ""

Cells = dict[tuple[str, ...], int]


@dataclass(frozen=True)
class Totals:
	contacts: int
	persons: int
	households: int
	minutes: int
	first_contacts: int

	def of(self, measure: str) -> int:
		return self.minutes if measure == "Hours" else int(getattr(self, measure.lower()))


@dataclass(frozen=True)
class Figures:
	"""Counted things; for the measure Hours, minutes. Values of the characteristic not recorded are ""."""

	cells: Cells  # (value, period)
	row_totals: Cells  # (value,)
	column_totals: Cells  # (period,)
	now: Totals
	year_before: Totals | None


def count(question: Question) -> Figures:
	now, year_before = _totals(question)
	if not question.characteristic:
		columns = _grouped(question, _period(question))
		cells = {(ALL, period): number for (period,), number in columns.items()}
		return Figures(cells, {(ALL,): now.of(question.measure)}, columns, now, year_before)
	if not question.counts_distinct:
		cells = _in_one_spelling(_grouped(question, _value(question), _period(question)))
		return Figures(cells, _added_up(cells, 0), _added_up(cells, 1), now, year_before)
	cells, rows = _with_row_totals(question)
	return Figures(cells, rows, _grouped(question, _period(question)), now, year_before)


def _grouped(question: Question, *keys: Any) -> Cells:
	"""The measure for every combination of the keys."""
	columns = [key.as_(f"key_{number}") for number, key in enumerate(keys)]
	query = _records(question, question.from_date, question.to_date)
	return _as_cells(query.select(*columns, _amount(question)).groupby(*keys).run())


def _with_row_totals(question: Question) -> tuple[Cells, Cells]:
	"""Persons or households by value and period, and by value over the whole range."""
	keys = (_value(question), _period(question))
	if frappe.db.db_type != "mariadb":
		return _grouped(question, *keys), _grouped(question, keys[0])
	query = _records(question, question.from_date, question.to_date)
	rows = query.select(*keys, _amount(question)).rollup(*keys, vendor="mysql").run()
	cells = _in_one_spelling(_as_cells(row for row in rows if row[1] is not None))
	# a row without a period is the total of its value; without a value, of everything
	totals = _as_cells(
		(value, number) for value, period, number in rows if period is None and value is not None
	)
	return cells, _in_one_spelling(totals, cells)


def _amount(question: Question) -> Any:
	record = DocType(RECORD)
	if question.counts_distinct:
		return Count(record[DISTINCT[question.measure]]).distinct()
	return Sum(record[SUMMED[question.measure]])


def _records(question: Question, first: date, last: date) -> Any:
	record = DocType(RECORD)
	query = frappe.qb.from_(record).where(record.service_type == SERVICE)
	query = query.where(record.service_date[first:last])
	for field, value in question.where.items():
		query = query.where(record[field] == value)
	return query


def _value(question: Question) -> Any:
	return Coalesce(DocType(RECORD)[question.characteristic], "")


def _period(question: Question) -> Any:
	return DocType(RECORD)[f"service_{question.period}"]


def _as_cells(rows: Any) -> Cells:
	"""Keys as text: a year is a number in the database."""
	return {tuple(str(key) for key in keys): int(number or 0) for *keys, number in rows}


def _in_one_spelling(cells: Cells, like: Cells | None = None) -> Cells:
	"""MariaDB takes Erkrath and ERKRATH for the same and answers with either: here one spelling is used."""
	if frappe.db.db_type != "mariadb":
		return cells  # SQLite keeps spellings apart
	spelling: dict[str, str] = {}
	for value, *_others in like or cells:
		spelling.setdefault(search_key(value), value)
	merged: Cells = {}
	for (value, *others), number in cells.items():
		keys = (spelling.get(search_key(value), value), *others)
		merged[keys] = merged.get(keys, 0) + number
	return merged


def _added_up(cells: Cells, position: int) -> Cells:
	sums: Cells = {}
	for keys, number in cells.items():
		sums[(keys[position],)] = sums.get((keys[position],), 0) + number
	return sums


def _totals(question: Question) -> tuple[Totals, Totals | None]:
	"""All measures over the whole range, and over the year before where there is one to compare with."""
	before = question.year_before
	return _totals_between(question, question.from_date, question.to_date), (
		_totals_between(question, *before) if before else None
	)


def _totals_between(question: Question, first: date, last: date) -> Totals:
	record = DocType(RECORD)
	terms = (
		Sum(record.contacts),
		Count(record.person_key).distinct(),
		Count(record.household_key).distinct(),
		Sum(record.minutes),
		Sum(Case().when(record.contact_kind == "First Contact", record.contacts)),
	)
	return Totals(*(int(number or 0) for number in _records(question, first, last).select(*terms).run()[0]))
