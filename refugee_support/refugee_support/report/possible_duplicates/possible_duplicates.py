"""Possible duplicates: pairs of clients who may be one person, for counsellors to look at. Made anew at every run, so
that what was imported, changed or entered by a volunteer who could not see the other record is found, too."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support import access
from refugee_support.duplicates.pairs import Pair, likely_pairs
from refugee_support.duplicates.wording import in_words


@frappe.read_only()
def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict], str]:
	frappe.has_permission("Client", "report", throw=True)
	user = frappe.session.user
	if not access.is_counsellor(user) or access.client_scope(user) == "none":
		frappe.throw(_("This report is for counsellors."), frappe.PermissionError)
	pairs, is_complete = likely_pairs()
	return columns(), [row_of(pair) for pair in pairs], "" if is_complete else what_was_compared()


def what_was_compared() -> str:
	return _(
		"So many clients have names in common that not all were compared: those with rare names first. Settle the pairs that are shown, and others follow."
	)


def columns() -> list[dict]:
	return [
		{"fieldname": "client", "label": _("Client"), "fieldtype": "Link", "options": "Client", "width": 190},
		{"fieldname": "about", "label": _("Born, from"), "fieldtype": "Data", "width": 170},
		{
			"fieldname": "other",
			"label": _("Other Client"),
			"fieldtype": "Link",
			"options": "Client",
			"width": 190,
		},
		{"fieldname": "other_about", "label": _("Born, from"), "fieldtype": "Data", "width": 170},
		{"fieldname": "likelihood", "label": _("Likelihood"), "fieldtype": "Percent", "width": 110},
		{"fieldname": "reasons", "label": _("Why"), "fieldtype": "Data", "width": 280},
		{"fieldname": "said", "label": _("Said to Be Different By"), "fieldtype": "Data", "width": 180},
		{"fieldname": "decide", "label": _("Decide"), "fieldtype": "Data", "width": 190},
	]


def row_of(pair: Pair) -> dict[str, Any]:
	return {
		"client": pair.one.name,
		"client_name": pair.one.client_name,
		"about": about(pair.one),
		"other": pair.other.name,
		"other_name": pair.other.client_name,
		"other_about": about(pair.other),
		"likelihood": round(pair.likelihood * 100),
		"reasons": in_words(pair.reasons),
		"said": pair.said_by,
		"decide": "",
	}


def about(client: Any) -> str:
	born = frappe.format(getdate(client.date_of_birth), "Date") if client.date_of_birth else ""
	return ", ".join(part for part in (born, _(client.nationality) if client.nationality else "") if part)
