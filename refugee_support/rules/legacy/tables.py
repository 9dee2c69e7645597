"""What a file is read as, whatever kind it was: tables of numbered rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from refugee_support.rules.legacy.problems import Problem, UnreadableFile

Line = tuple[int, list]  # number as the spreadsheet shows it, the cells
MOST_ROWS = 300_000
MOST_COLUMNS = 500


@dataclass
class Table:
	"""One sheet. `lines` opens the file again each time, so that a long one is never in memory as a whole."""

	name: str
	lines: Callable[[], Iterator[Line]]
	since_1904: bool = False
	remarks: list[Problem] = field(default_factory=list)


@dataclass
class OldFile:
	"""A file that could be read, and as what."""

	kind: str  # Excel, CSV, Access
	tables: list[Table]
	encoding: str = ""
	separator: str = ""


def within_limits(lines: Iterator[Line], table: str) -> Iterator[Line]:
	"""Rows without those that are empty and without empty cells at their end.

	Raises:
		UnreadableFile: too_many_rows, too_many_columns.
	"""
	for number, cells in lines:
		while cells and (cells[-1] is None or cells[-1] == ""):
			cells.pop()
		if not cells:
			continue
		if number > MOST_ROWS:
			raise UnreadableFile("too_many_rows", table, MOST_ROWS)
		if len(cells) > MOST_COLUMNS:
			raise UnreadableFile("too_many_columns", table, MOST_COLUMNS)
		yield number, cells
