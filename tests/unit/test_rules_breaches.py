"""Art. 33 (1) GDPR: 72 hours, and people who are told in time that they run."""

from datetime import datetime, timedelta

import pytest

from refugee_support.rules.breaches import reminders_due, report_due_at

FRIDAY = datetime(2026, 11, 27, 18, 30)


def test_the_72_hours_run_over_the_weekend() -> None:
	assert report_due_at(FRIDAY) == datetime(2026, 11, 30, 18, 30)


@pytest.mark.parametrize(
	("hours", "reminders"),
	[(-1, 0), (0, 1), (23.9, 1), (24, 2), (48, 3), (65.9, 3), (66, 4), (72, 5), (95, 5), (96, 6), (120, 7)],
)
def test_reminders_become_more_as_the_time_runs_out(hours: float, reminders: int) -> None:
	assert reminders_due(FRIDAY, FRIDAY + timedelta(hours=hours)) == reminders
