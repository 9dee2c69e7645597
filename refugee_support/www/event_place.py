from typing import Any

import frappe
from frappe.utils import format_datetime

from refugee_support.events.sign_up import place_of
from refugee_support.events.texts import page_context

no_cache = 1
STATES = {"Waiting": "state_waiting", "Offered": "state_offered", "Cancelled": "state_cancelled"}


def get_context(context: Any) -> None:
	"""One registration, to whoever has its key; the same page for a key that is none."""
	context.update(page_context())
	place = context.place = place_of(frappe.form_dict.get("key"))
	if not place:
		return
	context.when = format_datetime(place.event.starts_at, "dd.MM.yyyy HH:mm")
	key = "state_over" if place.over else STATES.get(place.document.status, "state_registered")
	until = format_datetime(place.document.offered_until, "dd.MM.yyyy HH:mm")
	context.state = context.texts[key].format(until)
