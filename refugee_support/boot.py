"""What the desk is told when it starts."""

from typing import Any

import frappe

from refugee_support import drafts, handbook
from refugee_support.access import has_active_undertaking
from refugee_support.doors.guarded import GUARDED_DOCUMENTS

MODULE = "Refugee Support"


def extend_bootinfo(bootinfo: Any) -> None:
	user = frappe.session.user
	# So that an empty list can say why it is empty.
	bootinfo["refugee_support"] = {
		"undertaking": user == "Administrator" or has_active_undertaking(user),
		"handbook": handbook.links(),
		# so that a list does not ask for what the server refuses (doors/queries.py)
		"without_titles": sorted(GUARDED_DOCUMENTS - {"Client"}),
	}
	if frappe.has_permission("Consultation", "create"):
		bootinfo["refugee_support"]["drafts"] = drafts.keys_of(user)
	if frappe.has_permission("Service Record", "report"):
		bootinfo["refugee_support"]["labels"] = labels_of_master_data()
	keep_own_workspaces(bootinfo)


def labels_of_master_data() -> dict[str, dict[str, str]]:
	"""DocType -> code -> label in the reader's language: Report Builder shows codes where it groups, and its readers are
	to build reports without knowing them. Labels of figures they may see, not records to open (as in the reports)."""
	linked = {field.options for field in frappe.get_meta("Service Record").get_link_fields()}
	english = str(frappe.local.lang).startswith("en")
	return {
		doctype: {
			row.name: (english and row.label_en) or row.label
			for row in frappe.get_all(doctype, fields=["name", "label", "label_en"])
		}
		for doctype in sorted(linked)
		if frappe.get_meta(doctype).has_field("label_en")
	}


def keep_own_workspaces(bootinfo: Any) -> None:
	"""Breadcrumbs lead to the module's first workspace: let that be one the reader has."""
	by_module = bootinfo.get("module_wise_workspaces") or {}
	pages = bootinfo.get("allowed_workspaces") or (bootinfo.get("sidebar_pages") or {}).get(
		"pages"
	)  # Frappe 15, 16
	allowed = {page.get("name") for page in pages or []}
	if own := [name for name in by_module.get(MODULE, []) if name in allowed]:
		by_module[MODULE] = own
