"""The steps before somebody may be active, and the three facts of a police certificate."""

from dataclasses import replace
from datetime import date

import pytest

from refugee_support.rules import certificates as rules
from refugee_support.rules.certificates import Certificate
from refugee_support.rules.life_cycle import (
	ADDRESS,
	CERTIFICATE,
	CONFIRMATION,
	CONVERSATION,
	INSTRUCTION,
	STEPS,
	TASK,
	TRAINING,
	UNDERTAKING,
	Helper,
	TaskPeriod,
	is_task_open,
	last_day_with_children,
	missing_steps,
	needed_steps,
	stage,
)

TODAY = date(2026, 11, 25)
VALID = Certificate(date(2026, 9, 1), date(2031, 9, 1))
CAFE = TaskPeriod(date(2026, 1, 1))
CHILDCARE = TaskPeriod(date(2026, 1, 1), with_children=True)
COUNSELLING = TaskPeriod(date(2026, 1, 1), needs_legal_guidance=True)
COMPLETE = Helper(
	status="Interested",
	conversation_on=date(2026, 10, 1),
	signed_on=date(2026, 10, 2),
	instructed_on=date(2026, 10, 3),
	trained_on=date(2026, 10, 4),
	has_supervising_lawyer=True,
	has_address=True,
	certificate=VALID,
	tasks=(CAFE, CHILDCARE, COUNSELLING),
)


def test_nothing_is_missing_when_every_step_is_taken() -> None:
	assert missing_steps(COMPLETE, TODAY) == ()


def test_all_that_is_missing_is_said_at_once() -> None:
	tasks = (CHILDCARE, replace(COUNSELLING, awaits_confirmation=True))
	expected = tuple(step for step in STEPS if step != TASK)
	assert missing_steps(Helper(status="Interested", tasks=tasks), TODAY) == expected


@pytest.mark.parametrize(
	("change", "step"),
	[
		({"conversation_on": None}, CONVERSATION),
		({"signed_on": None}, UNDERTAKING),
		({"ended_on": TODAY}, UNDERTAKING),
		({"signed_on": date(2026, 11, 26)}, UNDERTAKING),
		({"instructed_on": None}, INSTRUCTION),
		({"certificate": None}, CERTIFICATE),
		({"certificate": replace(VALID, relevant_conviction=True)}, CERTIFICATE),
		({"certificate": replace(VALID, valid_until=date(2026, 11, 24))}, CERTIFICATE),
		({"trained_on": None}, TRAINING),
		({"has_supervising_lawyer": False}, TRAINING),
		({"tasks": ()}, TASK),
		({"tasks": (replace(CAFE, last=date(2026, 11, 24)),)}, TASK),
		({"tasks": (replace(CAFE, awaits_confirmation=True),)}, CONFIRMATION),
		({"has_address": False}, ADDRESS),
	],
)
def test_a_step_that_was_not_taken_is_missing(change: dict, step: str) -> None:
	assert step in missing_steps(replace(COMPLETE, **change), TODAY)


def test_certificate_and_legal_training_are_asked_for_by_tasks_that_need_them() -> None:
	helper = Helper(status="Interested", tasks=(CAFE,))
	assert not {CERTIFICATE, TRAINING} & set(needed_steps(helper, TODAY))


def test_a_task_that_has_ended_asks_for_nothing() -> None:
	helper = replace(COMPLETE, certificate=None, tasks=(CAFE, replace(CHILDCARE, last=date(2026, 11, 24))))
	assert missing_steps(helper, TODAY) == ()


def test_staff_are_hired_without_a_first_conversation() -> None:
	assert missing_steps(replace(COMPLETE, is_staff=True, conversation_on=None), TODAY) == ()


def test_who_helps_in_the_office_needs_no_account() -> None:
	office = replace(CAFE, needs_account=False)
	assert ADDRESS not in missing_steps(Helper(status="Interested", tasks=(office,)), TODAY)


@pytest.mark.parametrize(
	("helper", "expected"),
	[
		(Helper(status="Interested"), CONVERSATION),
		(replace(COMPLETE, signed_on=None), UNDERTAKING),
		(COMPLETE, "Ready to Start"),
		(replace(COMPLETE, status="Active"), "Active"),
		(replace(COMPLETE, status="Active", certificate=None), "Active, Incomplete"),
		(replace(COMPLETE, status="Paused"), "Paused"),
		(replace(COMPLETE, status="Former"), "Has Left"),
	],
)
def test_the_stage_follows_from_the_steps(helper: Helper, expected: str) -> None:
	assert stage(helper, TODAY) == expected


@pytest.mark.parametrize(
	("task", "certificate", "is_open"),
	[
		(CAFE, None, True),
		(replace(CAFE, first=date(2026, 11, 26)), None, False),
		(replace(CAFE, last=TODAY), None, True),
		(replace(CAFE, last=date(2026, 11, 24)), None, False),
		(CHILDCARE, VALID, True),
		(CHILDCARE, None, False),
		(CHILDCARE, replace(VALID, relevant_conviction=True), False),
		(CHILDCARE, replace(VALID, valid_until=TODAY), True),
		(CHILDCARE, replace(VALID, valid_until=date(2026, 11, 24)), False),
	],
)
def test_a_task_is_open_in_its_period_and_with_children_with_a_certificate_only(
	task: TaskPeriod, certificate: Certificate | None, is_open: bool
) -> None:
	assert is_task_open(replace(COMPLETE, certificate=certificate), task, TODAY) is is_open


@pytest.mark.parametrize(
	("tasks", "expected"),
	[
		((), None),
		((CAFE,), None),
		((CHILDCARE,), None),
		(
			(replace(CHILDCARE, last=date(2026, 5, 1)), replace(CHILDCARE, last=date(2026, 7, 1))),
			date(2026, 7, 1),
		),
		((replace(CHILDCARE, last=date(2026, 5, 1)), CHILDCARE), None),
	],
)
def test_the_last_day_with_children(tasks: tuple, expected: date | None) -> None:
	assert last_day_with_children(replace(COMPLETE, tasks=tasks), TODAY) == expected


# --- Section 72a (5) SGB VIII ---


@pytest.mark.parametrize(
	("day", "months", "expected"),
	[
		(date(2026, 5, 31), 6, date(2026, 11, 30)),
		(date(2026, 8, 31), 6, date(2027, 2, 28)),
		(date(2027, 8, 31), 6, date(2028, 2, 29)),
		(date(2026, 12, 1), 3, date(2027, 3, 1)),
		(date(2024, 2, 29), 60, date(2029, 2, 28)),
	],
)
def test_months_end_with_the_month(day: date, months: int, expected: date) -> None:
	assert rules.add_months(day, months) == expected


def test_a_certificate_is_valid_for_five_years_from_its_date() -> None:
	assert rules.last_valid_day(date(2026, 9, 1), 5) == date(2031, 9, 1)


@pytest.mark.parametrize(
	("inspected", "too_old"),
	[(date(2026, 12, 1), False), (date(2026, 12, 2), True), (date(2026, 9, 1), False)],
)
def test_a_certificate_is_three_months_old_at_most_when_it_is_shown(inspected: date, too_old: bool) -> None:
	assert rules.is_too_old(date(2026, 9, 1), inspected, 3) is too_old


def test_nobody_can_keep_the_facts_longer_than_six_months() -> None:
	assert rules.erasure_day(date(2026, 1, 15), 24) == date(2026, 7, 15)
	assert rules.erasure_day(date(2026, 1, 15), 1) == date(2026, 2, 15)


@pytest.mark.parametrize(
	("days_left", "last", "due"),
	[
		(91, 0, None),
		(90, 0, 90),
		(60, 90, None),
		(60, 0, 90),  # recorded late: still reminded
		(30, 90, 30),
		(30, 30, None),
		(0, 30, None),
		(5, 0, 30),
		(-1, 0, None),
	],
)
def test_reminders_come_90_and_30_days_before_each_once(days_left: int, last: int, due: int | None) -> None:
	until = date.fromordinal(TODAY.toordinal() + days_left)
	assert rules.reminder_due(until, TODAY, last) == due
