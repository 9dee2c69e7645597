"""Applications of a few invented families, each in another state, and the powers of attorney for some of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import frappe

from refugee_support.demo.plan.model import Household, World
from refugee_support.demo.registry import Registry, existing, record_name
from refugee_support.setup.traces import remove as remove_rows

COUNSELLOR = "Refugee Support Counsellor"


@dataclass(frozen=True)
class Story:
	"""One application; numbers are days before (-) or after today."""

	kind: str
	law: str = ""  # for people who live on these benefits
	days: dict[str, int] = field(default_factory=dict)
	values: dict[str, Any] = field(default_factory=dict)
	received: int = 0  # how many documents have come in
	with_family: bool = False
	signed: int = 0  # a power of attorney, signed so many days ago
	concluded: bool = False


FILED = {"submission_channel": "Online Portal", "evidence_kind": "Portal Receipt"}
STORIES = (
	Story("KG", received=2, with_family=True),
	Story(
		"SGB2_WBA",
		"SGB2",
		{"submitted_on": -45, "receipt_confirmed_on": -41},
		{**FILED, "reference_number": "BG-DEMO-1"},
		received=2,
		with_family=True,
		signed=300,
	),
	Story(
		"WG",
		days={"submitted_on": -70, "decided_on": -12},
		values={
			"submission_channel": "In Person",
			"evidence_kind": "Receipt Stamp",
			"outcome": "Rejected",
			"refusal_reason": "Documents Missing",
		},
		received=3,
		with_family=True,
	),
	Story("AT_VERL", days={"file_by": 40}, received=4),
	Story(
		"EINB", days={"submitted_on": -150}, values={"submission_channel": "By Post"}, received=9, signed=200
	),
	Story(
		"SGB2_WBA",
		"SGB2",
		{"submitted_on": -330, "decided_on": -310, "approved_from": -300, "approved_until": 30},
		{**FILED, "outcome": "Approved", "amount": 1180, "amount_period": "Each Month"},
		received=2,
	),
	Story(
		"KIZ", days={"submitted_on": -30, "documents_due_on": 9}, values=FILED, received=1, with_family=True
	),
	Story(
		"BUT",
		days={"submitted_on": -80, "decided_on": -40},
		values={**FILED, "outcome": "Approved", "amount": 195, "amount_period": "Once"},
		received=2,
		concluded=True,
	),
	Story("RUND", received=2),
)


def create_applications(world: World, registry: Registry) -> int:
	there = existing("Authority Application", application_names(world))
	made = 0
	for number, story, household in told(world):
		if record_name("application", number) not in there:
			create(number, story, household, world, registry)
			made += 1
	return made


def told(world: World) -> Iterator[tuple[int, Story, Household]]:
	"""Each story with the first family it fits that has none yet."""
	free = [household for household in world.households if household.head.status == "Active"]
	for number, story in enumerate(STORIES):
		fitting = [home for home in free if fits(story, home, world)]
		if fitting:
			free.remove(fitting[0])
			yield number, story, fitting[0]


def fits(story: Story, household: Household, world: World) -> bool:
	law = household.head.value_on("Benefit Law", world.today)
	return (not story.law or law == story.law) and (not story.with_family or len(household.people) > 1)


def application_names(world: World) -> list[str]:
	return [record_name("application", number) for number, _story, _household in told(world)]


def create(number: int, story: Story, household: Household, world: World, registry: Registry) -> None:
	client = registry.client(household.head.number)
	if story.signed:
		sign(number, client, story, world)
	days = {name: world.today + timedelta(days) for name, days in story.days.items()}
	others = [person for person in household.people if person is not household.head]
	family = [person for person in others if person.status == "Active"] if story.with_family else []
	document = frappe.get_doc(
		{
			"doctype": "Authority Application",
			"client": client,
			"co_applicants": [{"client": registry.client(person.number)} for person in family],
			"application_type": story.kind,
			"responsible": responsible(world),
			**days,
			**story.values,
		}
	).insert(set_name=record_name("application", number))
	for row in document.documents[: story.received]:
		row.received = 1
	document.save()
	if story.concluded:
		document.status = "Concluded"
		document.save()


def sign(number: int, client: str, story: Story, world: World) -> None:
	name = record_name("representation", number)
	if frappe.db.exists("Client Representation", name):
		return
	frappe.get_doc(
		{
			"doctype": "Client Representation",
			"client": client,
			"kind": "Power of Attorney",
			"scope": "Schreiben und Auskünfte zu diesem Antrag",
			"signed_on": world.today - timedelta(story.signed),
		}
	).insert(set_name=name)


def responsible(world: World) -> str | None:
	team = [h for h in world.helpers if h.role == COUNSELLOR and h.undertaking_on and h.helps_on(world.today)]
	return team[0].email if team else None


def remove_applications(clients: list[str]) -> None:
	"""With those a visitor made for the demo's clients; what statistics and the workflow keep of them goes along."""
	from refugee_support.demo.removal import erase

	names = frappe.get_all("Authority Application", {"client": ["in", [*clients, ""]]}, pluck="name")
	source = {"source_doctype": "Authority Application", "source_name": ["in", [*names, ""]]}
	frappe.db.delete("Service Record", source)
	remove_rows("Workflow Action", "reference_name", names)
	frappe.db.delete("Application Applicant", {"client": ["in", [*clients, ""]]})
	erase("Authority Application", names)
	signed = frappe.get_all("Client Representation", {"client": ["in", [*clients, ""]]}, pluck="name")
	erase("Client Representation", signed)
