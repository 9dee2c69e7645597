"""Other ways to say less: rare categories in groups, and rounded figures."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from .crosstab import TOTAL, Place, ProtectedCrosstab, Table, check_threshold
from .network import Network, Room
from .suppression import span

Counts = dict[tuple[str, str], int]


def merge_rare(
	counts: Mapping[tuple[str, str], int],
	groups: Mapping[str, str],
	*,
	threshold: int = 5,
	rest: str = "Other",
	by: Literal["row", "column"] = "row",
) -> Counts:
	"""Puts rows (or columns) of 1 to threshold - 1 persons into groups, rare countries into regions for instance.

	Args:
		counts: (row, column) -> number of persons.
		groups: category -> group. Categories without a group ("not recorded") stay as they are.
		rest: takes the groups that are still rare. Pass it translated.
		by: which of the two labels is grouped.

	Fewer figures have to be withheld from the result; it must still be protected (`protect_crosstab`). A group that
	carries the name of a category in the table is added to it.

	Raises:
		ValueError: as `protect_crosstab`, or for another `by`.
	"""
	check_threshold(threshold)
	if by not in ("row", "column"):
		raise ValueError("Rare categories are merged by “row” or by “column”.")
	axis = 0 if by == "row" else 1
	table = Table(counts)
	names = {label: label for label in (table.rows, table.columns)[axis]}
	for group_of in (groups, dict.fromkeys(groups.values(), rest)):
		rare = _rare(_renamed(counts, names, axis), axis, threshold)
		names = {label: group_of.get(name, name) if name in rare else name for label, name in names.items()}
	return _renamed(counts, names, axis)


def names_for_rare(
	tables: Sequence[Mapping[str, int]], groups: Mapping[str, str], *, threshold: int = 5, rest: str = "Other"
) -> dict[str, str]:
	"""One set of names for all tables of a report: category -> the group (or the rest) it is counted in.

	Args:
		tables: category -> number, for each measure and period. Rare in one of them is rare in all.
		groups, rest: as for `merge_rare`. Categories that keep their name are left out of the answer.

	Raises:
		ValueError: as `protect_crosstab`.
	"""
	check_threshold(threshold)
	labels = {label for table in tables for label in table}
	names = {label: label for label in labels}
	for group_of in (groups, dict.fromkeys(groups.values(), rest)):
		rare = {name for table in tables for name in _rare(_summed(table, names), 0, threshold)}
		names = {label: group_of.get(name, name) if name in rare else name for label, name in names.items()}
	return {label: name for label, name in sorted(names.items()) if label != name}


def _summed(table: Mapping[str, int], names: Mapping[str, str]) -> Counts:
	sums: defaultdict[tuple[str, str], int] = defaultdict(int)
	for label, number in table.items():
		sums[names[label], ""] += number
	return dict(sums)


def _renamed(counts: Mapping[tuple[str, str], int], names: Mapping[str, str], axis: int) -> Counts:
	merged: defaultdict[tuple[str, str], int] = defaultdict(int)
	for place in sorted(counts):
		label = names[place[axis]]
		merged[(label, place[1]) if axis == 0 else (place[0], label)] += counts[place]
	return dict(merged)


def _rare(counts: Counts, axis: int, threshold: int) -> set[str]:
	totals: defaultdict[str, int] = defaultdict(int)
	for place, count in counts.items():
		totals[place[axis]] += count
	return {label for label, total in totals.items() if 0 < total < threshold}


def round_to_base(counts: Mapping[tuple[str, str], int], *, base: int = 5) -> ProtectedCrosstab:
	"""Every figure rounded by itself to the nearest multiple of `base`, halves up, as official statistics do.

	The same number is rounded alike in every table, so that two tables never tell more than one; in return rounded
	counts need not add up to the rounded total. (Statistisches Landesamt Baden-Württemberg rounds to 5.) Sums can
	still give a number away (four counts of 0 with a total of 10 are four times 2): a total is withheld where a
	figure could otherwise be worked out.

	Raises:
		ValueError: as `protect_crosstab`; for a base below 3.
	"""
	if not isinstance(base, int) or isinstance(base, bool) or base < 3:
		raise ValueError("The base must be a whole number of at least 3.")
	table = Table(counts)
	withheld = _too_telling(table, base)
	for place, value in table.values.items():
		table.values[place] = (value + base // 2) // base * base
	return table.published(withheld)


def rounded(table: ProtectedCrosstab, *, base: int = 5) -> ProtectedCrosstab:
	"""A protected table with every figure shown rounded by itself to the nearest multiple of `base`, halves up.

	Tells nothing that the protected table does not tell: it is computed from that alone. Dots stay dots. A number that
	is shown is never rounded down to 0, which would say that nobody is there. Rounded figures need not add up.

	Raises:
		ValueError: for a base below 3.
	"""
	if not isinstance(base, int) or isinstance(base, bool) or base < 3:
		raise ValueError("The base must be a whole number of at least 3.")

	def nearest(number: int | None) -> int | None:
		return max(base, (number + base // 2) // base * base) if number else number

	return ProtectedCrosstab(
		{place: nearest(number) for place, number in table.cells.items()},
		{row: nearest(number) for row, number in table.row_totals.items()},
		{column: nearest(number) for column, number in table.column_totals.items()},
		nearest(table.total),
	)


def _too_telling(table: Table, base: int) -> frozenset[Place]:
	"""The totals to withhold beside rounded counts: the nearest first, until no figure can be worked out."""
	network = Network(table.figures())
	network.withhold(range(len(table.places)))
	withheld: set[Place] = set()

	def is_safe(index: int) -> bool:
		return bool(span(network, index, _room(table, base, withheld), 1))

	for index, (row, column) in enumerate(table.places):
		for total in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL), *_totals(table)):
			if is_safe(index):
				break
			withheld.add(total)
	for total in [place for place in table.places if place in withheld]:
		withheld.remove(total)
		if not all(is_safe(place) for place in range(len(table.places))):
			withheld.add(total)
	return frozenset(withheld)


def _totals(table: Table) -> list[Place]:
	return [place for place in table.places if TOTAL in place]


def _room(table: Table, base: int, withheld: set[Place]) -> Room:
	"""How far a figure can be from what it was rounded to; a withheld one is only known not to be negative."""
	up, down = [], []
	for place in table.places:
		value = table.values[place]
		rounded = (value + base // 2) // base * base
		up.append(base if place in withheld else rounded + (base - 1) // 2 - value)
		down.append(min(value, base) if place in withheld else value - max(0, rounded - base // 2))
	return Room(up, down)
