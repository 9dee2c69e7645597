"""Two invented people ask for a copy of their data: one request is open, with what has to be looked at first; the other one was
prepared by one counsellor, released by another one and handed over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import nowdate

from refugee_support.demo.plan.model import World
from refugee_support.demo.registry import Registry, existing, record_name
from refugee_support.demo.removal import erase
from refugee_support.own_data import REQUEST, job
from refugee_support.refugee_support.doctype.client_data_request import client_data_request as steps

COUNSELLORS = ("jonas.brinkhoff@example.org", "beraterin@example.org")  # who begins, who is the second person


def create_data_requests(world: World, registry: Registry) -> int:
	there = existing(REQUEST, list(requests(world, registry)))
	made = 0
	for name, values in requests(world, registry).items():
		if name not in there:
			frappe.get_doc({"doctype": REQUEST, **values}).insert(set_name=name)
			made += 1
			if values["kind"] == "Portability" and both_are_here(world):
				answer(name)
	return made


def request_names(world: World, registry: Registry) -> list[str]:
	return list(requests(world, registry))


def requests(world: World, registry: Registry) -> dict[str, dict[str, Any]]:
	clients = [registry.clients[number] for number in sorted(registry.clients, key=int)]
	came = {"asked_how": "In Person", "identified_by": "Known in Person"}
	return {
		record_name("data request", clients[0]): {
			"client": clients[0],
			"kind": "Access to Data",
			"received_on": world.today - timedelta(9),
			"request_text": "Möchte wissen, was über sie gespeichert ist.",
			**came,
		},
		record_name("answered data request", clients[-1]): {
			"client": clients[-1],
			"kind": "Portability",
			"received_on": world.today - timedelta(20),
			"request_text": "Zieht nach Köln und möchte die Angaben zur dortigen Beratung mitnehmen.",
			**came,
		},
	}


def answer(name: str) -> None:
	"""As two people do it; the job is done at once. Where the server can make no PDF, the request says so and stays."""
	one, other = COUNSELLORS
	with working_as(one):
		request = frappe.get_doc(REQUEST, name)
		for row in request.decisions:
			row.decision = row.decision or "Give"
		request.save()
		job.work(name, steps.begin(name))
	if frappe.db.get_value(REQUEST, name, "status") != "Prepared":
		return
	with working_as(other):
		steps.release(name)
		steps.give_out(name, "In Person", nowdate())


def both_are_here(world: World) -> bool:
	return set(COUNSELLORS) <= {helper.email for helper in world.helpers}


@contextmanager
def working_as(user: str) -> Iterator[None]:
	before = frappe.session.user
	frappe.set_user(user)
	try:
		yield
	finally:
		frappe.set_user(before)


def remove_data_requests(clients: list[str]) -> None:
	"""With those a visitor of the demo recorded for its people."""
	erase(REQUEST, frappe.get_all(REQUEST, {"client": ["in", [*clients, ""]]}, pluck="name"))
