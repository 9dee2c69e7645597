"""An objection was filed: from when an action for inaction is possible if nobody decides (section 88 SGG, section 75 VwGO,
section 46 FGO). Noted by itself, because nobody thinks of it three months later."""

from typing import Any

import frappe
from frappe import _

from refugee_support.deadlines.checks import sees

OBJECTIONS = ("Objection (Widerspruch)", "Objection (Einspruch)")
COURT_LAW = {"SGB X": "SGG", "VwVfG": "VwGO", "AO": "FGO"}


def watch_for_answer(deadline: Any, language: str) -> None:
	"""After an objection of a letter was met and checked; once for each letter."""
	court_law = COURT_LAW.get(deadline.law_regime)
	if deadline.kind != "Remedy" or not deadline.letter or not court_law:
		return
	if frappe.db.get_value("Authority Letter", deadline.letter, "remedy") not in OBJECTIONS:
		return
	if frappe.db.exists("Legal Deadline", {"letter": deadline.letter, "kind": "Opportunity"}):
		return
	stays = sees(deadline.responsible, deadline.clients())
	frappe.get_doc(
		{
			"doctype": "Legal Deadline",
			"kind": "Opportunity",
			"action": _("Action for inaction", language),
			"client": deadline.client,
			"authority": deadline.authority,
			"letter": deadline.letter,
			"filed_on": deadline.met_on,
			"filed_what": "Objection",
			"court_law": court_law,
			"responsible": deadline.responsible if stays else frappe.session.user,
			"evidence_required": 0,
		}
	).insert()
