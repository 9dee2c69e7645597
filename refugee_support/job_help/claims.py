"""A refusal that may be discrimination: two months to claim, watched by a Legal Deadline like every other.

Sections 15 (4) AGG: a claim for damages reaches the employer in writing within two months; with an application the
period begins when the refusal arrives. Whether there is a claim is legal advice, and a counsellor's task.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support import access
from refugee_support.bell import ring
from refugee_support.deadlines.checks import sees
from refugee_support.deadlines.recipients import active_counsellors
from refugee_support.refugee_support.doctype.legal_deadline.legal_deadline import PENDING, office_language
from refugee_support.rules.deadlines import equal_treatment_claim

NOT_TYPED = ("deadline", "claim_until", "reminded_days")


def keep_what_is_not_typed(application: Any) -> None:
	before = application.get_doc_before_save()
	for fieldname in NOT_TYPED:
		application.set(fieldname, before.get(fieldname) if before else None)
	if application.outcome == "Refused" and application.suspicious_refusal:
		arrived = getdate(application.answered_on or None)
		application.claim_until = equal_treatment_claim(arrived, state=_state()).due_on
	else:
		application.claim_until = None


def watch(application: Any) -> None:
	"""Make the deadline, move it with the day of the refusal, or void it when there is nothing to claim."""
	if not application.claim_until:
		if application.deadline:
			give_up(application)
	elif not application.deadline or not frappe.db.exists("Legal Deadline", application.deadline):
		begin(application)
	elif application.has_value_changed("claim_until"):
		move(application)


def begin(application: Any) -> None:
	responsible = _responsible(application)
	deadline = frappe.get_doc(
		{
			"doctype": "Legal Deadline",
			"client": application.client,
			"kind": "Internal",
			"action": _("Claim for discrimination in writing to the employer", office_language()),
			"responsible": responsible,
			**_dates(application),
		}
	)
	deadline.flags.by_letter = deadline.flags.people_checked = True
	# Replaced by: the right to write the job application, and `_responsible`, who sees the client. A helper, who
	# reports what was said to somebody, sees neither the client's deadlines nor this one.
	deadline.insert(ignore_permissions=True)
	application.db_set("deadline", deadline.name, update_modified=False)
	if responsible != frappe.session.user:
		language = frappe.db.get_value("User", responsible, "language") or frappe.local.lang
		subject = _("A refusal may be discrimination: please look at the deadline for a claim.", language)
		ring(responsible, subject, doctype="Legal Deadline", name=deadline.name)


def move(application: Any) -> None:
	deadline = frappe.get_doc("Legal Deadline", application.deadline)
	if deadline.is_pending:
		deadline.update(_dates(application))
		deadline.flags.by_letter = deadline.flags.people_checked = True
		deadline.save(ignore_permissions=True)  # as in `begin`


def give_up(application: Any) -> None:
	"""Not a refusal after all, or nothing points to discrimination: that stays visible."""
	deadline = frappe.get_doc("Legal Deadline", application.deadline)
	if deadline.status not in PENDING or not deadline.is_pending:
		return
	deadline.flags.by_letter = deadline.flags.by_action = deadline.flags.people_checked = True
	deadline.status = "Void"
	deadline.closing_reason = _("The job application no longer says that the refusal may be discrimination.", office_language())
	deadline.save(ignore_permissions=True)  # as in `begin`
	application.db_set("deadline", None, update_modified=False)


def _dates(application: Any) -> dict[str, Any]:
	state = _state()
	claim = equal_treatment_claim(getdate(application.answered_on), state=state)
	steps = {f"steps_{language}": "\n".join(claim.steps_in(language)) for language in ("de", "en")}
	return {
		"due_on": claim.due_on,
		"safe_on": claim.safe_on,
		"announced_on": application.answered_on,
		"state": state,
		"is_computed": 1,
		**steps,
	}


def _state() -> str:
	return frappe.db.get_single_value("Refugee Support Settings", "state") or "NW"


def _responsible(application: Any) -> str:
	"""The counsellor of the support if they see the client today; else another one who does; else whoever owns the site."""
	named = frappe.db.get_value("Application Support", application.application_support, "responsible")
	candidates = [named, frappe.session.user, *active_counsellors()]
	for user in candidates:
		if user and access.is_counsellor(user) and sees(user, [application.client]):
			return user
	return "Administrator"
