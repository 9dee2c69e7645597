"""Which reminder a deadline has reached."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refugee_support.rules.reminder_steps import Step, is_absent, reached_step

DUE = date(2026, 4, 14)
ADVANCE = date(2026, 3, 31)


def step(days_before: int) -> Step | None:
	return reached_step(due_on=DUE, advance_on=ADVANCE, today=DUE - timedelta(days=days_before))


@pytest.mark.parametrize(
	("days_before", "name"),
	[
		(15, None),
		(14, "Advance"),
		(8, "Advance"),
		(7, "7 Days"),
		(4, "7 Days"),
		(3, "3 Days"),
		(2, "3 Days"),
		(1, "1 Day"),
		(0, "Due"),
		(-1, "Overdue"),
		(-30, "Overdue"),
	],
)
def test_steps_on_the_way_to_the_last_day(days_before: int, name: str | None) -> None:
	reached = step(days_before)
	assert (reached.name if reached else None) == name


def test_what_is_overdue_is_reminded_of_every_week() -> None:
	days = [step(-late).day for late in range(1, 16)]
	assert days == [DUE] * 7 + [DUE + timedelta(7)] * 7 + [DUE + timedelta(14)]


def test_what_is_not_computed_is_reminded_of_every_day() -> None:
	assert reached_step(due_on=None, advance_on=None, today=DUE) == Step("Not Computed", DUE)
	assert Step("Not Computed", DUE).is_urgent


def test_an_opportunity_is_told_when_it_begins_and_is_never_urgent() -> None:
	def opportunity(today: date) -> Step | None:
		return reached_step(due_on=DUE, advance_on=None, is_opportunity=True, today=today)

	assert opportunity(DUE - timedelta(1)) is None
	assert opportunity(DUE) == opportunity(DUE + timedelta(90)) == Step("Possible", DUE)
	assert not Step("Possible", DUE).is_urgent


def test_deadline_that_is_moved_is_reminded_of_anew() -> None:
	moved = DUE + timedelta(30)
	reached = reached_step(due_on=moved, advance_on=None, today=moved - timedelta(7))
	assert reached != step(7) and reached.name == step(7).name


@given(st.integers(-400, 400), st.integers(0, 60))
def test_machine_that_was_off_for_days_skips_no_deadline(days_before: int, off: int) -> None:
	"""Whatever step was reached, on every later day there is one too."""
	if step(days_before) is not None:
		assert step(days_before - off) is not None


@pytest.mark.parametrize(
	("since", "until", "absent"),
	[
		(None, None, False),
		(DUE, None, True),
		(None, DUE, True),
		(DUE, DUE, True),
		(DUE + timedelta(1), None, False),
		(None, DUE - timedelta(1), False),
	],
)
def test_absence(since: date | None, until: date | None, absent: bool) -> None:
	assert is_absent(DUE, since, until) is absent
