"""What everybody can reckon about a withheld figure from the figures of its table that are shown.

Read off the published table alone, so that a range shown beside a sum tells nobody more than the tables themselves do.
The ranges are safe on the outside: the true figure always lies in them, and a sharper method may find narrower ones.
"""

from collections.abc import Callable, Iterator

from refugee_support.rules.disclosure import ProtectedCrosstab

Place = tuple[str | None, str | None]  # None is the label of a total
Range = tuple[float, float | None]  # the upper end None: nothing is known
Slack = Callable[[float], float]  # how far the true figure may lie from one that is shown
MOST_ROUNDS = 40
GRAIN = 1e-6  # what floating point numbers get wrong


class Contradiction(ValueError):
	"""No figures whatever agree with the table: its sums are wrong."""

	def __init__(self, place: Place) -> None:
		super().__init__(place)
		self.place = place


def exact(figure: float) -> float:
	return 0


def figures_of(table: ProtectedCrosstab) -> dict[Place, float | None]:
	return {
		**table.cells,
		**{(row, None): figure for row, figure in table.row_totals.items()},
		**{(None, column): figure for column, figure in table.column_totals.items()},
		(None, None): table.total,
	}


def ranges(table: ProtectedCrosstab, slack: Slack = exact) -> dict[Place, Range]:
	"""Every figure with the least and the most it can be.

	Raises:
		Contradiction: where the figures shown do not add up.
	"""
	found: dict[Place, Range] = {
		place: (0, None) if figure is None else (max(0, figure - slack(figure)), figure + slack(figure))
		for place, figure in figures_of(table).items()
	}
	sums = list(_sums(table))
	for _round in range(MOST_ROUNDS):
		if not any([_narrow(found, total, parts) for total, parts in sums]):
			break
	return found


def _sums(table: ProtectedCrosstab) -> Iterator[tuple[Place, list[Place]]]:
	rows, columns = list(table.row_totals), list(table.column_totals)
	for row in (*rows, None):
		yield (row, None), [(row, column) for column in columns]
	for column in (*columns, None):
		yield (None, column), [(row, column) for row in rows]


def _narrow(found: dict[Place, Range], total: Place, parts: list[Place]) -> bool:
	"""A total is the sum of its parts, and a part is the total less the others. Whether anything became narrower."""
	lows = sum(found[part][0] for part in parts)
	open_ended = sum(found[part][1] is None for part in parts)
	highs = sum(found[part][1] or 0 for part in parts)
	narrower = _meet(found, total, lows, None if open_ended else highs)
	least, most = found[total]
	for part in parts:
		low, high = found[part]
		others_low = lows - low
		others_high = None if open_ended - (high is None) else highs - (high or 0)
		narrower |= _meet(
			found,
			part,
			0 if others_high is None else least - others_high,
			None if most is None else most - others_low,
		)
		changed_low, changed_high = found[part]
		lows += changed_low - low
		if high is None and changed_high is not None:
			open_ended -= 1
		highs += (changed_high or 0) - (high or 0)
	return narrower


def _meet(found: dict[Place, Range], place: Place, low: float, high: float | None) -> bool:
	before = found[place]
	least = max(before[0], low)
	most = before[1] if high is None else high if before[1] is None else min(before[1], high)
	if most is not None and least > most + GRAIN:
		raise Contradiction(place)
	if least <= before[0] + GRAIN and (
		most == before[1] or (before[1] is not None and most is not None and most >= before[1] - GRAIN)
	):
		return False
	found[place] = (least, most if most is None else max(least, most))
	return True
