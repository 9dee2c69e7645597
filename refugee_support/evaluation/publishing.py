"""From counts to what may leave the house: all tables of one measure protected together, and beside what is out already."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from refugee_support.evaluation.counting import COUNTRY, Counts, Scope, Sides, Spelling, count
from refugee_support.rules.disclosure import (
	EarlierTable,
	LinkedTable,
	ProtectedCrosstab,
	audit_difference,
	protect_tables,
)
from refugee_support.rules.evaluation import ALL, nested, overlap
from refugee_support.rules.text import search_key


@dataclass(frozen=True)
class Publication:
	"""Tables of one measure and period as a released report shows them, with the counts they were made from.

	Origin by status and status by origin are one table: the sides stand as `one_way_round` puts them.
	"""

	measure: str
	scope: Scope
	counts: dict[Sides, Counts]
	published: dict[Sides, ProtectedCrosstab]
	names: dict[str, str] = field(default_factory=dict)  # rare countries -> what they were counted as

	@property
	def has_countries(self) -> bool:
		return any(COUNTRY in sides for sides in self.published)


def one_way_round(sides: Sides) -> Sides:
	first, second = sorted(sides, key=lambda side: (side == ALL, side))
	return first, second


def protect(
	measure: str,
	scope: Scope,
	sides: Iterable[Sides],
	threshold: int,
	out: Iterable[Publication],
	names: dict[str, str] | None = None,
) -> Publication:
	"""Counts and protects the tables of a measure (Contacts, Persons or Households).

	Args:
		out: what released reports say, the latest first; only what overlaps this period counts.
		names: rare countries -> what they are counted as. Where a report that is out has put countries together in another
			way, the two could be subtracted: tables by country show dots only.
	"""
	wanted = sorted({one_way_round(one) for one in sides})
	others = [one for one in out if one.measure == measure and overlap(one.scope.period, scope.period)]
	spelling = _spelling_of(others)
	earlier = others[0] if others else None
	otherwise = any(one.has_countries and one.names != (names or {}) for one in others)
	by_country = any(COUNTRY in one for one in wanted)
	if otherwise or not by_country:
		names = earlier.names if earlier else {}
	names = names or {}
	family = sorted({*wanted, *(earlier.counts if earlier else ())})
	counts = {one: count(scope, measure, one, spelling, names) for one in family}
	published = _beside(counts, earlier, threshold, spelling, names) if earlier else _alone(counts, threshold)
	for one in others[1:]:
		_withhold_what_differs(published, one, threshold)
	_withhold_what_is_gathered_up(published, others)
	if otherwise:
		published |= {one: withheld(table.cells) for one, table in published.items() if COUNTRY in one}
	return Publication(
		measure,
		scope,
		{one: counts[one] for one in wanted},
		{one: published[one] for one in wanted},
		names if by_country else {},
	)


Published = dict[Sides, ProtectedCrosstab]


def _alone(counts: dict[Sides, Counts], threshold: int) -> Published:
	tables = [LinkedTable(*sides, table) for sides, table in counts.items()]
	return dict(zip(counts, protect_tables(tables, threshold=threshold), strict=True))


def _beside(
	counts: dict[Sides, Counts],
	earlier: Publication,
	threshold: int,
	spelling: Spelling,
	names: dict[str, str],
) -> Published:
	"""Protected for readers who have the earlier report, too; what it did not have is counted for its period now."""
	then = {
		sides: (earlier.counts[sides], earlier.published[sides])
		if sides in earlier.counts
		else (count(earlier.scope, earlier.measure, sides, spelling, names), None)
		for sides in counts
	}
	try:
		return _beside_these(counts, then, threshold)
	except ValueError:
		# Records of the earlier period were corrected since: tables it did not have cannot be compared with it.
		known = {sides: table for sides, table in counts.items() if sides in earlier.counts}
		safe = _beside_these(known, {sides: then[sides] for sides in known}, threshold)
		return {sides: safe.get(sides) or withheld(table) for sides, table in counts.items()}


def _beside_these(
	counts: dict[Sides, Counts], then: dict[Sides, tuple[Counts, ProtectedCrosstab | None]], threshold: int
) -> Published:
	tables = [LinkedTable(*sides, table) for sides, table in counts.items()]
	earlier = [EarlierTable(*sides, *table) for sides, table in then.items()]
	return dict(zip(counts, protect_tables(tables, threshold=threshold, earlier=earlier), strict=True))


def _withhold_what_differs(published: Published, other: Publication, threshold: int) -> None:
	"""Older reports are not part of the protection: where a subtraction would tell of a few people, nothing is said."""
	for sides, table in published.items():
		before = other.published.get(sides)
		if before and audit_difference(before, table, threshold=threshold):
			published[sides] = withheld(table.cells)


def _withhold_what_is_gathered_up(published: Published, others: Iterable[Publication]) -> None:
	"""Where regions are out, countries are not said any more, and the other way round: one is the sum of the other."""
	out = {sides for one in others for sides in one.published}
	for sides, table in published.items():
		if any(nested(sides, before) for before in out):
			published[sides] = withheld(table.cells)


def withheld(places: Iterable[tuple[str, str]]) -> ProtectedCrosstab:
	"""A table of dots."""
	cells = dict.fromkeys(places)
	return ProtectedCrosstab(
		cells, dict.fromkeys(row for row, _ in cells), dict.fromkeys(column for _, column in cells), None
	)


def _spelling_of(publications: list[Publication]) -> Spelling:
	return {
		(side, search_key(label)): label
		for one in reversed(publications)
		for sides, counts in one.counts.items()
		for place in counts
		for side, label in zip(sides, place, strict=True)
	}


# --- As they are kept in the report ---


def stored(publication: Publication) -> dict[str, Any]:
	scope = publication.scope
	return {
		"measure": publication.measure,
		"from_date": str(scope.from_date),
		"to_date": str(scope.to_date),
		"service_type": scope.service_type,
		"funding_programme": scope.funding_programme,
		"names": publication.names,
		"tables": [
			{
				"sides": list(sides),
				"counts": [[*place, number] for place, number in sorted(counts.items())],
				"published": _listed(publication.published[sides]),
			}
			for sides, counts in publication.counts.items()
		],
	}


def _listed(table: ProtectedCrosstab) -> dict[str, Any]:
	return {
		"cells": [[*place, number] for place, number in sorted(table.cells.items())],
		"row_totals": dict(sorted(table.row_totals.items())),
		"column_totals": dict(sorted(table.column_totals.items())),
		"total": table.total,
	}


def restored(values: dict[str, Any]) -> Publication:
	scope = Scope(
		date.fromisoformat(values["from_date"]),
		date.fromisoformat(values["to_date"]),
		values["service_type"],
		values["funding_programme"],
	)
	counts, published = {}, {}
	for table in values["tables"]:
		sides = tuple(table["sides"])
		counts[sides] = {(row, column): number for row, column, number in table["counts"]}
		shown = table["published"]
		cells = {(row, column): number for row, column, number in shown["cells"]}
		published[sides] = ProtectedCrosstab(
			cells, shown["row_totals"], shown["column_totals"], shown["total"]
		)
	return Publication(values["measure"], scope, counts, published, values.get("names") or {})
