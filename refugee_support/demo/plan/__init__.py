"""The invented world as plain data, made from a seed and a day: imports no Frappe.

plan/
    model.py          what there is: helpers, households, people, conversations
    tables.py         reads data/*.csv
    dates.py          working days and months
    people.py         names, telephone numbers, addresses
    households.py     who lives together
    residence.py      their papers
    life.py           German, work, benefits, flats over time
    team.py           the association
    support.py        who looks after whom
    situations.py     which topic fits whom
    consultations.py  two years of counselling
    texts.py          what was written down
"""

from datetime import date

from refugee_support.demo.plan.consultations import plan_consultations
from refugee_support.demo.plan.dates import add_months
from refugee_support.demo.plan.households import plan_households
from refugee_support.demo.plan.life import live
from refugee_support.demo.plan.model import Conversation, Household, World
from refugee_support.demo.plan.residence import give_titles
from refugee_support.demo.plan.support import form_teams
from refugee_support.demo.plan.team import plan_team
from refugee_support.demo.plan.texts import plan_notes, plan_secrets

SEED = 2018  # the year the association began to document
DORMANT_AFTER = 6  # months without a conversation


def build(today: date, seed: int = SEED) -> World:
	"""The same world for the same day and seed, always."""
	helpers, households = plan_team(today), plan_households(seed, today)
	for household in households:
		give_titles(household, seed, today)
		live(household, seed, today)
	form_teams(households, helpers, seed, today)
	conversations = plan_consultations(households, helpers, seed, today)
	set_client_status(households, conversations, today)
	notes, secrets = plan_notes(conversations, seed), plan_secrets(households, seed)
	return World(today, seed, helpers, households, conversations, notes, secrets)


def set_client_status(households: list[Household], conversations: list[Conversation], today: date) -> None:
	"""Closed who moved away, dormant who has not come for long."""
	recent = {c.household for c in conversations if c.day > add_months(today, -DORMANT_AFTER)}
	for household in households:
		for person in household.people:
			if household.left_on:
				person.status, person.closed_on = "Closed", household.left_on
			elif household.number not in recent:
				person.status = "Dormant"
