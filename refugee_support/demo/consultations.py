"""Two years of invented conversations, each saved as a counsellor would: numbers, titles and Service Records
come from the controller."""

from collections.abc import Callable
from typing import Any

import frappe

from refugee_support.demo.around import activities_of
from refugee_support.demo.clients import link
from refugee_support.demo.plan.model import Conversation, Note, World
from refugee_support.demo.registry import Registry, existing, record_name

BATCH = 100


def create_consultations(world: World, registry: Registry, say: Callable[[str], None]) -> int:
	there = existing("Consultation", consultation_names(world))
	missing = [c for c in world.conversations if record_name("consultation", c.number) not in there]
	for made, conversation in enumerate(missing, start=1):
		frappe.get_doc(consultation(conversation, registry)).insert(
			set_name=record_name("consultation", conversation.number)
		)
		if made % BATCH == 0 or made == len(missing):
			# A command, not a request: what is finished survives an interruption.
			frappe.db.commit()
			say(f"  {made} von {len(missing)} Beratungen")
	return len(missing)


def consultation_names(world: World) -> list[str]:
	return [record_name("consultation", conversation.number) for conversation in world.conversations]


def consultation(conversation: Conversation, registry: Registry) -> dict[str, Any]:
	return {
		"doctype": "Consultation",
		**who(conversation, registry),
		"main_topic": conversation.topic,
		"other_topics": [{"topic": topic} for topic in conversation.other_topics],
		"activities": activities_of(conversation),
		"result": conversation.result,
		"consultation_date": conversation.day,
		"duration_minutes": conversation.minutes,
		"channel": conversation.channel,
		"counsellor": conversation.helper,
		"summary": conversation.summary,
		"language": link("Language", conversation.language),
		"interpreter": conversation.interpreter,
		"referred_to": conversation.referred_to or None,
		"funding_programme": conversation.funding_programme or None,
		"follow_up_on": conversation.follow_up_on,
		"follow_up_done": int(conversation.follow_up_done),
		"follow_up_note": conversation.follow_up_note,
	}


def who(conversation: Conversation, registry: Registry) -> dict[str, Any]:
	if conversation.client is None:
		facts = dict(conversation.anonymous)
		facts["anonymous_nationality"] = link("Country", facts["anonymous_nationality"])
		return {"is_anonymous": 1, **{name: value or None for name, value in facts.items()}}
	return {
		"client": registry.client(conversation.client),
		"family_members": [{"client": registry.client(number)} for number in conversation.family],
	}


def create_notes(notes: list[Note]) -> int:
	there = existing("Consultation Note", note_names(notes))
	missing = [note for note in notes if record_name("note", note.number) not in there]
	for note in missing:
		frappe.get_doc(
			{
				"doctype": "Consultation Note",
				"consultation": record_name("consultation", note.conversation),
				"note": f"<p>{note.text}</p>",
			}
		).insert(set_name=record_name("note", note.number))
	return len(missing)


def note_names(notes: list[Note]) -> list[str]:
	return [record_name("note", note.number) for note in notes]
