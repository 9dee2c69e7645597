"""What two dates of birth say about whether two people are one."""

from datetime import date, datetime
from enum import Enum

# Registered where the day is not known: 1 January nearly everywhere, others by offices on the way.
_PLACEHOLDERS = {(1, 1), (12, 31), (7, 1)}


class Births(Enum):
	"""How two dates of birth stand to each other."""

	SAME = "same"
	SAME_YEAR_REGISTERED = "same_year_registered"  # both the same day that offices write for an unknown one
	SWAPPED = "swapped"
	SLIP = "slip"
	PERHAPS = "perhaps"  # one of them only names a year, and it fits
	CLOSE = "close"  # the same month, or the same day of another month of that year
	YEAR_NEXT = "year_next"  # a registered date, and the year before or after
	YEARS_NEAR = "years_near"  # a registered date, two or three years apart
	UNKNOWN = "unknown"
	DIFFERENT_DAY = "different_day"  # of the same year
	DIFFERENT = "different"


def compare_births(a: object, b: object) -> Births:
	first, second = birth_day(a), birth_day(b)
	if not first or not second:
		return Births.UNKNOWN
	if first == second:
		return Births.SAME_YEAR_REGISTERED if is_placeholder(first) else Births.SAME
	if is_placeholder(first) or is_placeholder(second):
		return _with_year_only(first, second)
	if (first.year, first.month, first.day) == (second.year, second.day, second.month):
		return Births.SWAPPED
	if _is_slip(first, second):
		return Births.SLIP
	if first.year != second.year:
		return Births.DIFFERENT
	return Births.CLOSE if first.month == second.month or first.day == second.day else Births.DIFFERENT_DAY


def is_placeholder(day: date) -> bool:
	return (day.month, day.day) in _PLACEHOLDERS


def birth_day(value: object) -> date | None:
	if isinstance(value, datetime):
		return value.date()
	if isinstance(value, str):
		try:
			return date.fromisoformat(value[:10])
		except ValueError:
			return None
	return value if isinstance(value, date) else None


def _with_year_only(first: date, second: date) -> Births:
	apart = abs(first.year - second.year)
	if apart == 0:
		return Births.PERHAPS
	if apart == 1:
		return Births.YEAR_NEXT
	return Births.YEARS_NEAR if apart <= 3 else Births.DIFFERENT


def _is_slip(first: date, second: date) -> bool:
	"""One digit off, two digits of the year exchanged, or the year before or after on the same day."""
	if abs((first - second).days) == 1:
		return True
	a, b = (day.isoformat().replace("-", "") for day in (first, second))
	wrong = [i for i in range(8) if a[i] != b[i]]
	if len(wrong) == 1:
		return wrong[0] >= 2
	if first.month == second.month and first.day == second.day:
		return abs(first.year - second.year) == 1 or (wrong == [2, 3] and a[2:4] == b[2:4][::-1])
	if first.year == second.year and first.month == second.month:
		return a[6:] == b[6:][::-1]
	return False
