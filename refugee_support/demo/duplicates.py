"""One person of the demo who was recorded a second time, in another spelling: to try the comparison and the merge."""

import frappe

from refugee_support.demo.plan.model import Person, World
from refugee_support.demo.registry import Registry, existing

SPELLINGS = {
	"Mohammad": "Muhammed",
	"Ahmad": "Achmed",
	"Khaled": "Chalid",
	"Yousef": "Jussuf",
	"Ibrahim": "Ebrahim",
	"Tarek": "Tariq",
	"Oleksandr": "Alexander",
	"Fatima": "Fatme",
}


def create_duplicate(world: World, registry: Registry) -> int:
	"""A second, thinner record of somebody, as a volunteer might have typed it from hearing."""
	if existing("Client", [registry.duplicate]):
		return 0
	if not (person := recorded_twice(world)):
		return 0
	client = frappe.get_doc(
		{
			"doctype": "Client",
			"first_name": SPELLINGS[person.first_name],
			"last_name": person.last_name,
			"date_of_birth": person.born,
			"gender": person.gender,
			"nationality": frappe.db.get_value("Client", registry.client(person.number), "nationality"),
			"mobile_no": "+49 1512 3456789",
			"referral_source": "Nachbarin",
		}
	)
	client.flags.ignore_duplicates = True
	registry.duplicate = client.insert().name
	registry.save()
	return 1


def recorded_twice(world: World) -> Person | None:
	fitting = (
		person
		for person in world.people
		if person.is_adult and person.status == "Active" and person.first_name in SPELLINGS
	)
	return next(fitting, None)


def remove_duplicates(clients: list[str]) -> None:
	"""What the comparison keeps about the demo's clients, and what visitors decided about them."""
	ours = ["in", [*clients, ""]]
	frappe.db.delete("Client Name Key", {"client": ours})
	for doctype, fieldname in (
		("Client Distinct Pair", "client"),
		("Client Distinct Pair", "other_client"),
		("Client Merge", "survivor"),
	):
		frappe.db.delete(doctype, {fieldname: ours})
