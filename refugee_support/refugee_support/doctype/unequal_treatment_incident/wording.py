"""What may be told outside: checked, released, withdrawn.

The draft is a field of the incident, which counsellors read. Others read an `Incident Wording`: a document of its own
that is written here, when a text is released, and knows neither the incident nor the client.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.refugee_support.doctype.legal_deadline.legal_deadline import office_language
from refugee_support.refugee_support.doctype.unequal_treatment_incident.subject import people_like, subject_of
from refugee_support.rules import anonymising
from refugee_support.rules.anonymising import Finding

DOCTYPE = "Incident Wording"
MAY_BE_USED = "Anonymised Wording May Be Used"
NONE, NOT_RELEASED, WAITING = "None", "Not Released", "Waiting for Second Person"
RELEASED, CHANGED, WITHDRAWN = "Released", "Changed since Release", "Withdrawn"
BY_ACTION = ("wording_state", "wording_asked_by", "wording_released_by", "released_wording")
TEXTS = ("wording_headline", "wording_period", "anonymised_wording")


def keep_what_is_not_typed(incident: Any) -> None:
	"""State and release follow from actions; a changed text has to be checked again."""
	if incident.flags.by_release:
		return
	before = incident.get_doc_before_save()
	for fieldname in BY_ACTION:
		incident.set(fieldname, before.get(fieldname) if before else None)
	if any((incident.get(name) or "") != ((before and before.get(name)) or "") for name in TEXTS):
		incident.wording_state = CHANGED if incident.released_wording else NOT_RELEASED
		incident.wording_asked_by = None
	if not incident.anonymised_wording and not incident.released_wording:
		incident.wording_state = NONE
	incident.wording_state = incident.wording_state or NONE


# --- The check ---


def findings_in(incident: Any) -> list[Finding]:
	text = "\n".join(incident.get(name) or "" for name in TEXTS)
	count = people_like(incident.client) if incident.client else None
	try:
		return anonymising.findings(text, subject_of(incident), count)
	except ValueError:
		incident.refuse("anonymised_wording", _("The text in {0} is too long. Please shorten it."))
		return []


def hints_for_form(incident: Any) -> list[str]:
	if incident.is_new() or not incident.anonymised_wording or incident.wording_state == RELEASED:
		return []
	return in_words(findings_in(incident))


def in_words(findings: list[Finding]) -> list[str]:
	return [_hint(finding) for finding in findings]


def _hint(finding: Finding) -> str:
	if finding.kind == "combination":
		traits = {
			"nationality": _("country of origin"),
			"gender": _("gender"),
			"residence_status": _("residence status"),
			"age_group": _("age"),
			"municipality": _("town"),
			"household_size": _("size of the family"),
		}
		together = ", ".join(traits[name] for name in finding.traits)
		return _(
			"Together this fits fewer than {0} people in our statistics: {1}. Please leave one of it out, or say it less exactly."
		).format(anonymising.THRESHOLD, together)
	hints = {
		"name": _("“{0}” may be a name of this person or their family. Please leave it out."),
		"date": _("“{0}” is an exact day. Please name a quarter or a season."),
		"number": _("“{0}” may be a file number, a telephone number or a post code. Please leave it out."),
		"email": _("“{0}” is an address on the net. Please leave it out."),
		"address": _("“{0}” is where the person lives or can be reached. Please leave it out."),
	}
	return hints[finding.kind].format(finding.excerpt)


# --- Release ---


def release(incident: Any) -> dict[str, Any]:
	require_ready(incident)
	hints = in_words(findings_in(incident))
	incident.flags.by_release = True
	if hints:
		incident.wording_state, incident.wording_asked_by = WAITING, frappe.session.user
	else:
		publish(incident)
	incident.save()
	return {"state": incident.wording_state, "hints": hints}


def confirm(incident: Any) -> dict[str, Any]:
	require_ready(incident)
	if incident.wording_state != WAITING:
		frappe.throw(_("Nobody has asked for a second person. Please load the page again."))
	if frappe.session.user == incident.wording_asked_by:
		frappe.throw(
			_("You have asked for a second person yourself. Somebody else has to read the text."),
			title=_("Second person needed"),
		)
	incident.flags.by_release = True
	publish(incident)
	incident.save()
	return {"state": incident.wording_state, "hints": []}


def require_ready(incident: Any) -> None:
	if incident.consent != MAY_BE_USED or incident.status == "Withdrawn":
		incident.refuse("consent", _("Please clarify {0} first: without it nothing may be told outside."))
	for fieldname in TEXTS:
		if not incident.get(fieldname):
			incident.refuse(fieldname, _("Please enter {0} first."))


def publish(incident: Any) -> None:
	"""Write what others read. Coarse facts go with it, so that cases can be counted; whom it is about does not."""
	known = incident.released_wording
	document = frappe.get_doc(DOCTYPE, known) if known else frappe.new_doc(DOCTYPE)
	document.update(
		{
			"headline": incident.wording_headline,
			"period": incident.wording_period,
			"wording": incident.anonymised_wording,
			"area_of_life": incident.area_of_life,
			"ground": incident.main_ground,
			"actor_kind": incident.actor_kind,
			"status": "Released",
			"released_on": getdate(),
		}
	)
	# Replaced by: the right to write the incident, the consent, and the check or the second person before this.
	document.save(ignore_permissions=True)
	incident.released_wording = document.name
	incident.wording_state, incident.wording_released_by = RELEASED, frappe.session.user
	incident.wording_asked_by = None


def follow(incident: Any) -> None:
	"""The person has taken the consent back, or the incident was entered by mistake: nothing stays readable."""
	may_stay = incident.consent == MAY_BE_USED and incident.status != "Withdrawn"
	if may_stay or not incident.released_wording or incident.wording_state == WITHDRAWN:
		return
	withdraw(incident)
	incident.db_set("wording_state", WITHDRAWN, update_modified=False)


def withdraw(incident: Any) -> None:
	"""It stays as an empty record, so that what it was used in still says that there was something."""
	if not incident.released_wording:
		return
	document = frappe.get_doc(DOCTYPE, incident.released_wording)
	word = _("Withdrawn", office_language())
	document.update({"status": "Withdrawn", "headline": word, "wording": None, "period": None})
	# Replaced by the right to write the incident.
	document.save(ignore_permissions=True)
