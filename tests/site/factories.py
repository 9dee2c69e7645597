"""The smallest valid records, made as Administrator. Every factory takes the fields that matter to its test."""

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, nowdate

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
	"""Somebody who is bound to secrecy today."""
	defaults = {
		"full_name": user.split("@")[0],
		"user": user,
		"status": "Active",
		"undertaking_signed_on": add_days(nowdate(), -30),
	}
	return make("Volunteer Profile", **{**defaults, **values})


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


def make_authority(**values: Any) -> str:
	code = f"T{frappe.generate_hash(length=10).upper()}"
	defaults = {
		"code": code,
		"label": f"Testamt {code}",
		"kind": "Jobcenter",
		"state": "NW",
		"law_regime": "SGB X",
	}
	return make("Public Authority", **{**defaults, **values}).name


def make_letter(client: str, **values: Any) -> Document:
	"""A refusal by the Jobcenter that was posted two days ago."""
	defaults = {
		"client": client,
		"letter_kind": "Decision",
		"letter_date": add_days(nowdate(), -2),
		"delivery": "Ordinary Post",
		"responsible": "Administrator",
	}
	values.setdefault("authority", None)
	values["authority"] = values["authority"] or make_authority()
	return make("Authority Letter", **{**defaults, **values})


def make_deadline(client: str, **values: Any) -> Document:
	defaults = {"kind": "Set by Authority", "due_on": add_days(nowdate(), 30), "responsible": "Administrator"}
	return make("Legal Deadline", **{"client": client, **defaults, **values})


def make_file(doctype: str | None, name: str | None, file_name: str, content: str, **values: Any) -> Document:
	return make(
		"File",
		file_name=file_name,
		content=content,
		is_private=1,
		**{"attached_to_doctype": doctype, "attached_to_name": name, **values},
	)
