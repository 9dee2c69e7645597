"""The two months of the AGG, as a Legal Deadline like every other: with reminders and a second person."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.refugee_support.doctype.legal_deadline.legal_deadline import (
	PENDING,
	close,
	mark_met,
	office_language,
)
from refugee_support.rules import agg_claim, deadlines

DOCTYPE = "Legal Deadline"


def computed(incident: Any) -> deadlines.PlainDeadline | None:
	"""None where no claim is to be made, or not any more."""
	over = incident.status == "Withdrawn" or incident.result == "Not Pursued"
	if incident.agg_claim not in agg_claim.WATCHED or over or not incident.happened_on:
		return None
	known_on = getdate(incident.known_on) if incident.known_on else None
	begins_on = agg_claim.claim_begins_on(incident.area_of_life, getdate(incident.happened_on), known_on)
	return deadlines.equal_treatment_claim(begins_on, state=_state(incident))


def last_day(incident: Any) -> date | None:
	claim = computed(incident)
	return claim.due_on if claim else None


def _state(incident: Any) -> str:
	"""Whose holidays count: the authority's, else those where the association is."""
	of_authority = incident.authority and frappe.get_cached_value(
		"Public Authority", incident.authority, "state"
	)
	return of_authority or frappe.db.get_single_value("Refugee Support Settings", "state") or "NW"


def follow(incident: Any) -> None:
	"""Keep the deadline in line with the incident. An incident of nobody has a last day, and nobody to remind of it."""
	claim = computed(incident)
	for name in _open_ones(incident):
		if claim is None:
			close(name, "Void", _("No claim under the Equal Treatment Act will be made.", office_language()))
		elif incident.claim_made_on:
			mark_met(name, str(incident.claim_made_on), incident.title)
		else:
			_write(frappe.get_doc(DOCTYPE, name), incident, claim)
	known = frappe.db.exists(DOCTYPE, {"incident": incident.name, "status": ["!=", "Void"]})
	if claim is None or known or not incident.client or incident.claim_made_on:
		return
	if claim.due_on >= getdate():  # what was over when it was recorded reminds nobody; the form says so
		_write(frappe.new_doc(DOCTYPE), incident, claim)


def _open_ones(incident: Any) -> list[str]:
	# Whoever writes the incident is a counsellor who sees the client, and with them the deadline.
	pending = {"incident": incident.name, "status": ["in", PENDING], "done_by": ["is", "not set"]}
	return frappe.get_all(DOCTYPE, pending, pluck="name")


def _write(deadline: Any, incident: Any, claim: deadlines.PlainDeadline) -> None:
	if not deadline.is_new() and getdate(deadline.due_on) == claim.due_on:
		if deadline.client == incident.client:
			return
	deadline.flags.by_letter = True  # computed: nobody types over it
	deadline.update(
		{
			"kind": "Claim",
			"client": incident.client,
			"incident": incident.name,
			"authority": incident.authority,
			"state": _state(incident),
			"action": _("Make the claim in writing (equal treatment)", office_language()),
			"due_on": claim.due_on,
			"safe_on": claim.safe_on,
			"steps_de": "\n".join(claim.steps_in("de")),
			"steps_en": "\n".join(claim.steps_in("en")),
			"is_computed": 1,
			"responsible": deadline.responsible or incident.responsible or frappe.session.user,
		}
	)
	deadline.save()


def let_go(incident: Any) -> None:
	"""An incident is deleted: its deadline stays, void and with the reason."""
	for name in _open_ones(incident):
		close(name, "Void", _("The incident was deleted.", office_language()))
	for name in frappe.get_all(DOCTYPE, {"incident": incident.name}, pluck="name"):
		frappe.db.set_value(DOCTYPE, name, "incident", None)
