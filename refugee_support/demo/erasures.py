"""Somebody wants to be erased: proposed by one counsellor, waiting for the second one. Whoever releases it in the demo sees what
goes; the next `demo.create` brings the person back."""

from datetime import timedelta

import frappe

from refugee_support.demo.data_requests import COUNSELLORS, both_are_here, working_as
from refugee_support.demo.plan.model import World
from refugee_support.demo.registry import Registry, existing, record_name
from refugee_support.demo.removal import erase
from refugee_support.erasing import checks
from refugee_support.erasing.world import world_of

ERASURE = "Client Erasure"
NAME = record_name("erasure", 1)


def create_erasure(world: World, registry: Registry) -> int:
	if existing(ERASURE, [NAME]) or not both_are_here(world):
		return 0
	client = somebody(world, registry)
	if not client:
		return 0
	values = {
		"client": client,
		"reason": "Request of the Person",
		"requested_on": world.today - timedelta(3),
		"remarks": "Ist nach Bremen gezogen und wird dort beraten; nichts ist mehr offen.",
	}
	with working_as(COUNSELLORS[0]):
		frappe.get_doc({"doctype": ERASURE, **values}).insert(set_name=NAME)
	return 1


def somebody(world: World, registry: Registry) -> str:
	"""Who lives alone, whom nothing binds to the association any more, and who has not asked for their data just now."""
	alone = [home.people[0] for home in world.households if len(home.people) == 1]
	asked = set(frappe.get_all("Client Data Request", pluck="client"))
	for person in sorted(alone, key=lambda person: (person.status == "Active", -person.number)):
		client = registry.client(person.number)
		if client not in asked and not checks.against(world_of(client), world.today):
			return client
	return ""


def remove_erasures(clients: list[str]) -> None:
	"""What was carried out names nobody and stays."""
	erase(ERASURE, frappe.get_all(ERASURE, {"client": ["in", [*clients, ""]]}, pluck="name"))
	erase(ERASURE, [NAME])
