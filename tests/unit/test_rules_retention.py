"""Until when a record may be kept."""

from datetime import date

import pytest

from refugee_support.rules.retention import Retention, is_over, kept_until, last_day

THREE_YEARS = Retention("Last Contact", 36, whole_years=True)


@pytest.mark.parametrize(
	("event", "months", "whole_years", "expected"),
	[
		# Sections 195, 199 (1) BGB: three years from the end of the year.
		("2022-03-10", 36, True, "2025-12-31"),
		("2022-12-31", 36, True, "2025-12-31"),
		("2023-01-01", 36, True, "2026-12-31"),
		("2022-03-10", 36, False, "2025-03-10"),
		# Section 188 (3) BGB: a month without that day ends on its last one.
		("2026-01-31", 1, False, "2026-02-28"),
		("2024-01-31", 1, False, "2024-02-29"),
		("2024-02-29", 12, False, "2025-02-28"),
		("2026-08-31", 6, False, "2027-02-28"),
		("2026-12-15", 1, False, "2027-01-15"),
		("2026-05-05", 0, False, "2026-05-05"),
	],
)
def test_the_last_day_of_a_period(event, months, whole_years, expected):
	rule = Retention("Last Contact", months, whole_years)
	assert last_day(date.fromisoformat(event), rule) == date.fromisoformat(expected)


def test_a_period_is_over_on_the_day_after_its_last_one():
	until = last_day(date(2022, 3, 10), THREE_YEARS)
	assert not is_over(until, date(2025, 12, 31))
	assert is_over(until, date(2026, 1, 1))


def test_the_longest_of_several_periods_counts():
	events = {"Last Contact": date(2020, 5, 1), "Closing": date(2024, 6, 1)}
	rules = [Retention("Last Contact", 36), Retention("Closing", 12)]
	assert kept_until(events, rules) == date(2025, 6, 1)


def test_a_rule_whose_event_has_not_happened_does_not_apply():
	assert kept_until({"Last Contact": date(2020, 5, 1)}, [Retention("Closing", 12)]) is None


def test_without_a_rule_nothing_is_ever_over():
	assert kept_until({"Last Contact": date(1999, 5, 1)}, []) is None
	assert not is_over(None, date(2099, 1, 1))


def test_a_negative_period_is_refused():
	with pytest.raises(ValueError, match="negative"):
		last_day(date(2026, 1, 1), Retention("Last Contact", -1))
