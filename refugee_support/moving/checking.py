"""The dry run: every row of the file read, compared with what is there, and noted with a result and a reason.

Nothing of it is a record yet. What it notes is what the run then does: created, updated, unchanged, perhaps a duplicate (to
be decided by a person), or refused, with the cell.
"""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
from frappe import _
from frappe.utils import now

from refugee_support.duplicates.finding import likely
from refugee_support.duplicates.keys import person_name
from refugee_support.duplicates.wording import in_words
from refugee_support.moving.reading import open_file
from refugee_support.moving.work import (
	ANOTHER,
	CREATED,
	DUPLICATE,
	REFUSED,
	SAME,
	UNCHANGED,
	UPDATED,
	Item,
	Work,
	derived_id,
	dump_cells,
)
from refugee_support.rules.legacy.problems import Problem
from refugee_support.rules.legacy.rows import Reading
from refugee_support.rules.legacy.tables import Line, Table
from refugee_support.rules.legacy.values import fold
from refugee_support.rules.names import LIKELY, PersonName, name_keys, reasons, same_person_likelihood

ROW = "Legacy Import Row"
BATCH = 1000
MOST_VALUES = 500
COLUMNS = (
	"name owner creation modified_by modified docstatus legacy_import position sheet row_number target legacy_id state"
	" outcome record client cell problem candidate decision cells"
).split()


class Stopped(Exception):
	"""Somebody stopped the dry run."""


class Check:
	"""One dry run: what has been seen of the file so far."""

	def __init__(self, document: Any, after_batch: Callable[[int], None] = lambda rows: None):
		self.work = Work(document)
		self.after_batch = after_batch  # called with the number of rows so far
		self.document = document
		self.position = 0
		self.counts: dict[str, int] = {}
		self.seen: dict[str, dict[str, int]] = {}  # target -> old number -> row that has it
		self.refused: dict[str, set[str]] = {}  # target -> old numbers of refused rows
		self.part_of: dict[str, str] = {}  # household -> household it is part of
		self.people: dict[str, list[tuple[str, int, PersonName]]] = {}  # name key -> who has it in the file
		self.unknown: dict[tuple[str, str, str], int] = {}  # target, field, old value -> rows

	def run(self) -> None:
		file = open_file(self.document)
		tables = {table.name[:140]: table for table in file.tables}
		frappe.db.delete(ROW, {"legacy_import": self.document.name})
		for sheet, reading in self.work.readings.items():
			if sheet in tables:
				self.check_sheet(sheet, tables[sheet], reading)

	def check_sheet(self, sheet: str, table: Table, reading: Reading) -> None:
		last = next(row.heading_row for row in self.document.sheet_map if row.sheet == sheet)
		never_calculated = {
			(remark.row, remark.column): remark
			for remark in table.remarks
			if remark.code == "formula_without_value" and remark.column in reading.columns
		}
		times: dict[str, int] = {}
		for lines in batches(line for line in table.lines() if line[0] > last):
			items = []
			for number, cells in lines:
				result = self.work.read(sheet, number, cells)
				result.problems = [
					p for (row, _c), p in never_calculated.items() if row == number
				] + result.problems
				items.append(Item(result, result.legacy_id or derived_id(result, times)))
			self.judge(items, reading)
			self.note(items, sheet, reading.target.doctype, [cells for _number, cells in lines])
			self.after_batch(self.position)

	# --- judge ---

	def judge(self, items: list[Item], reading: Reading) -> None:
		target = reading.target.doctype
		known = self.work.keys_of(target, [item.legacy_id for item in items])
		parents = {
			field.name: self.work.records_of(items, field.name, field.of)
			for field in reading.target.fields
			if field.kind in ("parent", "parents")
		}
		for item in items:
			item.key = known.get(item.legacy_id)
			self.judge_row(item, reading, parents)
			self.note_client(item, target, parents)
			for field, old in item.result.unknown:
				label = reading.target.field(field).label
				self.unknown[target, label, old] = self.unknown.get((target, label, old), 0) + 1
			self.seen.setdefault(target, {}).setdefault(item.legacy_id, item.result.number)
			if item.outcome == REFUSED:
				self.refused.setdefault(target, set()).add(item.legacy_id)

	def judge_row(self, item: Item, reading: Reading, parents: dict[str, dict[str, str]]) -> None:
		target = reading.target.doctype
		if item.result.problems:
			item.refuse(item.result.problems[0])
		elif first := self.seen.get(target, {}).get(item.legacy_id):
			item.refuse(_of_column(item, reading, "legacy_id", "duplicate_id", item.legacy_id, first))
		elif problem := self.missing_parent(item, reading, parents) or self.circle(item, reading):
			item.refuse(problem)
		elif (
			target == "Consultation"
			and not item.result.values.get("duration_minutes")
			and not self.work.minutes
		):
			item.refuse(_of_column(item, reading, "duration_minutes", "no_minutes"))
		else:
			self.compare(item, target, parents)

	def note_client(self, item: Item, target: str, parents: dict[str, dict[str, str]]) -> None:
		"""The client a row is about, as far as they are here already."""
		numbers = item.result.parents.get("client")
		if numbers:
			item.client = parents["client"].get(numbers[0], "")
		elif target == "Client":
			item.client = item.record or ("" if item.candidate.startswith("row:") else item.candidate)

	def missing_parent(
		self, item: Item, reading: Reading, parents: dict[str, dict[str, str]]
	) -> Problem | None:
		for fieldname, numbers in item.result.parents.items():
			of = reading.target.field(fieldname).of
			for number in numbers:
				if number in self.refused.get(of, ()):
					return _of_column(item, reading, fieldname, "parent_refused", number)
				in_file = number in self.seen.get(of, {}) or (
					of == reading.target.doctype and fieldname == "part_of"
				)
				made_on_the_way = of == "Client Household" and of not in self.seen
				if not (in_file or made_on_the_way or number in parents[fieldname]):
					return _of_column(item, reading, fieldname, "unknown_parent", number)
		return None

	def circle(self, item: Item, reading: Reading) -> Problem | None:
		"""A family that is part of another one which in the end is part of it."""
		(number,) = item.result.parents.get("part_of") or [""]
		if not number:
			return None
		self.part_of[item.legacy_id] = number
		passed = {item.legacy_id}
		while number:
			if number in passed:
				del self.part_of[item.legacy_id]
				return _of_column(item, reading, "part_of", "points_in_circle", item.legacy_id)
			passed.add(number)
			number = self.part_of.get(number, "")
		return None

	def compare(self, item: Item, target: str, parents: dict[str, dict[str, str]]) -> None:
		key = item.key
		if key and key.record and key.decision != SAME:
			item.record = key.record
			same = key.content_key == item.result.content_key
			hidden = target == "Client" and not self.work.is_visible(key.record)
			item.outcome = UNCHANGED if same or hidden else UPDATED
			if hidden:  # a client who must not be found: nothing is told, nothing is changed
				item.record = ""
			elif not same and written_since(target, key):
				item.refuse(Problem("changed_since", item.result.number))
		elif key and key.record:
			item.record, item.decision, item.candidate = key.record, SAME, key.record
			item.outcome = UNCHANGED if key.content_key == item.result.content_key else UPDATED
		else:
			item.outcome = CREATED
			if target == "Client":
				item.decision = key.decision if key else ""
				self.look_for_twins(item, parents)

	def look_for_twins(self, item: Item, parents: dict[str, dict[str, str]]) -> None:
		person = person_name(item.result.values)
		numbers = item.result.parents.get("household", [])
		household = parents["household"].get(numbers[0]) if numbers else None
		hits = [hit for hit in likely(person, None, household) if self.work.is_visible(hit.name)]
		if hits:
			item.candidate = hits[0].name
		if item.decision != ANOTHER:
			if hits:
				item.outcome = DUPLICATE
				item.problem = Problem(
					"maybe_same", item.result.number, 0, hits[0].name, (in_words(hits[0].reasons),)
				)
			else:
				self.look_in_file(item, person)
		for key in name_keys(person):
			self.people.setdefault(key, []).append((item.legacy_id, item.result.number, person))

	def look_in_file(self, item: Item, person: PersonName) -> None:
		others = {other[0]: other for key in name_keys(person) for other in self.people.get(key, [])}
		for legacy_id, number, other in others.values():
			if same_person_likelihood(person, other) >= LIKELY:
				item.outcome, item.candidate = DUPLICATE, f"row:{legacy_id}"
				why = in_words(reasons(person, other))
				place = _("Row {0}").format(number)
				item.problem = Problem("maybe_same", item.result.number, 0, place, (why,))
				return

	# --- note ---

	def note(self, items: list[Item], sheet: str, target: str, cells: list[list[Any]]) -> None:
		rows = []
		time, user = now(), frappe.session.user
		for item, row_cells in zip(items, cells, strict=True):
			self.position += 1
			self.counts[item.outcome] = self.counts.get(item.outcome, 0) + 1
			name = f"{self.document.name}-{self.position:07d}"
			place = [self.document.name, self.position, sheet, item.result.number, target, item.legacy_id]
			said = [
				"Checked",
				item.outcome,
				item.record,
				item.client or None,
				item.cell,
				item.reason,
				item.candidate,
				item.decision,
			]
			rows.append([name, user, time, user, time, 0, *place, *said, dump_cells(row_cells)])
		frappe.db.bulk_insert(ROW, COLUMNS, rows)

	def propose_values(self) -> None:
		"""What nobody can know for certain, most frequent first, with a suggestion where something is alike."""
		from refugee_support.moving.reading import value_maps

		document = self.document
		kept = [row for row in document.value_map if row.new_value or row.leave_empty]
		document.set("value_map", kept)
		maps = value_maps(document)
		decided = {(row.target, row.field, fold(row.old_value)) for row in kept}
		ordered = sorted(self.unknown.items(), key=lambda entry: -entry[1])[:MOST_VALUES]
		for (target, label, old), rows in ordered:
			if (target, label, fold(old)) in decided:
				continue
			field = next(
				name for (doctype, name) in maps if doctype == target and _label(target, name) == label
			)
			match = maps[target, field].choices.find(old)
			values = {"target": target, "field": label, "old_value": old, "occurrences": rows}
			document.append("value_map", {**values, "suggestion": match.value if match else None})
			decided.add((target, label, fold(old)))


def _label(target: str, name: str) -> str:
	from refugee_support.rules.legacy.targets import TARGETS

	return TARGETS[target].field(name).label


def _of_column(item: Item, reading: Reading, field: str, code: str, value: str = "", *detail: Any) -> Problem:
	column = next((column for column, name in reading.columns.items() if name == field), 0)
	return Problem(code, item.result.number, column, value, detail)


def written_since(target: str, key: Any) -> bool:
	"""Whether somebody has saved the record after the run that wrote it: what people wrote is never overwritten."""
	modified = frappe.db.get_value(target, key.record, "modified")
	return not modified or str(modified) != str(key.record_modified)


def batches(lines: Iterator[Line], size: int = BATCH) -> Iterator[list[Line]]:
	some: list[Line] = []
	for line in lines:
		some.append(line)
		if len(some) == size:
			yield some
			some = []
	if some:
		yield some
