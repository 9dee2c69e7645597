"""On which days a language café that comes back every week takes place. Pure Python."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Rhythm:
	"""When a series takes place."""

	weekday: str
	starts_on: date
	ends_on: date | None = None
	every_weeks: int = 1
	in_school_holidays: bool = False


@dataclass(frozen=True)
class SchoolHoliday:
	"""First and last day, both of them free, and what it is called."""

	first: date
	last: date
	label: str = ""


@dataclass(frozen=True)
class LeftOut:
	"""A day on which the series would have taken place, and what is then."""

	day: date
	reason: str


def first_day(rhythm: Rhythm) -> date:
	"""The first weekday of the series on or after its first day: every second week is counted from here."""
	ahead = (WEEKDAYS.index(rhythm.weekday) - rhythm.starts_on.weekday()) % 7
	return rhythm.starts_on + timedelta(days=ahead)


def session_days(
	rhythm: Rhythm,
	first: date,
	last: date,
	public_holiday: Callable[[date], str | None],
	school_holidays: Iterable[SchoolHoliday] = (),
) -> tuple[list[date], list[LeftOut]]:
	"""The days of a series from `first` to `last`, both included, and the days left out.

	Args:
		public_holiday: the name of the public holiday on a day, None on other days.
	"""
	free = [] if rhythm.in_school_holidays else list(school_holidays)
	days: list[date] = []
	left_out: list[LeftOut] = []
	day, step = first_day(rhythm), WEEK * max(1, rhythm.every_weeks)
	last = min(last, rhythm.ends_on) if rhythm.ends_on else last
	while day <= last:
		if day >= first:
			reason = public_holiday(day) or _school_holiday(day, free)
			if reason is None:
				days.append(day)
			else:
				left_out.append(LeftOut(day, reason))
		day += step
	return days, left_out


def _school_holiday(day: date, holidays: list[SchoolHoliday]) -> str | None:
	return next((holiday.label for holiday in holidays if holiday.first <= day <= holiday.last), None)


def overlap(a: tuple[datetime, datetime], b: tuple[datetime, datetime]) -> bool:
	"""Whether two times have a moment in common; one that begins when the other ends does not."""
	return a[0] < b[1] and b[0] < a[1]


def same_room(a: str, b: str) -> bool:
	"""Whether two sessions at one place may be in each other's way: a session without a room takes them all."""
	one, other = a.strip().casefold(), b.strip().casefold()
	return not one or not other or one == other
