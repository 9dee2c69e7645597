"""What a reader can work out from published tables: by linear programming, independent of the app's own method.

Variables are the withheld figures, equations the sums, and each withheld figure is made as small and as large as it
can be. The published figures are read from the result only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import ceil, floor

import numpy
from scipy.optimize import linprog
from scipy.sparse import csr_array

from refugee_support.rules.disclosure import ProtectedCrosstab

Figure = tuple[object, ...]  # (row, column); None is the label of a total
FAR = 1_000_000  # stands for "as large as you like"
Bounds = Callable[[Figure], tuple[int, int | None]]


def published(table: ProtectedCrosstab) -> dict[Figure, int | None]:
	return {
		**table.cells,
		**{(row, None): count for row, count in table.row_totals.items()},
		**{(None, column): count for column, count in table.column_totals.items()},
		(None, None): table.total,
	}


def true_figures(counts: Mapping[tuple[str, str], int], table: ProtectedCrosstab) -> dict[Figure, int]:
	def added(row: object, column: object) -> int:
		return sum(n for (r, c), n in counts.items() if row in (None, r) and column in (None, c))

	return {figure: added(*figure) for figure in published(table)}


def sums(table: ProtectedCrosstab) -> Iterator[tuple[Figure, list[Figure]]]:
	"""Every total with the figures it adds up."""
	rows, columns = list(table.row_totals), list(table.column_totals)
	for row in (*rows, None):
		yield (row, None), [(row, column) for column in columns]
	for column in (*columns, None):
		yield (None, column), [(row, column) for row in rows]


def insider_bounds(true: Mapping[Figure, int], threshold: int) -> Bounds:
	"""Knows the threshold and, of every withheld figure, whether it is zero, small or not small."""

	def bounds(figure: Figure) -> tuple[int, int | None]:
		if true[figure] == 0:
			return 0, 0
		return (1, threshold - 1) if true[figure] < threshold else (threshold, None)

	return bounds


class Attacker:
	"""Knows the published figures, the sums, and for every withheld figure the bounds given.

	`at_most` are pairs of figures of which the first is known not to be larger than the second.
	"""

	def __init__(
		self,
		shown: Mapping[Figure, int | None],
		sums: Iterable[tuple[Figure, list[Figure]]],
		bounds: Bounds = lambda figure: (0, None),
		at_most: Iterable[tuple[Figure, Figure]] = (),
	) -> None:
		self.shown = shown
		self.sums = list(sums)
		self.met: list[numpy.ndarray] = []
		self.withheld = [figure for figure, count in shown.items() if count is None]
		self.place = {figure: number for number, figure in enumerate(self.withheld)}
		equal = [[(part, 1) for part in parts] + [(total, -1)] for total, parts in self.sums]
		self.equal, self.equal_to = self._known(equal)
		self.less, self.less_than = self._known([[(small, 1), (large, -1)] for small, large in at_most])
		self.bounds = [
			(low, FAR if high is None else high) for low, high in (bounds(figure) for figure in self.withheld)
		]

	def _known(self, lines: list[list[tuple[Figure, int]]]) -> tuple[csr_array, list[int]]:
		entries, right = [], []
		for terms in lines:
			unknown = [(self.place[figure], sign) for figure, sign in terms if self.shown[figure] is None]
			known = sum(sign * self.shown[figure] for figure, sign in terms if self.shown[figure] is not None)
			if unknown:
				entries += [(len(right), column, sign) for column, sign in unknown]
				right.append(-known)
		rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
		return csr_array((signs, (rows, columns)), shape=(len(right), len(self.withheld)), dtype=float), right

	def interval(self, *figures: Figure) -> tuple[int, int]:
		"""The smallest and the largest whole number the figure, or the first less the second, can be."""
		aim, known = self._aim(figures)
		return ceil(self._least(aim) + known - 1e-6), floor(known - self._least(-aim) + 1e-6)

	def assert_range(self, *figures: Figure, wanted: int) -> None:
		"""The figure, or the first less the second, can have values so far apart.

		Every optimum is one possible table; those already met often show it without another optimum.
		"""
		aim, _ = self._aim(figures)
		values = [float(aim @ met) for met in self.met]
		if values and max(values) - min(values) >= wanted - 1e-6:
			return
		least, most = self.interval(*figures)
		assert most - least >= wanted, f"{figures} is known to be {least} to {most}"

	def can_be_two(self, figure: Figure) -> bool:
		"""Whether more than one value is possible."""
		try:
			self.assert_range(figure, wanted=1)
		except AssertionError:
			return False
		return True

	def _aim(self, figures: tuple[Figure, ...]) -> tuple[numpy.ndarray, int]:
		aim, known = numpy.zeros(len(self.withheld)), 0
		for figure, way in zip(figures, (1, -1), strict=False):
			if self.shown[figure] is None:
				aim[self.place[figure]] = way
			else:
				known += way * self.shown[figure]
		return aim, known

	def _least(self, aim: numpy.ndarray) -> float:
		less = (self.less, self.less_than) if self.less_than else (None, None)
		equal = (self.equal, self.equal_to) if self.equal_to else (None, None)
		found = linprog(aim, *less, *equal, bounds=self.bounds, method="highs")
		assert found.status == 0, found.message
		self.met.append(found.x)
		return found.fun
