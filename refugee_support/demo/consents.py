"""Consents of a few invented people: to be counted by name at the café, to data processing, to photographs (taken back),
and a release from confidentiality. One form is handed out and not signed yet."""

from datetime import timedelta
from typing import Any

import frappe

from refugee_support import consents
from refugee_support.consents import form
from refugee_support.demo.cafe import agreed, days_of
from refugee_support.demo.plan.model import World
from refugee_support.demo.registry import Registry, existing, record_name
from refugee_support.demo.removal import erase

PROCESSING = 8  # people who signed the form about their data
Rows = dict[str, dict[str, Any]]


def create_consents(world: World, registry: Registry) -> int:
	rows = records(world, registry)
	there = existing(consents.CONSENT, list(rows))
	for name, values in rows.items():
		if name not in there:
			frappe.get_doc({"doctype": consents.CONSENT, **values}).insert(set_name=name)
	return len(rows) - len(there)


def consent_names(world: World, registry: Registry) -> list[str]:
	return list(records(world, registry))


def records(world: World, registry: Registry) -> Rows:
	rows: Rows = {}
	clients = [registry.clients[number] for number in sorted(registry.clients, key=int)]
	for client in agreed(registry):
		rows[record_name("consent by name", client)] = signed(client, consents.BY_NAME, days_of(world)[0])
	for client in clients[:PROCESSING]:
		day = world.today - timedelta(120)
		rows[record_name("consent", client)] = {
			**signed(client, consents.DATA_PROCESSING, day),
			"valid_until": day + timedelta(730),
		}
	return rows | told_by_the_first(world, clients)


def told_by_the_first(world: World, clients: list[str]) -> Rows:
	"""What the privacy file of one person looks like when a good deal has happened."""
	first, day = clients[0], world.today - timedelta(90)
	withdrawn = {"withdrawn_on": world.today - timedelta(10), "withdrawn_how": "Orally"}
	release = {"recipient": "JOBCENTER_ME_AKTIV", "scope": "Antrag auf Bürgergeld"}
	return {
		record_name("consent", "photographs"): {
			**signed(first, consents.PHOTOGRAPHS, day),
			"given_by": "The Person and All Custodians",
			**withdrawn,
		},
		record_name("consent", "release"): {**signed(first, consents.RELEASE, day), **release},
		record_name("consent", "handed out"): {
			**signed(first, consents.PASSING_ON, day),
			**release,
			"given_on": None,
			"how": None,
		},
	}


def signed(client: str, purpose: str, day: Any) -> dict[str, Any]:
	language = frappe.db.get_value("Client", client, "main_language")
	text = (language and form.newest(purpose, language)) or form.newest(purpose, "de")
	return {
		"client": client,
		"purpose": purpose,
		"consent_language": language,
		"consent_text": text,
		"given_on": day,
		"how": "Signed on Paper",
	}


def remove_consents(clients: list[str]) -> None:
	"""With those a visitor of the demo recorded for its people."""
	erase(
		consents.CONSENT,
		frappe.get_all(consents.CONSENT, {"client": ["in", [*clients, ""]]}, pluck="name"),
	)
