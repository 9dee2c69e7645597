"""How long, as the program will really do it: from the rules and settings that hold today."""

import frappe
from frappe import _
from frappe.utils import cint

from refugee_support.audit.retention import months_kept
from refugee_support.client_page import label_of

ACCESS_LOG, CERTIFICATE = "Access Log", "Police Certificate"


def sentences(kind: str | None) -> list[str]:
	"""Of what the activity names; empty where no rule of the program says anything."""
	if not kind:
		return []
	if kind == ACCESS_LOG:
		return [_("Access log: {0} months, older entries are deleted every night.").format(months_kept())]
	if kind == CERTIFICATE:
		months = frappe.db.get_single_value("Refugee Support Settings", "certificate_erasure_months")
		return [
			_(
				"Police certificates: three facts, erased {0} months after the last day with children (section 72a (5) SGB VIII)."
			).format(cint(months))
		]
	return rules(kind) or [_("No retention rule is enabled for this: nothing is ever due.")]


def rules(kind: str) -> list[str]:
	rows = frappe.get_all(
		"Retention Rule",
		{"enabled": 1, "record_kind": kind},
		["label", "label_en", "months", "event", "end_of_year", "source"],
		order_by="sort_order",
	)
	return [_("{0} ({1} months).").format(label_of(row), row.months) for row in rows]
