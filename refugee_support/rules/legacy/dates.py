"""Dates in all the spellings of eight years of spreadsheets.

A day that does not exist is refused; "ca. 1985" is a year and says so; a text nobody understands is refused, because a
date guessed wrongly is worse than one that is missing.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from refugee_support.rules.legacy.problems import BadCell
from refugee_support.rules.legacy.values import fold, is_nothing

Precision = Literal["Day", "Month", "Year"]
EARLIEST, LATEST = 1900, 2100
# Number dates: Excel counts days from 1900 (and believes in a 29 February 1900), old Excel for the Mac from 1904.
BASE_1900, BASE_1904 = date(1899, 12, 30), date(1904, 1, 1)
FIRST_SERIAL, LAST_SERIAL = 3000, 73_050  # 1908 to 2100: below are years and ages, not days
MONTHS = {
	name: number
	for number, names in enumerate(
		(
			"januar jan january jaenner janner",
			"februar feb february",
			"marz mrz maerz march mar",
			"april apr",
			"mai may",
			"juni jun june",
			"juli jul july",
			"august aug",
			"september sep sept",
			"oktober okt october oct",
			"november nov",
			"dezember dez december dec",
		),
		1,
	)
	for name in names.split()
}
_CERTAIN = re.compile(r"^\s*(?:geb|seit|am)\b\.?\s*", re.IGNORECASE)
_ABOUT = re.compile(
	r"^\s*(?:(?:ca|circa|etwa|ungef(?:ä|ae)hr|um|about|approx|around|gesch(?:ä|ae)tzt)\b\.?|~)\s*|"
	r"\s*(?:\(?\s*(?:gesch(?:ä|ae)tzt|gesch\.|estimated|est\.|unsicher|vermutlich)\s*\)?|\(?\?\)?)\s*$",
	re.IGNORECASE,
)
_TIME = re.compile(r"[T\s,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*(?:Uhr|[AaPp][Mm]|Z))?\s*$")
_NUMBERS = re.compile(r"(\d{1,4})\s*[.\-/ ]\s*(\d{1,2})\s*[.\-/ ]\s*(\d{1,4})\.?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[.\-/]\s*(\d{4})|(\d{4})\s*[.\-/]\s*(\d{1,2})")
_WORDS = re.compile(
	r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s*)?([^\W\d_]+)\.?\s*(?:(\d{1,2})(?:st|nd|rd|th)?\s*,\s*)?(\d{2,4})"
)


@dataclass(frozen=True)
class LegacyDate:
	"""A day, and how much of it the old file really says."""

	day: date
	precision: Precision = "Day"
	about: bool = False

	@property
	def is_estimated(self) -> bool:
		return self.about or self.precision != "Day"


def parse_date(
	value: object, *, today: date, since_1904: bool = False, month_first: bool = False
) -> LegacyDate | None:
	"""What day a cell means; None where it says that nothing is known.

	Args:
		value: a date, a number of days as spreadsheets store them, or text.
		today: two-digit years up to this one are of this century.
		since_1904: the workbook counts days from 1904.
		month_first: 03/04/2019 is the fourth of March.

	Raises:
		BadCell: no_such_day, no_date, date_out_of_range.
	"""
	if isinstance(value, datetime):
		return _in_range(LegacyDate(value.date()), value)
	if isinstance(value, date):
		return _in_range(LegacyDate(value), value)
	if isinstance(value, bool) or is_nothing(value):
		return None
	if isinstance(value, int | float):
		return _of_number(value, since_1904)
	return _in_range(_of_text(str(value), today, since_1904, month_first), value)


def _in_range(found: LegacyDate | None, value: object) -> LegacyDate | None:
	if found and not EARLIEST <= found.day.year <= LATEST:
		raise BadCell("date_out_of_range", value)
	return found


def _of_number(value: float, since_1904: bool) -> LegacyDate:
	if value == int(value) and EARLIEST <= value <= LATEST:
		return LegacyDate(date(int(value), 1, 1), "Year")
	if not FIRST_SERIAL <= value <= LAST_SERIAL:
		raise BadCell("no_date", value)
	return LegacyDate((BASE_1904 if since_1904 else BASE_1900) + timedelta(days=int(value)))


def _of_text(text: str, today: date, since_1904: bool, month_first: bool) -> LegacyDate | None:
	bare, about = _without_doubt(_TIME.sub("", text.strip()))
	bare = bare.strip(" ,;()")
	if re.fullmatch(r"[0.\-/ ]+", bare):
		return None  # 00.00.0000: the old database had nothing
	if re.fullmatch(r"\d{4}", bare):
		return LegacyDate(_day(int(bare), 1, 1, text), "Year", about)
	if match := re.fullmatch(r"(\d{5})(?:[.,]\d+)?", bare):
		return _of_number(int(match[1]), since_1904)
	if match := _COMPACT.fullmatch(bare):
		return LegacyDate(_day(int(match[1]), int(match[2]), int(match[3]), text), about=about)
	if match := _NUMBERS.fullmatch(bare):
		return _of_three(match, text, today, month_first, about)
	if match := _MONTH_YEAR.fullmatch(bare):
		month, year = (match[1], match[2]) if match[1] else (match[4], match[3])
		return LegacyDate(_day(int(year), int(month), 1, text), "Month", about)
	if match := _WORDS.fullmatch(bare):
		return _of_words(match, text, today, about)
	raise BadCell("no_date", text)


def _without_doubt(text: str) -> tuple[str, bool]:
	certain = _CERTAIN.sub("", text)
	bare = _ABOUT.sub("", _ABOUT.sub("", certain, count=1), count=1)
	return bare, bare != certain


def _of_three(match: re.Match, text: str, today: date, month_first: bool, about: bool) -> LegacyDate | None:
	first, second, third = (int(part) for part in match.groups())
	if len(match[1]) >= 3:
		year, month, day = first, second, third
	else:
		year = _full_year(match[3], today)
		day, month = (second, first) if month_first and "." not in match[0] else (first, second)
	if not year:
		return None
	if not month or not day:  # 00.00.1985
		return LegacyDate(_day(year, month or 1, 1, text), "Month" if month else "Year", about)
	return LegacyDate(_day(year, month, day, text), about=about)


def _of_words(match: re.Match, text: str, today: date, about: bool) -> LegacyDate:
	month = MONTHS.get(fold(match[2]))
	if not month:
		raise BadCell("no_date", text)
	year, day = _full_year(match[4], today), match[1] or match[3]
	if not day:
		return LegacyDate(_day(year, month, 1, text), "Month", about)
	return LegacyDate(_day(year, month, int(day), text), about=about)


def _full_year(digits: str, today: date) -> int:
	year = int(digits)
	if len(digits) > 2:
		return year
	return year + (2000 if year <= today.year % 100 else 1900)


def _day(year: int, month: int, day: int, text: str) -> date:
	if year > 9999 or (year and year < 1000):
		raise BadCell("date_out_of_range", text)
	try:
		return date(year, month, day)
	except ValueError:
		raise BadCell("no_such_day", text) from None
