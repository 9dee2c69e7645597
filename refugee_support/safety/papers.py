"""What the law wants written down, and who is named for it (accountability/)."""

import frappe
from frappe import _
from frappe.utils import cint

from refugee_support.accountability import register
from refugee_support.safety.finding import Finding, judged

SETTINGS = "Refugee Support Settings"


def processing_activities() -> Finding:
	number = len(register.out_of_date())
	to_do = _(
		"Open {0}, compare each entry with what you really do, and enter the day of the review. What you do not do is switched off."
	).format(_("Processing Activity"))
	found = _("{0} to be reviewed").format(number)
	return judged(_("Record of processing activities (Art. 30 GDPR)"), not number, found, to_do)


def who_is_named() -> Finding:
	settings = frappe.get_single(SETTINGS)
	wanted = ("association_name", "association_contact", "representative", "data_protection_contact")
	missing = [
		_(settings.meta.get_label(field), context=SETTINGS) for field in wanted if not settings.get(field)
	]
	to_do = _("Fill this in: {0}. It stands on what is printed for people and for the authority.").format(
		_(SETTINGS)
	)
	return judged(
		_("Who is responsible for data protection"), not missing, ", ".join(missing) or _("named"), to_do
	)


def retention_rules() -> Finding:
	number = cint(frappe.db.count("Retention Rule", {"enabled": 1, "record_kind": "Client"}))
	to_do = _("Have the board decide how long files are kept, and enable a rule: {0}.").format(
		_("Retention Rule")
	)
	return judged(_("Retention rules for client files"), number, str(number), to_do)


POINTS = (processing_activities, who_is_named, retention_rules)
