"""Figures that may leave the house: what is withheld, and how it is shown.

The methods are those of rules/disclosure (docs/disclosure.md). A line of a report has several measures of the same people;
whoever is too few in one of them is too few in all, so the measures of a line are withheld together.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from frappe import _

from refugee_support.evidence.filters import Frame
from refugee_support.rules.disclosure import ProtectedCrosstab, protect_crosstab

WITHHELD = "•"
TOTAL = "*total*"  # no line of a report has this key

Row = dict[str, Any]
Places = set[tuple[str, str]]


def withhold_lines(lines: Mapping[str, Sequence[int]], threshold: int) -> set[str]:
	"""The lines whose figures are withheld, and TOTAL if the total is.

	Args:
		lines: key -> the counts of people or conversations on it, the same measures on every line; their totals,
			counted anew, may stand under TOTAL.
		threshold: the smallest figure that is shown.

	Each measure is protected as a table of one row. Persons, counted once in each line, do not add up to their total;
	adding them up all the same is the careful side, because the sum says more than the total does.
	"""
	totals = lines.get(TOTAL, ())
	lines = {key: counts for key, counts in lines.items() if key != TOTAL}
	hidden = {TOTAL} if any(0 < total < threshold for total in totals) else set()
	for counts in zip(*lines.values(), strict=True):
		table = protect_crosstab(
			{("all", key): count for key, count in zip(lines, counts, strict=True)}, threshold=threshold
		)
		hidden |= {key for key, shown in table.column_totals.items() if shown is None}
		hidden |= {key for (_row, key), shown in table.cells.items() if shown is None}
		if table.total is None:
			hidden.add(TOTAL)
	return hidden


def blank(rows: Iterable[Row], hidden: set[str], fields: Sequence[str]) -> None:
	"""Put the sign for withheld figures in place of these fields; rows carry their key in `key`."""
	for row in rows:
		if row["key"] in hidden:
			row.update({field: WITHHELD for field in fields if field in row})


def withhold_cells(tables: Iterable[Mapping[tuple[str, str], int]], threshold: int) -> Places:
	"""The places withheld in a table of several measures: (row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)."""
	hidden: Places = set()
	for counts in tables:
		if counts:
			hidden |= _withheld_in(protect_crosstab(counts, threshold=threshold))
	return hidden


def _withheld_in(table: ProtectedCrosstab) -> Places:
	hidden = {place for place, shown in table.cells.items() if shown is None}
	hidden |= {(row, TOTAL) for row, shown in table.row_totals.items() if shown is None}
	hidden |= {(TOTAL, column) for column, shown in table.column_totals.items() if shown is None}
	return hidden | ({(TOTAL, TOTAL)} if table.total is None else set())


def shown(value: Any, place: tuple[str, str], hidden: Places) -> Any:
	return WITHHELD if place in hidden else value


def share(part: Any, whole: Any) -> float | str | None:
	"""Percent, or the sign for withheld where one of the two is; None of nothing."""
	if WITHHELD in (part, whole):
		return WITHHELD
	return round(part / whole * 100, 1) if whole else None


def number(value: Any) -> Any:
	"""For a chart: a withheld figure draws no bar."""
	return 0 if value == WITHHELD or value is None else value


def protection_note(frame: Frame) -> str:
	if not frame.protected:
		return _("Internal: shows small figures that can point to a person. Not for passing on.")
	return _(
		"Figures from 1 to {0} are withheld (•), and further ones so that they cannot be worked out. Whoever compares this table with another one made from the same records may still learn more: pass on one of them."
	).format(frame.threshold - 1)
