"""The figures of a report as they are kept: protected tables with their labels, the true counts apart, and the seal."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.evaluation.counting import COUNTRY, Scope, Spelling, count
from refugee_support.evaluation.publishing import Publication, one_way_round, protect, restored, stored
from refugee_support.languages import in_language
from refugee_support.refugee_support.report.consultations_over_time.labels import labels_of, period_label
from refugee_support.rules.disclosure import ProtectedCrosstab, names_for_rare, rounded
from refugee_support.rules.evaluation import ALL, counted_as, overlap, sides_of
from refugee_support.rules.regions import region_of
from refugee_support.rules.text import search_key

LANGUAGES = ("de", "en")
ORDERED = (
	"age_group",
	"german_level",
	"years_in_germany",
	"service_year",
	"service_quarter",
	"service_month",
)
OTHER_COUNTRIES = "Other Countries"
Values = dict[str, Any]


def compute(report: Any) -> tuple[Values, list[Values]]:
	"""The protected figures of a report, and what must be kept of the true counts for the next one."""
	periods = [(report.from_date, report.to_date)]
	if report.compare_from:
		periods.append((report.compare_from, report.compare_to))
	scopes = [
		Scope(getdate(first), getdate(last), report.service_type or "", report.funding_programme or "")
		for first, last in periods
	]
	before = list(released(except_for=report.name))
	names = _names_for_rare(report, scopes, before) if report.merge_rare else {}
	kept: list[Publication] = []
	for scope in scopes:
		for measure in dict.fromkeys(counted_as(table.measure) for table in report.tables):
			sides = [_sides(table) for table in report.tables if counted_as(table.measure) == measure]
			kept.append(protect(measure, scope, sides, int(report.threshold), [*kept, *before], names))
	is_rounded = bool(report.round_figures)
	shown = {
		"threshold": int(report.threshold),
		"merged": any(one.names for one in kept),
		"rounded": is_rounded,
		"tables": [_table(table, scopes, kept, is_rounded) for table in report.tables],
	}
	return shown, [stored(one) for one in kept]


def _names_for_rare(report: Any, scopes: list[Scope], before: list[Publication]) -> dict[str, str]:
	"""What rare countries are counted as: as in a released report with days in common, else by what is rare here."""
	overlapping = [
		one
		for one in before
		if one.has_countries and any(overlap(one.scope.period, s.period) for s in scopes)
	]
	if overlapping and overlapping[0].names:
		return overlapping[0].names
	measures = {counted_as(table.measure) for table in report.tables if COUNTRY in _sides(table)}
	numbers = [
		{country: number for (country, _all), number in count(scope, measure, (COUNTRY, ALL), {}).items()}
		for scope in scopes
		for measure in sorted(measures)
	]
	groups = {country: region for counts in numbers for country in counts if (region := region_of(country))}
	return names_for_rare(numbers, groups, threshold=int(report.threshold), rest=OTHER_COUNTRIES)


def released(except_for: str | None = None) -> Iterator[Publication]:
	"""What is out already, the latest first. Read without permissions: protection must not depend on who asks."""
	filters = {"docstatus": 1, "name": ["!=", except_for or ""]}
	for row in frappe.get_all("Evaluation Report", filters, ["true_counts"], order_by="released_on desc"):
		yield from (restored(counts) for counts in json.loads(row.true_counts or "[]"))


def _sides(table: Any) -> tuple[str, str]:
	return sides_of(table.measure, table.row_characteristic, table.column_characteristic)


# --- One table as it is shown ---


def _table(definition: Any, scopes: list[Scope], kept: list[Publication], is_rounded: bool = False) -> Values:
	sides = _sides(definition)
	key = one_way_round(sides)
	measure, is_hours = counted_as(definition.measure), definition.measure == "Hours"
	parts = [next(one for one in kept if one.scope == scope and one.measure == measure) for scope in scopes]
	grids = [_turned_as(part.published[key], sides) for part in parts]
	if is_rounded:
		grids = [rounded(grid) for grid in grids]  # also the order of the rows: by what is shown
	rows = in_order(sides[0], {row for grid in grids for row, _ in grid.cells}, grids[0].row_totals)
	columns = in_order(
		sides[1], {column for grid in grids for _, column in grid.cells}, grids[0].column_totals
	)
	return {
		"title": definition.title or "",
		"measure": definition.measure,
		"row_characteristic": definition.row_characteristic,
		"column_characteristic": definition.column_characteristic or "",
		"chart": int(definition.show_chart or 0),
		"rows": rows,
		"columns": columns,
		"labels": {"rows": _labels(sides[0], rows), "columns": _labels(sides[1], columns)},
		"periods": [
			_period(
				_hours(scope, sides, grid, part.names, 0 if is_rounded else 1) if is_hours else grid,
				scope,
				rows,
				columns,
			)
			for scope, grid, part in zip(scopes, grids, parts, strict=True)
		],
	}


def _turned_as(table: ProtectedCrosstab, sides: tuple[str, str]) -> ProtectedCrosstab:
	if one_way_round(sides) == sides:
		return table
	cells = {(column, row): number for (row, column), number in table.cells.items()}
	return ProtectedCrosstab(cells, table.column_totals, table.row_totals, table.total)


def _period(shown: Any, scope: Scope, rows: list[str], columns: list[str]) -> Values:
	return {
		"from_date": str(scope.from_date),
		"to_date": str(scope.to_date),
		"cells": [[shown.cells.get((row, column), 0) for column in columns] for row in rows],
		"row_totals": [shown.row_totals.get(row, 0) for row in rows],
		"column_totals": [shown.column_totals.get(column, 0) for column in columns],
		"total": shown.total,
	}


def _hours(
	scope: Scope, sides: tuple[str, str], contacts: ProtectedCrosstab, names: dict[str, str], digits: int
) -> Any:
	"""Hours where contacts are published, and dots where they are not."""
	minutes = count(scope, "Hours", sides, _spelling(contacts, sides), names)
	by_row: dict[str, int] = dict.fromkeys(contacts.row_totals, 0)
	by_column: dict[str, int] = dict.fromkeys(contacts.column_totals, 0)
	for (row, column), number in minutes.items():
		by_row[row] = by_row.get(row, 0) + number
		by_column[column] = by_column.get(column, 0) + number

	def hours(number: int | None, length: int) -> float | int | None:
		return None if number is None else round(length / 60, digits or None)

	return ProtectedCrosstab(
		{place: hours(number, minutes.get(place, 0)) for place, number in contacts.cells.items()},  # type: ignore[misc]
		{row: hours(number, by_row[row]) for row, number in contacts.row_totals.items()},  # type: ignore[misc]
		{column: hours(number, by_column[column]) for column, number in contacts.column_totals.items()},  # type: ignore[misc]
		hours(contacts.total, sum(minutes.values())),  # type: ignore[arg-type]
	)


def _spelling(table: ProtectedCrosstab, sides: tuple[str, str]) -> Spelling:
	return {
		(side, search_key(label)): label
		for place in table.cells
		for side, label in zip(sides, place, strict=True)
	}


def in_order(side: str, labels: Iterable[str], totals: dict[str, int | None]) -> list[str]:
	"""Bands, levels and months from low to high, everything else by size; what is not recorded comes last."""
	known = [label for label in labels if label]
	options: list[str] = []
	if side in ORDERED and not side.startswith("service_"):
		options = frappe.get_meta("Service Record").get_field(side).options.split("\n")
	if side in ORDERED:
		known.sort(key=lambda label: (options.index(label) if label in options else len(options), label))
	else:
		known.sort(key=lambda label: (-(totals.get(label) or 0), label))
	return [*known, *([""] if "" in labels else [])]


def _labels(side: str, values: list[str]) -> dict[str, dict[str, str]]:
	"""What the values are called, in every language a report is read in: a label changed later changes nothing here."""
	found: dict[str, dict[str, str]] = {}
	for language in LANGUAGES if side != ALL else ():
		with in_language(language):
			found[language] = labels_in(side, values)
	return found


def labels_in(side: str, values: list[str]) -> dict[str, str]:
	if side in ("service_year", "service_quarter", "service_month"):
		return {value: period_label(value) for value in values}
	labels = labels_of(side, values)
	if OTHER_COUNTRIES in labels:
		labels[OTHER_COUNTRIES] = _("Other Countries", context="Service Record")
	return labels


# --- The seal ---


def seal(report: Any) -> str:
	"""A SHA-256 over everything a reader relies on: period, texts, definitions and figures.

	The seal is printed. Without a random part that stays in the house, whoever has the report could try the few values a
	dot can stand for until the seal comes out: it would give away what was withheld.
	"""
	fields = (
		"title",
		"from_date",
		"to_date",
		"compare_from",
		"compare_to",
		"service_type",
		"funding_programme",
	)
	texts = ("introduction", "conclusion", "plain_summary", "threshold", "figures", "true_counts", "replaces")
	said = {name: str(report.get(name) or "") for name in (*fields, *texts)}
	said["authors"] = report.get("authors") or ""
	if report.get("seal_salt"):  # reports sealed before there was one stay valid
		said["salt"] = report.seal_salt
	return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


# --- For the house ---


def unprotected(report: Any) -> Values:
	"""The same tables with every figure. From what was sealed where there is such a thing, else counted now."""
	if report.seal:
		report.check_seal()
		kept = [restored(one) for one in json.loads(report.true_counts)]
	else:
		kept = [restored(one) for one in compute(report)[1]]
	bare = [
		Publication(
			one.measure,
			one.scope,
			one.counts,
			{sides: _bare(one.counts[sides]) for sides in one.counts},
			one.names,
		)
		for one in kept
	]
	scopes = list(dict.fromkeys(one.scope for one in bare))
	merged = any(one.names for one in bare)
	return {
		"threshold": 0,
		"merged": merged,
		"tables": [_table(table, scopes, bare) for table in report.tables],
	}


def _bare(counts: dict[tuple[str, str], int]) -> ProtectedCrosstab:
	rows, columns = sorted({row for row, _ in counts}), sorted({column for _, column in counts})
	cells = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
	return ProtectedCrosstab(
		dict(cells),
		{row: sum(cells[row, column] for column in columns) for row in rows},
		{column: sum(cells[row, column] for row in rows) for column in columns},
		sum(counts.values()),
	)
