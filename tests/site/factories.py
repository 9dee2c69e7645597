"""The smallest valid records, made as Administrator. Every factory takes the fields that matter to its test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, nowdate

from refugee_support.patches.give_tasks_to_helpers import TASK_OF_ROLE

PASSWORD = "Korrekt-Pferd-Batterie-7"


def make(doctype: str, **values: Any) -> Document:
	return frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)


def make_user(*roles: str, email: str | None = None, **values: Any) -> str:
	"""A person who can log in with PASSWORD; without roles a website user."""
	email = email or f"{frappe.generate_hash(length=10)}@example.com"
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": email,
			"first_name": email.split("@")[0],
			"send_welcome_email": 0,
			"new_password": PASSWORD,
			"roles": [{"role": role} for role in roles],
			**values,
		}
	)
	user.flags.ignore_password_policy = True
	return user.insert(ignore_permissions=True).name


def make_volunteer_profile(user: str, **values: Any) -> Document:
	"""Somebody who is bound to secrecy today, with every step taken and the tasks of the account's roles."""
	defaults = {
		"full_name": user.split("@")[0],
		"user": user,
		"status": "Active",
		"conversation_on": add_days(nowdate(), -40),
		"undertaking_signed_on": add_days(nowdate(), -30),
		"instructed_on": add_days(nowdate(), -30),
		"legal_training_on": add_days(nowdate(), -30),
		"supervising_lawyer": "RAin Muster",
		"tasks": tasks_of(user),
	}
	values = {**defaults, **values}
	status = values["status"]
	if status == "Active" and not values["undertaking_signed_on"]:
		values["status"] = "Interested"
	with as_administrator():
		profile = make("Volunteer Profile", **values)
	if profile.status != status:
		profile.db_set("status", status)  # no way through the form: who came to be active in spite of it
	return profile


def tasks_of(user: str) -> list[dict[str, Any]]:
	tasks = [task for role, task in TASK_OF_ROLE.items() if role in frappe.get_roles(user)]
	return [{"task": task, "from_date": add_days(nowdate(), -30)} for task in tasks or ["OFFICE"]]


@contextmanager
def as_administrator() -> Iterator[None]:
	"""Profiles are made by somebody else than the person who is logged in just now."""
	user = frappe.session.user
	frappe.set_user("Administrator")
	try:
		yield
	finally:
		frappe.set_user(user)


def make_helper(*roles: str, **profile: Any) -> str:
	"""A user with these roles and an active undertaking."""
	user = make_user(*roles)
	make_volunteer_profile(user, **profile)
	return user


def make_client(**values: Any) -> Document:
	return make("Client", **{"first_name": "Amina", "last_name": "Beispiel", **values})


def put_on_team(client: str, user: str, from_date: str | None = None, to_date: str | None = None) -> None:
	document = frappe.get_doc("Client", client)
	row = {"helper": user, "from_date": from_date or add_days(nowdate(), -10), "to_date": to_date}
	document.append("support_team", row)
	document.save(ignore_permissions=True)


def make_household(*clients: str, **values: Any) -> Document:
	members = [{"client": client, "relation": "Adult"} for client in clients]
	return make("Client Household", **{"household_name": "Familie Beispiel", "members": members, **values})


def make_confidential_record(client: str, **values: Any) -> Document:
	return make("Confidential Record", client=client, **values)


def make_topic(code: str = "test-topic", **values: Any) -> str:
	if not frappe.db.exists("Counselling Topic", code):
		make(
			"Counselling Topic",
			**{"code": code, "label": "Testthema", "reporting_category": "Residence", **values},
		)
	return code


def make_consultation(client: str | None = None, **values: Any) -> Document:
	defaults = {
		"client": client,
		"is_anonymous": int(not client),
		"main_topic": values.get("main_topic") or make_topic(),
		"consultation_date": add_days(nowdate(), -1),
		"duration_minutes": 30,
		"channel": "Office",
		"counsellor": "Administrator",
	}
	return make("Consultation", **{**defaults, **values})


def make_note(consultation: str, **values: Any) -> Document:
	return make("Consultation Note", **{"consultation": consultation, "note": "Notiz", **values})


def make_file(doctype: str | None, name: str | None, file_name: str, content: str, **values: Any) -> Document:
	return make(
		"File",
		file_name=file_name,
		content=content,
		is_private=1,
		**{"attached_to_doctype": doctype, "attached_to_name": name, **values},
	)
