"""A later publication beside an earlier one of the same growing counts: what must be withheld for a reader of both."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from .crosstab import TOTAL, Place, ProtectedCrosstab, Table, figures_of, required_places, telling_zeros
from .network import Figure, Move, Network, Room
from .suppression import Reader, Suppression, Unprotectable, View, span, view_of

# Figure of the earlier table -> which readers must be left how far a range of it.
Needs = dict[int, list[tuple[Reader, int]]]


def seen_places(then: Table, published: ProtectedCrosstab | None) -> set[Place]:
	"""The places of which a figure was published; what the publication does not mention was a zero.

	Raises:
		ValueError: if it was not made from these counts.
	"""
	if published is None:
		return set()
	shown = figures_of(published)
	if any(shown.get(place, 0) not in (None, then.values[place]) for place in then.places):
		raise ValueError("The earlier table was not made from the earlier counts that were given.")
	return {place for place in then.places if shown.get(place, 0) is not None}


def required_now(now: Table, then: Table, seen: set[Place], threshold: int) -> set[Place]:
	"""What is small, what differs a little from a published figure, and what would tell where the few new ones stand."""
	required = required_places(now, threshold)
	growth = {place: now.values[place] - then.values[place] for place in now.places}
	small = {place for place in seen if 0 < abs(growth[place]) < threshold}
	if min(growth.values()) < 0:
		return required | small
	added = Table({place: count for place, count in growth.items() if TOTAL not in place})
	return required | small | telling_zeros(added, small)


def best_continuation(
	networks: Callable[[], tuple[Network, Network]], *, hidden: set[int], required: set[int], threshold: int
) -> set[int]:
	"""What to withhold now, by number: the cheaper of beginning anew and of beginning with what was hidden before.

	Everything where neither succeeds, which only corrections downwards can bring about.

	Args:
		networks: makes the later and the earlier counts as networks, with the same numbers.
		hidden: what was not published before.
	"""
	attempts: list[Suppression] = []
	needs: Needs | None = None
	for again in (False, True):
		now, then = networks()
		search = Continuation(now, then, hidden, required, threshold, needs)
		needs = search.needs
		if again:
			search.network.withhold(index for index in hidden if now.figures[index].value)
		try:
			search.solve(sorted(required, key=lambda index: (now.figures[index].value, index)))
		except Unprotectable:
			continue
		attempts.append(search)
	return min(attempts, key=Suppression.price).network.withheld if attempts else set(now.figures)


class Continuation(Suppression):
	"""Protects the later table and, for a reader who has both, the earlier one.

	Withheld figures can move in three ways that contradict neither publication: the later ones alone (but not below
	the earlier ones), both together by the same, and the earlier ones alone (but not above the later ones).
	Figures of the earlier table that are not protected by the last way are numbered after those of the later.
	"""

	def __init__(
		self,
		now: Network,
		then: Network,
		hidden: set[int],
		required: Iterable[int],
		threshold: int,
		needs: Needs | None = None,
	) -> None:
		"""`needs`, where they are known already from the same counts."""
		new, old = list(now.figures.values()), list(then.figures.values())
		self.count, self.hidden = len(new), hidden
		self.growth = [after.value - before.value for after, before in zip(new, old, strict=True)]
		super().__init__(self._with_what_is_known(new, old), required, threshold, now)
		self.together = _narrower(view_of(old, threshold), view_of(new, threshold), hidden)
		self.then = then
		self.then.withhold(hidden)
		self.needs = self._what_the_earlier_table_needs(view_of(old, threshold)) if needs is None else needs

	def _with_what_is_known(self, new: list[Figure], old: list[Figure]) -> list[Figure]:
		"""No count shrinks, unless it has been corrected; and of what was published the growth is what counts."""
		return [
			replace(after, floor=before.value, base=0 if index in self.hidden else before.value)
			if self.growth[index] >= 0
			else after
			for index, (after, before) in enumerate(zip(new, old, strict=True))
		]

	def _what_the_earlier_table_needs(self, view: View) -> Needs:
		"""Which figures must be withheld again for the sake of the earlier table, as far as that can help."""
		ceilings = [max(growth, 0) for growth in self.growth]
		needs: Needs = {}
		for index in sorted(self.hidden):
			for reader, wanted in (("outsider", self.threshold), ("insider", 1)):
				room: Room = getattr(view, reader)
				alone = Room([min(pair) for pair in zip(room.up, ceilings, strict=True)], room.down)
				if not span(self.then, index, alone, wanted) and (
					span(self.then, index, getattr(self.together, reader), wanted)
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
			self.remember(index, self._together_in(self.then, index))
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
