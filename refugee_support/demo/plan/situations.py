"""Which topic fits whom: whether a person is in a situation on a day (column `who` of data/topics.csv)."""

from collections.abc import Callable
from datetime import date

from refugee_support.demo.plan.dates import years_between
from refugee_support.demo.plan.model import Household, Person
from refugee_support.demo.plan.residence import in_procedure

Situation = Callable[[Household, Person, date], bool]
LIVING_ALONE = {"single_man", "young_adult", "siblings", "reunited_couple"}
WAGES = {"Employed Full-Time", "Employed Part-Time"}


def procedure(household: Household, person: Person, day: date) -> bool:
	title = person.title_on(day)
	return title is None or in_procedure(title.code)


def limited(household: Household, person: Person, day: date) -> bool:
	title = person.title_on(day)
	return bool(title and title.until and title.code != "ANK")


def alone(household: Household, person: Person, day: date) -> bool:
	"""Protected, and the family is still abroad."""
	title = person.title_on(day)
	waits = household.story.kind in LIVING_ALONE and len(household.present_on(day)) < 3
	return waits and bool(title and title.code.startswith(("AE25", "NE")))


def naturalisable(household: Household, person: Person, day: date) -> bool:
	title = person.title_on(day)
	long_enough = years_between(person.arrived, day) > 3.5
	return long_enough and bool(title and title.code.startswith(("AE25", "NE", "AE28")))


def sgb2(household: Household, person: Person, day: date) -> bool:
	return person.value_on("Benefit Law", day).startswith("SGB")


def asylblg(household: Household, person: Person, day: date) -> bool:
	return person.value_on("Benefit Law", day).startswith("ASYLBLG")


def children(household: Household, person: Person, day: date) -> bool:
	return has_child(household, person, day, 0, 18)


def small_children(household: Household, person: Person, day: date) -> bool:
	return has_child(household, person, day, 0, 5)


def pupils(household: Household, person: Person, day: date) -> bool:
	return has_child(household, person, day, 5.5, 18)


def has_child(household: Household, person: Person, day: date, youngest: float, oldest: float) -> bool:
	"""Grandmothers do not come for the papers of their grandchildren."""
	ages = [child.age_on(day) for child in household.present_on(day) if not child.is_adult]
	return person.role not in {"grandmother"} and any(youngest <= age < oldest for age in ages)


def wages(household: Household, person: Person, day: date) -> bool:
	return any(adult.value_on("Employment Status", day) in WAGES for adult in household.adults)


def working_age(household: Household, person: Person, day: date) -> bool:
	return person.age_on(day) < 60 and person.value_on("Employment Status", day) != "Not Permitted to Work"


def young(household: Household, person: Person, day: date) -> bool:
	return person.age_on(day) < 30


def skilled(household: Household, person: Person, day: date) -> bool:
	return bool(person.occupation)


def learners(household: Household, person: Person, day: date) -> bool:
	return person.age_on(day) < 62 and person.value_on("German Level", day) not in {"B2", "C1"}


def adults(household: Household, person: Person, day: date) -> bool:
	return True


SITUATIONS: dict[str, Situation] = {
	situation.__name__: situation
	for situation in (
		procedure,
		limited,
		alone,
		naturalisable,
		sgb2,
		asylblg,
		children,
		small_children,
		pupils,
		wages,
		working_age,
		young,
		skilled,
		learners,
		adults,
	)
}
SITUATIONS["parents"] = children
