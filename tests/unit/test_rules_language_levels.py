"""AMIF R.2.8: who has improved by at least one level."""

from datetime import date

import pytest

from refugee_support.rules.language_levels import Assessment, compared, improved, levels_gained, within


def known(level: str, month: int, skill: str = "Overall", source: str = "Test") -> Assessment:
	return Assessment("P", skill, level, date(2026, month, 1), source)


@pytest.mark.parametrize(
	("assessments", "counted"),
	[
		([known("A1", 1), known("A2", 6)], True),
		([known("A0", 1), known("A1", 6)], True),
		([known("A1", 1), known("A1", 6)], False),
		([known("B1", 1), known("A2", 6)], False),
		([known("A2", 6), known("A1", 1)], True),
		([known("B1", 6)], False),
		([known("A2", 1, "Reading"), known("B1", 6, "Speaking")], False),
		([known("A1", 1), known("A2", 6, source="Own Statement")], False),
		([known("A1", 1, source="Teacher"), known("A2", 6)], True),
		([known("A1", 1), known("B1", 3), known("A1", 6)], False),
	],
)
def test_progress_is_a_higher_level_of_the_same_skill_at_the_end(assessments, counted):
	assert improved(assessments) == ({"P"} if counted else set())


def test_two_levels_on_one_day_are_no_fall():
	assert levels_gained([known("B1", 1), known("A2", 1)]) == 1


def test_a_level_that_is_none_is_refused():
	with pytest.raises(ValueError):
		levels_gained([known("A1", 1), known("Z9", 2)])


SPRING = (date(2026, 3, 1), date(2026, 5, 31))


@pytest.mark.parametrize(
	("assessments", "counted"),
	[
		([known("A1", 1), known("A2", 4)], True),  # the level known before is what it is compared with
		([known("A1", 3), known("A2", 5)], True),
		([known("A1", 1), known("A2", 2), known("A2", 4)], False),  # shown before: counted there
		([known("A1", 4), known("A2", 7)], False),  # shown later: counted there
		([known("A1", 1), known("A2", 2)], False),
		([known("A1", 1), known("A2", 4, "Speaking")], False),
		([known("A1", 1), known("A2", 4, source="Own Statement")], False),
	],
)
def test_progress_is_counted_in_the_period_that_shows_it(assessments, counted):
	assert improved(within(assessments, *SPRING)) == ({"P"} if counted else set())


@pytest.mark.parametrize(
	("assessments", "counted"),
	[
		([known("A1", 1), known("A1", 4)], True),
		([known("A1", 4)], False),
		([known("A1", 3, "Speaking"), known("A1", 4)], False),
		([known("A1", 3, source="Own Statement"), known("A1", 4)], False),
	],
)
def test_who_was_assessed_once_is_not_compared(assessments, counted):
	assert compared(within(assessments, *SPRING)) == ({"P"} if counted else set())
