"""Several tables of the same people: origin by status, origin by gender, status by topic.

They share totals. A total withheld in one must not stand in another, and nobody who has all the tables may work
out more than the protection of `suppression.py` allows.

A withheld figure is called protected only if there is a complete set of other tables that agrees with everything
published and in which it differs by as much as required; the search constructs these tables. So what is called
protected is protected, whatever method an attacker uses. (The other way round, a protection that exists may be
overlooked; then some figures more are withheld than necessary. For linked tables in general no quick exact method is
known; Hundepool et al., Handbook on Statistical Disclosure Control, "linked tables".)
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .continuation import best_continuation, required_now, seen_places
from .crosstab import TOTAL, ProtectedCrosstab, check_threshold, required_places
from .linked_network import Family, LinkedNetwork, LinkedTable, sides_of
from .suppression import Suppression, Unprotectable


@dataclass(frozen=True)
class EarlierTable(LinkedTable):
	"""The counts of an earlier report, and the table it published of them; None if it did not publish this one."""

	published: ProtectedCrosstab | None


def protect_tables(
	tables: Sequence[LinkedTable], *, threshold: int = 5, earlier: Sequence[EarlierTable] = ()
) -> tuple[ProtectedCrosstab, ...]:
	"""Protects tables of the same people together, in the order given.

	Args:
		tables: every table gets all the labels that its characteristics have in any of them.
		threshold: as for `protect_crosstab`.
		earlier: the same tables of an earlier report on a period that goes on, for readers who have both.

	Raises:
		ValueError: as `protect_crosstab`; if a characteristic stands twice in a table or two tables have the same two;
			if totals that should be the same differ; or if the earlier tables are others, or were not made from their counts.
	"""
	check_threshold(threshold)
	if earlier and sorted(sides_of(tables)) != sorted(sides_of(earlier)):
		raise ValueError("The earlier report must have the same tables, rows and columns alike.")
	if not tables:
		return ()
	family = Family(tables, (*tables, *earlier))
	if 0 < family.tables[0].values[TOTAL, TOTAL] < threshold:
		withheld = set(range(len(family.figures)))
	else:
		withheld = _after(family, tables, earlier, threshold) if earlier else _alone(family, threshold)
	return tuple(
		table.published(frozenset(place for place, number in numbers.items() if number in withheld))
		for table, numbers in zip(family.tables, family.numbers, strict=True)
	)


def _alone(family: Family, threshold: int) -> set[int]:
	required = family.numbers_of([required_places(table, threshold) for table in family.tables])
	search = Suppression(family.figures, required, threshold, LinkedNetwork(family))
	try:
		search.solve(sorted(required, key=lambda number: (family.figures[number].value, number)))
	except Unprotectable:
		return set(range(len(family.figures)))
	return search.network.withheld


def _after(
	family: Family, tables: Sequence[LinkedTable], earlier: Sequence[EarlierTable], threshold: int
) -> set[int]:
	order = sorted(earlier, key=lambda table: sides_of(tables).index((table.rows, table.columns)))
	before = Family(order, (*tables, *earlier))
	seen = before.numbers_of(
		[seen_places(table, one.published) for table, one in zip(before.tables, order, strict=True)]
	)
	required = [
		required_now(now, then, {place for place, number in numbers.items() if number in seen}, threshold)
		for now, then, numbers in zip(family.tables, before.tables, family.numbers, strict=True)
	]
	return best_continuation(
		lambda: (LinkedNetwork(family), LinkedNetwork(before)),
		hidden=set(range(len(family.figures))) - seen,
		required=family.numbers_of(required),
		threshold=threshold,
	)
