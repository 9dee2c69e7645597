"""Associations with invented figures, protected as the app does it, for the tests of the federation."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from refugee_support.rules.disclosure import LinkedTable, protect_tables, rounded
from refugee_support.rules.evaluation import ALL, sides_of
from refugee_support.rules.federation import ExchangeFile, ExchangeTable, Label

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
Counts = Mapping[tuple[str, str], int]


def labels(keys: Sequence[str]) -> tuple[Label, ...]:
	return tuple(Label(key, key, key) for key in keys)


def table(
	counts: Counts,
	rows_by: str = "Nationality",
	columns_by: str = "Gender",
	measure: str = "Persons",
	threshold: int = 5,
	is_rounded: bool = False,
) -> ExchangeTable:
	sides = sides_of(measure, rows_by, columns_by)
	(grid,) = protect_tables([LinkedTable(*sides, counts)], threshold=threshold)
	if is_rounded:
		grid = rounded(grid)
	rows, columns = list(grid.row_totals), list(grid.column_totals)
	return ExchangeTable(
		measure, rows_by, columns_by, labels(rows), labels([one for one in columns if one != ALL]), (grid,)
	)


def one_column(counts: Mapping[str, int]) -> Counts:
	return {(row, ALL): number for row, number in counts.items()}


def file(association: str, *tables: ExchangeTable, **values: Any) -> ExchangeFile:
	defaults = {
		"made_on": date(2026, 2, 1),
		"released_on": date(2026, 1, 20),
		"seal": "",
		"periods": (YEAR,),
		"service_type": "",
		"funding_programme": "",
		"threshold": 5,
		"merged": False,
		"rounded": False,
	}
	return ExchangeFile(association=association, tables=tables, **{**defaults, **values})
