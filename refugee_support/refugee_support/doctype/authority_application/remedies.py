"""What can be done against a refusal, or against silence: by the law of the authority, never by a guess."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.deadlines.remedies import rule_for
from refugee_support.rules import deadlines

# The court of an authority -> the law its procedure follows.
COURTS = {"Sozialgericht": "SGG", "Verwaltungsgericht": "VwGO", "Finanzgericht": "FGO"}


def of(application: Any) -> list[str]:
	"""The usual remedy against a decision of this authority, in a sentence: none where nothing is known."""
	authority = frappe.get_cached_doc("Public Authority", application.authority)
	rule = remedy_rule(application, authority) or authority
	remedy = rule.remedy
	if not remedy or remedy == "None":
		return [_("Which remedy there is, is written in the notice at the end of the decision.")]
	sentence = _("Usual remedy: {0}.").format(_(remedy))
	if authority.court:
		sentence = _("Usual remedy: {0}; court: {1}.").format(_(remedy), authority.court)
	return [sentence, *([rule.hint] if rule.get("hint") else [])]


def remedy_rule(application: Any, authority: Any) -> Any:
	"""The association's own rule for this authority and its state, where there is one."""
	day = getdate(application.decided_on or None)
	return rule_for(
		letter_kind="Administrative Decision", authority=authority, state=authority.state, posted_on=day
	)


def earliest_action(application: Any) -> date | None:
	"""From when an action for failure to act is possible; None where the law gives no such period, or one of its own
	(asylum, section 24 (4) AsylG)."""
	authority = frappe.get_cached_doc("Public Authority", application.authority)
	court = next((law for name, law in COURTS.items() if (authority.court or "").startswith(name)), None)
	if not court or authority.law_regime == "AsylG":
		return None
	try:
		return deadlines.earliest_action_for_inaction(
			getdate(application.submitted_on), court=court, state=authority.state or "NW"
		).earliest_on
	except deadlines.DeadlineError:
		return None
