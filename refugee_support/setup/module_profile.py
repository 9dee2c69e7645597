"""The Module Profile that hides every module but ours, so that helpers see nothing technical.

Frappe's workspaces (Build, Users, Website ...) are open to every desk user whose roles reach any DocType of their
module. Blocking modules takes no right away, it clears the view. The app owns this profile: an association that
wants other modules shown makes a profile of its own and chooses that for the user.
"""

import frappe
from frappe.model.document import Document

from refugee_support.access import APP_ROLES

PROFILE = "Refugee Support"
APP = "refugee_support"
ROLES_EVERYBODY_HAS = {"All", "Guest", "Desk User"}


def block_all_other_modules() -> None:
	# Every module, whoever runs the setup.
	modules = frappe.get_all("Module Def", filters={"app_name": ["!=", APP]}, pluck="name", order_by="name")
	profile = get_or_new()
	if not profile.is_new() and {row.module for row in profile.block_modules} == set(modules):
		return
	profile.set("block_modules", [{"module": module} for module in modules])
	# Runs only at install and migrate, which ask for the right to the whole site.
	profile.save(ignore_permissions=True)
	pass_on_to_users(modules)


def get_or_new() -> Document:
	if frappe.db.exists("Module Profile", PROFILE):
		return frappe.get_doc("Module Profile", PROFILE)
	return frappe.get_doc({"doctype": "Module Profile", "module_profile_name": PROFILE})


def pass_on_to_users(modules: list[str]) -> None:
	"""Frappe copies a profile's modules to a user when the user is saved, not when the profile changes."""
	for name in frappe.get_all("User", filters={"module_profile": PROFILE}, pluck="name"):
		user = frappe.get_doc("User", name)
		user.set("block_modules", [{"module": module} for module in modules])
		user.update_child_table("block_modules")
		frappe.clear_cache(user=name)


def give_to_user(user: Document, method: str | None = None) -> None:
	"""Before a user is validated: people who work with this app only get the profile by themselves."""
	if user.module_profile or user.name in frappe.STANDARD_USERS:
		return
	roles = roles_of(user) - ROLES_EVERYBODY_HAS
	if roles and roles <= set(APP_ROLES):
		user.module_profile = PROFILE


def roles_of(user: Document) -> set[str]:
	"""The user's roles, those of role profiles included: Frappe adds them later, while it validates."""
	profiles = [user.get("role_profile_name"), *(row.role_profile for row in user.get("role_profiles") or [])]
	by_profile = frappe.get_all(
		"Has Role",
		filters={
			"parenttype": "Role Profile",
			"parent": ["in", [profile for profile in profiles if profile]],
		},
		pluck="role",
	)
	return {row.role for row in user.roles} | set(by_profile)
