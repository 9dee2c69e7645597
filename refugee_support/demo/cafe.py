"""A language café with childcare: its last weeks, today's session to try the check-in, and the coming ones."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import frappe

from refugee_support.cafe import making
from refugee_support.demo.plan.model import World
from refugee_support.demo.registry import Registry, existing, record_name
from refugee_support.rules.cafe_sessions import WEEKDAYS

WEEKS = 5
PLACE, SERIES = record_name("meeting place", 1), record_name("cafe series", 1)
HOST = "cafe@example.org"  # looks after the children, too (demo/volunteers.py)
AGREED = 12  # guests who are known by name
SESSION, ATTENDANCE, CHILD = "Language Cafe Session", "Cafe Attendance", "Cafe Childcare Place"
GUESTS = (
	("Female", "18 to 60"),
	("Female", "18 to 60"),
	("Male", "18 to 60"),
	("Female", "Over 60"),
	("Male", "Under 18"),
	("Other", "18 to 60"),
)
Documents = dict[tuple[str, str], dict[str, Any]]  # (DocType, name) -> fields


def create_cafe(world: World, registry: Registry) -> int:
	made = 0
	there = {
		name for doctype, names in cafe_names(world, registry).items() for name in existing(doctype, names)
	}
	for (doctype, name), values in documents(world, registry).items():
		if name in there:
			continue
		document = frappe.get_doc({"doctype": doctype, **values})
		document.flags.from_series = True
		document.insert(set_name=name)
		made += 1
	making.make_ahead(frappe.get_doc("Language Cafe Series", SERIES), world.today)
	return made


def cafe_names(world: World, registry: Registry) -> dict[str, list[str]]:
	names: dict[str, list[str]] = {}
	for doctype, name in documents(world, registry):
		names.setdefault(doctype, []).append(name)
	return names


def days_of(world: World) -> list[date]:
	return [world.today - timedelta(7 * weeks) for weeks in range(WEEKS, -1, -1)]


def agreed(registry: Registry) -> list[str]:
	return [registry.clients[number] for number in sorted(registry.clients, key=int)[:AGREED]]


def documents(world: World, registry: Registry) -> Documents:
	"""In the order in which they link to each other."""
	found: Documents = {
		("Meeting Place", PLACE): {"label": "Haus der Begegnung (erfunden)", "municipality": "Erkrath"},
		("Language Cafe Series", SERIES): series(world),
	}
	for number, day in enumerate(days_of(world)):
		session = record_name("cafe session", number)
		found[SESSION, session] = {**session_on(day), "helpers": helpers(world, present=1)}
		if day < world.today:
			found |= guests_of(session, number, day, registry)
	return found


def common() -> dict[str, Any]:
	return {
		"title": "Sprachcafé im Haus der Begegnung",
		"place": PLACE,
		"room": "Großer Saal",
		"capacity": 30,
		"level_from": "A1",
		"level_to": "B1",
		"funding_programme": "KOMM_AN_NRW",
		"with_childcare": 1,
		"places_under_3": 2,
		"places_3_to_6": 6,
		"places_from_7": 6,
	}


def series(world: World) -> dict[str, Any]:
	return {
		**common(),
		"weekday": WEEKDAYS[world.today.weekday()],
		"from_time": "15:00:00",
		"to_time": "17:00:00",
		"starts_on": days_of(world)[0],
		"weeks_ahead": 6,
		"hosts_needed": 2,
		"carers_needed": 2,
		"helpers": helpers(world, present=0),
	}


def helpers(world: World, present: int) -> list[dict[str, Any]]:
	if HOST not in {helper.email for helper in world.helpers}:
		return []
	return [{"helper": HOST, "duty": "Childcare", "present": present}]


def session_on(day: date) -> dict[str, Any]:
	return {
		**common(),
		"series": SERIES,
		"series_day": day,
		"series_key": making.series_key(SERIES, day),
		"starts_at": datetime.combine(day, time(15)),
		"ends_at": datetime.combine(day, time(17)),
	}


def guests_of(session: str, number: int, day: date, registry: Registry) -> Documents:
	"""Head counts, some guests by name, and children whose names were emptied long ago."""
	dice = Random(f"cafe {number}")
	rows: Documents = {}
	for guest in range(dice.randint(7, 12)):
		gender, bracket = dice.choice(GUESTS)
		name = record_name("cafe guest", f"{number}-{guest}")
		rows[ATTENDANCE, name] = {
			"session": session,
			"gender": gender,
			"age_bracket": bracket,
			"first_time": int(dice.random() < 0.15),
			"tap_id": f"demo-{name}",
		}
	for client in dice.sample(agreed(registry), min(3, len(agreed(registry)))):
		name = record_name("cafe guest", f"{number}-{client}")
		known = {"kind": "Named Client", "client": client, "consent_on": registry.today}
		rows[ATTENDANCE, name] = {"session": session, "tap_id": f"demo-{name}", **known}
	for child in range(dice.randint(2, 5)):
		name = record_name("cafe child", f"{number}-{child}")
		rows[CHILD, name] = {
			"session": session,
			"status": "Picked Up",
			"age_band": dice.choice(("Under 3", "3 to 6", "7 and Older")),
			"taken_at": datetime.combine(day, time(15, 10)),
			"picked_up_at": datetime.combine(day, time(16, 50)),
			"emptied": 1,
		}
	return rows


def remove_cafe() -> None:
	"""With what visitors of the demo counted at its sessions."""
	from refugee_support.demo.removal import erase

	sessions = frappe.get_all(SESSION, {"series": SERIES}, pluck="name")
	for doctype in (ATTENDANCE, CHILD):
		names = frappe.get_all(doctype, {"session": ["in", [*sessions, ""]]}, pluck="name")
		frappe.db.delete("Service Record", {"source_doctype": doctype, "source_name": ["in", [*names, ""]]})
		erase(doctype, names)
	erase("Duty Shift", frappe.get_all("Duty Shift", {"session": ["in", [*sessions, ""]]}, pluck="name"))
	erase(SESSION, sessions)
	erase("Language Cafe Series", existing_names("Language Cafe Series", SERIES))
	if not frappe.db.exists(SESSION, {"place": PLACE}):
		erase("Meeting Place", existing_names("Meeting Place", PLACE))


def existing_names(doctype: str, name: str) -> list[str]:
	return sorted(existing(doctype, [name]))
