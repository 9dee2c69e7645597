"""What letters and deadlines check alike."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support import access


def refuse_impossible_days(document: Any) -> None:
	"""29 February in a common year, or no day at all: said by the name of the field, before the database does."""
	for field in document.meta.get("fields", {"fieldtype": "Date"}):
		value = document.get(field.fieldname)
		if not isinstance(value, str) or not value:
			continue
		try:
			date.fromisoformat(value[:10])
			getdate(value)
		except Exception:
			document.refuse(field.fieldname, _("There is no such day in the calendar. Please check the {0}."))


def require_people_who_see(document: Any, fields: Iterable[str], clients: Iterable[str]) -> None:
	"""Whoever is responsible must be able to open what they are responsible for."""
	for fieldname in fields:
		user = document.get(fieldname)
		if user and not sees(user, clients):
			document.refuse(
				fieldname,
				_("This person may not see the client today. Please choose somebody else in {0}."),
			)


def sees(user: str, clients: Iterable[str]) -> bool:
	enabled = user == "Administrator" or frappe.get_cached_value("User", user, "enabled")
	return bool(enabled) and all(access.is_visible("Client", name, user) for name in clients)
