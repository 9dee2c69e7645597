"""Accounts that can do more than their work needs, or that nobody needs any more."""

import frappe
from frappe import _
from frappe.utils import add_days, getdate, nowdate

from refugee_support.access import APP_ROLES
from refugee_support.safety.finding import URGENT, Finding, judged

UNUSED_AFTER = 90  # days
ALMIGHTY = ("System Manager", "Script Manager")


def team() -> list[dict]:
	"""Enabled accounts that work with this app, without the built-in ones."""
	users = frappe.get_all("Has Role", {"role": ["in", APP_ROLES], "parenttype": "User"}, pluck="parent")
	return frappe.get_all(
		"User",
		{"name": ["in", [*set(users) - set(frappe.STANDARD_USERS), ""]], "enabled": 1},
		["name", "full_name", "last_active", "creation", "api_key"],
		order_by="full_name",
	)


def names(users: list[dict]) -> str:
	return ", ".join(user.full_name or user.name for user in users) or _("none")


def almighty_team() -> Finding:
	technical = set(
		frappe.get_all("Has Role", {"role": ["in", ALMIGHTY], "parenttype": "User"}, pluck="parent")
	)
	found = [user for user in team() if user.name in technical]
	to_do = _(
		"Use an account of its own for technical work: who is System Manager can change every rule, and a mistake in daily work reaches everything."
	)
	return judged(_("Technical rights beside daily work"), not found, names(found), to_do)


def unused_accounts() -> Finding:
	day = getdate(add_days(nowdate(), -UNUSED_AFTER))
	found = [user for user in team() if getdate(user.last_active or user.creation) < day]
	to_do = _("Ask whether they still help, and end their tasks in the volunteer profile if not.")
	return judged(_("Accounts unused for {0} days").format(UNUSED_AFTER), not found, names(found), to_do)


def api_keys() -> Finding:
	found = [user for user in team() if user.api_key]
	to_do = _(
		"Delete the API key in the account unless a program needs it: a key asks for no second factor and never ends."
	)
	return judged(_("Keys for programs (API)"), not found, names(found), to_do, URGENT)


POINTS = (almighty_team, unused_accounts, api_keys)
