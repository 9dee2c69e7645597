"""Tables in which somebody may stand in several cells (persons by topic): totals count everybody once and are no sums.

The standard reports protect them as if they added up. Here a reader who knows what such totals are (a part is at most the
total, the total at most the sum of its parts) tries to work small figures out, by linear programming.
"""

import random
from collections.abc import Iterator
from math import ceil, floor

import numpy
import pytest
from scipy.optimize import linprog

from refugee_support.rules.disclosure import protect_crosstab
from tests.unit.attacker import Figure, published

FAR = 1_000_000
THRESHOLD = 5


def visits(seed: int) -> list[tuple[int, str, str]]:
	chance = random.Random(seed)
	rows, columns = chance.choice([1, 2, 3, 5]), chance.choice([2, 3, 6])
	by_row = [chance.expovariate(1) + 0.01 for _ in range(rows)]
	by_column = [chance.expovariate(1) + 0.01 for _ in range(columns)]
	return [
		(
			who,
			f"r{chance.choices(range(rows), by_row)[0]}",
			f"c{chance.choices(range(columns), by_column)[0]}",
		)
		for who in range(chance.choice([6, 15, 40, 150]))
		for _ in range(chance.choice([1, 1, 1, 2, 3, 6]))
	]


def distinct(seed: int) -> tuple[dict[Figure, int], set[Figure]]:
	"""How many different people stand in every place, and the places withheld: those of the table taken as adding up, and
	every total that is small itself (as `withhold_cells` and `crosstabs.withheld` do)."""
	people: dict[Figure, set[int]] = {}
	for who, row, column in visits(seed):
		for place in ((row, column), (row, None), (None, column), (None, None)):
			people.setdefault(place, set()).add(who)
	numbers = {place: len(known) for place, known in people.items()}
	cells = {place: number for place, number in numbers.items() if None not in place}
	shown = published(protect_crosstab(cells, threshold=THRESHOLD))  # type: ignore[arg-type]
	small = {place for place, number in numbers.items() if number < THRESHOLD}
	return {place: numbers.get(place, 0) for place in shown}, small | {
		place for place, number in shown.items() if number is None
	}


def parts_of(places: list[Figure]) -> Iterator[tuple[Figure, list[Figure]]]:
	rows = list(dict.fromkeys(row for row, _column in places if row is not None))
	columns = list(dict.fromkeys(column for _row, column in places if column is not None))
	for row in (*rows, None):
		yield (row, None), [(row, column) for column in columns]
	for column in (*columns, None):
		yield (None, column), [(row, column) for row in rows]


def reach(numbers: dict[Figure, int], withheld: set[Figure], figure: Figure) -> tuple[int, int]:
	"""The smallest and the largest number the figure can be."""
	places = list(numbers)
	at = {place: number for number, place in enumerate(places)}
	less = []
	for total, parts in parts_of(places):
		line = numpy.zeros(len(places))
		line[at[total]] = 1
		for part in parts:
			line[at[part]] -= 1
			at_most = numpy.zeros(len(places))
			at_most[at[part]], at_most[at[total]] = 1, -1
			less.append(at_most)
		less.append(line)
	bounds = [(0, FAR) if place in withheld else (numbers[place],) * 2 for place in places]
	aim = numpy.zeros(len(places))
	aim[at[figure]] = 1
	least = linprog(aim, less, [0] * len(less), bounds=bounds, method="highs")
	most = linprog(-aim, less, [0] * len(less), bounds=bounds, method="highs")
	assert least.status == most.status == 0
	return ceil(least.fun - 1e-6), floor(-most.fun + 1e-6)


@pytest.mark.parametrize("seed", range(60))
def test_no_small_number_of_people_can_be_narrowed_down_where_totals_are_no_sums(seed: int) -> None:
	numbers, withheld = distinct(seed)
	for figure in withheld:
		if 0 < numbers[figure] < THRESHOLD:
			least, most = reach(numbers, withheld, figure)
			assert least <= numbers[figure] <= most
			assert most - least >= THRESHOLD, f"{figure} is known to be {least} to {most}"


def test_the_attack_finds_a_person_where_only_the_small_figure_is_withheld() -> None:
	numbers: dict[Figure, int] = {
		("r", "a"): 20,
		("r", "b"): 1,
		("r", None): 21,
		(None, "a"): 20,
		(None, "b"): 1,
		(None, None): 21,
	}
	assert reach(numbers, {("r", "b"), (None, "b")}, ("r", "b"))[0] == 1
