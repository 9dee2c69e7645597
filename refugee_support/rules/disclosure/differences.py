"""Two publications of a period that goes on: January to June, then January to September.

Whoever holds both can subtract one from the other and reads the counts of July to September. So a figure must also
be withheld where it differs from the published earlier one by 1 to threshold - 1, and the subtraction must not help
with any figure that is withheld in either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .crosstab import (
	TOTAL,
	Place,
	ProtectedCrosstab,
	Table,
	check_threshold,
	figures_of,
	required_places,
	telling_zeros,
)
from .network import Figure, Move, Network, Room
from .suppression import Reader, Suppression, View, span, view_of


@dataclass(frozen=True)
class Difference:
	"""Two published figures that tell a small count apart; row and column are None for totals."""

	row: str | None
	column: str | None
	persons: int


def audit_difference(
	earlier: ProtectedCrosstab, later: ProtectedCrosstab, *, threshold: int = 5
) -> tuple[Difference, ...]:
	"""The figures published in both tables that differ by 1 to threshold - 1, by row and column, totals last.

	A row or column that only one table has counts as 0 in the other.
	"""
	check_threshold(threshold)
	before, after = figures_of(earlier), figures_of(later)
	found = []
	for row, column in {**after, **before}:
		old, new = before.get((row, column), 0), after.get((row, column), 0)
		if old is not None and new is not None and 0 < abs(new - old) < threshold:
			found.append(Difference(row, column, new - old))
	return tuple(sorted(found, key=lambda one: _order(one.row, one.column)))


def protect_against_earlier(
	counts: Mapping[tuple[str, str], int],
	earlier: ProtectedCrosstab,
	earlier_counts: Mapping[tuple[str, str], int],
	*,
	threshold: int = 5,
) -> ProtectedCrosstab:
	"""Protects a table of which an earlier state has been published, for a reader who has both.

	Args:
		counts: the counts now.
		earlier: what was published then.
		earlier_counts: the true counts it was made from.

	Withheld figures of both tables, and small differences between the two, have the protection that `suppression.py`
	describes, even if counts can only have grown. What cannot be mended is what has been published already.

	Raises:
		ValueError: as `protect_crosstab`; or if `earlier` was not made from `earlier_counts`.
	"""
	check_threshold(threshold)
	now, then = Table(counts), Table(earlier_counts)
	now, then = Table(counts, then.rows, then.columns), Table(earlier_counts, now.rows, now.columns)
	shown = {place: figures_of(earlier).get(place, 0) for place in now.places}
	if any(count not in (None, then.values[place]) for place, count in shown.items()):
		raise ValueError("The earlier table was not made from the earlier counts that were given.")
	if 0 < now.values[TOTAL, TOTAL] < threshold:
		return now.published(frozenset(now.places))
	known = {place for place, count in shown.items() if count is not None}
	places = _required(now, then, known, threshold)
	required = [index for index, place in enumerate(now.places) if place in places]
	attempts = []
	for start in (set(), _liftable(now)):
		attempt = _Continuation(now, then, known, required, threshold)
		attempt.network.withhold(attempt.hidden & start)
		attempt.solve(sorted(required, key=lambda index: now.values[now.places[index]]))
		attempts.append(attempt)
	withheld = min(attempts, key=Suppression.price).network.withheld
	return now.published(frozenset(now.places[index] for index in withheld))


def _liftable(table: Table) -> set[int]:
	"""Figures that could be larger in a reader's eyes; not a zero in an empty row or column."""
	values = table.values
	return {
		index
		for index, (row, column) in enumerate(table.places)
		if values[row, column] or (values[row, TOTAL] and values[TOTAL, column])
	}


def _order(row: str | None, column: str | None) -> tuple[bool, str, bool, str]:
	return row is TOTAL, row or "", column is TOTAL, column or ""


def _required(now: Table, then: Table, known: set[Place], threshold: int) -> set[Place]:
	"""What is small, what differs a little from a published figure, and what would tell where the few new ones stand."""
	required = required_places(now, threshold)
	growth = {place: now.values[place] - then.values[place] for place in now.places}
	small = {place for place in known if 0 < abs(growth[place]) < threshold}
	if min(growth.values()) < 0:
		return required | small
	added = Table({place: count for place, count in growth.items() if TOTAL not in place})
	return required | small | telling_zeros(added, small)


class _Continuation(Suppression):
	"""Protects the later table and, for a reader who has both, the earlier one.

	Withheld figures can move in three ways that contradict neither publication: the later ones alone (but not below
	the earlier ones), both together by the same, and the earlier ones alone (but not above the later ones).
	Figures of the earlier table that are not protected by the last way are numbered after those of the later table.
	"""

	def __init__(
		self, now: Table, then: Table, known: set[Place], required: Iterable[int], threshold: int
	) -> None:
		new, old = now.figures(), then.figures()
		self.count = len(new)
		self.hidden = {index for index, place in enumerate(now.places) if place not in known}
		self.growth = [after.value - before.value for after, before in zip(new, old, strict=True)]
		super().__init__(self._with_what_is_known(new, old), required, threshold)
		self.together = _narrower(view_of(old, threshold), view_of(new, threshold), self.hidden)
		self.full = Network(old)
		self.full.withhold(self.hidden)
		self.needs = self._what_the_earlier_table_needs(view_of(old, threshold))

	def _with_what_is_known(self, new: list[Figure], old: list[Figure]) -> list[Figure]:
		"""No count shrinks, unless it has been corrected; and of what was published the growth is what counts."""
		return [
			replace(after, floor=before.value, base=0 if index in self.hidden else before.value)
			if self.growth[index] >= 0
			else after
			for index, (after, before) in enumerate(zip(new, old, strict=True))
		]

	def _what_the_earlier_table_needs(self, view: View) -> dict[int, list[tuple[Reader, int]]]:
		"""Which figures must be withheld again for the sake of the earlier table, as far as that can help."""
		ceilings = [max(growth, 0) for growth in self.growth]
		needs: dict[int, list[tuple[Reader, int]]] = {}
		for index in sorted(self.hidden):
			for reader, wanted in (("outsider", self.threshold), ("insider", 1)):
				room: Room = getattr(view, reader)
				alone = Room(list(map(min, room.up, ceilings)), room.down)
				if not span(self.full, index, alone, wanted) and (
					span(self.full, index, getattr(self.together, reader), wanted)
				):
					needs.setdefault(self.count + index, []).append((reader, wanted))
		return needs

	def views(self, index: int) -> list[View]:
		"""A small growth must not be worked out even where both tables withhold the figure."""
		if index in self.hidden and not 0 < abs(self.growth[index]) < self.threshold:
			return [self.view, self.together]
		return [self.view]

	def to_protect(self) -> set[int]:
		return super().to_protect() | set(self.needs)

	def protect(self, index: int) -> None:
		if index < self.count:
			super().protect(index)
		elif not self.is_protected(index):
			self.remember(index, self._together_in(self.full, index))
			self.network.withhold(self._rests_on[index])

	def is_protected(self, index: int) -> bool:
		if index < self.count:
			return super().is_protected(index)
		moves = self._together_in(self.network, index)
		if moves:
			self.remember(index, moves)
		return bool(moves)

	def _together_in(self, network: Network, index: int) -> list[Move]:
		if index - self.count not in network.withheld:
			return []
		moves: list[Move] = []
		for reader, wanted in self.needs[index]:
			found = span(network, index - self.count, getattr(self.together, reader), wanted)
			if not found:
				return []
			moves += found
		return moves


def _narrower(one: View, other: View, movable: set[int]) -> View:
	"""What both views leave room for; figures that are not movable stay."""

	def least(reader: Reader) -> Room:
		a, b = getattr(one, reader), getattr(other, reader)
		numbers = range(len(a.up))
		return Room(
			[min(a.up[n], b.up[n]) if n in movable else 0 for n in numbers],
			[min(a.down[n], b.down[n]) if n in movable else 0 for n in numbers],
		)

	return View(least("outsider"), least("insider"), least("knows_zeros"))
