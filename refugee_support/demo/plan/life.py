"""How lives go on: German levels, work, benefits and flats, as dated characteristics.

Every characteristic is a small function of the day; `changes` asks it at each day something may have changed
and keeps the answers that differ. So the history of one person is always consistent in itself.
"""

from collections.abc import Callable, Iterable
from datetime import date
from random import Random

from refugee_support.demo.plan.dates import add_months, add_years, years_between
from refugee_support.demo.plan.model import Change, Household, Person
from refugee_support.demo.plan.residence import in_procedure, recognised_since

# Years after the arrival at which each pace reaches a level of German.
GERMAN = {
	"fast": {"None": 0, "A1": 0.4, "A2": 0.9, "B1": 1.5, "B2": 2.6, "C1": 5.0},
	"steady": {"None": 0, "A1": 0.8, "A2": 1.7, "B1": 3.0, "B2": 6.0},
	"slow": {"None": 0, "Alphabetisation": 0.6, "A1": 2.3, "A2": 4.8},
}
GERMAN_OF_PUPILS = {"None": 0, "A1": 0.5, "A2": 1.1, "B1": 2.0, "B2": 4.0}
COURSE, JOB = "Language or Integration Course", "Employed Full-Time"
WORK = {
	"fast": {COURSE: 0.6, "Vocational Training": 1.9, JOB: 4.6},
	"steady": {COURSE: 0.8, "Job Seeking": 2.4, "Employed Part-Time": 3.5, JOB: 5.6},
	"slow": {COURSE: 1.0, "Job Seeking": 2.9, "Mini-Job": 5.0},
}
PENSION_AGE = 65
CAME_DIRECTLY = {"ukraine", "worker", "spouse_of_german"}
RECEPTION = ("Neuss", "Ratingen", "Düren", "Unna")
# Households that found a flat in the next town: still counselled, and a municipality of their own.
NEIGHBOURS = {23: "Haan", 30: "Mettmann", 46: "Hilden"}
OCCUPATIONS = {
	"Male": "Elektriker,Schneider,Koch,Fliesenleger,Lkw-Fahrer,Lehrer,Kfz-Mechaniker,Buchhalter,Landwirt,Friseur",
	"Female": "Lehrerin,Krankenpflegerin,Schneiderin,Buchhalterin,Apothekerin,Köchin,Friseurin,Erzieherin,Juristin",
}
WAYS_TO_US = (
	"Bekannte",
	"Stadt Erkrath",
	"Jobcenter",
	"Schule",
	"Sprach-Café",
	"Flüchtlingsunterkunft",
	"Internet",
)


def live(household: Household, seed: int, today: date) -> None:
	"""First what each person does, then what the household lives on: that depends on everybody's work."""
	lives = [
		Life(household, person, today, Random(f"{seed}/life/{person.number}")) for person in household.people
	]
	for life in lives:
		life.person.changes = life.own_history()
	for life in lives:
		life.person.changes += life.shared_history()
		describe(life.person, life.rng, today)


def describe(person: Person, rng: Random, today: date) -> None:
	if not person.is_adult:
		return
	german = person.value_on("German Level", today)
	person.interpreter_needed = german in {"None", "Alphabetisation", "A1"} and person.language != "en"
	person.referral_source = rng.choice(WAYS_TO_US)
	person.occupation = occupation(person, today, rng)
	person.email = mail_address(person) if rng.random() < 0.5 and person.age_on(today) < 60 else ""


def occupation(person: Person, today: date, rng: Random) -> str:
	if person.role == "young" or person.age_on(today) < 24 or rng.random() < 0.3:
		return ""
	return rng.choice(OCCUPATIONS[person.gender].split(","))


def mail_address(person: Person) -> str:
	name = f"{person.first_name}.{person.last_name or person.number}".lower()
	ascii_name = "".join(c for c in name if c.isascii() and (c.isalnum() or c == "."))
	return f"{ascii_name}{person.number}@example.org"


class Life:
	def __init__(self, household: Household, person: Person, today: date, rng: Random) -> None:
		self.household, self.person, self.today, self.rng = household, person, today, rng
		self.arrived = person.arrived
		self.speed = rng.uniform(0.85, 1.25)
		self.flat_since = self.moves_into_flat()

	def own_history(self) -> list[Change]:
		return self.histories({"German Level": self.german, "Employment Status": self.work})

	def shared_history(self) -> list[Change]:
		return self.histories(
			{"Benefit Law": self.benefit, "Accommodation": self.flat, "Municipality": self.municipality}
		)

	def histories(self, questions: dict[str, Callable[[date], str]]) -> list[Change]:
		days = sorted(day for day in self.turning_points() if self.arrived < day <= self.today)
		return [
			change
			for characteristic, ask in questions.items()
			for change in changes_of(characteristic, ask, self.arrived, days)
		]

	def turning_points(self) -> set[date]:
		"""Every day on which anything may change."""
		steps = {*GERMAN[self.pace].values(), *GERMAN_OF_PUPILS.values(), *WORK[self.pace].values(), 0.25}
		days = {self.after(years) for years in steps}
		days |= {title.since for title in self.person.titles}
		days |= {add_months(self.arrived, 36), self.flat_since, self.after_arrival(0.15)}
		days |= {max(self.flat_since, add_months(self.today, -14))}
		days |= {add_years(self.person.born, age) for age in (18.5, PENSION_AGE)}
		days |= {add_years(child.born, age) for child in self.children() for age in (0, 3)}
		days |= {school_start(self.person.born), *self.working_days_of_family()}
		return days

	def working_days_of_family(self) -> set[date]:
		return {
			change.since
			for adult in self.household.adults
			for change in adult.changes
			if change.characteristic == "Employment Status" and change.since
		}

	@property
	def pace(self) -> str:
		"""Mothers of small children, and people past sixty, find less time for courses."""
		if self.person.role in {"grandmother", "older"}:
			return "slow"
		if self.person.role in {"mother", "reunited_mother"} and self.household.story.pace == "fast":
			return "steady"
		return self.household.story.pace

	def children(self) -> list[Person]:
		return [person for person in self.household.people if not person.is_adult]

	def after(self, years: float) -> date:
		"""A day so many years after the arrival, earlier or later as the person is quick or slow."""
		return add_years(self.arrived, years * self.speed)

	def after_arrival(self, years: float) -> date:
		return add_years(self.arrived, years)

	# --- the characteristics on a day ---

	def german(self, day: date) -> str:
		if self.person.is_adult:
			return latest(GERMAN[self.pace], self.after, day)
		if day < school_start(self.person.born) or self.arrived == self.person.born:
			return ""
		return latest(GERMAN_OF_PUPILS, self.after, day)

	def work(self, day: date) -> str:
		if not self.person.is_adult:
			return "School" if day >= school_start(self.person.born) else "Child Not Yet in School"
		if self.person.age_on(day) >= PENSION_AGE:
			return "Retired"
		if self.person.role == "grandmother":
			return "Unable to Work"
		if self.person.role == "young" and self.person.age_on(day) < 18.5:
			return "School"
		if self.cares_for_children(day):
			return "Caring for Family"
		return self.work_allowed(day)

	def work_allowed(self, day: date) -> str:
		title = self.person.title_on(day)
		code = title.code if title else "GEST"
		if code == "DULD60C":
			return "Vocational Training"
		if code == "AE19C":
			return JOB
		if code == "DULD60B" or (in_procedure(code) and day < self.after(0.5)):
			return "Not Permitted to Work"
		wanted = latest(WORK[self.pace], self.after, day) or COURSE
		if in_procedure(code) and wanted == JOB:
			return "Employed Part-Time"
		return wanted

	def cares_for_children(self, day: date) -> bool:
		if self.person.role not in {"mother", "lone_mother", "reunited_mother"}:
			return False
		return any(0 <= years_between(child.born, day) < 3 for child in self.children())

	def benefit(self, day: date) -> str:
		title = self.person.title_on(day) or self.household.head.title_on(day)
		if self.lives_on_wages(day):
			return "NONE"
		if title is None or in_procedure(title.code):
			return "ASYLBLG_3" if day < add_months(self.arrived, 36) else "ASYLBLG_2"
		return "SGB12" if self.person.age_on(day) >= PENSION_AGE else "SGB2"

	def lives_on_wages(self, day: date) -> bool:
		"""One full wage feeds three people, as a rule of thumb; training pay feeds one."""
		work = [adult.value_on("Employment Status", day) for adult in self.household.adults]
		wages = (
			work.count(JOB) + 0.5 * work.count("Employed Part-Time") + 0.4 * work.count("Vocational Training")
		)
		return wages >= len(self.household.present_on(day)) / 3

	def flat(self, day: date) -> str:
		if day >= self.flat_since:
			return "Private Flat"
		if self.household.story.path in CAME_DIRECTLY or self.follows_family():
			return "With Family or Friends"
		return "Reception Centre" if day < self.after_arrival(0.15) else "Shared Accommodation"

	def municipality(self, day: date) -> str:
		town = NEIGHBOURS.get(self.household.number)
		if town and day >= max(self.flat_since, add_months(self.today, -14)):
			return town
		if self.follows_family() or self.household.story.path in CAME_DIRECTLY:
			return "Erkrath"
		reception = RECEPTION[self.household.number % len(RECEPTION)]
		return reception if day < self.after_arrival(0.15) else "Erkrath"

	def follows_family(self) -> bool:
		return self.arrived > self.household.head.arrived

	def moves_into_flat(self) -> date:
		"""The household moves together, after recognition; without a title most stay where they were put."""
		head, number = self.household.head, self.household.number
		recognised = recognised_since(head)
		if recognised is None:
			years = 2.6 if number % 3 == 0 else 99
		else:
			years = years_between(head.arrived, recognised) + 0.3 + (number % 7) * 0.2
		return max(add_years(head.arrived, years), self.arrived)


def changes_of(
	characteristic: str, ask: Callable[[date], str], first: date, days: Iterable[date]
) -> list[Change]:
	"""The answers that differ from the one before; the first holds from the beginning."""
	current = ask(first)
	changes = [Change(characteristic, current, None)] if current else []
	for day in days:
		value = ask(day)
		if value != current:
			changes.append(Change(characteristic, value, day))
			current = value
	return changes


def latest(steps: dict[str, float], after: Callable[[float], date], day: date) -> str:
	"""The last step reached on a day."""
	reached = [value for value, years in steps.items() if after(years) <= day]
	return reached[-1] if reached else ""


def school_start(born: date) -> date:
	"""Schools in North Rhine-Westphalia take in on 1 August who is six by 30 September."""
	year = born.year + 6 if (born.month, born.day) <= (9, 30) else born.year + 7
	return date(year, 8, 1)
