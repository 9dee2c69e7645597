"""What must hold for every deadline, whatever the letter; and the table of holidays it rests on."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from refugee_support.rules.deadlines import (
	REGIMES,
	STATES,
	UNITS,
	RemedyDeadline,
	add_period,
	day_set_by_authority,
	earliest_action_for_inaction,
	equal_treatment_claim,
	is_working_day,
	last_day_before_expiry,
	remedy_deadline,
)
from refugee_support.rules.deadlines.days import holiday_on

days = st.dates(date(1995, 1, 1), date(2080, 12, 31))
units = st.sampled_from(UNITS)
periods = st.integers(1, 18)
states = st.sampled_from(sorted(STATES))
presuming = st.sampled_from(["SGB X", "VwVfG", "AO"])


def by_post(
	regime: str, posted: date, period: int, unit: str, state: str = "NW", **more: date
) -> RemedyDeadline:
	return remedy_deadline(
		regime=regime,
		delivery="Ordinary Post",
		period=period,
		unit=unit,
		posted_on=posted,
		state=state,
		**more,
	)


def served(regime: str, day: date, period: int, unit: str, state: str = "NW") -> RemedyDeadline:
	return remedy_deadline(
		regime=regime, delivery="Formal Service", period=period, unit=unit, served_on=day, state=state
	)


@given(presuming, days, periods, units, states)
def test_never_due_on_a_weekend_or_holiday(
	regime: str, posted: date, period: int, unit: str, state: str
) -> None:
	due = by_post(regime, posted, period, unit, state).due_on
	assert due.weekday() < 5
	assert holiday_on(due, state) is None


@given(presuming, days, periods, units, states)
def test_never_due_before_announcement_and_period(
	regime: str, posted: date, period: int, unit: str, state: str
) -> None:
	result = by_post(regime, posted, period, unit, state)
	assert result.announced_on > posted
	assert result.raw_end == add_period(result.announced_on, period, unit)
	assert result.due_on >= result.raw_end
	# From the last day to the deadline there are only days off.
	between = (result.due_on - result.raw_end).days
	assert not any(is_working_day(result.raw_end + timedelta(days=d), state) for d in range(between))


@given(presuming, days, days, periods, units)
@example("SGB X", date(2024, 12, 31), date(2025, 1, 1), 1, "month")
def test_later_posting_never_gives_an_earlier_end(
	regime: str, one: date, other: date, period: int, unit: str
) -> None:
	first, last = sorted((one, other))
	early, late = by_post(regime, first, period, unit), by_post(regime, last, period, unit)
	assert early.announced_on <= late.announced_on
	assert early.due_on <= late.due_on
	assert early.safe_on <= late.safe_on


@given(presuming, days, periods, units, states)
def test_safe_date_is_a_working_day_not_after_the_deadline_and_not_before_the_letter(
	regime: str, posted: date, period: int, unit: str, state: str
) -> None:
	result = by_post(regime, posted, period, unit, state)
	assert posted <= result.safe_on <= result.due_on
	assert result.safe_on == posted or is_working_day(result.safe_on, state)


@given(presuming, days, st.integers(0, 60), periods, units)
def test_receipt_only_ever_makes_the_deadline_later(
	regime: str, posted: date, later: int, period: int, unit: str
) -> None:
	presumed = by_post(regime, posted, period, unit)
	actual = by_post(regime, posted, period, unit, received_on=posted + timedelta(days=later))
	assert actual.announced_on == max(presumed.announced_on, posted + timedelta(days=later))
	assert actual.due_on >= presumed.due_on
	assert actual.safe_on <= presumed.due_on


@given(st.sampled_from(REGIMES), days, periods, units, states)
def test_service_has_no_presumption(regime: str, day: date, period: int, unit: str, state: str) -> None:
	assert served(regime, day, period, unit, state).announced_on == day


@given(days)
def test_only_tax_law_moves_the_day_of_announcement(posted: date) -> None:
	social, tax = by_post("SGB X", posted, 1, "month"), by_post("AO", posted, 1, "month")
	assert (social.announced_on - posted).days == (4 if posted.year >= 2025 else 3)
	assert is_working_day(tax.announced_on, "NW")
	assert tax.announced_on >= social.announced_on


@given(days, st.integers(1, 30))
def test_months_keep_the_number_of_the_day_or_take_the_last_one(day: date, months: int) -> None:
	end = add_period(day, months, "month")
	assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
	assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


@given(days, st.integers(1, 60))
def test_weeks_end_on_the_same_weekday(day: date, weeks: int) -> None:
	assert add_period(day, weeks, "week").weekday() == day.weekday()


@given(days, st.integers(1, 5))
def test_years_are_twelve_months(day: date, years: int) -> None:
	assert add_period(day, years, "year") == add_period(day, 12 * years, "month")


@given(presuming, days, periods, units, states)
def test_words_and_dates_agree(regime: str, posted: date, period: int, unit: str, state: str) -> None:
	result = by_post(regime, posted, period, unit, state)
	german = " ".join(result.steps)
	for day in (posted, result.announced_on, result.raw_end, result.due_on, result.safe_on):
		assert day.strftime("%d.%m.%Y") in german
	assert len(result.steps) == len(result.steps_in("en"))


@given(days, states)
def test_other_dates_keep_their_order(day: date, state: str) -> None:
	claim = equal_treatment_claim(day, state=state)
	assert day <= claim.safe_on <= claim.due_on and is_working_day(claim.due_on, state)
	fixed = day_set_by_authority(day, fixed_with_notice=True, state=state)
	assert fixed.due_on == day and fixed.safe_on <= day
	expiry = last_day_before_expiry(day, state=state)
	assert expiry.due_on == day and expiry.safe_on <= day and is_working_day(expiry.safe_on, state)
	inaction = earliest_action_for_inaction(day, court="SGG", state=state)
	assert inaction.waits_until < inaction.counted_on <= inaction.earliest_on


@given(days)
def test_an_action_for_inaction_is_never_possible_before_the_waiting_period_is_over(day: date) -> None:
	assume(day.day <= 28)
	social = earliest_action_for_inaction(day, court="SGG")
	assert social.earliest_on > add_period(day, 6, "month")


# --- Holidays: the law on Sundays and holidays of North Rhine-Westphalia, section 2 ---


def easter(year: int) -> date:
	"""Easter Sunday (Gauss, in the form of Butcher): not the library's own formula."""
	a, b, c = year % 19, year // 100, year % 100
	d, e = b // 4, b % 4
	f = (b + 8) // 25
	g = (b - f + 1) // 3
	h = (19 * a + b - d - g + 15) % 30
	i, k = c // 4, c % 4
	m = (32 + 2 * e + 2 * i - h - k) % 7
	n = (a + 11 * h + 22 * m) // 451
	month, day = divmod(h + m - 7 * n + 114, 31)
	return date(year, month, day + 1)


def holidays_of_north_rhine_westphalia(year: int) -> set[date]:
	fixed = {(1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26)}
	# Karfreitag, Ostermontag, Christi Himmelfahrt, Pfingstmontag, Fronleichnam
	moving = {easter(year) + timedelta(days=days) for days in (-2, 1, 39, 50, 60)}
	extra = {date(2017, 10, 31)} if year == 2017 else set()  # 500 years of Reformation, once
	return {date(year, month, day) for month, day in fixed} | moving | extra


@pytest.mark.parametrize("year", range(2007, 2041))
def test_holidays_in_north_rhine_westphalia(year: int) -> None:
	every_day = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
	found = {day for day in every_day if day.year == year and holiday_on(day, "NW")}
	assert found == holidays_of_north_rhine_westphalia(year)


@pytest.mark.parametrize("month_day", [(12, 24), (12, 31), (1, 6), (10, 31)])
def test_no_holidays_in_north_rhine_westphalia(month_day: tuple[int, int]) -> None:
	assert holiday_on(date(2026, *month_day), "NW") is None


@pytest.mark.parametrize(
	("state", "day"),
	[
		("BY", date(2026, 1, 6)),
		("SN", date(2026, 11, 18)),  # Buß- und Bettag
		("BE", date(2026, 3, 8)),
		("TH", date(2026, 9, 20)),
		("SL", date(2026, 8, 15)),
		("NI", date(2026, 10, 31)),
	],
)
def test_holidays_of_other_states(state: str, day: date) -> None:
	assert holiday_on(day, state) is not None
	assert holiday_on(day, "NW") is None


def test_days_that_are_holidays_in_some_municipalities_only_do_not_prolong_a_deadline() -> None:
	assert holiday_on(date(2026, 8, 15), "BY") is None
	assert holiday_on(date(2026, 8, 8), "BY") is None
