"""From a row of an old file to the values of a record, or to the reasons why not.

A row is taken as a whole or not at all: one cell nobody understands refuses it, with the cell named. What is not wrong but
should be known (a day that is only a month, a birth year) is a remark and stops nothing.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from refugee_support.rules.legacy.dates import parse_date
from refugee_support.rules.legacy.excel import as_text
from refugee_support.rules.legacy.problems import BadCell, Problem
from refugee_support.rules.legacy.targets import CLIENT, CONSULTATION, Field, Target
from refugee_support.rules.legacy.values import (
	FORMULA_ERRORS,
	Choices,
	fold,
	is_nothing,
	parse_check,
	parse_minutes,
)
from refugee_support.rules.text import has_hidden_marks, one_line, plain_text

LONGEST_LINE, LONGEST_NOTE = 140, 60_000
MAY_LIE_AHEAD = {"status_until", "approved_from", "approved_until"}
_ANONYMOUS = {"anonym", "anonymous", "anonyme beratung", "ohne namen", "anon"}
_PHONE = re.compile(r"[0-9 +_\-,.*#()]{3,20}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_SEVERAL = re.compile(r"\s*[;,/+&\n]\s*|\s+und\s+")


@dataclass
class ValueMap:
	"""What the old values of one field mean: as decided by people, else as far as it is certain."""

	choices: Choices
	decided: dict[str, str] = field(default_factory=dict)  # folded old value -> ours; "": nothing is known

	def resolve(self, old: str) -> str:
		"""
		Raises:
			BadCell: unknown_value.
		"""
		folded = fold(old)
		decided = self.decided.get(folded)
		if decided is not None and (not decided or decided in self.choices.values):
			return decided
		match = self.choices.find(old)
		if not match or not match.certain:
			raise BadCell("unknown_value", old)
		return match.value


@dataclass
class Reading:
	"""How the rows of one sheet are to be read."""

	target: Target
	columns: dict[int, str]  # column -> field
	today: date
	maps: dict[str, ValueMap] = field(default_factory=dict)
	width: int = 0  # number of columns with a heading; 0: not known
	since_1904: bool = False
	month_first: bool = False


@dataclass
class RowResult:
	"""What a row says."""

	number: int
	legacy_id: str = ""
	values: dict[str, Any] = field(default_factory=dict)
	parents: dict[str, list[str]] = field(default_factory=dict)  # field -> old numbers of what it belongs to
	history: dict[str, str] = field(
		default_factory=dict
	)  # characteristics as they were on the day of the row
	problems: list[Problem] = field(default_factory=list)
	remarks: list[Problem] = field(default_factory=list)
	unknown: list[tuple[str, str]] = field(default_factory=list)  # field, old value: to be decided

	@property
	def content_key(self) -> str:
		"""The same for rows that say the same: whether anything changed since the last run."""
		said = [self.values, self.parents, self.history]
		return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:32]


def read_row(number: int, cells: list[Any], reading: Reading) -> RowResult:
	row = RowResult(number)
	for column, name in reading.columns.items():
		value = cells[column - 1] if column <= len(cells) else None
		if (target_field := reading.target.field(name)) is None:
			continue
		try:
			_READERS[target_field.kind](row, target_field, value, column, reading)
		except BadCell as bad:
			row.problems.append(Problem(bad.code, number, column, bad.value, bad.detail))
	_look_beyond_headings(row, cells, reading)
	_complete(row, reading)
	return row


def _look_beyond_headings(row: RowResult, cells: list[Any], reading: Reading) -> None:
	"""More cells than headings: a separator stood in a text, and everything after it moved to the right."""
	for column in range(reading.width + 1, len(cells) + 1) if reading.width else ():
		if cells[column - 1] not in (None, ""):
			row.problems.append(Problem("beyond_headings", row.number, column))
			return


# --- One reader for each kind of cell ---


def _read_id(row: RowResult, field: Field, value: Any, column: int, reading: Reading) -> None:
	row.legacy_id = old_number(value)


def old_number(value: Any) -> str:
	"""17, 17.0, "17" and "0017" are the same number."""
	text = one_line(_text(value))
	if is_nothing(text):
		return ""
	return str(int(text)) if text.isdecimal() else text[:LONGEST_LINE]


def _read_parent(row: RowResult, field: Field, value: Any, column: int, reading: Reading) -> None:
	number = old_number(value)
	if number and fold(number) not in _ANONYMOUS:
		row.parents[field.name] = [number]


def _read_parents(row: RowResult, field: Field, value: Any, column: int, reading: Reading) -> None:
	numbers = [old_number(part) for part in _SEVERAL.split(_text(value))]
	if numbers := [number for number in numbers if number]:
		row.parents[field.name] = numbers


def _read_text(row: RowResult, field: Field, value: Any, column: int, reading: Reading) -> None:
	text = _text(value)
	if is_nothing(text):
		return
	if field.name == "mobile_no":
		text = _phone(text)
	if field.name == "email_id" and not _EMAIL.fullmatch(text.strip()):
		raise BadCell("no_email", text)
	_set_line(row, field, text, column)


def _phone(text: str) -> str:
	number = " ".join(text.replace("/", " ").split())
	if not _PHONE.fullmatch(number):
		raise BadCell("no_phone", text)
	return number


def _read_name(row: RowResult, field: Field, value: Any, column: int, reading: Reading) -> None:
	text = _text(value)
	if is_nothing(text) and fold(text) != "x":
		return
	_set_line(row, field, text, column)


def _set_line(row: RowResult, field: Field, text: str, column: int) -> None:
	line = one_line(text)
	if len(line) > LONGEST_LINE:
		raise BadCell("too_long", line, LONGEST_LINE)
	if has_hidden_marks(text):
		row.remarks.append(Problem("markup", row.number, column))
	row.values[field.name] = line


def _read_long(row: RowResult, field: Field, value: Any, column: int, reading: Reading) -> None:
	text = plain_text(_text(value))
	if is_nothing(text):
		return
	if len(text) > LONGEST_NOTE:
		raise BadCell("too_long", text, LONGEST_NOTE)
	row.values[field.name] = text


def _read_date(row: RowResult, field: Field, value: Any, column: int, reading: Reading) -> None:
	found = _parsed_date(value, reading)
	if not found:
		return
	if found.day > reading.today and field.name not in MAY_LIE_AHEAD:
		raise BadCell("date_ahead", as_text(value))
	if field.name == "consultation_date" and (found.precision == "Year" or found.about):
		raise BadCell("date_not_exact", as_text(value))
	if found.is_estimated:
		row.remarks.append(Problem("date_rounded", row.number, column, as_text(value)))
	row.values[field.name] = found.day


def _read_birth(row: RowResult, field: Field, value: Any, column: int, reading: Reading) -> None:
	found = _parsed_date(value, reading)
	if not found:
		return
	if found.day > reading.today:
		raise BadCell("date_ahead", as_text(value))
	row.values |= {field.name: found.day, "birth_date_estimated": int(found.is_estimated)}
	if found.is_estimated:
		row.remarks.append(Problem("birth_estimated", row.number, column, as_text(value)))


def _parsed_date(value: Any, reading: Reading) -> Any:
	_text(value)  # an error of a formula is no date
	return parse_date(
		value, today=reading.today, since_1904=reading.since_1904, month_first=reading.month_first
	)


def _read_check(row: RowResult, field: Field, value: Any, column: int, reading: Reading) -> None:
	if (checked := parse_check(value)) is not None:
		row.values[field.name] = checked


def _read_minutes(row: RowResult, field: Field, value: Any, column: int, reading: Reading) -> None:
	if minutes := parse_minutes(value):
		row.values[field.name] = minutes


def _read_choice(row: RowResult, field: Field, value: Any, column: int, reading: Reading) -> None:
	if ours := _resolved(row, field, _text(value), reading):
		row.values[field.name] = ours


def _read_links(row: RowResult, field: Field, value: Any, column: int, reading: Reading) -> None:
	text = _text(value)
	if is_nothing(text):
		return
	parts = [text] if _is_certain(field, text, reading) else _SEVERAL.split(text)
	found = [_resolved(row, field, part, reading) for part in parts if part]
	if found := [one for one in found if one]:
		row.values[field.name] = list(dict.fromkeys(found))


def _is_certain(field: Field, text: str, reading: Reading) -> bool:
	try:
		return bool(reading.maps[field.name].resolve(text))
	except BadCell:
		return False


def _read_history(row: RowResult, field: Field, value: Any, column: int, reading: Reading) -> None:
	text = _text(value)
	ours = _resolved(row, field, text, reading) if field.of else ("" if is_nothing(text) else one_line(text))
	if len(ours) > LONGEST_LINE:
		raise BadCell("too_long", ours, LONGEST_LINE)
	if ours:
		row.history[field.name] = ours


def _resolved(row: RowResult, field: Field, old: str, reading: Reading) -> str:
	mapped = reading.maps[field.name]
	if not old or (is_nothing(old) and fold(old) not in mapped.decided):
		return ""
	try:
		return mapped.resolve(one_line(old))
	except BadCell:
		row.unknown.append((field.name, one_line(old)[:LONGEST_LINE]))
		raise


def _text(value: Any) -> str:
	text = as_text(value)
	if text.casefold() in FORMULA_ERRORS:
		raise BadCell("formula_error", text)
	return text


_READERS: dict[str, Callable[[RowResult, Field, Any, int, Reading], None]] = {
	"id": _read_id,
	"parent": _read_parent,
	"parents": _read_parents,
	"text": _read_text,
	"name": _read_name,
	"long": _read_long,
	"date": _read_date,
	"birth": _read_birth,
	"check": _read_check,
	"minutes": _read_minutes,
	"choice": _read_choice,
	"link": _read_choice,
	"links": _read_links,
	"user": _read_choice,
	"history": _read_history,
}


# --- The row as a whole ---


def _complete(row: RowResult, reading: Reading) -> None:
	target = reading.target
	if target is CLIENT:
		_complete_name(row)
	if target is CONSULTATION:
		_complete_contact(row)
	_check_order(row)
	bad = {problem.column for problem in row.problems}
	for needed in target.fields:
		if needed.required and not (row.values.get(needed.name) or row.parents.get(needed.name)):
			column = next((c for c, name in reading.columns.items() if name == needed.name), 0)
			if column not in bad or not column:
				row.problems.append(Problem("missing", row.number, column, detail=(needed.label,)))
	for name, numbers in row.parents.items():
		wanted = target.field(name)
		if row.legacy_id and wanted and wanted.of == target.doctype and row.legacy_id in numbers:
			column = next((c for c, field in reading.columns.items() if field == name), 0)
			row.problems.append(Problem("points_to_itself", row.number, column, row.legacy_id))


def _complete_name(row: RowResult) -> None:
	"""One column with the whole name is cut in two; a person with one name has it as the first name."""
	whole = row.values.pop("full_name", "")
	if whole and not row.values.get("first_name"):
		last, comma, first = whole.partition(",")
		if not comma:
			first, _blank, last = whole.rpartition(" ")
			first, last = (first, last) if first else (last, "")
		row.values |= {"first_name": first.strip(), "last_name": last.strip()}
	if not row.values.get("first_name") and row.values.get("last_name"):
		row.values["first_name"] = row.values.pop("last_name")
	if not row.values.get("first_name") and not row.problems:
		row.problems.append(Problem("missing", row.number, 0, detail=("First Name",)))


def _complete_contact(row: RowResult) -> None:
	"""Without a client it is an anonymous contact: then the person stands in the row itself."""
	anonymous = not row.parents.get("client")
	row.values["is_anonymous"] = int(anonymous)
	if not anonymous:
		for name in ("anonymous_gender", "anonymous_nationality"):
			row.values.pop(name, None)
		return
	row.parents.pop("family_members", None)
	if status := row.history.pop("residence_status", ""):
		row.values["anonymous_residence_status"] = status
	row.history.clear()


def _check_order(row: RowResult) -> None:
	for earlier, later in (
		("date_of_birth", "arrival_date"),
		("status_since", "status_until"),
		("submitted_on", "decided_on"),
		("approved_from", "approved_until"),
	):
		first, second = row.values.get(earlier), row.values.get(later)
		if first and second and second < first:
			row.problems.append(Problem("wrong_order", row.number, 0, detail=(earlier, later)))
