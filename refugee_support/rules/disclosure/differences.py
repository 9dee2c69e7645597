"""Two publications of a period that goes on: January to June, then January to September.

Whoever holds both can subtract one from the other and reads the counts of July to September. So a figure must also
be withheld where it differs from the published earlier one by 1 to threshold - 1, and the subtraction must not help
with any figure that is withheld in either.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .continuation import best_continuation, required_now, seen_places
from .crosstab import TOTAL, ProtectedCrosstab, Table, check_threshold, figures_of
from .network import Network


@dataclass(frozen=True)
class Difference:
	"""Two published figures that tell a small count apart; row and column are None for totals."""

	row: str | None
	column: str | None
	persons: int


def audit_difference(
	earlier: ProtectedCrosstab, later: ProtectedCrosstab, *, threshold: int = 5
) -> tuple[Difference, ...]:
	"""The figures published in both tables that differ by 1 to threshold - 1, by row and column, totals last.

	A row or column that only one table has counts as 0 in the other.
	"""
	check_threshold(threshold)
	before, after = figures_of(earlier), figures_of(later)
	found = []
	for row, column in {**after, **before}:
		old, new = before.get((row, column), 0), after.get((row, column), 0)
		if old is not None and new is not None and 0 < abs(new - old) < threshold:
			found.append(Difference(row, column, new - old))
	return tuple(sorted(found, key=lambda one: _order(one.row, one.column)))


def protect_against_earlier(
	counts: Mapping[tuple[str, str], int],
	earlier: ProtectedCrosstab,
	earlier_counts: Mapping[tuple[str, str], int],
	*,
	threshold: int = 5,
) -> ProtectedCrosstab:
	"""Protects a table of which an earlier state has been published, for a reader who has both.

	Args:
		counts: the counts now.
		earlier: what was published then.
		earlier_counts: the true counts it was made from.

	Withheld figures of both tables, and small differences between the two, have the protection that `suppression.py`
	describes, even if counts can only have grown. What cannot be mended is what has been published already.

	Raises:
		ValueError: as `protect_crosstab`; or if `earlier` was not made from `earlier_counts`.
	"""
	check_threshold(threshold)
	now, then = Table(counts), Table(earlier_counts)
	now, then = Table(counts, then.rows, then.columns), Table(earlier_counts, now.rows, now.columns)
	seen = seen_places(then, earlier)
	if 0 < now.values[TOTAL, TOTAL] < threshold:
		return now.published(frozenset(now.places))
	required = required_now(now, then, seen, threshold)
	withheld = best_continuation(
		lambda: (Network(now.figures()), Network(then.figures())),
		hidden={index for index, place in enumerate(now.places) if place not in seen},
		required={index for index, place in enumerate(now.places) if place in required},
		threshold=threshold,
	)
	return now.published(frozenset(now.places[index] for index in withheld))


def _order(row: str | None, column: str | None) -> tuple[bool, str, bool, str]:
	return row is TOTAL, row or "", column is TOTAL, column or ""
