"""What the desk is told when it starts."""

from typing import Any

import frappe

from refugee_support import drafts
from refugee_support.access import has_active_undertaking

MODULE = "Refugee Support"


def extend_bootinfo(bootinfo: Any) -> None:
	user = frappe.session.user
	# So that an empty list can say why it is empty.
	bootinfo["refugee_support"] = {"undertaking": user == "Administrator" or has_active_undertaking(user)}
	if frappe.has_permission("Consultation", "create"):
		bootinfo["refugee_support"]["drafts"] = drafts.keys_of(user)
	keep_own_workspaces(bootinfo)


def keep_own_workspaces(bootinfo: Any) -> None:
	"""Breadcrumbs lead to the module's first workspace: let that be one the reader has."""
	by_module = bootinfo.get("module_wise_workspaces") or {}
	pages = bootinfo.get("allowed_workspaces") or (bootinfo.get("sidebar_pages") or {}).get(
		"pages"
	)  # Frappe 15, 16
	allowed = {page.get("name") for page in pages or []}
	if own := [name for name in by_module.get(MODULE, []) if name in allowed]:
		by_module[MODULE] = own
