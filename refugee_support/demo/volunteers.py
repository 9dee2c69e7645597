"""What people do in the invented association: steps, tasks, languages, times, hours; and who is just arriving."""

from datetime import date, timedelta
from typing import Any

import frappe

from refugee_support.demo.plan.model import Helper
from refugee_support.demo.registry import existing, record_name
from refugee_support.patches.give_tasks_to_helpers import TASK_OF_ROLE

LAWYER = "RAin Dr. Sabine Kroll (erfunden)"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
TIMES = ("Morning", "Afternoon", "Evening", "All Day")
CHILDCARE = "cafe@example.org"  # cares for the children in the café as well
WEEKS_OF_HOURS = 8
# Full name, tasks, how many of the steps are taken: they have no account yet.
ARRIVING = (
	("Hanna Stratmann", ("CHILDCARE",), 3),
	("Milad Karimi", ("INTERPRETING", "LANGUAGE_CAFE"), 2),
	("Ingrid Pohlmann", ("OFFICE",), 4),
	("Torben Wichert", ("JOB_APPLICATIONS",), 0),
)
STEPS = ("conversation_on", "undertaking_signed_on", "instructed_on", "legal_training_on")


def facts_of(helper: Helper) -> dict[str, Any]:
	"""Every step of somebody of the team, and what they do and speak."""
	bound = helper.undertaking_on
	number = sum(ord(letter) for letter in helper.email)
	return {
		"conversation_on": helper.joined_on - timedelta(12),
		"instructed_on": bound,
		"legal_training_on": bound,
		"supervising_lawyer": LAWYER if bound else None,
		"undertaking_kind": "Staff" if helper.kind == "Staff" else "Volunteer",
		"phone": f"0211 5550{number % 900 + 100}",
		"tasks": [{"task": task, "from_date": helper.joined_on} for task in tasks_of(helper)],
		"languages": [
			{
				"language": "de",
				"level": "C1" if helper.languages & {"prs", "uk", "ti"} else "Native Language",
			},
			*(
				{"language": code, "level": ("B2", "C1", "Native Language")[number % 3]}
				for code in sorted(helper.languages)
			),
		],
		"availability": [
			{"weekday": WEEKDAYS[(number + day) % 5], "time_of_day": TIMES[(number + day) % 4]}
			for day in (0, 2)
		],
	}


def tasks_of(helper: Helper) -> list[str]:
	interprets = helper.role == "Refugee Support Volunteer" and helper.languages & {"ti", "prs", "uk", "ar"}
	return [TASK_OF_ROLE[helper.role], *(["INTERPRETING"] if interprets else [])]


def profiles_arriving() -> list[str]:
	return [record_name("profile", name) for name, _tasks, _steps in ARRIVING]


def create_volunteers(helpers: list[Helper], today: date) -> int:
	"""People who are just arriving, a certificate, and the hours of the last weeks.

	Returns:
		The number of entries of hours.
	"""
	there = existing("Volunteer Profile", profiles_arriving())
	for number, (name, tasks, steps) in enumerate(ARRIVING):
		if record_name("profile", name) not in there:
			create_arriving(name, tasks, STEPS[:steps], today - timedelta(4 + number))
	create_childcare(today)
	return create_hours(helpers, today)


def create_arriving(name: str, tasks: tuple[str, ...], steps: tuple[str, ...], day: date) -> None:
	frappe.get_doc(
		{
			"doctype": "Volunteer Profile",
			"full_name": name,
			"email": f"{name.lower().replace(' ', '.')}@example.org",
			"tasks": [{"task": task, "from_date": day} for task in tasks],
			**dict.fromkeys(steps, day),
		}
	).insert(set_name=record_name("profile", name))


def create_childcare(today: date) -> None:
	"""A certificate that runs out in two months, so that the reminder can be seen."""
	profile = record_name("profile", CHILDCARE)
	if not existing("Volunteer Profile", [profile]) or frappe.db.exists(
		"Police Certificate Inspection", {"volunteer": profile}
	):
		return
	document = frappe.get_doc("Volunteer Profile", profile)
	document.append("tasks", {"task": "CHILDCARE", "from_date": document.joined_on})
	document.save()
	certified = (today + timedelta(60)).replace(day=1)
	certified = certified.replace(year=certified.year - 5)
	frappe.get_doc(
		{
			"doctype": "Police Certificate Inspection",
			"volunteer": profile,
			"inspected_on": certified + timedelta(20),
			"certificate_date": certified,
			"relevant_conviction": "No",
		}
	).insert(set_name=record_name("certificate", CHILDCARE))


def create_hours(helpers: list[Helper], today: date) -> int:
	givers = [h for h in helpers if h.status == "Active" and h.kind == "Volunteer" and h.undertaking_on]
	planned = [(helper, week) for helper in givers for week in range(WEEKS_OF_HOURS)]
	there = existing("Volunteer Hours", [hours_name(helper, week) for helper, week in planned])
	made = 0
	for helper, week in planned:
		if hours_name(helper, week) in there:
			continue
		number = sum(ord(letter) for letter in helper.email) + week
		day = today - timedelta(7 * week + number % 5)
		if day < helper.joined_on:
			continue
		values = {
			"doctype": "Volunteer Hours",
			"volunteer": record_name("profile", helper.email),
			"date": day,
			"hours": 1 + number % 7 / 2,
			"task": TASK_OF_ROLE[helper.role],
			"funding_programme": ("KOMM_AN_NRW", None, "STADT_ERKRATH")[number % 3],
		}
		frappe.get_doc(values).insert(set_name=hours_name(helper, week))
		made += 1
	return made


def hours_name(helper: Helper, week: int) -> str:
	return record_name("hours", f"{helper.email}/{week}")
