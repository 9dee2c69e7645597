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


def in_days(days: int) -> str:
	return add_days(nowdate(), days)


def make_access_grant(client: str, user: str, **values: Any) -> Document:
	defaults = {"scope": "Reading Only", "purpose": "Substitution", "reason": "Urlaubsvertretung"}
	return make(
		"Access Grant",
		**{
			**defaults,
			"client": client,
			"user": user,
			"from_date": nowdate(),
			"to_date": in_days(6),
			**values,
		},
	)


def restrict(client: str, *users: str) -> None:
	"""A client who must not be found, but by these users."""
	from refugee_support.refugee_support.doctype.restricted_client_access import restricted_client_access

	restricted_client_access.write_names(client, set(users))
	restricted_client_access.set_restricted(client, 1)


def make_household(*clients: str, **values: Any) -> Document:
	members = [{"client": client, "relation": "Adult"} for client in clients]
	return make("Client Household", **{"household_name": "Familie Beispiel", "members": members, **values})


def make_relation(client: str, relation: str, related: str | None = None, **values: Any) -> Document:
	return make(
		"Client Relation", **{"client": client, "relation": relation, "related_client": related, **values}
	)


def make_referral(client: str, **values: Any) -> Document:
	defaults = {"institution": "Fachstelle", "reason": "Needs a Specialist", "referred_on": nowdate()}
	return make("Client Referral", **{"client": client, "passed_on": "Address Only", **defaults, **values})


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


def make_milestone(client: str, **values: Any) -> Document:
	defaults = {"kind": "Driving Licence", "milestone_date": add_days(nowdate(), -1)}
	return make("Integration Milestone", client=client, **{**defaults, **values})


def make_plan(client: str, **values: Any) -> Document:
	return make("Integration Plan", client=client, **{"started_on": add_days(nowdate(), -1), **values})


def make_goal(client: str, **values: Any) -> Document:
	"""A goal of the client's active plan, which is made if there is none."""
	plan = frappe.db.get_value("Integration Plan", {"active_client": client}) or make_plan(client).name
	return make("Integration Goal", plan=plan, **{"goal": "Prüfung B1", "area": "Language", **values})


def make_file(doctype: str | None, name: str | None, file_name: str, content: str, **values: Any) -> Document:
	return make(
		"File",
		file_name=file_name,
		content=content,
		is_private=1,
		**{"attached_to_doctype": doctype, "attached_to_name": name, **values},
	)


def make_application_type(code: str = "TEST_APPLICATION", **values: Any) -> str:
	"""A kind of application with two documents on its checklist, renewed eight weeks before the end."""
	if not frappe.db.exists("Application Type", code):
		documents = [{"document": make_required_document(f"{code}_{number}")} for number in (1, 2)]
		defaults = {
			"code": code,
			"label": "Testantrag",
			"authority_kind": "Jobcenter",
			"authority": make_authority(),
			"renewal_lead_weeks": 8,
			"documents": documents,
		}
		make("Application Type", **{**defaults, **values})
	return code


def make_required_document(code: str, **values: Any) -> str:
	if not frappe.db.exists("Required Document Type", code):
		label = f"Unterlage {code}"
		make(
			"Required Document Type", **{"code": code, "label": label, "label_en": f"Paper {code}", **values}
		)
	return code


def make_authority(code: str = "TEST_AUTHORITY", **values: Any) -> str:
	if not frappe.db.exists("Public Authority", code):
		defaults = {"label": "Testamt", "kind": "Jobcenter", "law_regime": "SGB X", "state": "NW"}
		make("Public Authority", code=code, **{**defaults, **values})
	return code


def make_application(client: str, **values: Any) -> Document:
	defaults = {"application_type": values.get("application_type") or make_application_type()}
	return make("Authority Application", **{"client": client, **defaults, **values})


def make_representation(client: str, **values: Any) -> Document:
	defaults = {"kind": "Power of Attorney", "signed_on": add_days(nowdate(), -20)}
	return make("Client Representation", **{"client": client, **defaults, **values})
