"""The order in which the demo is made and removed, told line by line."""

from time import monotonic

import frappe

from refugee_support.demo import removal, site
from refugee_support.demo.access import create_grant
from refugee_support.demo.advocacy import activity_name, create_advocacy, incident_names
from refugee_support.demo.applications import application_names, create_applications
from refugee_support.demo.around import around_names, create_around
from refugee_support.demo.breaches import breach_names, create_breach, remove_breach
from refugee_support.demo.cafe import cafe_names, create_cafe, remove_cafe
from refugee_support.demo.careers import career_names, create_careers, remove_careers
from refugee_support.demo.clients import create_confidential_records, create_households, secret_names
from refugee_support.demo.consents import consent_names, create_consents, remove_consents
from refugee_support.demo.consultations import (
	consultation_names,
	create_consultations,
	create_notes,
	note_names,
)
from refugee_support.demo.data_requests import create_data_requests, remove_data_requests, request_names
from refugee_support.demo.duplicates import create_duplicate
from refugee_support.demo.erasures import create_erasure, remove_erasures
from refugee_support.demo.evaluation import create_evaluation, evaluation_names, remove_evaluation
from refugee_support.demo.events import create_events, event_names, remove_events
from refugee_support.demo.letters import create_letters, deadline_names, letter_names, remove_letters
from refugee_support.demo.moving import create_old_import, remove_old_import
from refugee_support.demo.path import create_plans, plan_names
from refugee_support.demo.plan.model import World
from refugee_support.demo.registry import (
	Registry,
	existing,
	refuse_where_accounts_are_taken,
	refuse_where_real_data_exist,
)
from refugee_support.demo.team import create_team, logins, profile_names
from refugee_support.demo.volunteers import create_volunteers, profiles_arriving


def create_demo(today: str | None) -> None:
	"""`bench execute` prints a long chain of errors: the sentence that matters stands above it."""
	try:
		create_or_complete(today)
	except frappe.ValidationError as error:
		say(str(error))
		raise


def create_or_complete(today: str | None) -> None:
	began = monotonic()
	registry = Registry.load_or_begin(today)
	world = registry.world()
	if is_complete(world, registry):
		say("Die Demodaten sind vollständig.")
	else:
		begin(world, registry)
		write(world, registry)
		say(f"Fertig nach {monotonic() - began:.0f} Sekunden.")
	say_logins()


def is_complete(world: World, registry: Registry) -> bool:
	expected = {
		"User": [helper.email for helper in world.helpers],
		"Volunteer Profile": [*profile_names(world.helpers), *profiles_arriving()],
		"Consultation": consultation_names(world),
		"Consultation Note": note_names(world.notes),
		"Confidential Record": secret_names(world.secrets),
		"Integration Plan": plan_names(world),
		"Authority Application": application_names(world),
		"Client": [*registry.clients.values(), registry.duplicate],
		"Unequal Treatment Incident": incident_names(),
		"Advocacy Activity": [activity_name()],
		"Authority Letter": letter_names(world),
		"Legal Deadline": deadline_names(world),
		"Client Household": list(registry.households.values()),
		"Evaluation Report": evaluation_names(world),
		"Application Support": career_names(world),
		"Legacy Import": [registry.old_import],
		"Data Breach": breach_names(),
	}
	begun = len(registry.clients) == len(world.people) and len(registry.households) == len(world.households)
	if begun:
		expected |= around_names(world, registry) | cafe_names(world, registry) | event_names(world, registry)
		expected["Client Consent"] = consent_names(world, registry)
		expected["Client Data Request"] = request_names(world, registry)
	return begun and all(len(existing(doctype, names)) == len(names) for doctype, names in expected.items())


def begin(world: World, registry: Registry) -> None:
	refuse_where_real_data_exist(registry)
	if Registry.load() is None:
		refuse_where_accounts_are_taken([helper.email for helper in world.helpers])
	site.mark(registry)
	registry.save()
	commit()


def write(world: World, registry: Registry) -> None:
	frappe.flags.mute_emails = True
	say(f"{create_team(world.helpers)} Menschen im Verein")
	say(f"{create_volunteers(world.helpers, world.today)} Einträge über ehrenamtliche Stunden")
	commit()
	say(f"{create_households(world, registry)} Haushalte mit {len(world.people)} Klientinnen und Klienten")
	say(f"{create_confidential_records(world.secrets, registry)} vertrauliche Akten")
	create_consultations(world, registry, say)
	say(f"{create_notes(world.notes)} vertrauliche Notizen")
	say(f"{create_plans(world, registry)} Integrationspläne")
	say(f"{create_applications(world, registry)} Anträge")
	say(f"{create_around(world, registry)} Beziehungen, Termine, Vermittlungen und Schreiben")
	say(f"{create_grant(world, registry)} Zugriffsfreigabe")
	say(f"{create_duplicate(world, registry)} Person doppelt erfasst, zum Ausprobieren")
	say(f"{create_letters(world, registry)} Behördenbriefe mit ihren Fristen")
	say(f"{create_evaluation(world)} Bericht an den Rat, freigegeben")
	say(f"{create_advocacy(world, registry)} Vorfälle von Ungleichbehandlung und eine Stellungnahme dazu")
	say(f"{create_consents(world, registry)} Einwilligungen, eine davon widerrufen")
	say(f"{create_cafe(world, registry)} Einträge über das Sprachcafé")
	say(f"{create_events(world, registry)} Einträge über Veranstaltungen und Deutschkenntnisse")
	say(f"{create_careers(world, registry)} Menschen, denen das Bewerbungsteam hilft")
	say(f"{create_old_import(world, registry)} alte Tabelle, deren Übernahme geprüft ist")
	say(f"{create_data_requests(world, registry)} Anfragen zu eigenen Daten, eine noch offen")
	say(f"{create_erasure(world, registry)} Löschung, die auf die zweite Person wartet")
	say(f"{create_breach(world)} Datenpanne, gemeldet und abgeschlossen")
	commit()


def remove_demo() -> None:
	registry = Registry.load()
	if registry is None:
		say("Auf dieser Site gibt es keine Demodaten.")
		return
	world = registry.world()
	remove_old_import(registry)
	remove_careers(registry.all_clients())
	remove_letters(registry.all_clients())
	remove_cafe()
	remove_consents(registry.all_clients())
	remove_data_requests(registry.all_clients())
	remove_erasures(registry.all_clients())
	remove_breach()
	remove_events()
	remove_evaluation(world)
	removal.remove_counselling(world, registry)
	say("Beratungen entfernt")
	removal.remove_people(world, registry)
	say("Klientinnen, Klienten und Haushalte entfernt")
	for email in removal.remove_team(world.helpers):
		say(f"Konto gesperrt statt entfernt, weil andere Einträge es nennen: {email}")
	site.unmark(registry)
	registry.forget()
	commit()
	say("Die Demodaten sind entfernt.")


def say_logins() -> None:
	say("Anmelden mit:")
	for login in logins():
		say(f"  {login['label']:<34} {login['user']:<32} {login['password']}")


def say(line: str) -> None:
	"""Plain lines for whoever runs the command, at once and not at the end."""
	print(line, flush=True)


def commit() -> None:
	# A command, not a request: what is finished survives an interruption.
	frappe.db.commit()
