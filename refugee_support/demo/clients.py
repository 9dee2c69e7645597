"""The invented families: clients with their histories, households, and what is confidential."""

from typing import Any

import frappe

from refugee_support.demo.plan.model import Household, Person, Secret, World
from refugee_support.demo.registry import Registry, existing, record_name
from refugee_support.service_records import CHARACTERISTICS

# Frappe versions write some countries differently, and not every site has every language.
OTHER_NAMES = {
	"Turkey": "Türkiye",
	"North Macedonia": "Macedonia",
	"prs": "fa",
	"ckb": "ku",
	"kmr": "ku",
}
AUTHORITY = "KREIS_AUSLAENDERBEHOERDE"
POSTAL_CODES = {"Erkrath": "40699", "Hilden": "40721", "Haan": "42781", "Mettmann": "40822"}


def create_households(world: World, registry: Registry) -> int:
	"""One household after the other; what is there stays as it is."""
	people = existing("Client", list(registry.clients.values()))
	homes = existing("Client Household", list(registry.households.values()))
	made = 0
	for household in world.households:
		missing = [p for p in household.people if registry.clients.get(str(p.number)) not in people]
		for person in missing:
			registry.clients[str(person.number)] = create_client(household, person, world).name
		if missing or registry.households.get(str(household.number)) not in homes:
			keep_household(household, registry, homes)
			registry.save()
			# A command, not a request: what is finished survives an interruption.
			frappe.db.commit()
			made += 1
	return made


def create_client(household: Household, person: Person, world: World) -> Any:
	client = frappe.get_doc(
		{
			"doctype": "Client",
			**identity(person),
			**address(household, person, world),
			**{name: person.value_on(history, world.today) for name, history in CHARACTERISTICS.items()},
			"residence_history": [residence_row(title) for title in person.titles],
			"characteristics": [
				{"characteristic": change.characteristic, "value": change.value, "valid_from": change.since}
				for change in person.changes
			],
			"support_team": [
				{"helper": member.helper, "from_date": member.since, "to_date": member.until}
				for member in person.team
			],
			"status": person.status,
			"closed_on": person.closed_on,
		}
	)
	client.flags.ignore_duplicates = True  # all of one origin take their names from one short list
	return client.insert()


def identity(person: Person) -> dict[str, Any]:
	return {
		"first_name": person.first_name,
		"last_name": person.last_name,
		"native_name": person.native_name,
		"date_of_birth": person.born,
		"birth_date_estimated": int(person.birth_estimated),
		"gender": person.gender,
		"nationality": link("Country", person.nationality),
		"arrival_date": person.arrived,
		"main_language": link("Language", person.language),
		"other_languages": [
			{"language": name}
			for name in (language(code) for code in person.other_languages)
			if name and name != person.language
		],
		"interpreter_needed": int(person.interpreter_needed),
		"occupation": person.occupation,
		"referral_source": person.referral_source,
	}


def address(household: Household, person: Person, world: World) -> dict[str, Any]:
	town = person.value_on("Municipality", world.today)
	return {
		"mobile_no": person.phone,
		"email_id": person.email,
		"street": household.street if town == "Erkrath" else household.street.split(",")[0],
		"postal_code": POSTAL_CODES.get(town, ""),
		"german_level_source": source_of_german(person, world),
	}


def source_of_german(person: Person, world: World) -> str:
	level = person.value_on("German Level", world.today)
	if level in {"A2", "B1", "B2", "C1"} and person.is_adult:
		return "Certificate"
	return "Self-Assessed" if level else ""


def residence_row(title: Any) -> dict[str, Any]:
	return {
		"residence_status": title.code,
		"valid_from": title.since,
		"valid_until": title.until,
		"issuing_authority": link("Public Authority", AUTHORITY),
		"employment_permission": title.employment,
	}


def keep_household(household: Household, registry: Registry, there: set[str]) -> None:
	"""The household with all its members, each since they joined: later than the others by birth or journey."""
	members = [
		{
			"client": registry.client(person.number),
			"relation": person.relation,
			"from_date": person.arrived if person.arrived > household.head.arrived else None,
		}
		for person in household.people
	]
	name = registry.households.get(str(household.number))
	if name in there:
		doc = frappe.get_doc("Client Household", name)
		doc.set("members", members)
		doc.save()
		return
	doc = frappe.get_doc(
		{"doctype": "Client Household", "household_name": household.name, "members": members}
	)
	registry.households[str(household.number)] = doc.insert().name


def create_confidential_records(secrets: list[Secret], registry: Registry) -> int:
	there = existing("Confidential Record", secret_names(secrets))
	missing = [secret for secret in secrets if record_name("secret", secret.number) not in there]
	for secret in missing:
		frappe.get_doc(
			{"doctype": "Confidential Record", "client": registry.client(secret.client), **secret.values}
		).insert(set_name=record_name("secret", secret.number))
	return len(missing)


def secret_names(secrets: list[Secret]) -> list[str]:
	return [record_name("secret", secret.number) for secret in secrets]


# --- links to master data ---


def language(code: str) -> str | None:
	return link("Language", code)


def link(doctype: str, name: str) -> str | None:
	"""The record by this name or its other name; empty where the site has neither."""
	for candidate in (name, OTHER_NAMES.get(name)):
		if candidate and frappe.db.exists(doctype, candidate, cache=True):
			return candidate
	return None
