"""What counts as a step on somebody's path, and what does not."""

from datetime import date

import pytest

from refugee_support.rules.milestones import (
	STRANDS,
	Entry,
	Status,
	housing_steps,
	language_steps,
	residence_steps,
	work_steps,
)


def day(number: int) -> date:
	return date(2026, 1, number)


def entries(*values: str, first_day: int = 1) -> list[Entry]:
	"""The first holds from the beginning, each further one from the next day on."""
	days = [None, *(day(first_day + n) for n in range(len(values) - 1))]
	return [
		Entry(f"row {n}", value, since) for n, (value, since) in enumerate(zip(values, days, strict=True))
	]


def statuses(*rows: tuple[str, str]) -> list[Status]:
	bridging = {"FIKT814"}
	return [
		Status(f"row {n}", code, day(n + 1), category, code in bridging)
		for n, (code, category) in enumerate(rows)
	]


def told(steps) -> list[tuple[str, str]]:
	return [(step.kind, step.value) for step in steps]


def test_what_somebody_brought_with_them_is_no_step() -> None:
	for find in (language_steps, work_steps, housing_steps):
		assert not [*find([Entry("row", "B1", None), Entry("other", "Employed Full-Time", None)])]
	assert not [*residence_steps([Status("row", "GEST", None, "Asylum Procedure")])]


def test_a_renewal_is_no_step_and_a_fiction_certificate_neither() -> None:
	history = statuses(
		("GEST", "Asylum Procedure"),
		("AE252F", "Humanitarian Permit"),
		("AE252F", "Humanitarian Permit"),
		("FIKT814", "Other Permit"),
		("AE252F", "Humanitarian Permit"),
		("NE263", "Settlement Permit"),
		("DE", "German"),
	)
	assert told(residence_steps(history)) == [
		("Asylum Procedure Begun", "GEST"),
		("Residence Permit Granted", "AE252F"),
		("Settlement Permit Granted", "NE263"),
		("Naturalised", "DE"),
	]


def test_two_papers_of_one_asylum_procedure_are_one_step() -> None:
	history = statuses(("ANK", "Asylum Procedure"), ("GEST", "Asylum Procedure"), ("DULD60A", "Toleration"))
	assert told(residence_steps(history)) == [("Asylum Procedure Begun", "ANK"), ("Toleration", "DULD60A")]


def test_an_unknown_status_is_no_step() -> None:
	assert not [*residence_steps(statuses(("UNK", "Without Papers or Unknown")))]


def test_only_a_level_above_all_before_is_reached() -> None:
	history = entries("None", "A1", "B1", "A2", "B1", "B2")
	assert told(language_steps(history)) == [
		("Level Reached", "A1"),
		("Level Reached", "B1"),
		("Level Reached", "B2"),
	]


def test_a_level_known_from_the_beginning_is_not_reached_again() -> None:
	assert not [*language_steps(entries("B1", "A2", "B1"))]


@pytest.mark.parametrize(
	("before", "now", "kind"),
	[
		("", "School", "School Place Found"),
		("Child Not Yet in School", "School", "School Place Found"),
		("Job Seeking", "Language or Integration Course", "Course Begun"),
		("Job Seeking", "Mini-Job", "Job Begun"),
		("Mini-Job", "Employed Full-Time", "Job Changed"),
		("Employed Full-Time", "Job Seeking", "Job Ended"),
		("Employed Full-Time", "Vocational Training", "Training Begun"),
		("Vocational Training", "Employed Full-Time", "Job Begun"),
		("School", "Studies", "Studies Begun"),
	],
)
def test_a_change_of_employment_is_told_as_what_it_means(before: str, now: str, kind: str) -> None:
	assert told(work_steps(entries(before, now))) == [(kind, now)]


@pytest.mark.parametrize("now", ["Caring for Family", "Not Permitted to Work", "Unable to Work", "Retired"])
def test_from_seeking_work_to_something_that_is_no_work_is_no_step(now: str) -> None:
	assert not [*work_steps(entries("Job Seeking", now))]


def test_a_job_no_longer_known_has_not_ended_and_is_not_found_again() -> None:
	assert not [*work_steps(entries("Mini-Job", "", "Mini-Job"))]


def test_the_own_flat_counts_and_a_value_repeated_does_not() -> None:
	history = entries("Shared Accommodation", "Private Flat", "Private Flat", "Homeless", "Other")
	assert [step.kind for step in housing_steps(history)] == ["Own Flat", "Lost Home", "Moved"]


def test_a_flat_known_from_the_beginning_is_not_moved_into_again() -> None:
	assert not [*housing_steps(entries("Private Flat", "Private Flat"))]


def test_the_order_of_entry_does_not_matter_only_the_dates() -> None:
	history = [Entry("late", "B1", day(20)), Entry("early", "A2", day(10))]
	assert told(language_steps(history)) == [("Level Reached", "A2"), ("Level Reached", "B1")]


def test_every_kind_lies_in_one_of_the_six_parts_of_life() -> None:
	strands = {"Residence", "Language", "School and Childcare", "Work", "Housing", "Social"}
	assert set(STRANDS.values()) == strands
