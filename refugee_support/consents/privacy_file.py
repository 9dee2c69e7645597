"""The privacy file of a client on one page: on what the data rest, what was agreed, who has read them.

Each part is read through the reader's own permissions; what they may not see is not there.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support import access, consents
from refugee_support.audit.who_sees import MONTHS, who_has
from refugee_support.client_page import label_of, visible
from refugee_support.erasing.due import events_of_clients, last_day_of
from refugee_support.languages import language_name
from refugee_support.own_data import REQUEST
from refugee_support.rules.consents import standing, together

Row = dict[str, Any]
SHOWN = ["name", "purpose", "consent_language", "text_version", "consent_text", "given_on", "how", "given_by"]
SHOWN += ["valid_until", "withdrawn_on", "withdrawn_how", "recipient", "recipient_name", "scope"]


@frappe.whitelist()
def privacy_file(client: str) -> Row:
	"""What the tab *Data Protection* of a client shows.

	Args:
		client: a client the caller may read; refused otherwise.
	"""
	doc = frappe.get_doc("Client", client)
	doc.check_permission("read")
	today = getdate()
	rows = consents_of(client, today)
	return {
		"client": doc.name,  # what the access log finds in the answer
		"basis": basis(rows, today),
		"purposes": [
			purpose_row(purpose, rows) for purpose in consents.PURPOSES if purpose != consents.RELEASE
		],
		"releases": [*releases(rows), *representations(client, today)],
		"requests": requests(client),
		"reads": reads(client),
		"months": MONTHS,
		"last_contact": last_contact(client, today),
		"kept_until": last_day_of(client, today),
		"may_record": bool(frappe.has_permission(consents.CONSENT, "create")),
	}


def consents_of(client: str, today: date) -> list[Any]:
	rows = visible(
		consents.CONSENT,
		filters={"client": client},
		fields=SHOWN,
		order_by="given_on desc, creation desc",
		limit=0,
	)
	for row in rows:
		row.state = standing(consents.as_rule(row), today)
	return rows


# --- On what the data rest ---


def basis(rows: list[Any], today: date) -> Row:
	"""Art. 6 and 9 GDPR: the consent to data processing, and what to do where there is none."""
	of_purpose = [row for row in rows if row.purpose == consents.DATA_PROCESSING]
	state, day = together([consents.as_rule(row) for row in of_purpose], today)
	sentences = {
		"In Force": _(
			"Consent, Art. 6 (1) (a) GDPR; for specially protected data explicit consent, Art. 9 (2) (a) GDPR."
		),
		"Taken Back": _(
			"The consent was withdrawn. Please enter nothing new, and look at what must be erased and what another law requires."
		),
		"Ended": _("The consent has ended. Please ask for a new one at the next contact."),
		"Not Given Yet": _("No consent is recorded. Please hand out the form at the next contact."),
	}
	return {"state": state, "label": label_of_state(state), "day": day, "sentence": sentences[state]}


def label_of_state(state: str) -> str:
	return _(state, context=consents.CONSENT)


# --- Consents by purpose ---


def purpose_row(purpose: str, rows: list[Any]) -> Row:
	mine = [row for row in rows if row.purpose == purpose]
	return {
		"purpose": purpose,
		"label": _(purpose, context=consents.CONSENT),
		"allowed": any(row.state == "In Force" for row in mine),
		"effect": effect(purpose, any(row.state == "In Force" for row in mine)),
		"consents": [consent_row(row) for row in mine],
	}


def effect(purpose: str, allowed: bool) -> str:
	"""What this means for the work today."""
	sentences = {
		consents.DATA_PROCESSING: (_("Data may be recorded."), _("Nothing to rest on but other laws.")),
		consents.PASSING_ON: (
			_("May be told to whom it says, about what it says."),
			_("Nothing is passed on: give the address only."),
		),
		consents.BY_NAME: (_("Found by name at the door."), _("Counted without a name.")),
		consents.PHOTOGRAPHS: (_("May be photographed."), _("No photographs, and none are used.")),
	}
	return sentences[purpose][0 if allowed else 1]


def consent_row(row: Any) -> Row:
	return {
		"name": row.name,
		"state": row.state,
		"label": label_of_state(row.state),
		"language": language_name(row.consent_language) if row.consent_language else "",
		"version": row.text_version,
		"given_on": row.given_on,
		"how": row.how and _(row.how, context=consents.CONSENT),
		"given_by": row.given_by and _(row.given_by, context=consents.CONSENT),
		"valid_until": row.valid_until,
		"withdrawn_on": row.withdrawn_on,
		"withdrawn_how": row.withdrawn_how and _(row.withdrawn_how, context=consents.CONSENT),
		"to": recipient_of(row),
		"about": row.scope,
	}


def recipient_of(row: Any) -> str:
	if row.recipient:
		return label_of(frappe.get_cached_doc("Public Authority", row.recipient))
	return row.recipient_name or ""


# --- Releases from confidentiality ---


def releases(rows: list[Any]) -> list[Row]:
	return [
		{**consent_row(row), "doctype": consents.CONSENT} for row in rows if row.purpose == consents.RELEASE
	]


def representations(client: str, today: date) -> list[Row]:
	"""Releases towards authorities that are kept with the powers of attorney."""
	rows = visible(
		"Client Representation",
		filters={"client": client, "kind": consents.RELEASE},
		fields=["name", "authority", "scope", "signed_on", "valid_until", "withdrawn_on"],
		order_by="signed_on desc",
		limit=0,
	)
	found = []
	for row in rows:
		row.update({"given_on": row.signed_on, "recipient": row.authority})
		state = standing(consents.as_rule(row), today)
		found.append(
			{
				"doctype": "Client Representation",
				"name": row.name,
				"state": state,
				"label": label_of_state(state),
				"given_on": row.signed_on,
				"valid_until": row.valid_until,
				"withdrawn_on": row.withdrawn_on,
				"to": recipient_of(row) or _("All public authorities"),
				"about": row.scope,
			}
		)
	return found


# --- Requests about their own data ---


def requests(client: str) -> list[Row] | None:
	"""For those who answer them; None for everybody else. `state` gives the colour: answered or waiting."""
	if not frappe.has_permission(REQUEST, "read"):
		return None
	rows = visible(
		REQUEST,
		filters={"client": client},
		fields=["name", "kind", "status", "due_on", "answered_on"],
		order_by="received_on desc, creation desc",
		limit=0,
	)
	for row in rows:
		row.state = "In Force" if row.answered_on else "Ended" if row.status != "Withdrawn" else ""
		row.kind, row.status = (_(value, context=REQUEST) for value in (row.kind, row.status))
	return rows


# --- Who has read it, and how long it is kept ---


def reads(client: str) -> list[Row] | None:
	"""For counsellors who see the client; None for everybody else."""
	user = frappe.session.user
	if not access.is_counsellor(user) or not frappe.has_permission("Client Access Log", "read"):
		return None
	return who_has(client)


def last_contact(client: str, today: date) -> date:
	"""The day the retention period runs from, whatever kind of contact it was: two dates beside each other that do not
	belong together would be asked about."""
	return events_of_clients(today, client)[client]["Last Contact"]
