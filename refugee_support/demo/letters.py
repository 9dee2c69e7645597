"""Letters of authorities to invented people, with their deadlines: one of each kind a counsellor meets."""

from datetime import date, timedelta
from typing import Any

import frappe

from refugee_support.demo.plan.model import Person, World
from refugee_support.demo.registry import Registry, existing, record_name

COUNSELLOR = "beraterin@example.org"
# Days before today the letter was written, and what it says.
LETTERS: tuple[tuple[int, dict[str, Any]], ...] = (
	(
		9,
		{
			"authority": "JOBCENTER_ME_AKTIV",
			"letter_kind": "Administrative Decision",
			"subject": "Mehrbedarf abgelehnt",
			"summary": "Der Mehrbedarf für Alleinerziehende wird abgelehnt. Wir legen Widerspruch ein.",
		},
	),
	(
		23,
		{
			"authority": "KREIS_AUSLAENDERBEHOERDE",
			"letter_kind": "Administrative Decision",
			"subject": "Verlängerung abgelehnt",
			"delivery": "Formal Service",
			"summary": "Die Verlängerung wird abgelehnt. Termin bei der Anwältin ist vereinbart.",
		},
	),
	(
		6,
		{
			"authority": "FAMILIENKASSE_KINDERGELD",
			"letter_kind": "Request for Documents",
			"subject": "Schulbescheinigung fehlt",
			"summary": "Die Familienkasse möchte die Schulbescheinigung der Tochter.",
		},
	),
	(
		3,
		{
			"authority": "BAMF",
			"letter_kind": "Asylum Decision",
			"subject": "Bescheid im Asylverfahren",
			"delivery": "Formal Service",
			"summary": "Der Bescheid kam im gelben Umschlag. Die zweite Seite mit der Belehrung fehlt noch.",
		},
	),
	(
		8,
		{
			"authority": "JOBCENTER_ME_AKTIV",
			"letter_kind": "Appointment",
			"subject": "Einladung zum Gespräch",
			"summary": "Gespräch über den Sprachkurs.",
		},
	),
	(
		45,
		{
			"authority": "STADT_WOHNGELD",
			"letter_kind": "Administrative Decision",
			"subject": "Wohngeld abgelehnt",
			"summary": "Der Brief lag lange ungeöffnet.",
		},
	),
)
NAMED_DAY = {"Request for Documents": 5, "Appointment": 2}  # days after today
DEADLINES: tuple[dict[str, Any], ...] = (
	{"kind": "Renewal", "action": "Aufenthaltserlaubnis verlängern", "days": 20},
	{"kind": "Internal", "action": "Unterlagen für den Umzug besprechen", "days": 11},
)


def create_letters(world: World, registry: Registry) -> int:
	"""Letters and the deadlines that come with them, and a few that somebody entered by hand."""
	wanted = dict(zip(letter_names(world), zip(addressees(world), LETTERS, strict=False), strict=False))
	missing = [name for name in wanted if name not in existing("Authority Letter", list(wanted))]
	for name in missing:
		person, (days, says) = wanted[name]
		client = registry.client(person.number)
		frappe.get_doc(letter(client, world.today - timedelta(days), world.today, says)).insert(set_name=name)
	there = existing("Legal Deadline", deadline_names(world))
	for number, person in enumerate(addressees(world)[: len(DEADLINES)]):
		if (name := record_name("deadline", number)) not in there:
			client = registry.client(person.number)
			frappe.get_doc(deadline(client, world.today, DEADLINES[number])).insert(set_name=name)
	return len(missing)


def addressees(world: World) -> list[Person]:
	return [person for person in world.people if person.status == "Active" and person.is_adult][
		: len(LETTERS)
	]


def letter_names(world: World) -> list[str]:
	return [record_name("letter", number) for number in range(len(addressees(world)))]


def deadline_names(world: World) -> list[str]:
	return [record_name("deadline", number) for number in range(len(addressees(world)[: len(DEADLINES)]))]


def letter(client: str, written: date, today: date, says: dict[str, Any]) -> dict[str, Any]:
	days = NAMED_DAY.get(says["letter_kind"])
	return {
		"doctype": "Authority Letter",
		"client": client,
		"letter_date": written,
		"posted_on": written + timedelta(1),
		"served_on": written + timedelta(2) if says.get("delivery") == "Formal Service" else None,
		"named_day": today + timedelta(days) if days else None,
		"responsible": COUNSELLOR,
		**says,
	}


def deadline(client: str, today: date, says: dict[str, Any]) -> dict[str, Any]:
	values = {key: value for key, value in says.items() if key != "days"}
	due_on = today + timedelta(says["days"])
	return {
		"doctype": "Legal Deadline",
		"client": client,
		"due_on": due_on,
		"responsible": COUNSELLOR,
		**values,
	}


def remove_letters(clients: list[str]) -> None:
	"""Those of the demo, and those a visitor recorded for its clients."""
	from refugee_support.demo.removal import erase

	of_clients = {"client": ["in", [*clients, ""]]}
	deadlines = frappe.get_all("Legal Deadline", of_clients, pluck="name")
	reminders = frappe.get_all("Deadline Reminder", {"deadline": ["in", [*deadlines, ""]]}, pluck="name")
	frappe.db.delete("Authority Letter Person", of_clients)
	erase("Deadline Reminder", reminders)
	erase("Legal Deadline", deadlines)
	erase("Authority Letter", frappe.get_all("Authority Letter", of_clients, pluck="name"))
