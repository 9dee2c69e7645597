"""An invented person asks for a copy of their data: open, with what has to be looked at first."""

from datetime import timedelta

import frappe

from refugee_support.demo.plan.model import World
from refugee_support.demo.registry import Registry, record_name
from refugee_support.demo.removal import erase
from refugee_support.own_data import REQUEST


def create_data_request(world: World, registry: Registry) -> int:
	client = registry.clients[sorted(registry.clients, key=int)[0]]
	name = record_name("data request", client)
	if frappe.db.exists(REQUEST, name):
		return 0
	values = {
		"client": client,
		"kind": "Access to Data",
		"received_on": world.today - timedelta(9),
		"asked_how": "In Person",
		"identified_by": "Known in Person",
		"request_text": "Möchte wissen, was über sie gespeichert ist.",
	}
	frappe.get_doc({"doctype": REQUEST, **values}).insert(set_name=name)
	return 1


def remove_data_requests(clients: list[str]) -> None:
	"""With those a visitor of the demo recorded for its people."""
	erase(REQUEST, frappe.get_all(REQUEST, {"client": ["in", [*clients, ""]]}, pluck="name"))
