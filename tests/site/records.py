"""Records made as whoever is logged in, with all checks on: for tests of what a person can and cannot do.

People and master data are made whoever is logged in (factories.py).
"""

from typing import Any

import frappe
from frappe.model.document import Document

from refugee_support import access

from . import factories


def counsellor() -> str:
	return _helper(access.COUNSELLOR, helper_kind="Staff")


def volunteer(**profile: Any) -> str:
	return _helper(access.VOLUNTEER, helper_kind="Volunteer", **profile)


def _helper(role: str, **profile: Any) -> str:
	user = factories.make_user(role, new_password="")  # nobody logs in: hashing would only cost time
	factories.make_volunteer_profile(user, **profile)
	return user


def counsellors_see_own_teams_only() -> None:
	frappe.db.set_single_value("Refugee Support Settings", "counsellors_see_own_teams_only", 1)
	access.forget_profiles()  # as at the beginning of the next request


def client(**values: Any) -> Document:
	return _insert("Client", {"first_name": "Amina", "last_name": "Beispiel", **values})


def household(**values: Any) -> Document:
	return _insert("Client Household", {"household_name": "Familie Beispiel", **values})


def consultation(**values: Any) -> Document:
	"""Of a client of its own unless one (or None) is given."""
	if "client" not in values and not values.get("is_anonymous"):
		values["client"] = client().name
	defaults = {
		"main_topic": values.get("main_topic") or topic(),
		"consultation_date": "2026-01-15",
		"duration_minutes": 30,
		"channel": "Office",
	}
	return _insert("Consultation", {**defaults, **values})


def letter(**values: Any) -> Document:
	"""A refusal by the Jobcenter, to a client of its own unless one is given."""
	if "client" not in values:
		values["client"] = client().name
	defaults = {
		"authority": values.get("authority") or factories.make_office(),
		"letter_kind": "Administrative Decision",
		"letter_date": "2026-03-10",
		"delivery": "Ordinary Post",
	}
	return _insert("Authority Letter", {**defaults, **values})


def deadline(**values: Any) -> Document:
	if "client" not in values:
		values["client"] = client().name
	return _insert("Legal Deadline", {"kind": "Set by Authority", "due_on": "2026-12-15", **values})


def topic() -> str:
	return factories.make_topic(frappe.generate_hash(length=8))


def status(category: str = "Humanitarian Permit") -> str:
	code = frappe.generate_hash(length=8)
	return factories.make("Residence Status", code=code, label=f"Status {code}", category=category).name


def _insert(doctype: str, values: dict[str, Any]) -> Document:
	document = frappe.get_doc({"doctype": doctype, **values})
	document.flags.ignore_duplicates = True  # many tests have several people of one name
	return document.insert()
