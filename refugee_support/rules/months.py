"""Months of the calendar. Pure Python."""

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
	"""The same number in another month, or its last day where there is none (section 188 (2), (3) BGB).

	Raises:
		ValueError: the day lies outside of the years 1 to 9999.
	"""
	year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
	return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
