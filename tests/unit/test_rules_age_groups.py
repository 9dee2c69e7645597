"""Age groups and lengths of stay at their edges."""

from datetime import date

import pytest

from refugee_support.rules.age_groups import age_group, completed_years, years_in_germany

DAY = date(2026, 6, 15)


@pytest.mark.parametrize(
	("born", "group"),
	[
		(date(2026, 6, 15), "0-5"),
		(date(2020, 6, 16), "0-5"),
		(date(2020, 6, 15), "6-11"),
		(date(2014, 6, 15), "12-17"),
		(date(2008, 6, 16), "12-17"),
		(date(2008, 6, 15), "18-26"),
		(date(1999, 6, 15), "27-40"),
		(date(1985, 6, 15), "41-60"),
		(date(1965, 6, 16), "41-60"),
		(date(1965, 6, 15), "61+"),
		(date(1920, 1, 1), "61+"),
	],
)
def test_age_group_changes_on_the_birthday(born: date, group: str) -> None:
	assert age_group(born, DAY) == group


def test_age_is_not_recorded_when_unknown_or_not_yet_born() -> None:
	assert age_group(None, DAY) == ""
	assert age_group(date(2026, 6, 16), DAY) == ""


def test_born_on_29_february_a_year_is_complete_on_1_march() -> None:
	assert completed_years(date(2008, 2, 29), date(2026, 2, 28)) == 17
	assert completed_years(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize("age", range(0, 100))
def test_funders_brackets_are_unions_of_age_groups(age: int) -> None:
	"""AMIF counts under 18, 18 to 60 and over 60: no group may cross these bounds."""
	brackets = {"0-5": "<18", "6-11": "<18", "12-17": "<18", "61+": ">60"}
	expected = "<18" if age < 18 else "18-60" if age <= 60 else ">60"
	assert brackets.get(age_group(date(2026 - age, 1, 1), DAY), "18-60") == expected


@pytest.mark.parametrize(
	("arrived", "band"),
	[
		(date(2026, 6, 15), "Less than 1"),
		(date(2025, 6, 16), "Less than 1"),
		(date(2025, 6, 15), "1 to 2"),
		(date(2023, 6, 16), "1 to 2"),
		(date(2023, 6, 15), "3 to 5"),
		(date(2020, 6, 15), "6 to 10"),
		(date(2015, 6, 15), "More than 10"),
		(None, ""),
		(date(2026, 6, 16), ""),
	],
)
def test_length_of_stay_counts_completed_years(arrived: date | None, band: str) -> None:
	assert years_in_germany(arrived, DAY) == band
