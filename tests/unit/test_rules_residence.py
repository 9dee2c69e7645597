"""Residence titles: when to remind, which histories look wrong, whom a change by law prolongs."""

from datetime import date

import pytest

from refugee_support.rules.deadlines import last_day_before_expiry
from refugee_support.rules.residence import (
	Period,
	affected_title,
	doubtful_overlaps,
	lead_reached,
	parse_leads,
)

LEADS = (120, 60, 30, 7)
DECREE, MARCH_2027 = date(2026, 2, 1), date(2027, 3, 4)


@pytest.mark.parametrize(
	("text", "leads"),
	[
		("120, 60, 30, 7", LEADS),
		("7 30;60,120", LEADS),
		("30,30", (30,)),
		("0", ()),
		("", ()),
	],
)
def test_leads_are_read_as_people_write_them(text: str, leads: tuple[int, ...]) -> None:
	assert parse_leads(text) == leads


@pytest.mark.parametrize("text", ["-7", "7.5", "drei", "1000", "7 Tage", "²"])
def test_leads_that_are_no_days_are_refused(text: str) -> None:
	with pytest.raises(ValueError):
		parse_leads(text)


@pytest.mark.parametrize(
	("today", "lead"),
	[
		(date(2026, 7, 17), None),  # 121 days before
		(date(2026, 7, 18), 120),
		(date(2026, 9, 15), 120),
		(date(2026, 9, 16), 60),
		(date(2026, 11, 8), 7),
		(date(2026, 11, 15), 7),  # the last valid day itself
		(date(2026, 11, 16), None),
	],
)
def test_the_shortest_lead_that_has_begun_counts(today: date, lead: int | None) -> None:
	assert lead_reached(date(2026, 11, 15), today, LEADS) == lead


def test_t31_a_title_that_ends_on_a_sunday_is_renewed_by_the_friday_before() -> None:
	"""Section 81 (4) AufenthG: before it expires, no roll to the next working day."""
	assert last_day_before_expiry(date(2026, 11, 15), state="NW").safe_on == date(2026, 11, 13)


def titles(*rows: tuple[str, date | None, date | None]) -> list[Period]:
	return [Period(number, *row) for number, row in enumerate(rows, start=1)]


def test_the_next_title_may_begin_before_the_last_one_ran_out() -> None:
	history = titles(
		("GEST", date(2023, 1, 1), date(2024, 6, 30)), ("AE252F", date(2024, 5, 2), date(2027, 5, 1))
	)
	assert not [*doubtful_overlaps(history)]


def test_a_renewal_of_the_same_status_never_looks_wrong() -> None:
	history = titles(
		("AE24", date(2025, 3, 5), date(2027, 3, 4)), ("AE24", date(2026, 2, 1), date(2026, 12, 31))
	)
	assert not [*doubtful_overlaps(history)]


def test_two_statuses_from_one_day_on_or_one_within_the_other_look_wrong() -> None:
	same_day = titles(("GEST", date(2024, 1, 1), None), ("AE252F", date(2024, 1, 1), date(2027, 1, 1)))
	within = titles(
		("AE252F", date(2024, 1, 1), date(2027, 1, 1)), ("DULD60A", date(2025, 1, 1), date(2025, 3, 1))
	)
	assert [*doubtful_overlaps(same_day)] == [(1, 2)]
	assert [*doubtful_overlaps(within)] == [(1, 2)]


@pytest.mark.parametrize(
	("rows", "expected"),
	[
		([("AE24", date(2025, 3, 5), date(2026, 3, 4))], 1),
		([("AE24", date(2026, 2, 1), date(2026, 2, 1))], 1),
		([("GEST", date(2024, 1, 1), None), ("AE24", date(2025, 3, 5), date(2026, 3, 4))], 2),
		([("AE24", date(2025, 3, 5), date(2026, 1, 31))], "Expired"),
		([("AE24", date(2025, 3, 5), None)], "Unlimited"),
		([("AE24", date(2025, 3, 5), MARCH_2027)], "Valid Longer"),
		([("AE24", date(2025, 3, 5), date(2026, 3, 4)), ("AE18A", date(2026, 2, 20), None)], "Newer Title"),
		([("AE252F", date(2025, 3, 5), date(2026, 3, 4))], ""),
		([("AE24", date(2026, 2, 2), date(2026, 3, 4))], ""),
		([], ""),
	],
)
def test_a_decree_prolongs_titles_valid_on_its_day_and_leaves_all_others_alone(
	rows: list, expected: int | str
) -> None:
	found = affected_title(titles(*rows), "AE24", DECREE, MARCH_2027)
	assert (found.row if isinstance(found, Period) else found) == expected


def test_applied_a_second_time_the_decree_changes_nothing() -> None:
	rows = [("AE24", date(2025, 3, 5), date(2026, 3, 4)), ("AE24", DECREE, MARCH_2027)]
	assert affected_title(titles(*rows), "AE24", DECREE, MARCH_2027) == "Valid Longer"
