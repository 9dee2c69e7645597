"""What a run knows while it goes through the rows, and what it notes of each."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import frappe
from frappe.utils import cint, cstr, getdate

from refugee_support import access
from refugee_support.moving import keys
from refugee_support.moving.reading import readings
from refugee_support.moving.wording import why
from refugee_support.rules.legacy.problems import Problem
from refugee_support.rules.legacy.rows import Reading, RowResult, read_row

CREATED, UPDATED, UNCHANGED, DUPLICATE, REFUSED = (
	"Created",
	"Updated",
	"Unchanged",
	"Perhaps Duplicate",
	"Not Taken",
)
SAME, ANOTHER = "Same Person", "Another Person"


@dataclass
class Item:
	"""One row of the old file on its way."""

	result: RowResult
	legacy_id: str  # of rows without a number: derived from what they say
	key: Any = None  # what is known of this number from earlier runs
	name: str = ""  # of its Legacy Import Row
	decision: str = ""
	candidate: str = ""
	outcome: str = ""
	record: str = ""
	problem: Problem | None = None
	message: str = ""  # a refusal by the record itself
	undo: dict[str, Any] = field(default_factory=dict)

	def refuse(self, problem: Problem) -> None:
		self.outcome, self.problem = REFUSED, problem

	@property
	def reason(self) -> str:
		return self.message or (why(self.problem) if self.problem else "")

	@property
	def cell(self) -> str:
		return self.problem.cell if self.problem else ""


@dataclass
class Work:
	"""An import with everything its rows are read and written with."""

	document: Any

	@cached_property
	def readings(self) -> dict[str, Reading]:
		return readings(self.document)

	@cached_property
	def as_of(self) -> date:
		return getdate(self.document.data_as_of)

	@cached_property
	def minutes(self) -> int:
		return cint(self.document.default_minutes)

	@property
	def source(self) -> str:
		return self.document.source

	def is_visible(self, client: str) -> bool:
		return access.is_visible("Client", client, frappe.session.user)

	def keys_of(self, target: str, legacy_ids: Iterable[str]) -> dict[str, Any]:
		return keys.load(self.source, target, legacy_ids)

	def read(self, sheet: str, number: int, cells: list[Any]) -> RowResult:
		return read_row(number, cells, self.readings[sheet])

	def records_of(self, items: list[Item], fieldname: str, target: str) -> dict[str, str]:
		"""{old number: record} for what these rows belong to."""
		numbers = {number for item in items for number in item.result.parents.get(fieldname, [])}
		found = {number: key.record for number, key in self.keys_of(target, numbers).items() if key.record}
		if target != "Client":
			return found
		# Nothing is written about a client who must not be found: as if they had never been here.
		shown = frappe.get_list("Client", {"name": ["in", list(found.values())]}, pluck="name", limit=0)
		return {number: record for number, record in found.items() if record in set(shown)}


def load_cells(text: str) -> list[Any]:
	return json.loads(text or "[]")


def dump_cells(cells: list[Any]) -> str:
	"""Days and times as text: they are read from it just as well."""
	return json.dumps(cells, ensure_ascii=False, default=cstr)


def derived_id(result: RowResult, times: dict[str, int]) -> str:
	"""A number for a row that has none: from what it says, counted where several say the same."""
	key = result.content_key
	times[key] = times.get(key, 0) + 1
	return f"row:{key}:{times[key]}"
