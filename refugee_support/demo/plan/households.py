"""Who lives together: people with consistent names and ages, from the stories in data/households.csv."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from refugee_support.demo.plan.dates import add_months, add_years
from refugee_support.demo.plan.model import Household, Person, Story
from refugee_support.demo.plan.people import (
	Name,
	NameBook,
	addresses,
	family_name_of,
	has_patronymics,
	origin_facts,
	telephone_numbers,
)
from refugee_support.demo.plan.tables import rows


class Place(NamedTuple):
	"""A place in a household, to be filled with a person."""

	role: str
	relation: str
	gender: str


FATHER, MOTHER = Place("father", "Adult", "Male"), Place("mother", "Spouse or Partner", "Female")
LONE_MOTHER = Place("lone_mother", "Adult", "Female")
GRANDMOTHER = Place("grandmother", "Grandparent", "Female")
ADULTS: dict[str, tuple[Place, ...]] = {
	"couple": (FATHER, MOTHER),
	"reunited_couple": (FATHER, Place("reunited_mother", "Spouse or Partner", "Female")),
	"couple_and_grandmother": (FATHER, MOTHER, GRANDMOTHER),
	"single_mother": (LONE_MOTHER,),
	"mother_and_grandmother": (LONE_MOTHER, GRANDMOTHER),
	"single_man": (Place("single", "Adult", "Male"),),
	"single_woman": (Place("single", "Adult", "Female"),),
	"young_adult": (Place("young", "Adult", "Male"),),
	"siblings": (Place("young", "Adult", "Male"), Place("young", "Sibling", "Female")),
	"older_couple": (Place("older", "Adult", "Male"), Place("older", "Spouse or Partner", "Female")),
}


def stories() -> list[Story]:
	return [
		Story(
			origin=row["origin"],
			kind=row["kind"],
			children=int(row["children"]),
			born_here=int(row["born_here"]),
			path=row["path"],
			years_here=float(row["years_here"]),
			expires_in=int(row["expires_in"]) if row["expires_in"] else None,
			pace=row["pace"],
			visits=int(row["visits"]),
			known_months=int(row["known_months"]),
			left_months=int(row["left_months"]) if row["left_months"] else None,
			quiet_months=int(row["quiet_months"]) if row["quiet_months"] else None,
		)
		for row in rows("households")
	]


def plan_households(seed: int, today: date) -> list[Household]:
	builder = Builder(seed, today)
	return [builder.household(number, story) for number, story in enumerate(stories(), start=1)]


class Builder:
	"""Keeps what goes through all households: names dealt out, telephone numbers, numbering."""

	def __init__(self, seed: int, today: date) -> None:
		self.seed, self.today = seed, today
		self.names = NameBook(seed)
		self.phones = telephone_numbers()
		self.addresses = addresses(Random(f"{seed}/addresses"))
		self.people = 0

	def household(self, number: int, story: Story) -> Household:
		rng = Random(f"{self.seed}/household/{number}")
		people = list(self.members(story, rng))
		head = people[0]
		left, quiet = self.months_ago(story.left_months), self.months_ago(story.quiet_months)
		name = head.last_name or head.first_name
		known = add_months(self.today, -story.known_months) + timedelta(rng.randint(0, 20))
		return Household(number, story, name, people, known, next(self.addresses), left, quiet)

	def months_ago(self, months: int | None) -> date | None:
		return add_months(self.today, -months) if months else None

	def members(self, story: Story, rng: Random) -> Iterator[Person]:
		arrived = arrival_day(self.today, story.years_here, rng)
		children = children_ages(story, rng)
		family = self.names.family_name(story.origin)
		fathers = self.names.family_name(story.origin) if has_patronymics(story.origin) else family
		places = ADULTS[story.kind]
		ages = adult_ages(story, children, len(places), rng)
		head: Person | None = None
		for place, age in zip(places, ages, strict=True):
			name = self.family_name_for(story.origin, place, family, rng)
			person = self.person(story.origin, place, age, name, arrived, rng)
			head = head or person
			yield person
		for age in sorted(children, reverse=True):
			place = Place("child", "Child", rng.choice(("Male", "Female")))
			yield self.child(story.origin, place, age, fathers, head, arrived, rng)

	def family_name_for(self, origin: str, place: Place, family: dict[str, str], rng: Random) -> Name:
		"""Wives keep their own family name in many countries; some people have no family name at all."""
		if origin == "Afghanistan" and place.role in {"single", "young"} and rng.random() < 0.5:
			return Name("", "")
		married_in = place.role in {"mother", "reunited_mother", "grandmother"} or (
			place.role == "older" and place.gender == "Female"
		)
		if married_in and origin_facts(origin)["wife_keeps_name"] == "1":
			return family_name_of(self.names.family_name(origin), place.gender)
		return family_name_of(family, place.gender)

	def child(
		self,
		origin: str,
		place: Place,
		age: float,
		fathers: dict[str, str],
		head: Person,
		arrived: date,
		rng: Random,
	) -> Person:
		name = family_name_of(fathers, place.gender)
		if has_patronymics(origin) and head.gender == "Male":
			name = Name(head.first_name, head.native_name.split(" ")[0])
		return self.person(origin, place, age, name, arrived, rng)

	def person(
		self, origin: str, place: Place, age: float, family: Name, arrived: date, rng: Random
	) -> Person:
		facts = origin_facts(origin)
		first = self.first_name_unlike(origin, place.gender, family)
		estimated = place.role != "child" and rng.random() < float(facts["estimated_birth_dates"])
		born = add_years(self.today, -age)
		born = born.replace(month=1, day=1) if estimated else born
		self.people += 1
		return Person(
			number=self.people,
			role=place.role,
			relation=place.relation,
			first_name=first.latin,
			last_name=family.latin,
			native_name=" ".join(part for part in (first.native, family.native) if part),
			gender=place.gender,
			born=born,
			birth_estimated=estimated,
			arrived=max(arrived, born),  # for children born in Germany, statistics count years from birth
			nationality=origin,
			language=facts["language"],
			other_languages=tuple(facts["other_languages"].split()) if rng.random() < 0.5 else (),
			phone=next(self.phones) if place.role != "child" or age >= 15 else "",
		)

	def first_name_unlike(self, origin: str, gender: str, family: Name) -> Name:
		"""Where sons bear their father's first name, a person called Yonas Yonas would puzzle readers."""
		first = self.names.first_name(origin, gender)
		return self.names.first_name(origin, gender) if first.latin == family.latin else first


def arrival_day(today: date, years: float, rng: Random) -> date:
	"""Often only the month is known: then it is the first of it."""
	day = add_years(today, -years) + timedelta(rng.randint(-10, 10))
	return day.replace(day=1) if rng.random() < 0.4 else day


def children_ages(story: Story, rng: Random) -> list[float]:
	"""Ages of the children, youngest first: those born in Germany since the arrival, the others before."""
	here = []
	if story.born_here:
		step = (story.years_here - 0.7) / story.born_here
		here = [step * (n + rng.uniform(0.15, 0.75)) for n in range(story.born_here)]
	before = story.children - story.born_here
	youngest_at_most = 17.4 - 2.9 * before
	first = story.years_here + rng.triangular(0.3, 9, 2)
	ages = [min(first, max(youngest_at_most, story.years_here + 0.2))] if before else []
	for _n in range(before - 1):
		ages.append(ages[-1] + rng.uniform(1.3, 2.9))
	return here + ages


def adult_ages(story: Story, children: list[float], count: int, rng: Random) -> list[float]:
	"""Ages in the order of the places: parents were between 19 and 44 when their children were born."""
	if story.kind == "older_couple":
		return [rng.uniform(66, 73), rng.uniform(61, 65.5)]
	if story.kind in {"young_adult", "siblings"}:
		return [max(18.4, story.years_here + rng.uniform(14.6, 17.2)) for _n in range(count)]
	if not children:
		return [max(story.years_here + 18.6, rng.triangular(21, 58, 30))]
	mother = max(children) + min(rng.triangular(19.5, 36, 23), 44 - max(children) + min(children))
	ages = [mother]
	if story.kind.startswith(("couple", "reunited")):
		ages = [mother + rng.triangular(-2, 13, 3), mother]
	if story.kind.endswith("grandmother"):
		ages.append(max(59.5, ages[0] + rng.uniform(20, 27)))
	return ages
