"""Around the conversations: who is related to whom, appointments, referrals and letters of a few invented people."""

import io
from datetime import datetime, time, timedelta
from typing import Any

import frappe

from refugee_support.demo.plan.model import Conversation, Helper, Person, World
from refugee_support.demo.registry import Registry, existing, record_name
from refugee_support.demo.team import profile_names

FAMILIES = 8  # of which relations are written
DOCTYPES = ("Client Relation", "Client Referral", "Client Appointment", "Received Letter")
Rows = dict[str, dict[str, Any]]  # name of the record -> its fields

ACTIVITY_OF_RESULT = {
	"FORM_COMPLETED": "FORM_HELP",
	"APPLICATION_SUBMITTED": "APPLICATION_PREPARED",
	"OBJECTION_LODGED": "OBJECTION_PREPARED",
	"REFERRED": "REFERRAL",
}
APPOINTMENTS = (
	("PERMIT_RENEWAL", "KREIS_AUSLAENDERBEHOERDE", "Zimmer 2.14", 2, "Pass, Foto-Code, Arbeitsvertrag"),
	("JOBCENTER", "JOBCENTER_ME_AKTIV", "Empfang", 5, "Mietvertrag und Kontoauszüge"),
	("SCHOOL", "SCHULE", "Sekretariat", 6, "Impfausweis, Zeugnis des letzten Jahres"),
)
REFERRED = (
	("DEBT_CONTRACTS", "Schuldnerberatung der Diakonie", "Needs a Specialist", "Appointment Made", ""),
	("RESIDENCE_ASYLUM", "Fachanwältin für Migrationsrecht", "Needs Legal Advice", "Personal Data", ""),
	("FAMILY_MATTERS", "Erziehungsberatung Hilden", "Needs a Specialist", "Appointment Made", "Taken On"),
	("GERMAN_COURSE", "Volkshochschule", "Nearer to Home", "Address Only", ""),
)
LETTERS_OF = (
	("JOBCENTER_ME_AKTIV", "Soon", "New", "Aufforderung zur Mitwirkung"),
	("KREIS_AUSLAENDERBEHOERDE", "Today", "New", "Einladung zur Vorsprache"),
	("BEITRAGSSERVICE", "Normal", "Translated", "Zahlungserinnerung"),
	("SCHULE", "Normal", "Done", "Einladung zum Elternabend"),
)


def create_around(world: World, registry: Registry) -> int:
	made = 0
	for doctype, rows in records(world, registry).items():
		there = existing(doctype, list(rows))
		for name, values in rows.items():
			if name not in there:
				frappe.get_doc({"doctype": doctype, **values}).insert(set_name=name)
				made += 1
				if doctype == "Received Letter":
					attach_page(name, values["note"])
	return made


def around_names(world: World, registry: Registry) -> dict[str, list[str]]:
	return {doctype: list(rows) for doctype, rows in records(world, registry).items()}


def activities_of(conversation: Conversation) -> list[dict[str, str]]:
	"""What was done, as far as channel and result tell it."""
	codes = [
		ACTIVITY_OF_RESULT.get(conversation.result)
		or ("INFORMATION", "LETTER_EXPLAINED")[conversation.number % 2]
	]
	if conversation.channel == "Accompaniment":
		codes.insert(0, "ACCOMPANIMENT")
	return [{"activity": code} for code in codes]


# --- The records ---


def records(world: World, registry: Registry) -> dict[str, Rows]:
	people = [p for p in world.people if p.status == "Active" and p.is_adult and p.team]
	return {
		"Client Relation": relations(world, registry),
		"Client Referral": referrals(people, world, registry),
		"Client Appointment": appointments(people, world, registry),
		"Received Letter": letters(people, world, registry),
	}


def from_place(people: list[Person], place: int) -> list[Person]:
	"""All of them, beginning somewhere else each time, so that not one person gets everything."""
	begin = place % len(people) if people else 0
	return people[begin:] + people[:begin]


def relations(world: World, registry: Registry) -> Rows:
	rows: Rows = {}
	for household in world.households[:FAMILIES]:
		parents = [person for person in household.people if person.role in ("father", "mother")]
		pairs = [
			(parent, "Parent of", child)
			for parent in parents
			for child in household.people
			if child.role == "child" and parent.age_on(child.born) > 15
		]
		if len(parents) == 2:
			pairs.append((parents[0], "Spouse or Partner of", parents[1]))
		for one, word, other in pairs:
			names = (registry.client(person.number) for person in (one, other))
			values = dict(zip(("client", "related_client"), names, strict=True), relation=word)
			rows[record_name("relation", f"{one.number}/{other.number}")] = values
	for household in world.households[:2]:
		client = registry.client(household.head.number)
		rows[record_name("relation", household.head.number)] = {
			"client": client,
			"relation": "Sibling of",
			"outside_person": f"Samir {household.head.last_name}, Hamburg",
		}
	return rows


def referrals(people: list[Person], world: World, registry: Registry) -> Rows:
	rows: Rows = {}
	for number, (person, sent) in enumerate(zip(from_place(people, 3), REFERRED, strict=False)):
		topic, institution, reason, passed_on, outcome = sent
		day = world.today - timedelta(10 + 6 * number)
		rows[record_name("referral", person.number)] = {
			"client": registry.client(person.number),
			"topic": topic,
			"institution": institution,
			"reason": reason,
			"passed_on": passed_on,
			"consent_given": int(passed_on != "Address Only"),
			"referred_on": day,
			"answer_expected_by": day + timedelta(14) if passed_on != "Address Only" else None,
			"answer_received_on": day + timedelta(9) if outcome else None,
			"outcome": outcome or None,
			"responsible": person.team[-1].helper,
		}
	return rows


def appointments(people: list[Person], world: World, registry: Registry) -> Rows:
	rows: Rows = {}
	for number, (person, date) in enumerate(zip(from_place(people, 7), APPOINTMENTS, strict=False)):
		topic, authority, place, days, note = date
		begins = datetime.combine(world.today + timedelta(days), time(9 + number, 30))
		interpreter = interpreter_of(world) if number == 0 else None
		rows[record_name("appointment", person.number)] = {
			"client": registry.client(person.number),
			"topic": topic,
			"authority": authority,
			"place": place,
			"starts_at": begins,
			"ends_at": begins + timedelta(minutes=45),
			"note": note,
			"companions": [{"helper": person.team[-1].helper}],
			"interpreter_needed": int(number < 2),
			"interpreter_language": frappe.db.get_value(
				"Client", registry.client(person.number), "main_language"
			)
			or "ar",
			"interpreter": interpreter and profile_names([interpreter])[0],
			"booking_state": "Requested" if interpreter else "Open",
		}
	return rows


def interpreter_of(world: World) -> Helper | None:
	fitting = (h for h in world.helpers if h.kind == "Volunteer" and h.undertaking_on and not h.left_on)
	return next((helper for helper in fitting if helper.role == "Refugee Support Volunteer"), None)


def letters(people: list[Person], world: World, registry: Registry) -> Rows:
	rows: Rows = {}
	for number, (person, letter) in enumerate(zip(from_place(people, 10), LETTERS_OF, strict=False)):
		authority, urgency, state, subject = letter
		rows[record_name("letter", person.number)] = {
			"client": registry.client(person.number),
			"sender_authority": authority,
			"received_on": world.today - timedelta(1 + number),
			"urgency": urgency,
			"state": state,
			"note": subject,
		}
	return rows


def attach_page(letter: str, subject: str) -> None:
	"""A page as if photographed, with invented text."""
	from PIL import Image, ImageDraw, ImageFont

	page = Image.new("RGB", (620, 877), "#fbfaf6")
	draw, font = ImageDraw.Draw(page), ImageFont.load_default()
	draw.text((60, 70), "MUSTER - erfundenes Schreiben der Demo", fill="#888888", font=font)
	draw.text((60, 220), subject, fill="black", font=font)
	for line in range(18):
		draw.line((60, 280 + 26 * line, 560 - (line * 67) % 180, 280 + 26 * line), fill="#bbbbbb", width=6)
	content = io.BytesIO()
	page.save(content, "PNG")
	frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{letter}-1.png",
			"content": content.getvalue(),
			"is_private": 1,
			"attached_to_doctype": "Received Letter",
			"attached_to_name": letter,
		}
	).insert()
