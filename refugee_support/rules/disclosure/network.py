"""A table with its totals as a network, and what somebody can work out who sees the published part.

Every figure of a two-way table stands in exactly two sums: a count in its row and in its column, a row total in
its row and among the row totals, and so on. With a node for every sum, every figure is an arc between two nodes,
and "all sums are right" means that as much flows into each node as out of it. A reader's knowledge is then the set
of flows in which the published arcs are fixed. The largest and smallest flow through an arc are what the reader can
conclude about that figure: a maximum flow problem, whose optimal values are whole numbers and between which every
whole number is possible (the matrix of a network is totally unimodular). So the answers here are exact, not
estimates.

Sources: L. H. Cox, "Suppression methodology and statistical disclosure control", JASA 75 (1980); D. Gusfield, "A graph
theoretic approach to statistical data security", SIAM J. Comput. 17 (1988); Hundepool et al., "Handbook on
Statistical Disclosure Control", sections on cell suppression and network flows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

Arc = tuple[int, int, int]  # figure, 1 if more of it leads this way or -1 if less, the node it leads to
Path = list[tuple[int, int]]  # figures, each with 1 for more or -1 for less


@dataclass(frozen=True)
class Figure:
	"""One number of a table: how much flows from one sum to another.

	Attributes:
		source, target: nodes; more of this figure means more out of `source` and more into `target`.
		value: the true count.
		price: what its withholding costs the reader; None where it must not be chosen to protect others.
		floor: what everybody knows to be the least it can be.
		base: the part everybody knows already; the figure is small when less than the threshold is added to it.
	"""

	source: int
	target: int
	value: int
	price: int | None
	floor: int = 0
	base: int = 0


@dataclass(frozen=True)
class Room:
	"""How far each figure can move up and down in the eyes of a reader, by the figure's index."""

	up: Sequence[int]
	down: Sequence[int]


@dataclass(frozen=True)
class Move:
	"""One way to change the withheld figures that leaves every sum right: figure -> change."""

	amount: int
	changes: dict[int, int]


class Network:
	"""Figures and which of them are withheld."""

	def __init__(self, figures: Mapping[int, Figure] | Sequence[Figure]) -> None:
		self.figures = figures if isinstance(figures, Mapping) else dict(enumerate(figures))
		self.withheld: set[int] = set()
		self._arcs: defaultdict[int, list[Arc]] = defaultdict(list)
		self._withheld_arcs: defaultdict[int, list[Arc]] = defaultdict(list)
		for index in self.figures:
			for node, arc in self._arcs_of(index):
				self._arcs[node].append(arc)

	def _arcs_of(self, index: int) -> tuple[tuple[int, Arc], ...]:
		figure = self.figures[index]
		return (
			(figure.source, (index, 1, figure.target)),
			(figure.target, (index, -1, figure.source)),
		)

	def withhold(self, indices: Iterable[int]) -> None:
		for index in indices:
			if index not in self.withheld:
				self.withheld.add(index)
				for node, arc in self._arcs_of(index):
					self._withheld_arcs[node].append(arc)

	def publish(self, index: int) -> None:
		self.withheld.remove(index)
		for node, arc in self._arcs_of(index):
			self._withheld_arcs[node].remove(arc)

	def largest_move(self, index: int, sign: int, room: Room, wanted: int) -> Move:
		"""How far the figure can go up (sign 1) or down (-1) while every published figure keeps its value.

		Augmenting paths (Ford and Fulkerson 1956), shortest first. Stops at `wanted`: nobody needs to know more.
		"""
		move = Move(0, {})
		while move.amount < wanted:
			if left(index, sign, room, move.changes) <= 0:
				return move
			way = self.shortest_way(*self.ends(index, sign), room, move.changes, {index})
			if way is None:
				return move
			move = self.extended(move, [(index, sign), *way], room, wanted)
		return move

	@staticmethod
	def extended(move: Move, path: Path, room: Room, wanted: int) -> Move:
		"""The move, continued along a closed path of (figure, sign) as far as there is room."""
		step = min(left(arc, sign, room, move.changes) for arc, sign in path)
		step = min(step, wanted - move.amount)
		changes = dict(move.changes)
		for arc, sign in path:
			changes[arc] = changes.get(arc, 0) + sign * step
		return Move(move.amount + step, changes)

	def ends(self, index: int, sign: int) -> tuple[int, int]:
		"""Where a path must start and end that balances a figure going up (sign 1) or down (-1)."""
		figure = self.figures[index]
		return (figure.target, figure.source) if sign > 0 else (figure.source, figure.target)

	def shortest_way(
		self, start: int, goal: int, room: Room, changes: Mapping[int, int], barred: Collection[int]
	) -> Path | None:
		"""The way from one sum to another over the fewest withheld figures; `barred` are those that must not move."""
		came: dict[int, tuple[int, int, int]] = {start: (-1, 0, -1)}
		queue = [start]
		up, down = room.up, room.down
		for node in queue:
			if node == goal:
				return _walk_back(came, goal)
			for arc, way, other in self._withheld_arcs[node]:
				if other in came or arc in barred:
					continue
				if (up[arc] - changes.get(arc, 0) if way > 0 else down[arc] + changes.get(arc, 0)) > 0:
					came[other] = (arc, way, node)
					queue.append(other)
		return None

	def cheapest_path(
		self, index: int, sign: int, room: Room, changes: dict[int, int]
	) -> tuple[int, Path] | None:
		"""The closed path that moves this figure further at the lowest price of figures withheld in addition.

		Returns price and path, or None where even withholding everything allowed would not help.
		"""
		if left(index, sign, room, changes) <= 0:
			return None
		found = self.cheapest_way(*self.ends(index, sign), room, changes, {index})
		return found and (found[0], [(index, sign), *found[1]])

	def cheapest_way(
		self, start: int, goal: int, room: Room, changes: dict[int, int], barred: Collection[int]
	) -> tuple[int, Path] | None:
		"""The way from one sum to another at the lowest price, by Dijkstra's algorithm.

		What is withheld already costs nothing; `barred` are figures that must not move.
		"""
		came: dict[int, tuple[int, int, int]] = {}
		queue: list[tuple[int, int, int, int, int, int]] = [(0, 0, start, -1, 0, -1)]
		up, down = room.up, room.down
		while queue:
			price, length, node, arc, way, before = heappop(queue)
			if node in came:
				continue
			came[node] = (arc, way, before)
			if node == goal:
				return price, _walk_back(came, goal)
			for arc, way, other in self._arcs[node]:
				if other in came or arc in barred:
					continue
				if (up[arc] - changes.get(arc, 0) if way > 0 else down[arc] + changes.get(arc, 0)) <= 0:
					continue
				extra = 0 if arc in self.withheld else self.figures[arc].price
				if extra is not None:
					heappush(queue, (price + extra, length + 1, other, arc, way, node))
		return None


def left(arc: int, sign: int, room: Room, changes: Mapping[int, int]) -> int:
	"""How far a figure can still go up (sign 1) or down (-1) after some changes."""
	if sign > 0:
		return room.up[arc] - changes.get(arc, 0)
	return room.down[arc] + changes.get(arc, 0)


def _walk_back(came: dict[int, tuple[int, int, int]], goal: int) -> Path:
	path = []
	arc, way, node = came[goal]
	while arc >= 0:
		path.append((arc, way))
		arc, way, node = came[node]
	return path[::-1]
