"""Everything about a client at one glance: who, what is going on, what comes next.

One request and a bounded number of queries, however many consultations there are (tests/site/test_client_page.py
counts them). Each part is read through the reader's own permissions; what they may not see is not there.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, formatdate, getdate

from refugee_support import consents, data_quality, family
from refugee_support.languages import language_name
from refugee_support.rules.data_quality import years_between
from refugee_support.rules.deadlines import last_day_before_expiry
from refugee_support.rules.milestones import KIND_OF_CATEGORY

CONTACTS, APPLICATIONS, GOALS, STEPS = 3, 5, 6, 200
CLOSED_APPLICATIONS = ("Concluded",)
URGENT, SOON = 30, 120  # days before a title ends
Row = dict[str, Any]


@frappe.whitelist()
def client_page(client: str) -> Row:
	"""What the page of a client shows above the form.

	Args:
		client: a client the caller may read; refused otherwise.
	"""
	doc = frappe.get_doc("Client", client)
	doc.check_permission("read")
	today = getdate()
	return {
		"client": doc.name,  # what the access log finds in the answer
		"person": person(doc, today),
		"family": family.people_around(client),
		"status": status(doc, today),
		"next": what_comes_next(client, today),
		"applications": applications(client),
		"team": team(doc, today),
		"contacts": contacts(client),
		"plan": plan(client),
		"path": path(doc, today),
		**to_mend(doc, today),
		"consent_withdrawn": consents.word_of(client, (consents.DATA_PROCESSING,))[0] == "Taken Back",
		"may_write": doc.has_permission("write"),
	}


# --- Who ---


def person(doc: Any, today: date) -> Row:
	born = getdate(doc.date_of_birth) if doc.date_of_birth else None
	return {
		"native_name": doc.native_name,
		"age": years_between(born, today) if born else None,
		"born": born and born.year,
		"estimated": cint(doc.birth_date_estimated),
		"gender": doc.gender and _(doc.gender),
		"nationalities": [_(country) for country in (doc.nationality, doc.second_nationality) if country],
		"stateless": cint(doc.stateless),
		"languages": language_labels([doc.main_language, *(row.language for row in doc.other_languages)]),
		"interpreter_needed": cint(doc.interpreter_needed),
		"german_level": doc.german_level and _(doc.german_level),
		"employment": doc.employment_status and _(doc.employment_status, context="Client"),
		"mobile_no": doc.mobile_no,
		"arrived": doc.arrival_date and formatdate(doc.arrival_date, "MMMM yyyy"),
	}


def language_labels(codes: list[str | None]) -> list[str]:
	known = [code for code in codes if code]
	rows = frappe.get_all(
		"Language", {"name": ["in", [*known, ""]]}, ["name", "language_name"]
	)  # a list of the world
	names = {row.name: language_name(row.name, row.language_name) for row in rows}
	return [names[code] for code in known if code in names]


def team(doc: Any, today: date) -> list[str]:
	return [
		row.helper_name
		for row in doc.support_team
		if row.helper_name
		and getdate(row.from_date) <= today
		and (not row.to_date or getdate(row.to_date) >= today)
	]


# --- Residence ---


def status(doc: Any, today: date) -> Row | None:
	"""The status today, until when, how urgent that is, and by when a renewal must be filed."""
	if not doc.residence_status:
		return None
	law = frappe.get_cached_doc("Residence Status", doc.residence_status)
	until = getdate(doc.residence_valid_until) if doc.residence_valid_until else None
	row = doc.current_title()
	obligation = doc.residence_obligation_until
	return {
		"label": label_of(law),
		"until": until,
		"days": (until - today).days if until else None,
		"file_by": until and last_day_before_expiry(until, state=state()).safe_on,
		"level": urgency(until, today),
		"bridging": cint(law.bridging),
		"notes": law.notes,
		"employment": row
		and row.employment_permission
		and _(row.employment_permission, context="Client Residence Status"),
		"restrictions": row and row.restrictions,
		"by_law": bool(row and row.change),
		"obligation_until": obligation if obligation and getdate(obligation) >= today else None,
	}


def urgency(until: date | None, today: date) -> str:
	"""Ended, Urgent, Soon or Calm."""
	if not until:
		return "Calm"
	days = (until - today).days
	if days < 0:
		return "Ended"
	return "Urgent" if days <= URGENT else "Soon" if days <= SOON else "Calm"


def state() -> str:
	return frappe.db.get_single_value("Refugee Support Settings", "state", cache=True) or "NW"


def label_of(master: Any) -> str:
	english = str(frappe.local.lang).startswith("en")
	return (english and master.label_en) or master.label


# --- What comes next, and what was ---


def what_comes_next(client: str, today: date) -> Row:
	follow_ups = visible(
		"Consultation",
		filters={"client": client, "follow_up_on": ["is", "set"], "follow_up_done": 0},
		fields=["name", "follow_up_on", "follow_up_note"],
		order_by="follow_up_on",
		limit=1,
	)
	return {
		"deadline": next_deadline(client, today),
		"follow_up": follow_ups[0] if follow_ups else None,
	}


def next_deadline(client: str, today: date) -> Row | None:
	"""The open deadline that ends first, also one that has passed without anybody saying whether it was met."""
	rows = visible(
		"Legal Deadline",
		filters={
			"client": client,
			"status": "Open",
			"kind": ["!=", "Opportunity"],
			"due_on": ["is", "set"],
		},
		fields=["name", "action", "kind", "due_on", "safe_on"],
		order_by="due_on",
		limit=1,
	)
	if not rows:
		return None
	row = rows[0]
	return {
		"name": row.name,
		"day": row.due_on,
		"safe_on": row.safe_on,
		"days": (getdate(row.due_on) - today).days,
		"label": row.action or _(row.kind, context="Legal Deadline"),
	}


def applications(client: str) -> list[Row]:
	"""Open applications, also those in which the client stands beside somebody else."""
	rows = visible(
		"Authority Application",
		filters=[["Authority Application", "status", "not in", CLOSED_APPLICATIONS]],
		or_filters=[
			["Authority Application", "client", "=", client],
			["Application Applicant", "client", "=", client],
		],
		fields=["name", "application_type", "status", "file_by"],
		distinct=True,
		order_by="creation desc",
		limit=APPLICATIONS,
	)
	for row in rows:
		row.label = label_of(frappe.get_cached_doc("Application Type", row.application_type))
		row.status = _(row.status, context="Authority Application")
	return rows


def contacts(client: str) -> list[Row]:
	rows = visible(
		"Consultation",
		filters={"client": client},
		fields=["name", "consultation_date", "main_topic", "channel", "counsellor_name", "contact_number"],
		order_by="consultation_date desc, creation desc",
		limit=CONTACTS,
	)
	for row in rows:
		row.topic = label_of(frappe.get_cached_doc("Counselling Topic", row.main_topic))
		row.channel = _(row.channel or "", context="Consultation")
	return rows


def visible(doctype: str, **query: Any) -> list[Any]:
	"""What the reader may see of a DocType; nothing where their role does not read it at all."""
	return frappe.get_list(doctype, **query) if frappe.has_permission(doctype, "read") else []


# --- The path ---


def plan(client: str) -> Row | None:
	plans = visible(
		"Integration Plan",
		filters={"client": client, "status": "Active"},
		fields=["name", "next_review_on"],
		limit=1,
	)
	if not plans:
		return None
	goals = visible(
		"Integration Goal",
		filters={"plan": plans[0].name, "state": ["in", ["Open", "In Progress"]]},
		fields=["name", "goal", "state", "target_date"],
		order_by="target_date, creation",
		limit=GOALS,
	)
	return {**plans[0], "goals": goals}


def path(doc: Any, today: date) -> Row:
	"""The steps in order, with what the picture says about each."""
	steps = visible(
		"Integration Milestone",
		filters={"client": doc.name, "withdrawn": 0},
		fields=["name", "milestone_date", "date_precision", "strand", "kind", "value", "residence_status"],
		order_by="milestone_date, creation",
		limit=STEPS,
	)
	return {
		"arrived": doc.arrival_date,
		"today": today,
		"steps": [
			{
				"name": row.name,
				"day": row.milestone_date,
				"shown_day": shown_day(row.milestone_date, row.date_precision),
				"strand": row.strand,
				"kind": _(row.kind, context="Integration Milestone"),
				"label": step_label(row),
			}
			for row in steps
		],
	}


def shown_day(day: date, precision: str) -> str:
	return formatdate(day, {"Year": "yyyy", "Month": "MMM yyyy"}.get(precision or "", ""))


def step_label(row: Any) -> str:
	"""Short: the level, the status, the kind of work; the kind of step where there is nothing shorter."""
	if row.residence_status and row.kind in KIND_OF_CATEGORY.values():
		return label_of(frappe.get_cached_doc("Residence Status", row.residence_status))
	if row.strand == "Language" and row.kind == "Level Reached":
		return row.value
	return _(row.kind, context="Integration Milestone")


# --- What is missing ---


def to_mend(doc: Any, today: date) -> dict[str, list[Row]]:
	"""Fields that are missing, and those somebody should ask about again."""
	missing, stale = data_quality.of_client(doc, today)
	return {
		"missing": [{"fieldname": field, "label": data_quality.label_of(field)} for field in missing],
		"stale": [
			{
				"fieldname": field,
				"label": data_quality.label_of(field),
				"value": data_quality.shown_value(doc, field),
			}
			for field in stale
		],
	}
