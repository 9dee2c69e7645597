"""Which facts about a person are missing, and which are so old that somebody should ask again. Pure Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

# What statistics and funders ask for (`domain.md` 2.2), in the order in which one asks a person.
WANTED = (
	"date_of_birth",
	"gender",
	"nationality",
	"arrival_date",
	"main_language",
	"german_level",
	"residence_status",
	"residence_valid_until",
	"benefit_law",
	"employment_status",
	"accommodation",
	"municipality",
	"street",
)
# What changes in a life without anybody telling us: "still correct?"
VOLATILE = ("municipality", "accommodation", "residence_status", "employment_status", "german_level")
SCHOOL_AGE, FULL_AGE = 6, 18
ADULTS_ONLY = {"german_level", "benefit_law"}  # of small children nobody asks it; of pupils the level only


@dataclass(frozen=True)
class Facts:
	"""What is known of one person, and since when each fact is known to be right."""

	values: Mapping[str, Any]
	confirmed: Mapping[str, date]  # by field: the last day on which somebody recorded or confirmed it
	recorded_on: date


def missing_fields(values: Mapping[str, Any], today: date) -> list[str]:
	"""The facts wanted of this person and not recorded."""
	return [field for field in WANTED if not values.get(field) and is_asked(field, values, today)]


def is_asked(field: str, values: Mapping[str, Any], today: date) -> bool:
	"""Whether a fact makes sense for this person: no level of German of a toddler, no last day of an unlimited title."""
	born = values.get("date_of_birth")
	age = years_between(born, today) if born else FULL_AGE
	if field in ADULTS_ONLY and age < SCHOOL_AGE:
		return False
	if field == "residence_valid_until":
		return bool(values.get("residence_status")) and not values.get("status_is_unlimited")
	if field == "nationality":
		return not values.get("stateless")
	if field == "arrival_date":
		return values.get("category") != "German"
	return True


def stale_fields(facts: Facts, today: date, months: int) -> list[str]:
	"""Volatile facts that nobody has recorded or confirmed for so many months; 0: none ever grows old."""
	if not months:
		return []
	limit = months_before(today, months)
	return [
		field
		for field in VOLATILE
		if facts.values.get(field) and facts.confirmed.get(field, facts.recorded_on) < limit
	]


def months_before(day: date, months: int) -> date:
	"""The same day so many months earlier, or the last day of a shorter month."""
	number = day.year * 12 + day.month - 1 - months
	year, month = divmod(number, 12)
	for last in (day.day, 30, 29, 28):
		try:
			return date(year, month + 1, min(last, day.day))
		except ValueError:
			continue
	raise ValueError(day)


def years_between(born: date, day: date) -> int:
	return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
