"""What a reader can work out from published tables: by linear programming, independent of the app's own method.

Variables are the withheld figures, equations the sums, and each withheld figure is made as small and as large as it
can be. The published figures are read from the result only.
"""

from collections.abc import Callable, Iterator, Mapping
from math import ceil, floor

import numpy
from scipy.optimize import linprog
from scipy.sparse import csr_array

from refugee_support.rules.disclosure import ProtectedCrosstab

Figure = tuple[object, object]  # None is the label of a total
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


class Attacker:
	"""Knows the published figures and, for every withheld one, the bounds given."""

	def __init__(
		self,
		shown: Mapping[Figure, int | None],
		sums: list[tuple[Figure, list[Figure]]],
		bounds: Bounds = lambda figure: (0, None),
	) -> None:
		self.withheld = [figure for figure, count in shown.items() if count is None]
		place = {figure: number for number, figure in enumerate(self.withheld)}
		entries: list[tuple[int, int, int]] = []
		self.right: list[int] = []
		for total, parts in sums:
			terms = [(figure, 1) for figure in parts] + [(total, -1)]
			unknown = [(place[figure], sign) for figure, sign in terms if shown[figure] is None]
			known = sum(sign * shown[figure] for figure, sign in terms if shown[figure] is not None)
			if unknown:
				entries += [(len(self.right), column, sign) for column, sign in unknown]
				self.right.append(-known)
			else:
				assert known == 0, f"the published figures of {total} do not add up"
		shape = (len(self.right), len(self.withheld))
		rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
		self.matrix = csr_array((signs, (rows, columns)), shape=shape, dtype=float)
		self.bounds = [
			(low, FAR if high is None else high) for low, high in (bounds(figure) for figure in self.withheld)
		]

	def interval(self, figure: Figure) -> tuple[int, int]:
		"""The smallest and the largest whole number the figure can be."""
		return ceil(self._least(figure, 1) - 1e-6), floor(-self._least(figure, -1) + 1e-6)

	def _least(self, figure: Figure, sign: int) -> float:
		aim = numpy.zeros(len(self.withheld))
		aim[self.withheld.index(figure)] = sign
		found = linprog(aim, A_eq=self.matrix, b_eq=self.right, bounds=self.bounds, method="highs")
		assert found.status == 0, found.message
		return found.fun
