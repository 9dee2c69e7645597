"""Several tables of the same people as one system of figures, in which shared totals are the same figure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .crosstab import TOTAL, Place, Table
from .network import Figure, Move, Network, Path, Room, left

LAST_RESORT = 10**9  # the price of a zero


@dataclass(frozen=True)
class LinkedTable:
	"""Counts of persons by two characteristics: the names say which tables share their totals."""

	rows: str
	columns: str
	counts: Mapping[tuple[str, str], int]


def sides_of(tables: Sequence[LinkedTable]) -> list[tuple[str, str]]:
	return [(table.rows, table.columns) for table in tables]


class Family:
	"""The tables with one number for every figure, the same for a total wherever it stands."""

	def __init__(self, tables: Sequence[LinkedTable], with_labels_of: Sequence[LinkedTable]) -> None:
		self.sides = sides_of(tables)
		self._check_sides()
		labels: dict[str, set[str]] = defaultdict(set)
		for table in with_labels_of:
			known = Table(table.counts)
			labels[table.rows].update(known.rows)
			labels[table.columns].update(known.columns)
		self.tables = [Table(table.counts, labels[table.rows], labels[table.columns]) for table in tables]
		self.figures: list[Figure] = []
		self.numbers: list[dict[Place, int]] = []
		self.arcs: list[dict[int, Figure]] = []
		self._number()

	def numbers_of(self, places: Sequence[set[Place]]) -> set[int]:
		"""The numbers of places given for each table."""
		return {numbers[one] for numbers, some in zip(self.numbers, places, strict=True) for one in some}

	def _check_sides(self) -> None:
		twice = [
			pair for pair, count in Counter(frozenset(sides) for sides in self.sides).items() if count > 1
		]
		if twice or any(rows == columns for rows, columns in self.sides):
			raise ValueError(
				"Every table needs two different characteristics, and no two tables the same two."
			)

	def _number(self) -> None:
		known: dict[tuple[object, ...], int] = {}
		for at, table in enumerate(self.tables):
			numbers, arcs = {}, {}
			for place, figure in zip(table.places, table.figures(), strict=True):
				number = known.setdefault(self._identity(at, place), len(known))
				if number == len(self.figures):
					self.figures.append(self._priced(figure, place))
				elif self.figures[number].value != figure.value:
					raise ValueError(
						f"The tables do not count the same people: their totals by {self._side(at, place)} differ."
					)
				numbers[place] = number
				arcs[number] = replace(figure, price=self.figures[number].price)
			self.numbers.append(numbers)
			self.arcs.append(arcs)

	def _priced(self, figure: Figure, place: Place) -> Figure:
		"""Where tables are linked in a ring it can happen that only a zero makes room for the others."""
		return replace(figure, price=LAST_RESORT) if figure.price is None and TOTAL not in place else figure

	def _side(self, at: int, place: Place) -> str:
		rows, columns = self.sides[at]
		return rows if place[1] is TOTAL and place[0] is not TOTAL else columns

	def _identity(self, at: int, place: Place) -> tuple[object, ...]:
		row, column = place
		if row is TOTAL and column is TOTAL:
			return ("total",)
		if column is TOTAL:
			return ("margin", self.sides[at][0], row)
		if row is TOTAL:
			return ("margin", self.sides[at][1], column)
		return ("count", at, row, column)


class LinkedNetwork(Network):
	"""All tables at once. A path is a change of some figures that leaves every sum of every table right:
	one closed path in one table, continued in the others wherever it changes totals that they share."""

	def __init__(self, family: Family) -> None:
		super().__init__(family.figures)
		self.family = family
		self.parts = [Network(arcs) for arcs in family.arcs]
		self.total = family.numbers[0][TOTAL, TOTAL]
		sides = Counter(side for pair in family.sides for side in pair)
		self.margins: dict[str, set[int]] = {side: set() for side in sides}
		for numbers, (rows, columns) in zip(family.numbers, family.sides, strict=True):
			self.margins[rows] |= {
				numbers[row, column] for row, column in numbers if column is TOTAL and row is not TOTAL
			}
			self.margins[columns] |= {
				numbers[row, column] for row, column in numbers if row is TOTAL and column is not TOTAL
			}
		self.shared = {one for side, times in sides.items() if times > 1 for one in self.margins[side]}
		if len(self.parts) > 1:
			self.shared.add(self.total)

	def withhold(self, indices: Iterable[int]) -> None:
		indices = list(indices)
		super().withhold(indices)
		for part in self.parts:
			part.withhold(index for index in indices if index in part.figures)

	def publish(self, index: int) -> None:
		super().publish(index)
		for part in self.parts:
			if index in part.figures:
				part.publish(index)

	def largest_move(self, index: int, sign: int, room: Room, wanted: int) -> Move:
		"""At least how far the figure can move; see `linked.py` on what may be overlooked."""
		move = Move(0, {})
		while move.amount < wanted:
			task = _Task(room, move.changes, _over_withheld)
			path = next(self._paths(index, sign, task), None)
			if path is None:
				return move
			move = self.extended(move, path, room, wanted)
		return move

	def cheapest_path(
		self, index: int, sign: int, room: Room, changes: dict[int, int]
	) -> tuple[int, Path] | None:
		best: tuple[int, Path] | None = None
		for path in self._paths(index, sign, _Task(room, changes, _over_any)):
			price = self._price(path)
			if best is None or price < best[0]:
				best = price, path
			if price == 0:
				break
		return best

	def _paths(self, index: int, sign: int, task: "_Task") -> Iterator[Path]:
		for at, start in self._beginnings(index, sign, task):
			path = self._continued(at, start, task)
			if path is not None:
				yield path

	def _price(self, path: Path) -> int:
		return sum(self.figures[arc].price or 0 for arc, _ in path if arc not in self.withheld)

	# --- in one table --------------------------------------------------------------------------

	def _beginnings(self, index: int, sign: int, task: "_Task") -> Iterator[tuple[int, Path]]:
		"""Closed paths through the figure in one table: first such as change no shared total, then such as keep the
		number of people, then any, last by more people in this very place."""
		if left(index, sign, task.room, task.changes) <= 0:
			return
		homes = [at for at, part in enumerate(self.parts) if index in part.figures]
		for kept in (self.shared, {self.total}, set()):
			for at in homes if index not in kept else ():
				part = self.parts[at]
				way = task.find(part, *part.ends(index, sign), task, kept | {index})
				if way is not None:
					yield at, [(index, sign), *way]
		for at in homes if sign > 0 else ():
			yield from ((at, path) for path in self._more_people(at, index, task))

	def _more_people(self, at: int, index: int, task: "_Task") -> Iterator[Path]:
		numbers = self.family.numbers[at]
		place = next(place for place, number in numbers.items() if number == index)
		for row, column in self._largest_first(at):
			if place[0] in (row, TOTAL) and place[1] in (column, TOTAL):
				arcs = [
					numbers[one] for one in ((row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL))
				]
				if all(task.allows(self, arc) for arc in arcs):
					yield [(arc, 1) for arc in arcs]
					return

	def _largest_first(self, at: int) -> list[Place]:
		table = self.family.tables[at]
		cells = [place for place in table.places if TOTAL not in place and table.values[place]]
		return sorted(
			cells,
			key=lambda place: (self.family.numbers[at][place] not in self.withheld, -table.values[place]),
		)

	# --- in the other tables -------------------------------------------------------------------

	def _continued(self, at: int, path: Path, task: "_Task") -> Path | None:
		"""The path, with what the other tables need to agree with its totals; None where they cannot."""
		waiting = [other for other in range(len(self.parts)) if other != at]
		settled = set(self.family.sides[at])
		path = list(path)
		while True:
			moved = {arc for arc, _ in path} & self.shared
			touched = [other for other in waiting if moved & self.parts[other].figures.keys()]
			if not touched:
				return path
			other = max(touched, key=lambda one: (len(settled & set(self.family.sides[one])), -one))
			more = self._answer(other, path, settled, task)
			if more is None:
				return None
			path += more
			waiting.remove(other)
			settled |= set(self.family.sides[other])

	def _answer(self, at: int, path: Path, settled: set[str], task: "_Task") -> Path | None:
		"""How the counts (and the totals not settled yet) of a table follow the totals that have moved."""
		part = self.parts[at]
		fixed = {self.total} | {
			one for side in self.family.sides[at] if side in settled for one in self.margins[side]
		}
		surplus: Counter[int] = Counter()
		for arc, sign in path:
			if arc in fixed:
				figure = part.figures.get(arc)
				if figure:
					surplus[figure.target] += sign
					surplus[figure.source] -= sign
		sources = [node for node in sorted(surplus) for _ in range(surplus[node])]
		goals = [node for node in sorted(surplus) for _ in range(-surplus[node])]
		orders = [goals] if len(goals) < 2 else [goals, goals[::-1]]
		for order in orders:
			answer = self._ways(part, list(zip(sources, order, strict=True)), fixed, task)
			if answer is not None:
				return answer
		return None

	@staticmethod
	def _ways(part: Network, pairs: list[tuple[int, int]], fixed: set[int], task: "_Task") -> Path | None:
		ways: Path = []
		for source, goal in pairs:
			way = task.find(part, source, goal, task, fixed | {arc for arc, _ in ways})
			if way is None:
				return None
			ways += way
		return ways


@dataclass(frozen=True)
class _Task:
	"""What a search must respect, and how it finds a way in one table."""

	room: Room
	changes: dict[int, int]
	find: Callable[[Network, int, int, "_Task", set[int]], Path | None]

	def allows(self, network: Network, arc: int) -> bool:
		"""Whether a figure can go up."""
		usable = self.find is _over_any or arc in network.withheld
		return usable and left(arc, 1, self.room, self.changes) > 0


def _over_withheld(part: Network, start: int, goal: int, task: _Task, barred: set[int]) -> Path | None:
	return part.shortest_way(start, goal, task.room, task.changes, barred)


def _over_any(part: Network, start: int, goal: int, task: _Task, barred: set[int]) -> Path | None:
	found = part.cheapest_way(start, goal, task.room, task.changes, barred)
	return found and found[1]
