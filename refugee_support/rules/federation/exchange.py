"""The exchange file: a released report's protected figures as JSON, in a form in which nothing but figures has a place.

What is not in the schema is refused, whatever it is. Schema and example: docs/federation.md.
"""

import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NoReturn

from refugee_support.rules.disclosure import ProtectedCrosstab
from refugee_support.rules.evaluation import (
	ALL,
	CHARACTERISTICS,
	MEASURES,
	THRESHOLDS,
	NotAllowed,
	overlap,
	sides_of,
)
from refugee_support.rules.federation.bounds import Contradiction, Place, figures_of, ranges
from refugee_support.rules.text import one_line

FORMAT, VERSION = "refugee-support-figures", 1
WITHHELD = "withheld"  # a word, not an empty place: what somebody forgot must not pass for what was protected
LONGEST_FILE, LONGEST_TEXT, LONGEST_CODE = 1_000_000, 140, 140
MOST_TABLES, MOST_LABELS, MOST_CELLS, LARGEST = 12, 1000, 10_000, 10_000_000
FORMULA = tuple("=+-@|%'")  # what a spreadsheet may take for the beginning of a formula
BASE = 5  # figures that are rounded are multiples of it
# How every measure is counted. A program that counts in another way says so here, and its files are not added to ours.
BASIS: dict[str, dict[str, str]] = {
	"Contacts": {"date": "day of service", "once": "conversation", "characteristics": "day of service"},
	"Hours": {"date": "day of service", "once": "conversation", "characteristics": "day of service"},
	"Persons": {"date": "day of service", "once": "person", "characteristics": "last service in period"},
	"Households": {
		"date": "day of service",
		"once": "household",
		"characteristics": "last service in period",
	},
}
TIMES = {
	"service_year": r"\d{4}",
	"service_quarter": r"\d{4}-Q[1-4]",
	"service_month": r"\d{4}-(0[1-9]|1[0-2])",
}

Reason = Literal[
	"too large",
	"no JSON",
	"format",
	"version",
	"checksum",
	"kind",
	"missing",
	"unknown",
	"choice",
	"text",
	"date",
	"period",
	"number",
	"size",
	"twice",
	"table",
	"category",
	"not protected",
	"not rounded",
	"can be worked out",
	"sums",
]


class BadFile(ValueError):
	"""What is wrong with a file, and where: "tables 2 › rows 4 › key". `value` is what stood there, shortened."""

	def __init__(self, reason: Reason, place: str = "", value: object = "") -> None:
		super().__init__(f"{reason}: {place} {value}")
		self.reason, self.place = reason, place
		self.value = one_line(str(value))[:60]


@dataclass(frozen=True)
class Label:
	key: str
	de: str
	en: str


@dataclass(frozen=True)
class ExchangeTable:
	"""One table; without columns its only column is `ALL`. `grids`: one for each period of the file."""

	measure: str
	rows_by: str
	columns_by: str
	rows: tuple[Label, ...]
	columns: tuple[Label, ...]
	grids: tuple[ProtectedCrosstab, ...]

	@property
	def sides(self) -> tuple[str, str]:
		return sides_of(self.measure, self.rows_by, self.columns_by)


@dataclass(frozen=True)
class ExchangeFile:
	association: str
	made_on: date
	released_on: date
	seal: str  # of the report, as it is printed on its pages; empty for reports whose seal must not leave the house
	periods: tuple[tuple[date, date], ...]
	service_type: str
	funding_programme: str
	threshold: int
	merged: bool
	rounded: bool
	tables: tuple[ExchangeTable, ...]

	def slack(self, measure: str) -> Callable[[float], float]:
		"""How far a true figure may be from what the file says, rounding being part of the protection."""
		if measure == "Hours":
			return lambda figure: 0.5 if self.rounded else 0.05
		return lambda figure: BASE // 2 if self.rounded and figure else 0


# --- Writing ---


def written(file: ExchangeFile) -> str:
	"""The file as text. Read it (`read`) before it leaves the house: what is refused there must not be sent."""
	values = {
		"format": FORMAT,
		"version": VERSION,
		"association": file.association,
		"made_on": str(file.made_on),
		"report": {"released_on": str(file.released_on), "seal": file.seal},
		"periods": [{"from_date": str(first), "to_date": str(last)} for first, last in file.periods],
		"services": {"service_type": file.service_type, "funding_programme": file.funding_programme},
		"protection": {"threshold": file.threshold, "merged": file.merged, "rounded": file.rounded},
		"tables": [_table_as_json(table) for table in file.tables],
	}
	return json.dumps({**values, "checksum": checksum(values)}, ensure_ascii=False, indent=1)


def checksum(values: Mapping[str, Any]) -> str:
	"""SHA-256 over everything but itself: keys in order, no blanks between."""
	content = {key: value for key, value in values.items() if key != "checksum"}
	text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
	return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _table_as_json(table: ExchangeTable) -> dict[str, Any]:
	def shown(figure: float | None) -> float | str:
		return WITHHELD if figure is None else figure

	rows, columns = [one.key for one in table.rows], [one.key for one in table.columns]
	return {
		"measure": table.measure,
		"rows_by": table.rows_by,
		"columns_by": table.columns_by,
		"basis": BASIS[table.measure],
		"rows": [vars(one) for one in table.rows],
		"columns": [vars(one) for one in table.columns],
		"periods": [
			{
				"cells": [[shown(grid.cells[row, column]) for column in columns] for row in rows]
				if columns
				else [],
				"row_totals": [shown(grid.row_totals[row]) for row in rows],
				"column_totals": [shown(grid.column_totals[column]) for column in columns],
				"total": shown(grid.total),
			}
			for grid in table.grids
		],
	}


# --- Reading ---


def read(text: str, options: Mapping[str, Sequence[str]] | None = None) -> ExchangeFile:
	"""A file somebody sent, checked from end to end.

	Args:
		options: column of Service Record -> the categories it can have; others are refused there. Columns that are not
			named take any short text.

	Raises:
		BadFile: with the place in the file, for whatever is not as docs/federation.md says.
	"""
	values = _parsed(text)
	if not isinstance(values, dict) or values.get("format") != FORMAT:
		raise BadFile("format")
	version = values.get("version")
	if isinstance(version, bool) or not isinstance(version, int) or version != VERSION:
		raise BadFile("version", "version", "" if version is None else version)
	try:
		reckoned = checksum(values)
	except RecursionError:
		raise BadFile("no JSON") from None
	if values.get("checksum") != reckoned:
		raise BadFile("checksum")
	return _file(values, options or {})


def _parsed(text: str) -> Any:
	if len(text) > LONGEST_FILE:
		raise BadFile("too large")
	try:
		return json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_number)
	except BadFile:
		raise
	except (ValueError, RecursionError) as error:
		raise BadFile("no JSON", value=f"{getattr(error, 'lineno', '')}".strip()) from None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
	"""JSON lets a key stand twice, and programs differ on which one counts."""
	values: dict[str, Any] = {}
	for key, value in pairs:
		if key in values:
			raise BadFile("twice", value=key)
		values[key] = value
	return values


def _no_number(text: str) -> NoReturn:
	raise BadFile("number", value=text)


def _file(values: dict[str, Any], options: Mapping[str, Sequence[str]]) -> ExchangeFile:
	top = "format version association made_on report periods services protection tables checksum"
	_object(values, "", top)
	report = _object(values["report"], "report", "released_on seal")
	services = _object(values["services"], "services", "service_type funding_programme")
	protection = _object(values["protection"], "protection", "threshold merged rounded")
	seal = _text(report["seal"], "report › seal", empty=True)
	if seal and not re.fullmatch("[0-9a-f]{64}", seal):
		raise BadFile("text", "report › seal", seal)
	periods = _periods(values["periods"])
	threshold = protection["threshold"]
	if isinstance(threshold, bool) or not isinstance(threshold, int) or threshold not in THRESHOLDS:
		raise BadFile("not protected", "protection › threshold", threshold)
	file = ExchangeFile(
		association=_text(values["association"], "association"),
		made_on=_day(values["made_on"], "made_on"),
		released_on=_day(report["released_on"], "report › released_on"),
		seal=seal,
		periods=periods,
		service_type=_category(
			services["service_type"], "services › service_type", options.get("service_type")
		),
		funding_programme=_text(services["funding_programme"], "services › funding_programme", empty=True),
		threshold=threshold,
		merged=_truth(protection["merged"], "protection › merged"),
		rounded=_truth(protection["rounded"], "protection › rounded"),
		tables=(),
	)
	tables = _list(values["tables"], "tables", MOST_TABLES, least=1)
	read_tables = tuple(_table(table, f"tables {at}", file, options) for at, table in enumerate(tables, 1))
	seen = set()
	for at, table in enumerate(read_tables, 1):
		what = (table.measure, frozenset(table.sides))
		if what in seen:
			raise BadFile("twice", f"tables {at}")
		seen.add(what)
	return ExchangeFile(**{**vars(file), "tables": read_tables})


def _periods(value: Any) -> tuple[tuple[date, date], ...]:
	periods = []
	for at, one in enumerate(_list(value, "periods", 2, least=1), 1):
		place = f"periods {at}"
		_object(one, place, "from_date to_date")
		first, last = (_day(one[name], f"{place} › {name}") for name in ("from_date", "to_date"))
		if first > last or any(overlap((first, last), other) for other in periods):
			raise BadFile("period", place)
		periods.append((first, last))
	return tuple(periods)


def _table(
	values: Any, place: str, file: ExchangeFile, options: Mapping[str, Sequence[str]]
) -> ExchangeTable:
	_object(values, place, "measure rows_by columns_by basis rows columns periods")
	measure = _choice(values["measure"], f"{place} › measure", MEASURES)
	rows_by = _choice(values["rows_by"], f"{place} › rows_by", CHARACTERISTICS)
	columns_by = _choice(values["columns_by"], f"{place} › columns_by", ("", *CHARACTERISTICS))
	try:
		sides = sides_of(measure, rows_by, columns_by)
	except NotAllowed:
		raise BadFile("table", place, f"{measure}, {rows_by}, {columns_by}") from None
	if values["basis"] != BASIS[measure]:
		raise BadFile("choice", f"{place} › basis")
	rows = _labels(values["rows"], f"{place} › rows", sides[0], options)
	columns = _labels(values["columns"], f"{place} › columns", sides[1], options)
	if len(rows) * max(1, len(columns)) > MOST_CELLS:
		raise BadFile("size", place, MOST_CELLS)
	if not columns_by and columns:
		raise BadFile("size", f"{place} › columns", 0)
	grids = _list(values["periods"], f"{place} › periods", len(file.periods), least=len(file.periods))
	return ExchangeTable(
		measure,
		rows_by,
		columns_by,
		rows,
		columns,
		tuple(
			_grid(grid, f"{place} › periods {at}", measure, file, rows, columns if columns_by else None)
			for at, grid in enumerate(grids, 1)
		),
	)


def _labels(values: Any, place: str, side: str, options: Mapping[str, Sequence[str]]) -> tuple[Label, ...]:
	labels = []
	for at, one in enumerate(_list(values, place, MOST_LABELS), 1):
		here = f"{place} {at}"
		_object(one, here, "key de en")
		if side in TIMES and one["key"] and not re.fullmatch(TIMES[side], str(one["key"])):
			raise BadFile("category", f"{here} › key", one["key"])
		labels.append(
			Label(
				_category(one["key"], f"{here} › key", options.get(side)),
				_text(one["de"], f"{here} › de", empty=True),
				_text(one["en"], f"{here} › en", empty=True),
			)
		)
		if labels[-1].key in {label.key for label in labels[:-1]}:
			raise BadFile("twice", f"{here} › key", one["key"])
	return tuple(labels)


def _grid(
	values: Any,
	place: str,
	measure: str,
	file: ExchangeFile,
	rows: tuple[Label, ...],
	columns: tuple[Label, ...] | None,
) -> ProtectedCrosstab:
	_object(values, place, "cells row_totals column_totals total")

	def line(value: Any, here: str, length: int) -> list[float | None]:
		figures = _list(value, here, length, least=length)
		return [_figure(one, f"{here} {at}", measure, file) for at, one in enumerate(figures, 1)]

	across = len(columns or ())
	row_totals = line(values["row_totals"], f"{place} › row_totals", len(rows))
	column_totals = line(values["column_totals"], f"{place} › column_totals", across)
	down = len(rows) if columns is not None else 0
	lines = _list(values["cells"], f"{place} › cells", down, least=down)
	cells = [line(one, f"{place} › cells {at}", across) for at, one in enumerate(lines, 1)]
	total = _figure(values["total"], f"{place} › total", measure, file)
	keys = [one.key for one in rows]
	if columns is None:
		cells, across_keys, column_totals = [[figure] for figure in row_totals], [ALL], [total]
	else:
		across_keys = [one.key for one in columns]
	grid = ProtectedCrosstab(
		{(row, column): cells[y][x] for y, row in enumerate(keys) for x, column in enumerate(across_keys)},  # type: ignore[misc]
		dict(zip(keys, row_totals, strict=True)),  # type: ignore[arg-type]
		dict(zip(across_keys, column_totals, strict=True)),  # type: ignore[arg-type]
		total,  # type: ignore[arg-type]
	)
	_check_sums(grid, place, measure, file)
	return grid


def _check_sums(grid: ProtectedCrosstab, place: str, measure: str, file: ExchangeFile) -> None:
	"""Figures that add up, and dots that nobody works out by simple sums: whatever program has made the file."""
	try:
		known = ranges(grid, file.slack(measure))
	except Contradiction as error:
		raise BadFile("sums", place, in_words(error.place)) from None
	if file.rounded or measure == "Hours":
		return
	for where, figure in figures_of(grid).items():
		low, high = known[where]
		if figure is None and high is not None and high - low < file.threshold:
			raise BadFile("can be worked out", place, in_words(where))


def in_words(place: Place) -> str:
	return " / ".join("∑" if label is None else label or "–" for label in place if label != ALL)


# --- Values ---


def _object(value: Any, place: str, keys: str) -> dict[str, Any]:
	if not isinstance(value, dict):
		raise BadFile("kind", place, type(value).__name__)
	wanted = keys.split()
	for key in wanted:
		if key not in value:
			raise BadFile("missing", place, key)
	for key in value:
		if key not in wanted:
			raise BadFile("unknown", place, key)
	return value


def _list(value: Any, place: str, most: int, least: int = 0) -> list[Any]:
	if not isinstance(value, list):
		raise BadFile("kind", place, type(value).__name__)
	if not least <= len(value) <= most:
		raise BadFile("size", place, len(value))
	return value


def _text(value: Any, place: str, *, empty: bool = False, longest: int = LONGEST_TEXT) -> str:
	"""One line of plain text: no markup, no control or direction characters, nothing a spreadsheet calculates."""
	if not isinstance(value, str):
		raise BadFile("text", place, value)
	if len(value) > longest or value != one_line(value) or value.startswith(FORMULA) or not (value or empty):
		raise BadFile("text", place, value)
	if any("\ud800" <= character <= "\udfff" for character in value):
		raise BadFile("text", place)
	return value


def _category(value: Any, place: str, allowed: Sequence[str] | None) -> str:
	key = _text(value, place, empty=True, longest=LONGEST_CODE)
	if key and allowed is not None and key not in allowed:
		raise BadFile("category", place, key)
	return key


def _choice(value: Any, place: str, allowed: Any) -> str:
	if not isinstance(value, str) or value not in allowed:
		raise BadFile("choice", place, value)
	return value


def _truth(value: Any, place: str) -> bool:
	if not isinstance(value, bool):
		raise BadFile("kind", place, type(value).__name__)
	return value


def _day(value: Any, place: str) -> date:
	if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
		try:
			return date.fromisoformat(value)
		except ValueError:
			pass
	raise BadFile("date", place, value)


def _figure(value: Any, place: str, measure: str, file: ExchangeFile) -> float | None:
	if value == WITHHELD:
		return None
	kinds = int | float if measure == "Hours" else int
	if isinstance(value, bool) or not isinstance(value, kinds):
		raise BadFile("number", place, value)
	if not math.isfinite(value) or not 0 <= value <= LARGEST:
		raise BadFile("number", place, value)
	if measure == "Hours":
		if round(value, 0 if file.rounded else 1) != value:
			raise BadFile("not rounded" if file.rounded else "number", place, value)
	elif file.rounded and value % BASE:
		raise BadFile("not rounded", place, value)
	elif 0 < value < file.threshold:
		raise BadFile("not protected", place, value)
	return value
