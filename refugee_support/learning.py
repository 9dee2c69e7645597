"""First steps in the desk, for each person.

Frappe's Module Onboarding keeps one tick for the whole site: the first volunteer who has seen a step takes it from all
who come later, and anybody may set it. Of our own steps each user has their own ticks; everybody else's stay Frappe's.
"""

import json
from typing import Any

import frappe
from frappe import _
from frappe.desk import desktop
from frappe.exceptions import PermissionError

MODULE = "Refugee Support"
KEY = "refugee_support_first_steps"
STATES = ("is_complete", "is_skipped")


@frappe.whitelist()
def get_desktop_page(page: str) -> dict[str, Any]:
	"""As Frappe's, with the reader's own progress; what they have finished is no longer shown.

	Args:
		page: JSON of an object with the name of a Workspace. Frappe meets anything else with an error of the program.
	"""
	try:
		name = json.loads(page)["name"]
	except (ValueError, TypeError, KeyError):
		name = None
	if not isinstance(name, str):
		frappe.throw(_("There is no such page."), frappe.DoesNotExistError)
	shown = desktop.get_desktop_page(page)
	if onboardings := shown.get("onboardings", {}).get("items"):
		steps = our_steps()
		done = progress_of(frappe.session.user)
		for item in onboardings:
			for step in item["items"]:
				if step.name in steps:
					tell(step, done)
		shown["onboardings"]["items"] = [item for item in onboardings if not is_finished(item["items"])]
	return shown


@frappe.whitelist(methods=["POST"])
def update_onboarding_step(name: str, field: str, value: int | str) -> None:
	"""Tick one of our steps for whoever is logged in; any other step is Frappe's.

	Raises a permission error for a step of ours that is not offered to the user's roles, and for any field but the ticks.
	"""
	if field not in STATES:
		raise PermissionError
	steps = our_steps()
	if name not in steps:
		return desktop.update_onboarding_step(name, field, frappe.utils.cint(value))
	if not steps[name] & set(frappe.get_roles()):
		raise PermissionError
	done = progress_of(frappe.session.user)
	done[name] = field if frappe.utils.cint(value) else ""
	frappe.defaults.set_user_default(KEY, json.dumps({step: state for step, state in done.items() if state}))


def our_steps() -> dict[str, set[str]]:
	"""Name of each of our steps -> roles it is offered to. Signposts, not records: read without permissions."""
	roles: dict[str, set[str]] = {}
	for onboarding in frappe.get_all("Module Onboarding", {"module": MODULE}, pluck="name"):
		document = frappe.get_cached_doc("Module Onboarding", onboarding)
		for row in document.steps:
			roles.setdefault(row.step, set()).update(document.get_allowed_roles())
	return roles


def progress_of(user: str) -> dict[str, str]:
	"""Name of a step -> how it was left behind: is_complete or is_skipped."""
	stored = frappe.defaults.get_user_default(KEY, user)
	return json.loads(stored) if stored else {}


def tell(step: Any, done: dict[str, str]) -> None:
	for state in STATES:
		step[state] = int(done.get(step.name) == state)
	for text in ("callback_title", "callback_message"):  # Frappe leaves these two in English
		if step.get(text):
			step[text] = _(step[text])


def is_finished(steps: list[Any]) -> bool:
	return bool(steps) and all(step.is_complete or step.is_skipped for step in steps)
