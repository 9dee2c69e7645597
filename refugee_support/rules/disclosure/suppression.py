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

from .network import Figure, Move, Network, Room

MANY = 120


def cheapest(figures: Sequence[Figure], required: Sequence[int], threshold: int) -> frozenset[int]:
	"""The figures to withhold: the best of a few orders in which the required ones are protected.

	Where very many are required they protect each other, the order matters little, and one must do.
	"""
	by_value = sorted(required, key=lambda index: (figures[index].value, index))
	orders = [by_value, by_value[::-1], sorted(required)]
	attempts = []
	for order in orders if len(required) <= MANY else orders[:1]:
		attempt = Suppression(figures, required, threshold)
		attempt.solve(order)
		attempts.append(attempt)
	return frozenset(min(attempts, key=Suppression.price).network.withheld)


class Suppression:
	"""Finds a small set of figures to withhold: protect one after the other, then give back what is not needed.

	The first is the heuristic of cheapest closed paths (Cox 1980; Hundepool et al., Handbook on Statistical
	Disclosure Control, "network flow heuristics"): finding the very smallest set is NP-hard in general.
	"""

	def __init__(self, figures: Sequence[Figure], required: Iterable[int], threshold: int) -> None:
		self.network = Network(figures)
		self.threshold = threshold
		self.required = frozenset(required)
		self.outsider = Room(*zip(*[_outsider(figure, threshold) for figure in figures], strict=True))
		self.insider = Room(*zip(*[_insider(figure, threshold) for figure in figures], strict=True))
		self.knows_zeros = Room(*zip(*[_knows_zeros(figure, threshold) for figure in figures], strict=True))
		self._beyond_help: set[int] = set()
		self._rests_on: dict[int, set[int]] = {}

	def solve(self, order: Iterable[int]) -> frozenset[int]:
		"""The figures to withhold; `order` in which the required ones are protected matters for how many."""
		self.network.withhold(self.required)
		waiting = list(order)
		for index in waiting:
			before = set(self.network.withheld)
			self.protect(index)
			waiting.extend(sorted(self.network.withheld - before))
		self.give_back()
		return frozenset(self.network.withheld)

	def price(self) -> int:
		"""What is withheld beyond the required, added up."""
		return sum(self.network.figures[index].price or 0 for index in self.network.withheld - self.required)

	# --- one figure ----------------------------------------------------------------------------

	def protect(self, index: int, spared: Iterable[int] = ()) -> bool:
		"""Withholds others until the figure is protected; False where `spared` stands in the way."""
		return self._make_room(index, self.outsider, self.threshold, spared) and (
			self._of_two_values(index, spared)
		)

	def is_protected(self, index: int) -> bool:
		"""Exact: by maximum flows over the withheld figures. Remembers which figures the answer rests on."""
		moves = self._moves(index, self.outsider, self.threshold)
		if not moves:
			return False
		if not self._has_one_value(index):
			more = self._moves(index, self._insider_of(index), 1)
			if not more:
				return False
			moves += more
		self._rests_on[index] = {arc for move in moves for arc, change in move.changes.items() if change}
		return True

	def _insider_of(self, index: int) -> Room:
		return self.knows_zeros if index in self._beyond_help else self.insider

	def _has_one_value(self, index: int) -> bool:
		"""A withheld zero: an insider who knows all zeros knows it by assumption."""
		return self.network.figures[index].value == 0

	def _moves(self, index: int, room: Room, wanted: int) -> list[Move]:
		"""Moves up and down that together span `wanted`; empty where there are none."""
		up = self.network.largest_move(index, 1, room, wanted)
		if up.amount >= wanted:
			return [up]
		down = self.network.largest_move(index, -1, room, wanted - up.amount)
		return [up, down] if up.amount + down.amount >= wanted else []

	def _of_two_values(self, index: int, spared: Iterable[int]) -> bool:
		if self._has_one_value(index):
			return True
		if index not in self._beyond_help and self._make_room(index, self.insider, 1, spared):
			return True
		if not spared:
			self._beyond_help.add(index)
		return index in self._beyond_help and self._make_room(index, self.knows_zeros, 1, spared)

	def _make_room(self, index: int, room: Room, wanted: int, spared: Iterable[int]) -> bool:
		"""Withholds the cheapest closed paths through the figure until it can move by `wanted`."""
		up = self.network.largest_move(index, 1, room, wanted)
		down = self.network.largest_move(index, -1, room, wanted - up.amount)
		while up.amount + down.amount < wanted:
			ways = [
				(*found, move is up, move)
				for move, sign in ((up, 1), (down, -1))
				if (found := self.network.cheapest_path(index, sign, room, move.changes, spared))
			]
			if not ways:
				return False
			_, path, goes_up, move = min(ways, key=lambda way: (way[0], len(way[1])))
			self.network.withhold(arc for arc, _ in path)
			left = wanted - up.amount - down.amount
			longer = self.network.extended(move, path, room, move.amount + left)
			up, down = (longer, down) if goes_up else (up, longer)
		return True

	# --- giving back ---------------------------------------------------------------------------

	def give_back(self) -> None:
		"""Publishes again, the dearest first, whatever the protection of the rest does not need."""
		for index in self.network.withheld:
			if not self.is_protected(index):
				raise AssertionError("a withheld figure was left without protection")
		figures = self.network.figures
		for index in sorted(
			self.network.withheld - self.required, key=lambda one: (-(figures[one].price or 0), one)
		):
			self._try_to_publish(index)

	def _try_to_publish(self, index: int) -> None:
		kept = {one: rests for one, rests in self._rests_on.items() if index in rests and one != index}
		self.network.publish(index)
		if all(self.is_protected(one) for one in kept):
			del self._rests_on[index]
			return
		self._rests_on.update(kept)
		self.network.withhold([index])


def _outsider(figure: Figure, threshold: int) -> tuple[int, int]:
	"""Room up and down, never more than the threshold: to move further proves nothing more."""
	ceiling = figure.value + threshold if figure.ceiling is None else figure.ceiling
	return min(ceiling - figure.value, threshold), min(figure.value - figure.floor, threshold)


def _knows_zeros(figure: Figure, threshold: int) -> tuple[int, int]:
	if figure.value == 0:
		return 0, 0
	up, down = _outsider(figure, threshold)
	return up, min(down, figure.value - 1)


def _insider(figure: Figure, threshold: int) -> tuple[int, int]:
	up, down = _knows_zeros(figure, threshold)
	if 0 < figure.value < threshold:
		return min(up, threshold - 1 - figure.value), down
	return up, max(0, min(down, figure.value - threshold))
