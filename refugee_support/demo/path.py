"""Integration plans of a few invented people. Their milestones write themselves from the histories."""

from datetime import timedelta
from typing import Any

import frappe

from refugee_support.demo.plan.model import Person, World
from refugee_support.demo.registry import Registry, existing, record_name

PLANS = 4
GOALS = (
	{
		"area": "Language",
		"goal": "Prüfung B1 bestehen",
		"state": "Reached",
		"review": "Das Sprach-Café hat beim Sprechen geholfen, die Prüfung gelang beim ersten Mal.",
		"steps": ({"step": "Zur Prüfung anmelden", "responsible": "Client", "done": 1},),
	},
	{
		"area": "Work",
		"goal": "Ausbildungsplatz in der Pflege finden",
		"state": "In Progress",
		"steps": (
			{"step": "Lebenslauf mit dem Bewerbungsteam schreiben", "responsible": "Together", "done": 1},
			{"step": "Praktikum im Seniorenzentrum anfragen", "responsible": "Client"},
		),
	},
	{
		"area": "Housing",
		"goal": "Wohnung für die ganze Familie",
		"state": "Open",
		"steps": ({"step": "Wohnberechtigungsschein beantragen", "responsible": "Helper"},),
	},
	{
		"area": "Social",
		"goal": "Fahrradkurs besuchen",
		"state": "Dropped",
		"review": "Der Kurs fand zu einer Zeit statt, in der niemand die Kinder betreuen konnte.",
		"steps": (),
	},
)


def create_plans(world: World, registry: Registry) -> int:
	there = existing("Integration Plan", plan_names(world))
	missing = [person for person in planners(world) if record_name("plan", person.number) not in there]
	for person in missing:
		frappe.get_doc(plan(person, world, registry)).insert(set_name=record_name("plan", person.number))
		for number, goal in enumerate(GOALS):
			name = record_name("goal", f"{person.number}/{number}")
			frappe.get_doc(plan_goal(person, goal, world)).insert(set_name=name)
	return len(missing)


def planners(world: World) -> list[Person]:
	"""Adults who are counselled today, for whom an exam and an apprenticeship make sense."""
	fitting = [
		person
		for person in world.people
		if person.status == "Active"
		and person.is_adult
		and person.age_on(world.today) < 45
		and person.value_on("German Level", world.today) in {"B1", "B2"}
	]
	return fitting[:PLANS]


def plan_names(world: World) -> list[str]:
	return [record_name("plan", person.number) for person in planners(world)]


def plan(person: Person, world: World, registry: Registry) -> dict[str, Any]:
	return {
		"doctype": "Integration Plan",
		"client": registry.client(person.number),
		"started_on": world.today - timedelta(200),
		"next_review_on": world.today + timedelta(21),
		"agreed_with_client": 1,
		"wish": "Ich möchte in meinem Beruf arbeiten und mit meiner Familie in Erkrath bleiben.",
		"reviews": [
			{
				"review_date": world.today - timedelta(60),
				"review": "B1 geschafft. Jetzt geht es um den Beruf.",
			}
		],
	}


def plan_goal(person: Person, goal: dict[str, Any], world: World) -> dict[str, Any]:
	ended = world.today - timedelta(60) if goal["state"] in ("Reached", "Dropped") else None
	return {
		"doctype": "Integration Goal",
		"plan": record_name("plan", person.number),
		**goal,
		"steps": [dict(step) for step in goal["steps"]],
		"target_date": world.today + timedelta(90),
		"reviewed_on": ended,
		"ended_on": ended,
	}
