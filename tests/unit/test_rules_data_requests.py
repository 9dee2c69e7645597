"""Art. 12 (3) GDPR: one month, two more with reasons that are told within the first one."""

from datetime import date

import pytest

from refugee_support.rules.data_requests import due_on, is_to_remind, may_extend


@pytest.mark.parametrize(
	("received", "usual", "extended"),
	[
		(date(2026, 3, 10), date(2026, 4, 10), date(2026, 6, 10)),
		(date(2027, 1, 31), date(2027, 2, 28), date(2027, 4, 30)),  # no such day: the last one of the month
		(date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
		(
			date(2026, 4, 25),
			date(2026, 5, 25),
			date(2026, 7, 25),
		),  # Whit Monday: not moved, which is the safe side
	],
)
def test_the_answer_is_due_after_one_month_or_three(received: date, usual: date, extended: date) -> None:
	assert due_on(received) == usual
	assert due_on(received, extended=True) == extended


@pytest.mark.parametrize(
	("told", "in_time"),
	[
		(date(2026, 3, 10), True),
		(date(2026, 4, 10), True),
		(date(2026, 4, 11), False),
		(date(2026, 3, 9), False),
	],
)
def test_more_time_is_taken_only_if_the_person_is_told_within_the_first_month(
	told: date, in_time: bool
) -> None:
	assert may_extend(date(2026, 3, 10), told) is in_time


def test_reminders_come_before_the_day_and_every_day_after_it() -> None:
	due = date(2026, 4, 30)
	days = [day for day in range(16, 31) if is_to_remind(due, date(2026, 4, day))]
	assert days == [16, 23, 27, 29, 30]
	assert all(is_to_remind(due, date(2026, 5, day)) for day in (1, 2, 31))
