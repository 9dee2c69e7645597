"""Two incidents of unequal treatment, told outside without anybody being found in them, and the session they were used in."""

from datetime import timedelta
from typing import Any

import frappe

from refugee_support.demo.plan.model import World
from refugee_support.demo.registry import Registry, existing, record_name
from refugee_support.refugee_support.doctype.unequal_treatment_incident import wording

INCIDENT, ACTIVITY = "Unequal Treatment Incident", "Advocacy Activity"
CONSENT = wording.MAY_BE_USED
INCIDENTS: tuple[dict[str, Any], ...] = (
	{
		"place": "Eingang des Jobcenters",
		"area_of_life": "Authorities and Benefits",
		"main_ground": "Language or Accent",
		"actor_kind": "Public Authority",
		"authority": "JOBCENTER_ME_AKTIV",
		"form": "Service or Access Refused",
		"what_happened": "Am Eingang hieß es: „Ohne Deutsch kein Termin.“ Eine Sprachmittlung wurde nicht angeboten.",
		"effect": "Der Antrag kam einen Monat später an.",
		"wanted": "Dass es anderen nicht so geht.",
		"wording_headline": "Kein Termin ohne Deutsch",
		"anonymised_wording": "Am Eingang einer Behörde hieß es, ohne Deutsch gebe es keinen Termin. Übersetzt hat niemand."
		" Der Antrag ging deshalb erst einen Monat später ein, und so lange fehlte das Geld.",
	},
	{
		"place": "Am Telefon",
		"area_of_life": "Housing",
		"main_ground": "Ethnic Origin or Racism",
		"second_ground": "Language or Accent",
		"actor_kind": "Landlord or Agency",
		"actor": "Hausverwaltung (Muster)",
		"form": "Service or Access Refused",
		"what_happened": "Die Wohnung sei schon vergeben. Eine Kollegin bekam eine Stunde später einen Termin.",
		"effect": "Wieder keine Wohnung; der Mut ist weg.",
		"wanted": "Eine Entschuldigung und die Besichtigung.",
		"witnesses": "Die Kollegin, die danach angerufen hat.",
		"referred_to": "ADA_NRW",
		"wording_headline": "Vergeben – eine Stunde lang",
		"anonymised_wording": "Auf einen Anruf mit Akzent hieß es, die Wohnung sei vergeben. Eine Stunde danach bekam eine"
		" Anruferin mit deutschem Namen einen Termin zur Besichtigung.",
	},
)


def create_advocacy(world: World, registry: Registry) -> int:
	people = [person for person in world.people if person.status == "Active" and person.is_adult]
	names = incident_names()
	there = existing(INCIDENT, names)
	for number, (name, values) in enumerate(zip(names, INCIDENTS, strict=True)):
		if name in there:
			continue
		day = world.today - timedelta(12 + 20 * number)
		common = {
			"client": registry.client(people[(11 + 7 * number) % len(people)].number),
			"happened_on": day,
		}
		common["responsible"] = helper_with(world, "Counsellor")
		told = {"consent": CONSENT, "consent_on": day, "wording_period": f"{day.year}"}
		incident = frappe.get_doc({"doctype": INCIDENT, **values, **common, **told}).insert(set_name=name)
		wording.release(incident)
	create_activity(world, names)
	return len(names) - len(there)


def create_activity(world: World, incidents: list[str]) -> None:
	from refugee_support.demo.evaluation import evaluation_names  # which removes, too: see remove_advocacy

	name = activity_name()
	if existing(ACTIVITY, [name]):
		return
	used = frappe.get_all(
		INCIDENT, {"name": ["in", incidents], "wording_state": wording.RELEASED}, pluck="released_wording"
	)
	frappe.get_doc(
		{
			"doctype": ACTIVITY,
			"title": "Sprachmittlung am Schalter",
			"kind": "Committee",
			"body": "Sozialausschuss",
			"activity_date": world.today - timedelta(6),
			"agenda_item": "Ö 7: Zugang zu Leistungen",
			"statement": "Wer kein Deutsch spricht, kommt an mancher Tür nicht weiter. Das kostet Wochen.",
			"demand": "Eine Sprachmittlung per Telefon an jedem Schalter.",
			"incidents": [{"wording": name} for name in sorted(used)],
			"figures": "Gespräche nach Hauptthema; Personen nach Herkunftsregion",
			"evaluation_report": next(iter(existing("Evaluation Report", evaluation_names(world))), None),
			"promise": "Ein Probelauf von drei Monaten",
			"promised_by": "Sozialdezernat",
			"promise_due_on": world.today + timedelta(60),
			"responsible": helper_with(world, "Coordinator"),
		}
	).insert(set_name=name)


def helper_with(world: World, role: str) -> str | None:
	working = (helper for helper in world.helpers if helper.undertaking_on and not helper.left_on)
	return next((helper.email for helper in working if helper.role.endswith(role)), None)


def incident_names() -> list[str]:
	return [record_name("incident", number) for number in range(len(INCIDENTS))]


def activity_name() -> str:
	return record_name("advocacy", 1)


def remove_advocacy(clients: list[str]) -> None:
	"""Also what visitors of the demo wrote about its clients."""
	from refugee_support.demo.removal import erase

	about = {"client": ["in", [*clients, ""]]}
	rows = frappe.get_all(INCIDENT, about, ["name", "released_wording"])
	wordings = [row.released_wording for row in rows if row.released_wording]
	names = [row.name for row in rows]
	using = frappe.get_all("Advocacy Activity Incident", {"wording": ["in", [*wordings, ""]]}, pluck="parent")
	erase(ACTIVITY, sorted({activity_name(), *using}))
	frappe.db.delete("Service Record", {"source_doctype": INCIDENT, "source_name": ["in", [*names, ""]]})
	erase(INCIDENT, names)
	erase("Incident Wording", wordings)
