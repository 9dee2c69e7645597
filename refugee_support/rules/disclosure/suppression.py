"""Which further figures to withhold, so that the small ones cannot be worked out.

Works on any network of figures (`network.py`); knows nothing of rows and columns.

A withheld figure is **protected** when both hold:

* **Outsider.** Given everything published, that counts are not negative and whole, the figure may lie anywhere in
  an interval that is at least `threshold` long. So nobody can tell a small figure from one that is not.
* **Insider.** Even somebody who knows the threshold, knows that zeros are published, and could tell for every
  withheld figure whether it is small (1 to threshold - 1) or not (threshold and more), is left with two values at
  least. (Example for 5: of two withheld figures that add up to 8 both would have to be 4.) Where that cannot be had
  by withholding anything - the two single persons of a row whose total is known to be below 3 - the
  insider is taken not to know which figures are small, only that none is zero.

Withholding one more figure never makes another one less protected, so what is found protected stays so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .network import Figure, Move, Network, Room

MANY = 120


def cheapest(figures: Sequence[Figure], required: Sequence[int], threshold: int) -> frozenset[int]:
	"""The figures to withhold: the best result of a few orders in which the required ones are protected."""
	attempts = []
	for order in orders_of(required, figures):
		attempt = Suppression(figures, required, threshold)
		attempt.solve(order)
		attempts.append(attempt)
	return frozenset(min(attempts, key=Suppression.price).network.withheld)


def orders_of(required: Iterable[int], figures: Sequence[Figure]) -> list[list[int]]:
	"""Orders to try. Where very many are required they protect each other, and one must do."""
	by_value = sorted(required, key=lambda index: (figures[index].value, index))
	orders = [by_value, by_value[::-1], sorted(required)]
	return orders if len(by_value) <= MANY else orders[:1]


@dataclass(frozen=True)
class View:
	"""One way in which figures can move, and how far in the eyes of three readers (see above)."""

	outsider: Room
	insider: Room
	knows_zeros: Room


class Unprotectable(Exception):
	"""No set of figures to withhold was found."""


Reader = Literal["outsider", "insider", "knows_zeros"]


def view_of(figures: Sequence[Figure], threshold: int) -> View:
	"""How far every figure can move, never more than the threshold: to move further proves nothing more."""
	return View(
		*(
			Room(
				[rule(figure, threshold)[0] for figure in figures],
				[rule(figure, threshold)[1] for figure in figures],
			)
			for rule in (_outsider, _insider, _knows_zeros)
		)
	)


def span(network: Network, index: int, room: Room, wanted: int) -> list[Move]:
	"""Moves of a figure up and down that together span `wanted`; empty where there are none."""
	up = network.largest_move(index, 1, room, wanted)
	down = network.largest_move(index, -1, room, wanted - up.amount)
	return [up, down] if up.amount + down.amount >= wanted else []


class Suppression:
	"""Finds a small set of figures to withhold: protect one after the other, then give back what is not needed.

	The first is the heuristic of cheapest closed paths (Cox 1980; Hundepool et al., Handbook on Statistical
	Disclosure Control, "network flow heuristics"): finding the very smallest set is NP-hard in general.
	"""

	def __init__(
		self,
		figures: Sequence[Figure],
		required: Iterable[int],
		threshold: int,
		network: Network | None = None,
	) -> None:
		self.network = network or Network(figures)
		self.threshold = threshold
		self.required = frozenset(required)
		self.view = view_of(figures, threshold)
		self._reader: dict[int, Reader | None] = {}
		self._rests_on: dict[int, set[int]] = {}

	def solve(self, order: Iterable[int]) -> None:
		"""Decides what is withheld; the `order` in which the required are protected matters for how much."""
		self.network.withhold(self.required)
		waiting = [*order, *sorted(self.to_protect() - self.required)]
		for index in waiting:
			before = set(self.network.withheld)
			self.protect(index)
			waiting.extend(sorted(self.network.withheld - before))
		self.give_back()

	def price(self) -> int:
		"""What is withheld beyond the required, added up."""
		return sum(self.network.figures[index].price or 0 for index in self.network.withheld - self.required)

	def to_protect(self) -> set[int]:
		"""Everything that must be protected."""
		return set(self.network.withheld)

	def views(self, index: int) -> list[View]:
		"""The ways in which this figure may move; others are withheld to make room in the first."""
		return [self.view]

	# --- one figure ----------------------------------------------------------------------------

	def protect(self, index: int) -> None:
		"""Withholds others until the figure is protected.

		Raises:
			Unprotectable: where even withholding everything would not do; cannot happen to a table by itself.
		"""
		moves = self._make_room(index, "outsider", self.threshold)
		if not moves:
			raise Unprotectable
		more: list[Move] = []
		for reader in ("insider", "knows_zeros"):
			self._reader[index] = reader
			more = [] if self._has_one_value(index) else self._make_room(index, reader, 1)
			if more or self._has_one_value(index):
				break
		else:
			self._reader[index] = None
		self.remember(index, moves + more)

	def is_protected(self, index: int) -> bool:
		"""By flows over the withheld figures: exact. Remembers which figures the answer rests on."""
		moves = self._moves(index, "outsider", self.threshold)
		if not moves:
			return False
		reader = self._reader[index]
		if reader and not self._has_one_value(index):
			more = self._moves(index, reader, 1)
			if not more:
				return False
			moves += more
		self.remember(index, moves)
		return True

	def remember(self, index: int, moves: Iterable[Move]) -> None:
		self._rests_on[index] = {arc for move in moves for arc, change in move.changes.items() if change}

	def _has_one_value(self, index: int) -> bool:
		"""A withheld zero: an insider who knows all zeros knows it by assumption."""
		return self.network.figures[index].value == 0

	def _moves(self, index: int, reader: Reader, wanted: int) -> list[Move]:
		"""Moves up and down that together span `wanted`; empty where there are none."""
		for view in self.views(index):
			if moves := span(self.network, index, getattr(view, reader), wanted):
				return moves
		return []

	def _make_room(self, index: int, reader: Reader, wanted: int) -> list[Move]:
		"""Withholds the cheapest closed paths through the figure until it can move by `wanted`, and how it can."""
		if moves := self._moves(index, reader, wanted):
			return moves
		room: Room = getattr(self.views(index)[0], reader)
		moves = {sign: self.network.largest_move(index, sign, room, wanted) for sign in (1, -1)}
		while (missing := wanted - moves[1].amount - moves[-1].amount) > 0:
			ways = [
				(*found, sign)
				for sign, move in moves.items()
				if (found := self.network.cheapest_path(index, sign, room, move.changes))
			]
			if not ways:
				return []
			_, path, sign = min(ways, key=lambda way: (way[0], len(way[1])))
			self.network.withhold(arc for arc, _ in path)
			moves[sign] = self.network.extended(moves[sign], path, room, moves[sign].amount + missing)
		return list(moves.values())

	# --- giving back ---------------------------------------------------------------------------

	def give_back(self) -> None:
		"""Publishes again, the dearest first, whatever the protection of the rest does not need."""
		spare = self.network.withheld - self.required
		for index in sorted(spare, key=lambda one: (-(self.network.figures[one].price or 0), one)):
			self._try_to_publish(index)

	def _try_to_publish(self, index: int) -> None:
		kept = {one: rests for one, rests in self._rests_on.items() if index in rests and one != index}
		self.network.publish(index)
		if all(self.is_protected(one) for one in kept):
			self._rests_on.pop(index, None)
			return
		self._rests_on.update(kept)
		self.network.withhold([index])


def _outsider(figure: Figure, threshold: int) -> tuple[int, int]:
	return threshold, min(figure.value - figure.floor, threshold)


def _knows_zeros(figure: Figure, threshold: int) -> tuple[int, int]:
	if figure.value == 0:
		return 0, 0
	return threshold, min(figure.value - max(1, figure.floor), threshold)


def _insider(figure: Figure, threshold: int) -> tuple[int, int]:
	up, down = _knows_zeros(figure, threshold)
	above = figure.value - figure.base
	if 0 < above < threshold:
		return threshold - 1 - above, min(down, above - 1)
	return up, max(0, min(down, above - threshold))
