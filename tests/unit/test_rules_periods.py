"""Periods figures are counted in."""

from datetime import date

import pytest

from refugee_support.rules.periods import growth, period_of, periods_between, year_before


@pytest.mark.parametrize(
	("day", "period", "key"),
	[
		(date(2026, 1, 1), "quarter", "2026-Q1"),
		(date(2026, 3, 31), "quarter", "2026-Q1"),
		(date(2026, 4, 1), "quarter", "2026-Q2"),
		(date(2026, 12, 31), "quarter", "2026-Q4"),
		(date(2026, 9, 5), "month", "2026-09"),
		(date(2026, 9, 5), "year", "2026"),
	],
)
def test_period_of_a_day(day: date, period: str, key: str) -> None:
	assert period_of(day, period) == key


def test_an_unknown_period_is_named() -> None:
	with pytest.raises(ValueError, match="fortnight"):
		period_of(date(2026, 1, 1), "fortnight")


def test_empty_periods_between_two_days_are_listed() -> None:
	assert periods_between(date(2025, 11, 30), date(2026, 2, 1), "month") == [
		"2025-11",
		"2025-12",
		"2026-01",
		"2026-02",
	]
	assert periods_between(date(2025, 11, 30), date(2026, 2, 1), "quarter") == ["2025-Q4", "2026-Q1"]
	assert periods_between(date(2026, 2, 1), date(2026, 1, 1), "month") == []


@pytest.mark.parametrize(
	("first", "last", "before"),
	[
		(date(2026, 1, 1), date(2026, 11, 25), (date(2025, 1, 1), date(2025, 11, 25))),
		(date(2025, 2, 1), date(2025, 2, 28), (date(2024, 2, 1), date(2024, 2, 29))),
		(date(2024, 2, 29), date(2024, 2, 29), (date(2023, 2, 28), date(2023, 2, 28))),
		(date(2025, 2, 28), date(2025, 3, 5), (date(2024, 2, 28), date(2024, 3, 5))),
	],
)
def test_the_year_before_is_the_same_days_and_keeps_the_end_of_february(first, last, before) -> None:
	assert year_before(first, last) == before


def test_growth_is_in_percent_and_from_nothing_there_is_none() -> None:
	assert (growth(15, 10), growth(5, 10), growth(3, 0)) == (50, -50, None)
