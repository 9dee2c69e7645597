from typing import Any

import frappe

from refugee_support.events.sign_up import event_of_question
from refugee_support.events.texts import page_context

no_cache = 1


def get_context(context: Any) -> None:
	"""The exit question of one event (AMIF R.2.9), with faces for whoever reads none of the languages."""
	context.update(page_context())
	texts = context.texts
	context.event = event_of_question(frappe.form_dict.get("key"))
	context.faces = [
		("Helpful", texts["helpful"], "#86efac", "M28 60 Q50 84 72 60"),
		("Partly Helpful", texts["partly"], "#fde68a", "M30 67 L70 67"),
		("Not Helpful", texts["not_helpful"], "#fca5a5", "M28 74 Q50 52 72 74"),
	]
