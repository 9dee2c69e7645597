from typing import Any

import frappe
from frappe.utils import format_datetime

from refugee_support.events.sign_up import ages, open_events
from refugee_support.events.texts import NAMES, direction, language_or_default, texts_in


def get_context(context: Any) -> None:
	"""The form in the language that was asked for (`?lang=ar`), with the events that are open now."""
	language = language_or_default(frappe.form_dict.get("lang") or frappe.local.lang)
	texts, form = texts_in(language), context.web_form_doc
	context.title = form.title = texts["title"]
	form.introduction_text, form.button_label = texts["intro"], texts["send"]
	events = open_events()
	form.sign_up = {
		"language": language,
		"languages": NAMES,
		"direction": direction(language),
		"texts": texts,
		"events": len(events),
		"chosen": frappe.form_dict.get("event"),
	}
	for field in form.web_form_fields:
		field.label = texts.get(field.fieldname, field.label)
		if field.fieldname == "event":
			field.options = [{"value": row.name, "label": _label(row, texts, language)} for row in events]


def _label(event: Any, texts: dict[str, str], language: str) -> str:
	when = format_datetime(event.starts_at, "dd.MM.yyyy HH:mm")
	label = " · ".join(part for part in (event.event_title, when, event.place, ages(event, language)) if part)
	return f"{label} ({texts['full']})" if event.status == "Full" else label
