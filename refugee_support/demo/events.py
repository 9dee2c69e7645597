"""A few events: one that was held, two with places, one that is full with a waiting list; and what learners have reached."""

from datetime import date, datetime, time, timedelta
from typing import Any

import frappe
from frappe.utils import getdate

from refugee_support.demo.plan.model import Person, World
from refugee_support.demo.registry import Registry, existing, record_name

EVENT, REGISTRATION, ANSWER = "Community Event", "Event Registration", "Exit Answer"
LEVEL, ENTITLEMENT = "Language Level Record", "Course Entitlement"
TEAM = "ehrenamt@example.org"
# The third one is full, and one family waits.
EVENTS: tuple[dict[str, Any], ...] = (
	{
		"event_title": "Flucht und Ankommen: ein Nachmittag zum Erzählen",
		"kind": "Workshop",
		"day": -9,
		"capacity": 12,
		"languages": "Deutsch, Arabisch, Ukrainisch",
		"status": "Held",
	},
	{
		"event_title": "Weihnachtsbacken mit Kindern",
		"kind": "Event for Children",
		"day": 16,
		"capacity": 20,
		"min_age": 5,
		"max_age": 12,
		"languages": "Deutsch, Englisch",
		"status": "Open",
		"public_sign_up": 1,
	},
	{
		"event_title": "Ausflug in den Zoo",
		"kind": "Outing",
		"day": 11,
		"capacity": 6,
		"languages": "Deutsch, Ukrainisch",
		"status": "Open",
		"public_sign_up": 1,
	},
	{
		"event_title": "Einbürgerung: Was ist neu?",
		"kind": "Information Evening",
		"day": 23,
		"capacity": 30,
		"languages": "Deutsch, Arabisch",
		"status": "Open",
		"public_sign_up": 1,
	},
)
# event, name, adults, children, came; invented people who have no file
GUESTS = (
	(0, "Olena Musterenko", 1, 0, "Attended"),
	(0, "Karim Beispiel", 2, 0, "Attended"),
	(0, "Selam Muster", 1, 0, "No-Show"),
	(1, "Familie Okafor-Muster", 1, 2, "Registered"),
	(2, "Familie Musterenko", 1, 2, "Registered"),
	(2, "Familie Beispiel", 1, 2, "Registered"),
	(2, "Familie Ahmadi-Muster", 1, 1, "Registered"),
	(3, "Olena Musterenko", 1, 0, "Registered"),
	(3, "Selam Muster", 1, 0, "Registered"),
)
# event, which of the learners, status: guests who have a file. Who may not see the file does not see them here, either.
KNOWN = ((0, 0, "Attended"), (0, 1, "Attended"), (3, 2, "Registered"))
ANSWERS = ("Helpful", "Helpful", "Partly Helpful")
Documents = dict[tuple[str, str], dict[str, Any]]


def create_events(world: World, registry: Registry) -> int:
	made = 0
	for (doctype, name), values in documents(world, registry).items():
		if name in existing(doctype, [name]):
			continue
		document = frappe.get_doc({"doctype": doctype, **values})
		document.insert(set_name=name)
		made += 1
	return made


def event_names(world: World, registry: Registry) -> dict[str, list[str]]:
	names: dict[str, list[str]] = {}
	for doctype, name in documents(world, registry):
		names.setdefault(doctype, []).append(name)
	return names


def documents(world: World, registry: Registry) -> Documents:
	"""In the order in which they link to each other."""
	found: Documents = {}
	for number, event in enumerate(EVENTS):
		found[EVENT, record_name("event", number)] = event_on(event, world)
	for number, (event, who, adults, children, status) in enumerate(GUESTS):
		people = {"participant_name": who, "adults": adults, "children": children}
		found[REGISTRATION, record_name("event guest", number)] = registered(
			event, status, phone=f"0171 39201{number:02d}", **people
		)
	for number, (event, learner, status) in enumerate(KNOWN):
		for person in learning(world)[learner : learner + 1]:
			known = {"client": registry.client(person.number), "adults": 1}
			known["participant_name"] = f"{person.first_name} {person.last_name}"
			found[REGISTRATION, record_name("event client", number)] = registered(
				event, status, phone=f"0171 39202{number:02d}", **known
			)
	return found | answers(world) | learners(world, registry)


def registered(event: int, status: str, **values: Any) -> dict[str, Any]:
	return {"event": record_name("event", event), "status": status, "language": "de", **values}


def answers(world: World) -> Documents:
	found: Documents = {}
	for number, answer in enumerate(ANSWERS):
		found[ANSWER, record_name("exit answer", number)] = {
			"event": record_name("event", 0),
			"answer": answer,
			"language": "de",
			"answered_on": day_of(EVENTS[0], world),
			"answer_key": record_name("exit answer", number),
		}
	return found


def learners(world: World, registry: Registry) -> Documents:
	found: Documents = {}
	clients = [registry.client(person.number) for person in learning(world)]
	for number, client in enumerate(clients):
		for step, (level, ago) in enumerate((("A1", 300), ("A2" if number % 2 == 0 else "A1", 40))):
			found[LEVEL, record_name("language level", f"{number}-{step}")] = {
				"client": client,
				"skill": "Overall",
				"level": level,
				"assessed_on": world.today - timedelta(ago),
				"level_source": "Test",
			}
	for number, client in enumerate(clients[:2]):
		found[ENTITLEMENT, record_name("course entitlement", number)] = {
			"client": client,
			"issued_on": world.today - timedelta(200),
			"valid_until": world.today + timedelta(20 + 120 * number),
			"provider": "Volkshochschule (erfunden)",
		}
	return found


def learning(world: World) -> list[Person]:
	"""Four adults whose file is active."""
	return [person for person in world.people if person.status == "Active" and person.is_adult][:4]


def day_of(event: dict[str, Any], world: World) -> date:
	return world.today + timedelta(event["day"])


def event_on(event: dict[str, Any], world: World) -> dict[str, Any]:
	day, team = day_of(event, world), {helper.email for helper in world.helpers}
	values = {field: value for field, value in event.items() if field != "day"}
	if day <= getdate():  # a demo of some weeks ago that is completed today
		values["status"] = "Held"
	return {
		**values,
		"place": "Haus der Begegnung (erfunden)",
		"starts_at": datetime.combine(day, time(16)),
		"ends_at": datetime.combine(day, time(18)),
		"funding_programme": "KOMM_AN_NRW",
		"team": [{"user": TEAM}] if TEAM in team else [],
	}


def remove_events() -> None:
	"""With whoever signed up while the demo was shown. Levels and entitlements go with their clients."""
	from refugee_support.demo.removal import erase

	events = sorted(existing(EVENT, [record_name("event", number) for number in range(len(EVENTS))]))
	of_these = {"event": ["in", [*events, ""]]}
	visits = frappe.get_all(REGISTRATION, of_these, pluck="name")
	rows = {"source_doctype": REGISTRATION, "source_name": ["in", [*visits, ""]]}
	frappe.db.delete("Service Record", rows)
	erase(REGISTRATION, visits)
	erase(ANSWER, frappe.get_all(ANSWER, of_these, pluck="name"))
	erase("Duty Shift", frappe.get_all("Duty Shift", of_these, pluck="name"))
	erase(EVENT, events)
