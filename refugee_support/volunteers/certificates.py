"""The three facts of an extended police certificate that may be kept, and their erasure.

Only administrators see the inspections. Other readers of a profile learn that a valid certificate is missing, not
why: neither the stage nor the end of a task tells a conviction from an expiry.
"""

import frappe
from frappe.model.delete_doc import delete_dynamic_links
from frappe.utils import cint, getdate

from refugee_support.rules.certificates import Certificate
from refugee_support.setup.traces import remove

DOCTYPE = "Police Certificate Inspection"


def setting(name: str, default: int) -> int:
	return cint(frappe.db.get_single_value("Refugee Support Settings", name)) or default


def of(profile: str | None) -> Certificate | None:
	"""The certificate with the latest date. Read without permissions: access follows it, whoever acts."""
	fields = ["certificate_date", "valid_until", "relevant_conviction"]
	order = "certificate_date desc, inspected_on desc, creation desc"
	rows = frappe.get_all(DOCTYPE, {"volunteer": profile or ""}, fields, order_by=order, limit=1)
	if not rows:
		return None
	row = rows[0]
	convicted = row.relevant_conviction != "No"
	return Certificate(getdate(row.certificate_date), getdate(row.valid_until), convicted)


def erase(names: list[str]) -> None:
	"""Rows are deleted directly: `delete_doc` would keep a copy in Deleted Document. Nothing else holds the facts,
	as the DocType keeps no versions and takes no files; comments and the like go too."""
	remove(DOCTYPE, "name", names)
	for name in names:
		delete_dynamic_links(DOCTYPE, name)
		frappe.clear_document_cache(DOCTYPE, name)
