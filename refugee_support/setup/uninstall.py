"""What the app takes with it when it leaves a site.

Frappe drops the tables of our DocTypes and every record that names our module. The copies, grants and traces in
its own tables stay behind; they hold personal data or fail without us, and are removed here. What others may use
by now stays: genders, countries, users (without our roles) and the System Settings (docs/master-data.md).
"""

import frappe
from frappe.deferred_insert import save_to_db

from refugee_support import learning
from refugee_support.access import APP_ROLES
from refugee_support.demo import registry
from refugee_support.erasing import disk
from refugee_support.setup.module_profile import PROFILE
from refugee_support.setup.traces import (
	APP,
	Names,
	names_on_disk,
	names_on_site,
	remove,
	remove_copied_workspaces,
	remove_what_links_to,
)

# Counters of our record names.
SERIES = ("RSC-", "RSH-", "RSLI-")

# Columns that hold the name of one of our records without being a link to DocType.
NAMED: tuple[tuple[str, str, str], ...] = (
	("Access Log", "export_from", "DocType"),
	("Access Log", "report_name", "Report"),
	("Auto Email Report", "report", "Report"),
	("Block Module", "module", "Module Def"),
	("Custom DocPerm", "parent", "DocType"),
	("Custom Field", "options", "DocType"),
	("Custom Role", "ref_doctype", "DocType"),
	("Custom Role", "report", "Report"),
	("Dashboard Chart", "report_name", "Report"),
	("Dashboard Chart Link", "chart", "Dashboard Chart"),
	("Deleted Document", "deleted_doctype", "DocType"),
	("List View Settings", "name", "DocType"),
	("Number Card", "report_name", "Report"),
	("Number Card Link", "card", "Number Card"),
	("Onboarding Step", "report_reference_doctype", "DocType"),
	("Prepared Report", "report_name", "Report"),
	("Singles", "doctype", "DocType"),
	("Webhook Request Log", "reference_doctype", "DocType"),
	("Workspace Chart", "chart_name", "Dashboard Chart"),
	("Workspace Link", "link_to", "DocType"),
	("Workspace Link", "link_to", "Report"),
	("Workspace Number Card", "number_card_name", "Number Card"),
	("Workspace Shortcut", "link_to", "DocType"),
	("Workspace Shortcut", "link_to", "Report"),
	("__UserSettings", "doctype", "DocType"),
	("__global_search", "doctype", "DocType"),
)


def before_uninstall() -> None:
	"""Only remembers names: Frappe calls this in a dry run too, and later the records are gone."""
	frappe.flags.refugee_support_names = names_on_site()


def after_uninstall() -> None:
	"""All or nothing. Should it stop: install the app once more and uninstall it again."""
	if APP in frappe.get_installed_apps():
		return  # a dry run
	names = frappe.flags.refugee_support_names or names_on_disk()
	save_to_db()  # logs that wait in Redis would otherwise be written after we have gone
	remove_copied_workspaces(names)
	remove_what_links_to(names["DocType"])
	for doctype, field, kind in NAMED:
		remove(doctype, field, names[kind])
	remove_copies_of_dropped_records(names)
	remove_visits(names)
	remove_defaults_of_users(names)
	remove_roles()
	remove_module_profile()
	remove_bookkeeping()
	disk.finish_for_good()
	frappe.clear_cache()
	# The one commit of this app: Frappe ends after this hook without one, and all of this would come back.
	frappe.db.commit()  # nosemgrep: frappe-manual-commit


def remove_copies_of_dropped_records(names: Names) -> None:
	"""Frappe has just put every DocType, report and workspace of ours into Deleted Document."""
	frappe.db.delete(
		"Deleted Document", {"deleted_doctype": "Module Def", "deleted_name": ["in", names["Module Def"]]}
	)
	for module in names["Module Def"]:
		frappe.db.delete("Deleted Document", {"data": ["like", f'%"module": "{module}"%']})


def remove_visits(names: Names) -> None:
	for kind in ("DocType", "Report", "Workspace"):
		for name in names[kind]:
			frappe.db.delete("Route History", {"route": ["like", f"%/{name}"]})
			frappe.db.delete("Route History", {"route": ["like", f"%/{name}/%"]})


def remove_defaults_of_users(names: Names) -> None:
	if names["Workspace"]:
		frappe.db.set_value(
			"User", {"default_workspace": ["in", names["Workspace"]]}, "default_workspace", None
		)
	frappe.db.delete("DefaultValue", {"defkey": ["in", [learning.KEY, registry.KEY]]})
	frappe.db.set_value("User", {"default_app": APP}, "default_app", None)
	if frappe.db.get_single_value("System Settings", "default_app") == APP:
		frappe.db.set_single_value("System Settings", "default_app", None)


def remove_roles() -> None:
	"""Roles are fixtures: Frappe imports them, but never removes them."""
	# A page or report without any role is open to everybody: what only our roles could see is closed instead.
	others = {"role": ["in", APP_ROLES], "parenttype": ["not in", ["User", "Role Profile"]]}
	frappe.db.set_value("Has Role", others, "role", "System Manager")
	for doctype, field in (
		("Has Role", "role"),
		("Custom DocPerm", "role"),
		("Notification Recipient", "receiver_by_role"),
		("User Role Profile", "role_profile"),
		("Role Profile", "name"),
		("Role", "name"),
	):
		remove(doctype, field, APP_ROLES)
	frappe.db.set_value("User", {"role_profile_name": ["in", APP_ROLES]}, "role_profile_name", None)


def remove_module_profile() -> None:
	users = frappe.get_all("User", filters={"module_profile": PROFILE}, pluck="name")
	if users:
		frappe.db.delete("Block Module", {"parenttype": "User", "parent": ["in", users]})
		frappe.db.set_value("User", {"module_profile": PROFILE}, "module_profile", None)
	remove("Module Profile", "name", [PROFILE])


def remove_bookkeeping() -> None:
	frappe.db.delete("Series", {"name": ["in", SERIES]})
	frappe.db.delete("Desktop Icon", {"app": APP})
	frappe.db.delete("Patch Log", {"patch": ["like", f"%{APP}.%"]})
	remove("Scheduled Job Log", "scheduled_job_type", our_jobs())
	remove("Scheduled Job Type", "name", our_jobs())


def our_jobs() -> list[str]:
	return frappe.get_all("Scheduled Job Type", filters={"method": ["like", f"{APP}.%"]}, pluck="name")
