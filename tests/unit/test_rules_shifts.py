"""When duties follow each other, how long they were, and what is short notice."""

from datetime import datetime

import pytest

from refugee_support.rules.shifts import hours_of, is_short_notice, moved, overlap


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
	return datetime(2026, 12, day, hour, minute)


@pytest.mark.parametrize(
	("second", "both"),
	[
		((at(17), at(19)), False),  # begins when the first ends
		((at(13), at(15)), False),
		((at(16, 59), at(19)), True),
		((at(14), at(18)), True),
		((at(15, 30), at(16)), True),
	],
)
def test_two_duties_at_one_time_are_two_places(second: tuple[datetime, datetime], both: bool) -> None:
	first = (at(15), at(17))
	assert overlap(first, second) is both
	assert overlap(second, first) is both


@pytest.mark.parametrize(
	("ends", "hours"),
	[(at(17), 2), (at(16, 35), 1.5), (at(16, 40), 1.75), (at(15, 2), 0.25), (at(0, day=3), 9)],
)
def test_hours_go_by_quarters(ends: datetime, hours: float) -> None:
	assert hours_of(at(15), ends) == hours


def test_less_than_two_days_before_is_short_notice() -> None:
	assert is_short_notice(at(15, day=4), at(15, 1, day=2))
	assert not is_short_notice(at(15, day=4), at(15, day=2))


def test_a_duty_keeps_its_distance_from_the_beginning() -> None:
	assert moved(at(14, 30), at(15), at(18, day=9)) == at(17, 30, day=9)
