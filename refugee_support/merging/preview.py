"""What merging two clients would do, shown before anything happens."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, format_date, getdate

from refugee_support.merging import checks
from refugee_support.merging.moves import links_to_client
from refugee_support.rules.names.births import is_placeholder

SHOWN_TYPES = ("Data", "Date", "Link", "Select", "Check", "Small Text", "Text", "Int", "Phone")
# Set by the app itself, or settled otherwise.
LEFT_OUT = {"client_name", "search_name", "person_key", "household", "is_restricted", "residence_status"}
LEFT_OUT |= {"residence_valid_until"}


@frappe.whitelist()
def preview(survivor: str, merged: str) -> dict[str, Any]:
	"""Both records side by side, and what would move.

	Returns:
		survivor, merged: {client, client_name, created}; fields: those that differ, with the side proposed
		("survivor" or "merged"); moves: [{label, count}].
	"""
	checks.refuse_unless_mergeable(survivor, merged)
	ours, theirs = (frappe.get_doc("Client", name) for name in (survivor, merged))
	return {
		"survivor": _head(ours),
		"merged": _head(theirs),
		"fields": [*_fields(ours, theirs), *_household(ours, theirs)],
		"moves": _moves(merged),
	}


def _head(client: Any) -> dict[str, str]:
	return {"client": client.name, "client_name": client.client_name, "created": format_date(client.creation)}


def differing_fields(ours: Any, theirs: Any) -> list[Any]:
	return [
		df
		for df in ours.meta.fields
		if df.fieldtype in SHOWN_TYPES
		and df.fieldname not in LEFT_OUT
		and not df.is_virtual
		and cstr(ours.get(df.fieldname)) != cstr(theirs.get(df.fieldname))
	]


def proposed(df: Any, ours: Any, theirs: Any) -> str:
	"""What is filled before what is empty, a day before a year only, and otherwise the record that stays."""
	own, other = ours.get(df.fieldname), theirs.get(df.fieldname)
	if not own and other:
		return "merged"
	if df.fieldname == "date_of_birth" and own and other and is_placeholder(getdate(own)):
		return "survivor" if is_placeholder(getdate(other)) else "merged"
	return "survivor"


def _fields(ours: Any, theirs: Any) -> list[dict[str, Any]]:
	return [
		{
			"fieldname": df.fieldname,
			"label": _(df.label, context="Client"),
			"survivor": _shown(df, ours.get(df.fieldname)),
			"merged": _shown(df, theirs.get(df.fieldname)),
			"proposed": proposed(df, ours, theirs),
		}
		for df in differing_fields(ours, theirs)
	]


def _shown(df: Any, value: Any) -> str:
	if df.fieldtype == "Check":
		return _("Yes") if value else _("No")
	if not value:
		return ""
	if df.fieldtype == "Date":
		return format_date(value)
	if df.fieldtype == "Select":
		return _(value, context="Client")
	if df.fieldtype == "Link":
		title = frappe.get_meta(df.options).title_field
		return _(cstr(frappe.get_cached_value(df.options, value, title) if title else value) or value)
	return cstr(value)


def _household(ours: Any, theirs: Any) -> list[dict[str, Any]]:
	"""Asked only where both live in a household today, and not in the same one."""
	if not ours.household or not theirs.household or ours.household == theirs.household:
		return []
	label = _(ours.meta.get_label("household"), context="Client")
	names = [
		frappe.db.get_value("Client Household", doc.household, "household_name") for doc in (ours, theirs)
	]
	return [
		{
			"fieldname": "household",
			"label": label,
			"survivor": names[0],
			"merged": names[1],
			"proposed": "survivor",
		}
	]


def _moves(merged: str) -> list[dict[str, Any]]:
	counts: dict[str, int] = {}
	for doctype, fieldname in links_to_client():
		if frappe.get_meta(doctype).istable:
			continue
		counts[doctype] = counts.get(doctype, 0) + frappe.db.count(doctype, {fieldname: merged})
	counts["File"] = frappe.db.count("File", {"attached_to_doctype": "Client", "attached_to_name": merged})
	return [{"label": _(doctype), "count": count} for doctype, count in sorted(counts.items()) if count]
