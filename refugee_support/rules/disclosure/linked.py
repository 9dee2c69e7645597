"""Several tables of the same people: origin by status, origin by gender, status by topic.

They share totals. A total withheld in one must not stand in another, and nobody who has all the tables may work
out more than the protection of `suppression.py` allows.

A withheld figure is called protected only if there is a complete set of other tables that agrees with everything
published and in which it differs by as much as required; the search constructs these tables. So what is called
protected is protected, whatever method an attacker uses. (The other way round, a protection that exists may be
overlooked; then some figures more are withheld than necessary. For linked tables in general no quick exact method is
known; Hundepool et al., Handbook on Statistical Disclosure Control, "linked tables".)
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .crosstab import TOTAL, Place, ProtectedCrosstab, Table, check_threshold, required_places
from .network import Figure, Move, Network, Path, Room, left
from .suppression import Suppression, Unprotectable

LAST_RESORT = 10**9  # the price of a zero


@dataclass(frozen=True)
class LinkedTable:
	"""Counts of persons by two characteristics: the names say which tables share their totals."""

	rows: str
	columns: str
	counts: Mapping[tuple[str, str], int]


def protect_tables(tables: Sequence[LinkedTable], *, threshold: int = 5) -> tuple[ProtectedCrosstab, ...]:
	"""Protects tables of the same people together, in the order given.

	Every table gets all the labels that its characteristics have in any of them. See `protect_crosstab`.

	Raises:
		ValueError: as `protect_crosstab`; if a characteristic stands twice in a table or two tables have the same two;
			or if totals that should be the same differ.
	"""
	check_threshold(threshold)
	if not tables:
		return ()
	family = _Family(tables)
	return tuple(
		table.published(frozenset(withheld))
		for table, withheld in zip(family.tables, _withheld(family, threshold), strict=True)
	)


def _withheld(family: "_Family", threshold: int) -> list[set[Place]]:
	everything = [set(table.places) for table in family.tables]
	if 0 < family.tables[0].values[TOTAL, TOTAL] < threshold:
		return everything
	required = sorted(
		{
			numbers[place]
			for table, numbers in zip(family.tables, family.numbers, strict=True)
			for place in required_places(table, threshold)
		}
	)
	search = Suppression(family.figures, required, threshold, _LinkedNetwork(family))
	try:
		search.solve(sorted(required, key=lambda number: family.figures[number].value))
	except Unprotectable:
		return everything
	return [
		{place for place, number in numbers.items() if number in search.network.withheld}
		for numbers in family.numbers
	]


class _Family:
	"""The tables with one number for every figure, the same for a total wherever it stands."""

	def __init__(self, tables: Sequence[LinkedTable]) -> None:
		self.sides = [(table.rows, table.columns) for table in tables]
		self._check_sides()
		labels: dict[str, set[str]] = {side: set() for sides in self.sides for side in sides}
		for table in tables:
			for row, column in Table(table.counts).places:
				labels[table.rows] |= {row} - {TOTAL}
				labels[table.columns] |= {column} - {TOTAL}
		self.tables = [
			Table(table.counts, rows=labels[table.rows], columns=labels[table.columns]) for table in tables
		]
		self.figures: list[Figure] = []
		self.numbers: list[dict[Place, int]] = []
		self.arcs: list[dict[int, Figure]] = []
		self._number()

	def _check_sides(self) -> None:
		twice = [pair for pair, count in Counter(map(frozenset, self.sides)).items() if count > 1]
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


class _LinkedNetwork(Network):
	"""All tables at once. A path is a change of some figures that leaves every sum of every table right:
	one closed path in one table, continued in the others wherever it changes totals that they share."""

	def __init__(self, family: _Family) -> None:
		super().__init__(family.figures)
		self.family = family
		self.parts = [Network(arcs) for arcs in family.arcs]
		for part in self.parts:
			part.withheld = self.withheld
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

	def largest_move(self, index: int, sign: int, room: Room, wanted: int) -> Move:
		move = Move(0, {})
		while move.amount < wanted:
			found = self._path(index, sign, room, move.changes, free_only=True)
			if found is None:
				return move
			move = self.extended(move, found[1], room, wanted)
		return move

	def cheapest_path(
		self, index: int, sign: int, room: Room, changes: dict[int, int]
	) -> tuple[int, Path] | None:
		return self._path(index, sign, room, changes, free_only=False)

	def _path(
		self, index: int, sign: int, room: Room, changes: dict[int, int], free_only: bool
	) -> tuple[int, Path] | None:
		best: tuple[int, Path] | None = None
		for at, start in self._beginnings(index, sign, room, changes):
			if free_only and self._price(start):
				continue
			path = self._continued(at, start, room, changes)
			if path is None:
				continue
			price = self._price(path)
			if best is None or price < best[0]:
				best = price, path
			if price == 0:
				break
		return None if free_only and best and best[0] else best

	def _price(self, path: Path) -> int:
		return sum(self.figures[arc].price or 0 for arc, _ in path if arc not in self.withheld)

	# --- in one table --------------------------------------------------------------------------

	def _beginnings(
		self, index: int, sign: int, room: Room, changes: dict[int, int]
	) -> Iterator[tuple[int, Path]]:
		"""Closed paths through the figure in one table: first such as change no shared total, then such as keep the
		number of people, then any, last by more people in this very place."""
		if left(index, sign, room, changes) <= 0:
			return
		homes = [at for at, part in enumerate(self.parts) if index in part.figures]
		for kept in (self.shared, {self.total}, set()):
			for at in homes if index not in kept else ():
				part = self.parts[at]
				found = part.cheapest_way(*part.ends(index, sign), room, changes, kept | {index})
				if found:
					yield at, [(index, sign), *found[1]]
		for at in homes if sign > 0 else ():
			yield from ((at, path) for path in self._more_people(at, index, room, changes))

	def _more_people(self, at: int, index: int, room: Room, changes: dict[int, int]) -> Iterator[Path]:
		numbers = self.family.numbers[at]
		place = next(place for place, number in numbers.items() if number == index)
		for row, column in self._largest_first(at):
			if place[0] in (row, TOTAL) and place[1] in (column, TOTAL):
				arcs = [
					numbers[one] for one in ((row, column), (row, TOTAL), (TOTAL, column), (TOTAL, TOTAL))
				]
				if all(left(arc, 1, room, changes) > 0 for arc in arcs):
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

	def _continued(self, at: int, path: Path, room: Room, changes: dict[int, int]) -> Path | None:
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
			more = self._answer(other, path, settled, room, changes)
			if more is None:
				return None
			path += more
			waiting.remove(other)
			settled |= set(self.family.sides[other])

	def _answer(
		self, at: int, path: Path, settled: set[str], room: Room, changes: dict[int, int]
	) -> Path | None:
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
			answer = self._ways(part, list(zip(sources, order, strict=True)), fixed, room, changes)
			if answer is not None:
				return answer
		return None

	@staticmethod
	def _ways(
		part: Network, pairs: list[tuple[int, int]], fixed: set[int], room: Room, changes: dict[int, int]
	) -> Path | None:
		ways: Path = []
		for source, goal in pairs:
			found = part.cheapest_way(source, goal, room, changes, fixed | {arc for arc, _ in ways})
			if found is None:
				return None
			ways += found[1]
		return ways
