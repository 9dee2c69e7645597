"""Language cafés: on which days, how many children, and who is meant by two letters of a name."""

from datetime import date, datetime

import pytest

from refugee_support.rules.cafe_childcare import (
	BANDS,
	Room,
	Waiting,
	carers_needed,
	free_places,
	has_room,
	is_too_many,
	next_in_line,
)
from refugee_support.rules.cafe_guests import found
from refugee_support.rules.cafe_sessions import Rhythm, SchoolHoliday, overlap, same_room, session_days
from refugee_support.rules.deadlines.days import holiday_on
from refugee_support.rules.names import PersonName

PER_CARER = {"Under 3": 3, "3 to 6": 6, "7 and Older": 10}
PLENTY = {band: 50 for band in BANDS}


def nrw(day: date) -> str | None:
	return holiday.de if (holiday := holiday_on(day, "NW")) else None


def days(rhythm: Rhythm, first: date, last: date, **kwargs) -> list[str]:
	return [str(day) for day in session_days(rhythm, first, last, nrw, **kwargs)[0]]


# --- Sessions ---


def test_a_weekly_series_has_one_session_each_week_from_its_first_weekday_on() -> None:
	wednesdays = Rhythm("Wednesday", starts_on=date(2026, 11, 26))
	assert days(wednesdays, date(2026, 11, 1), date(2026, 12, 20)) == ["2026-12-02", "2026-12-09", "2026-12-16"]


def test_public_holidays_are_left_out_and_named() -> None:
	fridays = Rhythm("Friday", starts_on=date(2026, 12, 1), in_school_holidays=True)
	found_days, left_out = session_days(fridays, date(2026, 12, 18), date(2027, 1, 8), nrw)
	assert [str(day) for day in found_days] == ["2026-12-18", "2027-01-08"]
	assert [(str(row.day), row.reason) for row in left_out] == [
		("2026-12-25", "Erster Weihnachtstag"),
		("2027-01-01", "Neujahr"),
	]


def test_school_holidays_are_left_out_with_their_first_and_last_day_unless_the_series_says_otherwise() -> None:
	christmas = [SchoolHoliday(date(2026, 12, 23), date(2027, 1, 6), "Weihnachtsferien")]
	first, last = date(2026, 12, 16), date(2027, 1, 13)
	pausing = Rhythm("Wednesday", starts_on=date(2026, 12, 1))
	assert days(pausing, first, last, school_holidays=christmas) == ["2026-12-16", "2027-01-13"]
	always = Rhythm("Wednesday", starts_on=date(2026, 12, 1), in_school_holidays=True)
	assert len(days(always, first, last, school_holidays=christmas)) == 5


def test_every_second_week_is_counted_from_the_first_day_however_far_ahead_sessions_are_made() -> None:
	rhythm = Rhythm("Monday", starts_on=date(2026, 11, 2), every_weeks=2)
	assert days(rhythm, date(2026, 11, 9), date(2026, 12, 15)) == ["2026-11-16", "2026-11-30", "2026-12-14"]


def test_a_series_ends_with_its_last_day() -> None:
	rhythm = Rhythm("Monday", starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 16))
	assert days(rhythm, date(2026, 11, 1), date(2027, 1, 1)) == ["2026-11-02", "2026-11-09", "2026-11-16"]


def at(hour: int, minute: int = 0) -> datetime:
	return datetime(2026, 12, 2, hour, minute)


@pytest.mark.parametrize(
	("other", "clash"),
	[
		((at(15), at(17)), True),
		((at(14), at(15, 30)), True),
		((at(13), at(15)), False),
		((at(17), at(19)), False),
		((at(16), at(16, 30)), True),
	],
)
def test_two_sessions_clash_when_they_have_a_moment_in_common(other: tuple, clash: bool) -> None:
	assert overlap((at(15), at(17)), other) is clash is overlap(other, (at(15), at(17)))


def test_a_session_without_a_room_takes_all_rooms_of_the_place() -> None:
	assert same_room("", "Saal") and same_room("Saal", " saal ") and not same_room("Saal", "Küche")


# --- Childcare ---


def test_carers_look_after_children_of_mixed_ages_by_their_share() -> None:
	assert carers_needed({"Under 3": 1, "3 to 6": 4}, PER_CARER) == 1
	room = Room(carers=1, per_carer=PER_CARER, places=PLENTY)
	assert has_room(room, {"Under 3": 1, "3 to 6": 3}, "3 to 6")
	assert not has_room(room, {"Under 3": 1, "3 to 6": 4}, "7 and Older")


@pytest.mark.parametrize(("carers", "free"), [(0, 0), (1, 6), (2, 10), (3, 10)])
def test_children_are_limited_by_carers_and_by_places(carers: int, free: int) -> None:
	room = Room(carers=carers, per_carer=PER_CARER, places={"3 to 6": 10})
	assert free_places(room, {}, "3 to 6") == free
	assert free_places(room, {}, "Under 3") == 0


def test_a_place_goes_to_whoever_has_waited_longest_and_fits() -> None:
	room = Room(carers=1, per_carer=PER_CARER, places={"Under 3": 0, "3 to 6": 6, "7 and Older": 0})
	waiting = [
		Waiting("third", "3 to 6", at(15, 20)),
		Waiting("first", "Under 3", at(15)),
		Waiting("second", "3 to 6", at(15, 10)),
	]
	assert next_in_line(room, {"3 to 6": 5}, waiting) == ["second"]


def test_when_a_carer_leaves_it_shows_that_there_are_too_many_children() -> None:
	assert is_too_many(Room(1, PER_CARER, PLENTY), {"3 to 6": 7})
	assert not is_too_many(Room(1, PER_CARER, PLENTY), {"3 to 6": 6})


# --- Guests ---


@pytest.mark.parametrize(
	("typed", "first", "last", "native"),
	[
		("mo", "Mohammad", "Haddad", ""),
		("had", "Mohammad", "Haddad", ""),
		("muh", "Mohammad", "Haddad", ""),
		("moh", "محمد", "حداد", ""),
		("jus", "Yousef", "Karimi", ""),
		("oleks", "Олександр", "Шевченко", ""),
		("kar moh", "Mohammad", "Karimi", ""),
		("hul", "Khulud", "Nasser", ""),
	],
)
def test_a_guest_is_found_by_a_few_letters_in_any_spelling(typed: str, first: str, last: str, native: str) -> None:
	assert found(typed, PersonName(first, last, None, native))


@pytest.mark.parametrize("typed", ["", "m", " ", "%", "xy", "fat"])
def test_one_letter_or_another_name_finds_nobody(typed: str) -> None:
	assert not found(typed, PersonName("Mohammad", "Haddad"))


def test_who_is_written_so_comes_before_who_only_sounds_so() -> None:
	assert found("moh", PersonName("Mohammad", "A")) > found("moh", PersonName("Muhammed", "A")) > 0
