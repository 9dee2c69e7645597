"""Calendar periods a figure belongs to. Pure Python: the day is an argument, never the clock."""

from calendar import monthrange
from datetime import date
from typing import Literal

Period = Literal["month", "quarter", "year"]


def month_of(day: date) -> str:
	"""The calendar month as ``YYYY-MM``, so that text order is time order."""
	return f"{day.year:04d}-{day.month:02d}"


def quarter_of(day: date) -> str:
	"""The calendar quarter as ``YYYY-Qn``."""
	return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def period_of(day: date, period: Period) -> str:
	"""The key of the period a day falls into.

	Raises:
		ValueError: for anything but month, quarter or year.
	"""
	if period == "month":
		return month_of(day)
	if period == "quarter":
		return quarter_of(day)
	if period == "year":
		return f"{day.year:04d}"
	raise ValueError(f"unknown period {period!r}: use month, quarter or year")


def periods_between(first: date, last: date, period: Period) -> list[str]:
	"""Every period from the one of `first` to the one of `last`, so that empty ones show as zero."""
	keys: list[str] = []
	year, month = first.year, first.month
	while (year, month) <= (last.year, last.month):
		key = period_of(date(year, month, 1), period)
		if not keys or keys[-1] != key:
			keys.append(key)
		year, month = (year + 1, 1) if month == 12 else (year, month + 1)
	return keys


def year_before(first: date, last: date) -> tuple[date, date]:
	"""The same days one year earlier. The end of February stays the end of February."""
	return _a_year_earlier(first), _a_year_earlier(last, end=True)


def _a_year_earlier(day: date, *, end: bool = False) -> date:
	if day.month == 2 and (day.day == 29 or (end and day.day == monthrange(day.year, 2)[1])):
		return date(day.year - 1, 2, monthrange(day.year - 1, 2)[1])
	return day.replace(year=day.year - 1)


def growth(now: float, before: float) -> float | None:
	"""Percent by which something has grown; None where there is nothing to compare with."""
	return round((now - before) / before * 100, 1) if before else None
