"""Who looks after whom: one of the staff from the first contact on, volunteers as they join."""

from datetime import date, timedelta
from random import Random

from refugee_support.demo.plan.dates import add_months
from refugee_support.demo.plan.model import Helper, Household, Membership
from refugee_support.demo.plan.team import counselling

# A volunteer who comes for half a day a week looks after so many clients.
FEWEST, MOST = 17, 24
FORMER_HOUSEHOLDS = 6


def form_teams(households: list[Household], helpers: list[Helper], seed: int, today: date) -> None:
	rng = Random(f"{seed}/teams")
	staff = [helper for helper in counselling(helpers) if helper.kind == "Staff"]
	volunteers = [helper for helper in counselling(helpers) if helper.kind == "Volunteer"]
	for household in households:
		lead = rng.choice(staff)
		join(household, lead, max(lead.joined_on, household.known_since), household.left_on)
	for former in (helper for helper in volunteers if helper.left_on):
		for household in rng.sample(open_on(households, former.left_on), FORMER_HOUSEHOLDS):
			since = max(former.joined_on, household.known_since) + timedelta(14)
			join(household, former, since, former.left_on - timedelta(1))
	current = [helper for helper in volunteers if not helper.left_on]
	for household, helper in share_out([h for h in households if not h.left_on], current, rng):
		latest = add_months(today, -1) - household.known_since
		waited = timedelta(min(rng.randint(10, 200), max(latest.days, 0)))
		join(household, helper, max(helper.joined_on + timedelta(14), household.known_since + waited))
	for household in rng.sample(open_on(households, today), 5):
		change_of_helper(household, current, rng)


def join(household: Household, helper: Helper, since: date, until: date | None = None) -> None:
	"""The helper looks after everybody who lives there, after children from their birth on."""
	for person in household.people:
		begins = max(since, person.born)
		if until is None or begins <= until:
			person.team.append(Membership(helper.email, begins, until))


def open_on(households: list[Household], day: date) -> list[Household]:
	return [
		household
		for household in households
		if household.known_since < add_months(day, -3) and not household.left_on
	]


def share_out(
	households: list[Household], helpers: list[Helper], rng: Random
) -> list[tuple[Household, Helper]]:
	"""Everybody gets a volunteer, some households a second one, until all have enough to do."""
	load = {helper.email: 0 for helper in helpers}
	shared: list[tuple[Household, Helper]] = []
	taken: set[tuple[int, str]] = set()
	while min(load.values()) < FEWEST:
		for household in rng.sample(households, len(households)):
			helper = best_helper(household, helpers, load, taken)
			if helper and (len(taken) < len(households) or load[helper.email] < FEWEST):
				taken.add((household.number, helper.email))
				load[helper.email] += len(household.people)
				shared.append((household, helper))
	return shared


def best_helper(
	household: Household, helpers: list[Helper], load: dict[str, int], taken: set[tuple[int, str]]
) -> Helper | None:
	"""Who speaks the language and has time left; otherwise who has most time."""
	size = len(household.people)
	free = [
		helper
		for helper in helpers
		if load[helper.email] + size <= MOST and (household.number, helper.email) not in taken
	]
	language = household.head.language
	return min(free, key=lambda h: load[h.email] - (6 if language in h.languages else 0), default=None)


def change_of_helper(household: Household, volunteers: list[Helper], rng: Random) -> None:
	"""Somebody else looked after them before."""
	now = {membership.helper: membership for membership in household.head.team if membership.until is None}
	successors = [now[helper.email] for helper in volunteers if helper.email in now]
	handed_over = min((membership.since for membership in successors), default=None)
	before = [helper for helper in volunteers if helper.email not in now and handed_over]
	before = [helper for helper in before if helper.joined_on < handed_over]
	if before and household.known_since < handed_over:
		join(household, rng.choice(before), household.known_since, handed_over - timedelta(1))
