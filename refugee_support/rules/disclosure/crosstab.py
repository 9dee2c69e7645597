"""One table of counts, rows by columns, protected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .network import Figure
from .suppression import cheapest

TOTAL = None  # the label of the row and of the column in which the totals stand

Place = tuple[str | None, str | None]


@dataclass(frozen=True)
class ProtectedCrosstab:
	"""A table that may leave the house. None means withheld."""

	cells: dict[tuple[str, str], int | None]
	row_totals: dict[str, int | None]
	column_totals: dict[str, int | None]
	total: int | None


def protect_crosstab(counts: Mapping[tuple[str, str], int], *, threshold: int = 5) -> ProtectedCrosstab:
	"""Protects a table of counts.

	Args:
		counts: (row, column) -> number of persons. What is missing counts as 0: the result has every row with
			every column.
		threshold: the smallest number that may be published, 2 or more (the app offers 3 to 10).

	Every figure (count or total) from 1 to threshold - 1 is withheld, and further figures so that each withheld one
	is protected as `suppression.py` defines. Zeros are published, with two exceptions: where the whole table
	counts fewer than `threshold` persons nothing is published; and where the few persons of a row (or column)
	whose total is withheld all stand in one cell, one zero beside it is withheld, too, so that nobody reads from the
	zeros what those persons have in common. The result depends on the counts only, not on their order.

	Raises:
		ValueError: for a threshold below 2, a negative count, one that is not a whole number, or a wrong key.
	"""
	check_threshold(threshold)
	table = Table(counts)
	return table.published(choose(table, threshold))


def figures_of(table: ProtectedCrosstab) -> dict[Place, int | None]:
	"""Counts and totals in one: the label of a total is TOTAL."""
	return {
		**table.cells,
		**{(row, TOTAL): count for row, count in table.row_totals.items()},
		**{(TOTAL, column): count for column, count in table.column_totals.items()},
		(TOTAL, TOTAL): table.total,
	}


def check_threshold(threshold: int) -> None:
	"""Raises ValueError for anything but a whole number from 2 on."""
	if not isinstance(threshold, int) or isinstance(threshold, bool) or threshold < 2:
		raise ValueError("The threshold must be a whole number of at least 2.")


class Table:
	"""A full grid of counts with its totals; the total row and column carry the label TOTAL."""

	def __init__(
		self,
		counts: Mapping[tuple[str, str], int],
		rows: Iterable[str] = (),
		columns: Iterable[str] = (),
	) -> None:
		"""The rows and columns are those of the counts and any given in addition, which count nobody."""
		for place, count in counts.items():
			_check(place, count)
		self.rows: list[str] = sorted({*rows, *(row for row, _ in counts)})
		self.columns: list[str] = sorted({*columns, *(column for _, column in counts)})
		self.values: dict[Place, int] = {
			(row, column): 0 for row in (*self.rows, TOTAL) for column in (*self.columns, TOTAL)
		}
		for (row, column), count in counts.items():
			for place in ((row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
				self.values[place] += count
		self.places: list[Place] = list(self.values)

	def figures(self) -> list[Figure]:
		"""The figures in the order of `places`. People flow from the total of all rows through a row total
		into the row, through its cells into the columns, and through the column totals back."""
		row_node = {row: number for number, row in enumerate((*self.rows, TOTAL))}
		column_node = {column: len(row_node) + number for number, column in enumerate((*self.columns, TOTAL))}
		return [
			self._figure((row, column), row_node[row], column_node[column]) for row, column in self.places
		]

	def _figure(self, place: Place, row_node: int, column_node: int) -> Figure:
		ends = (row_node, column_node)
		if (place[0] is TOTAL) != (place[1] is TOTAL):
			ends = (column_node, row_node)
		value = self.values[place]
		return Figure(*ends, value, price_of(place, value))

	def published(self, withheld: frozenset[Place]) -> ProtectedCrosstab:
		def shown(row: str | None, column: str | None) -> int | None:
			return None if (row, column) in withheld else self.values[row, column]

		return ProtectedCrosstab(
			cells={(row, column): shown(row, column) for row in self.rows for column in self.columns},
			row_totals={row: shown(row, TOTAL) for row in self.rows},
			column_totals={column: shown(TOTAL, column) for column in self.columns},
			total=shown(TOTAL, TOTAL),
		)


def _check(place: object, count: object) -> None:
	if not (isinstance(place, tuple) and len(place) == 2 and all(isinstance(label, str) for label in place)):
		raise ValueError(
			"Every count must be given for a row and a column, both of them text (empty for “not recorded”)."
		)
	if not isinstance(count, int) or isinstance(count, bool):
		raise ValueError(
			f"The count for {place[0]!r}, {place[1]!r} must be a whole number, not {type(count).__name__}."
		)
	if count < 0:
		raise ValueError(
			f"The count for {place[0]!r}, {place[1]!r} is negative; nobody can be counted less than 0 times."
		)


def price_of(place: Place, value: int) -> int | None:
	"""What withholding a figure costs: fewest figures first, totals last, then the fewest persons.

	Zeros are never chosen to protect others: often everybody knows that a combination cannot occur, and
	then a withheld zero hides nothing.
	"""
	if value == 0:
		return None
	figures = {0: 2, 1: 4, 2: 8}[(place[0] is TOTAL) + (place[1] is TOTAL)]
	return figures * 100_000 + min(value, 99_999)


def choose(table: Table, threshold: int) -> frozenset[Place]:
	"""The places to withhold."""
	if 0 < table.values[TOTAL, TOTAL] < threshold:
		return frozenset(table.places)
	required = required_places(table, threshold)
	if not required:
		return frozenset()
	indices = [index for index, place in enumerate(table.places) if place in required]
	return frozenset(table.places[index] for index in cheapest(table.figures(), indices, threshold))


def required_places(table: Table, threshold: int) -> set[Place]:
	"""Every figure from 1 to threshold - 1, and the zeros that would tell what a few persons have in common."""
	small = {place for place, value in table.values.items() if 0 < value < threshold}
	return small | telling_zeros(table, small)


def telling_zeros(table: Table, small: set[Place]) -> set[Place]:
	"""For each small row or column whose persons all stand in one cell: the zero beside it that costs least."""
	zeros: set[Place] = set()
	for row in table.rows:
		if (row, TOTAL) in small:
			zeros |= _zero_in([(row, column) for column in table.columns], 1, table, small | zeros)
	for column in table.columns:
		if (TOTAL, column) in small:
			zeros |= _zero_in([(row, column) for row in table.rows], 0, table, small | zeros)
	return zeros


def _zero_in(line: list[Place], across: int, table: Table, withheld: set[Place]) -> set[Place]:
	if sum(table.values[place] > 0 or place in withheld for place in line) > 1:
		return set()

	def cost(place: Place) -> tuple[bool, int, int, Place]:
		label = place[across]
		total: Place = (TOTAL, label) if across else (label, TOTAL)
		already = sum(one[across] == label for one in withheld)
		return total in withheld, -already, -table.values[total], place

	choices = [
		place
		for place in line
		if table.values[place] == 0 and table.values[(TOTAL, place[1]) if across else (place[0], TOTAL)] > 0
	]
	return {min(choices, key=cost)} if choices else set()
