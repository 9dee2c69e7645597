"""Age groups and lengths of stay, as statistics and funders ask for them.

The bounds are chosen so that every bracket asked for by a funder is a union of whole groups: AMIF's
under 18, 18 to 60, over 60 (Regulation (EU) 2021/1147, Annex VIII), and youth migration services' 12 to 26
(MBE counsels adults from 27).
"""

from datetime import date

AGE_GROUPS: tuple[tuple[int, str], ...] = (
	(5, "0-5"),
	(11, "6-11"),
	(17, "12-17"),
	(26, "18-26"),
	(40, "27-40"),
	(60, "41-60"),
)
OLDEST_GROUP = "61+"

STAY_BANDS: tuple[tuple[int, str], ...] = (
	(0, "Less than 1"),
	(2, "1 to 2"),
	(5, "3 to 5"),
	(10, "6 to 10"),
)
LONGEST_STAY = "More than 10"


def completed_years(since: date, day: date) -> int:
	"""Years completed between two days; somebody born on 29 February completes a year on 1 March
	in common years (section 187 (2), 188 (2) BGB)."""
	return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def age_group(born: date | None, day: date) -> str:
	"""The age group on a day; empty when the birth date is unknown or lies after that day."""
	if born is None or born > day:
		return ""
	return _band(completed_years(born, day), AGE_GROUPS, OLDEST_GROUP)


def years_in_germany(arrived: date | None, day: date) -> str:
	"""Completed years since arrival, in bands; empty when unknown or in the future."""
	if arrived is None or arrived > day:
		return ""
	return _band(completed_years(arrived, day), STAY_BANDS, LONGEST_STAY)


def months_in_germany(arrived: date | None, day: date) -> int:
	"""Completed months since arrival; 0 when unknown or in the future."""
	if arrived is None or arrived > day:
		return 0
	return (day.year - arrived.year) * 12 + day.month - arrived.month - (day.day < arrived.day)


def _band(years: int, bands: tuple[tuple[int, str], ...], beyond: str) -> str:
	return next((label for upper, label in bands if years <= upper), beyond)
