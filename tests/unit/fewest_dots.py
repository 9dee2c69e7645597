"""How few figures could be withheld at all: by trying every set, for small tables.

Run as a program it prints the figures of `docs/disclosure.md`: python -m tests.unit.fewest_dots
"""

import random
import time
from collections.abc import Collection, Iterator
from itertools import combinations

from refugee_support.rules.disclosure.crosstab import (
	Place,
	Table,
	figures_of,
	protect_crosstab,
	required_places,
)
from refugee_support.rules.disclosure.network import Network
from refugee_support.rules.disclosure.suppression import span, view_of

Counts = dict[tuple[str, str], int]


def random_table(rows: int, columns: int, mean: float, seed: int) -> Counts:
	"""Like origin by status: few large counts, many small ones, some zeros."""
	chance = random.Random(seed)
	weight = [chance.choice([0.2, 1, 2]) for _ in range(rows)]
	return {
		(f"row {i:02}", f"column {j:02}"): int(chance.expovariate(1 / mean) * weight[i])
		for i in range(rows)
		for j in range(columns)
	}


def dots(counts: Counts, threshold: int) -> int:
	"""Figures withheld, totals among them."""
	return list(figures_of(protect_crosstab(counts, threshold=threshold)).values()).count(None)


def whole_rows(counts: Counts, threshold: int) -> int:
	"""Cells withheld by the simple way: every row with a small count, and a second row where it is only one."""
	rows = {row for row, _ in counts}
	small = {row for (row, _), count in counts.items() if 0 < count < threshold}
	columns = len({column for _, column in counts})
	return (max(len(small), min(2, len(rows))) if small else 0) * columns


def fewest(counts: Counts, threshold: int) -> int:
	"""The smallest number of figures, totals among them, by which every withheld figure is protected."""
	table = Table(counts)
	required = required_places(table, threshold)
	numbers = {number for number, place in enumerate(table.places) if place in required}
	usable = [number for number, place in enumerate(table.places) if table.values[place]]
	choices = [number for number in usable if number not in numbers]
	is_safe = _Check(table, threshold, numbers.union(usable))
	for size in range(len(choices) + 1):
		for extra in combinations(choices, size):
			if is_safe(numbers.union(extra)):
				return len(numbers) + size
	raise AssertionError("not even everything is enough")


def in_vain(counts: Counts, threshold: int) -> list[Place]:
	"""Withheld figures that could be published all the same."""
	table = Table(counts)
	shown = figures_of(protect_crosstab(counts, threshold=threshold))
	required = required_places(table, threshold)
	withheld = {number for number, place in enumerate(table.places) if shown[place] is None}
	is_safe = _Check(
		table,
		threshold,
		{n for n, place in enumerate(table.places) if place in required or table.values[place]},
	)
	return [
		table.places[number]
		for number in sorted(withheld)
		if table.places[number] not in required and is_safe(withheld - {number})
	]


class _Check:
	def __init__(self, table: Table, threshold: int, everything: Collection[int]) -> None:
		self.figures, self.threshold = table.figures(), threshold
		self.view = view_of(self.figures, threshold)
		network = self._network(everything)
		self.helpless = {number for number in everything if not span(network, number, self.view.insider, 1)}

	def _network(self, withheld: Collection[int]) -> Network:
		network = Network(self.figures)
		network.withhold(withheld)
		return network

	def __call__(self, withheld: Collection[int]) -> bool:
		network = self._network(withheld)
		return all(
			span(network, number, self.view.outsider, self.threshold)
			and (not self.figures[number].value or span(network, number, self._insider(number), 1))
			for number in withheld
		)

	def _insider(self, number: int) -> object:
		return self.view.knows_zeros if number in self.helpless else self.view.insider


def small_tables(number: int, seed: int = 8) -> Iterator[Counts]:
	"""Tables small enough to try everything, in which something must be withheld."""
	chance = random.Random(seed)
	while number:
		rows, columns = chance.choice([(2, 3), (3, 3), (3, 2), (2, 4)])
		counts = {
			(f"r{i}", f"c{j}"): int(chance.expovariate(1 / chance.choice([6, 15, 40])))
			for i in range(rows)
			for j in range(columns)
		}
		if sum(counts.values()) >= 5 and any(0 < count < 5 for count in counts.values()):
			number -= 1
			yield counts


def main() -> None:
	ours = best = same = 0
	for counts in small_tables(600):
		mine, optimal = dots(counts, 5), fewest(counts, 5)
		ours, best, same = ours + mine, best + optimal, same + (mine == optimal)
	print(
		f"small tables: {ours} figures withheld, {best} at least necessary ({ours / best:.3f}), equal in {same} of 600"
	)
	for rows, columns, mean in [(8, 4, 15), (15, 6, 15), (30, 12, 5), (30, 12, 15), (30, 12, 60)]:
		small = withheld = totals = trivial = 0
		begin = time.process_time()
		for seed in range(20):
			counts = random_table(rows, columns, mean, seed)
			result = protect_crosstab(counts)
			cells = list(result.cells.values()).count(None)
			small += sum(0 < count < 5 for count in counts.values())
			withheld += cells
			totals += list(figures_of(result).values()).count(None) - cells
			trivial += whole_rows(counts, 5)
		seconds = (time.process_time() - begin) / 20
		print(
			f"{rows} x {columns}, mean {mean}: cells {rows * columns}, small {small / 20:.1f}, withheld {withheld / 20:.1f},"
			f" totals {totals / 20:.1f}, whole rows {trivial / 20:.1f}, {seconds:.2f} s"
		)


if __name__ == "__main__":
	main()
