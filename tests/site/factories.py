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
	"""Many tests have several of one name: only tests of duplicates ask whether they are one person."""
	values = {"doctype": "Client", "first_name": "Amina", "last_name": "Beispiel", **values}
	document = frappe.get_doc(values)
	document.flags.ignore_duplicates = True
	return document.insert(ignore_permissions=True)


def make_consent(client: str, purpose: str = "Data Processing", **values: Any) -> Document:
	"""Given on paper three weeks ago."""
	defaults = {"given_on": add_days(nowdate(), -21), "how": "Signed on Paper", "consent_language": "ar"}
	if purpose in ("Passing On Data", "Release From Confidentiality"):
		defaults |= {"scope": "Antrag auf Wohngeld"}
		if not values.get("recipient"):
			defaults |= {"recipient_name": "Fachstelle"}
	return make("Client Consent", **{"client": client, "purpose": purpose, **defaults, **values})


def make_guest(agreed_on: str | None = None, **values: Any) -> Document:
	"""A client who agreed to be counted by name at language cafés."""
	client = make_client(**values)
	with as_administrator():
		make_consent(client.name, "Attendance by Name", given_on=agreed_on or nowdate())
	return client


def make_consent_text(**values: Any) -> Document:
	defaults = {"purpose": "Photographs", "language": "ar", "version": frappe.generate_hash(length=6)}
	texts = {"heading": "Einwilligung", "body": "Erster Absatz.\n\nZweiter Absatz."}
	return make("Consent Text", **{**defaults, **texts, **values})


def make_distinct_pair(client: str, other: str | None = None, **values: Any) -> Document:
	other = other or make_client(first_name="Zwilling").name
	pair = frappe.get_doc(
		{"doctype": "Client Distinct Pair", "client": client, "other_client": other, **values}
	)
	pair.flags.decided_by_code = True
	return pair.insert(ignore_permissions=True)


def make_data_request(client: str, **values: Any) -> Document:
	"""Somebody asks for a copy of their data."""
	defaults = {"kind": "Access to Data", "received_on": nowdate(), "identified_by": "Known in Person"}
	return make("Client Data Request", client=client, **{**defaults, **values})


def make_client_merge(survivor: str, **values: Any) -> Document:
	"""Only the record that it happened."""
	defaults = {"merged_client": "RSC-99999", "status": "Merged", "merged_on": frappe.utils.now_datetime()}
	merge = frappe.get_doc({"doctype": "Client Merge", "survivor": survivor, **defaults, **values})
	merge.flags.by_merging = True
	return merge.insert(ignore_permissions=True)


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


def make_appointment(client: str, **values: Any) -> Document:
	starts_at = f"{add_days(nowdate(), 3)} 10:00:00"
	return make("Client Appointment", **{"client": client, "starts_at": starts_at, "place": "Amt", **values})


def make_booking(client: str, interpreter: str | None = None, **values: Any) -> Document:
	"""What an interpreter (an account, or a new one) sees of an appointment they are booked for."""
	user = interpreter or make_helper("Refugee Support Volunteer")
	appointment = make_appointment(
		client,
		interpreter_needed=1,
		interpreter_language="ar",
		booking_state="Requested",
		interpreter=frappe.db.get_value("Volunteer Profile", {"user": user}),
		**values,
	)
	return frappe.get_doc("Interpreter Booking", {"appointment": appointment.name})


def make_received_letter(client: str, **values: Any) -> Document:
	return make("Received Letter", **{"client": client, "received_on": nowdate(), "sender": "Amt", **values})


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


def make_office(**values: Any) -> str:
	"""An authority of its own for the test: a Jobcenter unless it is said to be something else."""
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
		"letter_kind": "Administrative Decision",
		"letter_date": add_days(nowdate(), -2),
		"delivery": "Ordinary Post",
		"responsible": "Administrator",
	}
	values.setdefault("authority", None)
	values["authority"] = values["authority"] or make_office()
	return make("Authority Letter", **{**defaults, **values})


def make_deadline(client: str, **values: Any) -> Document:
	defaults = {"kind": "Set by Authority", "due_on": add_days(nowdate(), 30), "responsible": "Administrator"}
	return make("Legal Deadline", **{"client": client, **defaults, **values})


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


def make_event(**values: Any) -> Document:
	"""Open to the public, in ten days, with ten places."""
	day = add_days(nowdate(), 10)
	defaults = {
		"event_title": "Ankommen in Erkrath",
		"kind": "Workshop",
		"place": "Bürgerhaus",
		"status": "Open",
	}
	times = {"starts_at": f"{day} 10:00:00", "ends_at": f"{day} 12:00:00"}
	return make("Community Event", **{**defaults, **times, "capacity": 10, **values})


def make_registration(event: str | None = None, **values: Any) -> Document:
	defaults = {"participant_name": "Oksana Beispiel", "phone": "0211 555", "adults": 1}
	return make("Event Registration", event=event or make_event().name, **{**defaults, **values})


def make_level(client: str, **values: Any) -> Document:
	return make("Language Level Record", client=client, **{"level": "A2", "assessed_on": nowdate(), **values})


def make_entitlement(client: str, **values: Any) -> Document:
	dates = {"issued_on": add_days(nowdate(), -10), "valid_until": add_days(nowdate(), 200)}
	return make("Course Entitlement", client=client, **{**dates, **values})


def make_evaluation_report(**values: Any) -> Document:
	"""A draft with one table of contacts by topic, written by whoever is logged in."""
	defaults = {
		"title": "Bericht",
		"from_date": "2025-01-01",
		"to_date": "2025-12-31",
		"tables": [{"measure": "Contacts", "row_characteristic": "Main Topic"}],
	}
	return frappe.get_doc({"doctype": "Evaluation Report", **defaults, **values}).insert()


def make_application_support(client: str, *helpers: str, **values: Any) -> Document:
	"""Help with job applications, and these users as those who help."""
	rows = [{"helper": helper, "from_date": add_days(nowdate(), -10)} for helper in helpers]
	return make("Application Support", **{"client": client, "helpers": rows, **values})


def make_meeting_place(label: str = "Testhaus", **values: Any) -> str:
	name = frappe.db.get_value("Meeting Place", {"label": label})
	return name or make("Meeting Place", label=label, **values).name


def make_cafe_session(**values: Any) -> Document:
	"""A café this afternoon, whatever the time is now, in a room of its own."""
	day = values.pop("day", nowdate())
	defaults = {
		"title": "Sprachcafé",
		"starts_at": f"{day} 15:00:00",
		"ends_at": f"{day} 17:00:00",
		"place": make_meeting_place(),
		"room": frappe.generate_hash(length=8),
	}
	return make("Language Cafe Session", **{**defaults, **values})


def make_cafe_attendance(client: str | None = None, session: str | None = None, **values: Any) -> Document:
	values = {"tap_id": frappe.generate_hash(length=20), **values}
	if client:
		values = {"kind": "Named Client", "consent_on": nowdate(), **values}
	return make("Cafe Attendance", session=session or make_cafe_session().name, client=client, **values)


def make_childcare_place(session: str | None = None, **values: Any) -> Document:
	defaults = {"status": "In Care", "age_band": "3 to 6", "guardian": "Mutter"}
	session = session or make_cafe_session(with_childcare=1, places_3_to_6=10).name
	return make("Cafe Childcare Place", session=session, **{**defaults, **values})


def make_carer(**profile: Any) -> str:
	"""A café helper with a certificate that holds today."""
	user = make_helper("Language Cafe Helper", **profile)
	inspection = frappe.get_doc(
		{
			"doctype": "Police Certificate Inspection",
			"volunteer": frappe.db.get_value("Volunteer Profile", {"user": user}),
			"inspected_on": nowdate(),
			"certificate_date": add_days(nowdate(), -20),
			"valid_until": add_days(nowdate(), 1000),
			"relevant_conviction": "No",
		}
	)
	inspection.name = frappe.generate_hash(length=10)
	inspection.db_insert()  # as if it had been looked at: the way there is tested elsewhere
	return user


def make_incident(client: str | None = None, **values: Any) -> Document:
	"""A refusal at the counter of an authority: the AGG gives no claim."""
	defaults = {
		"client": client,
		"happened_on": add_days(nowdate(), -5),
		"place": "Amt",
		"area_of_life": "Authorities and Benefits",
		"main_ground": "Language or Accent",
		"actor_kind": "Public Authority",
		"authority": make_authority(),
		"form": "Service or Access Refused",
		"what_happened": "Abgewiesen, weil niemand übersetzte.",
		"wanted": "Einen Termin.",
		"responsible": "Administrator",
	}
	return make("Unequal Treatment Incident", **{**defaults, **values})


def make_activity(**values: Any) -> Document:
	defaults = {"title": "Sprachmittlung am Schalter", "kind": "Committee", "body": "Sozialausschuss"}
	return make("Advocacy Activity", **{**defaults, "activity_date": nowdate(), **values})


def make_duty(**values: Any) -> Document:
	"""An open duty as host of a language café in three days."""
	day = add_days(nowdate(), 3)
	times = {"starts_at": f"{day} 15:00:00", "ends_at": f"{day} 17:00:00"}
	return make("Duty Shift", **{"task": "LANGUAGE_CAFE", **times, **values})


def give_task(user: str, task: str) -> str:
	"""Somebody has had this task for half a year."""
	profile = frappe.get_doc("Volunteer Profile", {"user": user})
	row = profile.append("tasks", {"task": task, "from_date": add_days(nowdate(), -180)})
	row.db_insert()
	frappe.clear_document_cache("Volunteer Profile", profile.name)
	return user


def make_legacy_import(content: bytes, file_name: str = "alt.csv", **values: Any) -> Document:
	"""An old file as whoever is logged in has uploaded it, with the sheets and columns that were proposed."""
	from refugee_support.refugee_support.doctype.legacy_import import legacy_import

	defaults = {"title": "Umzug", "source": "Beratung 2000", "data_as_of": nowdate(), "default_minutes": 30}
	document = frappe.get_doc({"doctype": "Legacy Import", **defaults, **values}).insert()
	attached = {"attached_to_doctype": "Legacy Import", "attached_to_name": document.name}
	file = frappe.get_doc(
		{"doctype": "File", "file_name": file_name, "content": content, "is_private": 1, **attached}
	)
	document.db_set("file", file.insert(ignore_permissions=True).file_url)
	legacy_import.read_file(document.name)
	return document.reload()
