"""Ways through residence law: every person's documents one after the other, from data/paths.csv.

The last document is laid so that it runs out when the story says (some of them within the next weeks); the
ones before follow each other without a gap, as renewed in time.
"""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from refugee_support.demo.plan.dates import add_months, add_years, years_between
from refugee_support.demo.plan.model import Household, Person, Title
from refugee_support.demo.plan.tables import rows_where

DAY = timedelta(1)
EARLIEST = timedelta(75)
REUNITED_AFTER = 2.9  # years: what family reunification takes
PROCEDURE = ("ANK", "GEST", "DULD")


class Stage(NamedTuple):
	"""A status and how its documents are cut."""

	code: str
	begins: date
	months: int | None
	ends_on: str  # "03-04": documents that by law all end on one day of the year
	employment: str


def give_titles(household: Household, seed: int, today: date) -> None:
	rng = Random(f"{seed}/residence/{household.number}")
	story, arrived = household.story, household.head.arrived
	expires = today + timedelta(story.expires_in) if story.expires_in else None
	family = titles_of(story.path, arrived, today, expires, rng)
	for person in household.people:
		if story.kind == "reunited_couple" and person is not household.head:
			person.arrived = max(person.born, add_years(arrived, REUNITED_AFTER))
			kind = "reunited_spouse" if person.is_adult else "reunited_child"
			person.titles = titles_of(kind, person.arrived, today, None, rng)
		elif person.arrived > arrived:
			person.titles = titles_of_child_born_here(family, person.born, today)
		else:
			person.titles = list(family)


def titles_of(path: str, arrived: date, today: date, expires: date | None, rng: Random) -> list[Title]:
	"""All documents of a path; `expires` is the last day of the current one where the story says it."""
	stages = stages_of(path, arrived, today, rng)
	if stages[-1].code.startswith("FIKT"):  # the title before ran out shortly after its renewal was asked for
		stages = fit(stages, len(stages) - 2, stages[-1].begins + timedelta(15), arrived)
	elif expires:
		stages = fit(stages, len(stages) - 1, expires, arrived)
	*earlier, current = stages
	titles: list[Title] = []
	for stage, following in zip(earlier, stages[1:], strict=True):
		titles += documents(stage, following.begins - DAY)
	return titles + documents(current, today)


def fit(stages: list[Stage], index: int, expires: date, arrived: date) -> list[Stage]:
	"""Move the beginning of a stage so that whole documents fit in until its end."""
	stage = stages[index]
	earliest = stages[index - 1].begins + EARLIEST if index else arrived
	number = max(1, round(years_between(stage.begins, expires) * 12 / stage.months))
	begins = [add_months(expires + DAY, -stage.months * n) for n in (number, number - 1) if n]
	fitting = [day for day in begins if day >= earliest]
	return [*stages[:index], stage._replace(begins=(fitting or begins)[0]), *stages[index + 1 :]]


def stages_of(path: str, arrived: date, today: date, rng: Random) -> list[Stage]:
	stages = []
	for row in rows_where("paths", "path", path):
		years = float(row["from_years"])
		begins = add_years(today, years) if years < 0 else add_years(arrived, years * rng.uniform(0.92, 1.08))
		months = int(row["months"]) if row["months"] else None
		stages.append(Stage(row["code"], begins, months, row["ends_on"], row["employment_permission"]))
	begun = [stage for stage in stages if stage.begins <= today]
	return begun or stages[:1]


def documents(stage: Stage, end: date) -> list[Title]:
	"""Documents of the usual length one after the other; what is printed on the last one may lie after the
	next status began."""
	if stage.ends_on:
		return yearly_documents(stage, end)
	if stage.months is None:
		return [Title(stage.code, stage.begins, None, stage.employment)]
	titles: list[Title] = []
	number, since = 0, stage.begins
	while since <= end:
		number += 1
		following = add_months(stage.begins, stage.months * number)
		titles.append(Title(stage.code, since, following - DAY, stage.employment))
		since = following
	return titles


def yearly_documents(stage: Stage, end: date) -> list[Title]:
	"""Temporary protection (section 24): prolonged for everybody at once, to a fixed day."""
	month, day = (int(part) for part in stage.ends_on.split("-"))
	titles: list[Title] = []
	since = stage.begins
	while since <= end:
		until = date(since.year, month, day)
		if (until - since).days < 90:
			until = date(since.year + 1, month, day)
		titles.append(Title(stage.code, since, until, stage.employment))
		since = until + DAY
	return titles


def titles_of_child_born_here(family: list[Title], born: date, today: date) -> list[Title]:
	"""A child born in Germany gets papers some weeks after birth: a permit of its own (section 33) where the
	parents held one, with their last day or three years long; otherwise the parents' own status."""
	registered = born + timedelta(70)
	titles: list[Title] = []
	for title, following in zip(family, [*family[1:], None], strict=True):
		since = max(title.since, registered)
		if following and following.since <= since:
			continue
		if not is_permit(title.code):
			titles.append(Title(title.code, since, title.until, ""))
		elif title.until:
			titles.append(Title("AE33", since, title.until, ""))
		else:
			titles += documents(Stage("AE33", since, 36, "", ""), following.since if following else today)
	return [title for title in titles if title.since <= today]


def is_permit(code: str) -> bool:
	return code.startswith(("AE", "NE")) and code != "AE24"


def in_procedure(code: str) -> bool:
	"""Asylum procedure or toleration: benefits under the AsylbLG."""
	return code.startswith(PROCEDURE)


def recognised_since(person: Person) -> date | None:
	"""The first day with a residence title."""
	return next((title.since for title in person.titles if not in_procedure(title.code)), None)
