"""What the form says on top: what is missing, until when, and what is possible now. Facts, in whole sentences."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import date_diff, formatdate, getdate

from refugee_support import access
from refugee_support.refugee_support.doctype.authority_application import checklist, remedies
from refugee_support.refugee_support.doctype.client_representation import client_representation
from refugee_support.rules import applications as rules
from refugee_support.rules import deadlines
from refugee_support.rules.deadlines.wording import is_german

Hint = dict[str, str]
SOON = 14  # days


def of(application: Any) -> list[Hint]:
	"""In the order in which they matter; `colour` is one of Frappe's indicators."""
	parts = (still_missing, to_file, requested, refused, inaction, evidence, representation, next_one, advice)
	return [hint for part in parts for hint in part(application)]


def hint(colour: str, message: str) -> list[Hint]:
	return [{"colour": colour, "message": message}]


def still_missing(application: Any) -> list[Hint]:
	if application.status not in (*rules.BEFORE_FILING, rules.REQUESTED):
		return []
	missing = [row.document_label for row in checklist.missing(application)]
	return hint("orange", _("Still missing: {0}").format("; ".join(missing))) if missing else []


def to_file(application: Any) -> list[Hint]:
	"""The last day, and for residence titles the last day on which an office is open: that day never moves."""
	if not application.file_by or application.status not in rules.BEFORE_FILING:
		return []
	day = getdate(application.file_by)
	colour = "red" if date_diff(day, getdate()) <= SOON else "orange"
	message = _("To be filed by {0}.").format(formatdate(day))
	if frappe.get_cached_value("Application Type", application.application_type, "ends_hard"):
		safe = deadlines.last_day_before_expiry(day, state=state_of(application)).safe_on
		message += " " + _(
			"This day does not move to a working day. The last safe day in office hours is {0}."
		).format(formatdate(safe))
	return hint(colour, message)


def requested(application: Any) -> list[Hint]:
	if application.status == rules.REQUESTED and application.documents_due_on:
		return hint(
			"red",
			_("The authority wants further documents by {0}.").format(
				formatdate(application.documents_due_on)
			),
		)
	if application.status == rules.HEARING and application.hearing_until:
		return hint("red", _("Comment in the hearing by {0}.").format(formatdate(application.hearing_until)))
	return []


def refused(application: Any) -> list[Hint]:
	if application.status != rules.DECIDED or application.outcome not in rules.REFUSED:
		return []
	ways = remedies.of(application)
	sentence = _("Enter the decision as a letter: the period is computed there, and its notice decides.")
	return hint("red", " ".join([*ways, sentence]))


def inaction(application: Any) -> list[Hint]:
	"""An opportunity, not a deadline: section 88 SGG, section 75 VwGO."""
	if application.status not in rules.AT_AUTHORITY or not application.submitted_on:
		return []
	earliest = remedies.earliest_action(application)
	if not earliest:
		return []
	if getdate() >= earliest:
		return hint(
			"blue", _("No decision yet: an action for failure to act (Untätigkeitsklage) is possible now.")
		)
	return hint(
		"gray",
		_(
			"Without a decision, an action for failure to act (Untätigkeitsklage) is possible from {0}."
		).format(formatdate(earliest)),
	)


def evidence(application: Any) -> list[Hint]:
	if application.status in rules.AT_AUTHORITY and not (application.evidence_kind or application.evidence):
		return hint("orange", _("There is no evidence of filing yet."))
	return []


def representation(application: Any) -> list[Hint]:
	if application.status == rules.CONCLUDED:
		return []
	if not application.representation:
		return hint(
			"orange",
			_(
				"Nobody has signed a power of attorney or a release towards this authority:"
				" phone and write only together with the client."
			),
		)
	row = frappe.get_doc("Client Representation", application.representation)
	reason = client_representation.why_not(row, access.clients_in(application), application.authority)
	return hint("red", reason.format(_("Representation", context=application.doctype))) if reason else []


def next_one(application: Any) -> list[Hint]:
	if application.renewal == "Prepared" and application.outcome in rules.GRANTED:
		name = frappe.db.exists("Authority Application", {"renewal_of": application.name})
		return hint("green", _("The next application has been prepared.")) if name else []
	return []


def advice(application: Any) -> list[Hint]:
	if application.status not in rules.OPEN:
		return []
	field = "hint" if is_german(str(frappe.local.lang or "")) else "hint_en"
	kind = frappe.get_cached_value(
		"Application Type", application.application_type, [field, "hint"], as_dict=True
	)
	text = kind and (kind.get(field) or kind.hint)
	return hint("blue", text) if text else []


def state_of(application: Any) -> str:
	return frappe.get_cached_value("Public Authority", application.authority, "state") or "NW"
