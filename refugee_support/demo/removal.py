"""Takes away exactly what the demo made, and what hangs on it and cannot stay without it.

Rows are deleted in bulk: Frappe's `delete_doc` would keep a copy of every invented person in Deleted Document.
Clients, consultations and accounts that visitors of the demo made themselves stay.
"""

import frappe
from frappe.model.delete_doc import delete_dynamic_links

from refugee_support.demo.access import ACCESS
from refugee_support.demo.applications import remove_applications
from refugee_support.demo.around import DOCTYPES as AROUND
from refugee_support.demo.clients import secret_names
from refugee_support.demo.consultations import consultation_names, note_names
from refugee_support.demo.duplicates import remove_duplicates
from refugee_support.demo.plan.model import Helper, World
from refugee_support.demo.registry import Registry
from refugee_support.demo.team import profile_names
from refugee_support.demo.volunteers import profiles_arriving
from refugee_support.setup.traces import remove as remove_rows

BATCH = 200
PATH = ("Integration Goal", "Integration Plan", "Integration Milestone")
# Where Frappe remembers a user after the account has gone.
TRACES_OF_USERS = (
	("Access Log", "user"),
	("Activity Log", "user"),
	("Comment", "reference_name"),
	("DefaultValue", "parent"),
	("Deleted Document", "deleted_name"),
	("Notification Log", "for_user"),
	("Route History", "user"),
	("__UserSettings", "user"),
)


def remove_counselling(world: World, registry: Registry) -> None:
	"""The demo's consultations, and those a visitor recorded for its clients."""
	clients = registry.all_clients()
	by_hand = frappe.get_all("Consultation", {"client": ["in", [*clients, ""]]}, pluck="name")
	consultations = sorted({*consultation_names(world), *by_hand})
	notes = frappe.get_all("Consultation Note", {"consultation": ["in", consultations]}, pluck="name")
	erase("Consultation Note", sorted({*note_names(world.notes), *notes}))
	frappe.db.delete(
		"Service Record", {"source_doctype": "Consultation", "source_name": ["in", consultations]}
	)
	erase("Consultation", consultations)


def remove_people(world: World, registry: Registry) -> None:
	clients = registry.all_clients()
	keys = frappe.get_all("Client", {"name": ["in", [*clients, ""]]}, pluck="person_key")
	records = frappe.get_all("Confidential Record", {"client": ["in", [*clients, ""]]}, pluck="name")
	erase("Confidential Record", sorted({*secret_names(world.secrets), *records}))
	remove_applications(clients)
	appointments = frappe.get_all("Client Appointment", {"client": ["in", [*clients, ""]]}, pluck="name")
	bookings = {"appointment": ["in", [*appointments, ""]]}
	erase("Interpreter Booking", frappe.get_all("Interpreter Booking", bookings, pluck="name"))
	related = frappe.get_all("Client Relation", {"related_client": ["in", [*clients, ""]]}, pluck="name")
	erase("Client Relation", related)
	remove_duplicates(clients)
	milestones = frappe.get_all("Integration Milestone", {"client": ["in", [*clients, ""]]}, pluck="name")
	source = {"source_doctype": "Integration Milestone", "source_name": ["in", [*milestones, ""]]}
	frappe.db.delete("Service Record", source)
	for doctype in (*AROUND, *PATH, *ACCESS):
		erase(doctype, frappe.get_all(doctype, {"client": ["in", [*clients, ""]]}, pluck="name"))
	for table in ("Consultation Participant", "Client Household Member"):
		frappe.db.delete(table, {"client": ["in", [*clients, ""]]})
	frappe.db.delete("Service Record", {"person_key": ["in", [*keys, ""]], "participation": "Family Member"})
	homes = list(registry.households.values())
	frappe.db.set_value("Client", {"household": ["in", [*homes, ""]]}, "household", None)
	erase("Client Household", homes)
	erase("Client", clients)


def remove_team(helpers: list[Helper]) -> list[str]:
	"""Accounts that somebody's own records still name are closed instead of removed.

	Returns:
		Their e-mail addresses.
	"""
	profiles = [*profile_names(helpers), *profiles_arriving()]
	for doctype in ("Volunteer Hours", "Volunteer Allowance", "Police Certificate Inspection"):
		erase(doctype, frappe.get_all(doctype, {"volunteer": ["in", profiles]}, pluck="name"))
	erase("Volunteer Profile", profiles)
	emails = [helper.email for helper in helpers]
	erase("Contact", frappe.get_all("Contact", {"user": ["in", emails]}, pluck="name"))
	kept = [email for email in emails if not remove_user(email)]
	forget_users([email for email in emails if email not in kept])
	return kept


def remove_user(email: str) -> bool:
	try:
		frappe.delete_doc("User", email, delete_permanently=True)
	except frappe.LinkExistsError:
		frappe.db.set_value("User", email, "enabled", 0)
		return False
	return True


def forget_users(emails: list[str]) -> None:
	for doctype, field in TRACES_OF_USERS:
		remove_rows(doctype, field, emails)
	for doctype in ("User", "Notification Settings"):
		remove_rows("Comment", "subject", [f"{doctype} {email}" for email in emails])
	for email in emails:
		delete_dynamic_links("User", email)


def erase(doctype: str, names: list[str]) -> None:
	"""The documents with their child rows and attachments, comments, versions, shares and assignments."""
	for start in range(0, len(names), BATCH):
		some = names[start : start + BATCH]
		remove_rows(doctype, "name", some)
		frappe.db.delete("__global_search", {"doctype": doctype, "name": ["in", some]})
		for name in some:
			delete_dynamic_links(doctype, name)
			frappe.clear_document_cache(doctype, name)
