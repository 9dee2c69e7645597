"""Working days of an office in North Rhine-Westphalia, and arithmetic with months and years."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache


def easter(year: int) -> date:
	"""Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
	a, b, c = year % 19, year // 100, year % 100
	d, e = divmod(b, 4)
	g = (8 * b + 13) // 25
	h = (19 * a + b - d - g + 15) % 30
	i, k = divmod(c, 4)
	m = (32 + 2 * e + 2 * i - h - k) % 7
	n = (a + 11 * h + 22 * m) // 451
	month, day = divmod(h + m - 7 * n + 114, 31)
	return date(year, month, day + 1)


@cache
def public_holidays(year: int) -> frozenset[date]:
	"""The holidays of section 2 Feiertagsgesetz NW."""
	fixed = [(1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26)]
	movable = [-2, 1, 39, 50, 60]  # Good Friday, Easter Monday, Ascension, Whit Monday, Corpus Christi
	sunday = easter(year)
	return frozenset([date(year, m, d) for m, d in fixed] + [sunday + timedelta(days) for days in movable])


def is_working_day(day: date) -> bool:
	"""Whether the counselling office is open: not at weekends, on holidays, Christmas Eve and New Year's Eve."""
	closed = (day.month, day.day) in {(12, 24), (12, 31)}
	return day.weekday() < 5 and not closed and day not in public_holidays(day.year)


def working_days(first: date, last: date) -> list[date]:
	days = (first + timedelta(n) for n in range((last - first).days + 1))
	return [day for day in days if is_working_day(day)]


def next_working_day(day: date) -> date:
	while not is_working_day(day):
		day += timedelta(1)
	return day


def add_months(day: date, months: int) -> date:
	month = day.year * 12 + day.month - 1 + months
	year, month = divmod(month, 12)
	return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: float) -> date:
	return day + timedelta(round(years * 365.25))


def years_between(first: date, last: date) -> float:
	return (last - first).days / 365.25
