"""The question of a client, answered on their form: who may see my record, through what, and who has?"""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max
from frappe.utils import add_months, get_fullname, getdate, now_datetime
from pypika import Order

from refugee_support import access
from refugee_support.audit.log import LOG
from refugee_support.restricted_clients import is_hidden

MONTHS = 12


@frappe.whitelist()
@frappe.read_only()
def who_sees(client: str) -> dict[str, Any]:
	"""For counsellors who see the client.

	Returns:
		may: [{name, through, since, until}], seen: [{name, action, times, last}] of the last twelve months,
		restricted: whether only named people see the record.
	"""
	user = frappe.session.user
	if not access.is_counsellor(user) or not access.is_visible("Client", client, user):
		raise frappe.PermissionError
	return {
		"may": who_may(client),
		"seen": who_has(client),
		"restricted": bool(frappe.db.get_value("Client", client, "is_restricted")),
		"months": MONTHS,
	}


def who_may(client: str) -> list[dict[str, Any]]:
	"""Everybody who sees the client today, with the reason; asked of the same rule that decides (access.py)."""
	named = set(frappe.get_all("Restricted Client Access", {"client": client}, pluck="user"))
	rows = []
	for user in people_who_might():
		if not access.is_visible("Client", client, user):
			continue
		reasons = [*because_of_role(user), *because_of_team(client, user), *because_of_grant(client, user)]
		for reason in reasons:
			if user in named and frappe.db.get_value("Client", client, "is_restricted"):
				reason["through"] = _("{0}, named for this restricted record").format(reason["through"])
			rows.append({"name": get_fullname(user), **reason})
	return sorted(rows, key=lambda row: row["name"].casefold())


def people_who_might() -> list[str]:
	holders = frappe.get_all(  # accounts with a counselling role; the rule itself is asked of each
		"Has Role",
		{"role": ["in", [access.COUNSELLOR, access.VOLUNTEER]], "parenttype": "User"},
		pluck="parent",
		distinct=True,
	)
	return frappe.get_all("User", {"name": ["in", holders], "enabled": 1}, pluck="name")


def because_of_role(user: str) -> list[dict[str, Any]]:
	if access.client_scope(user) != "all":
		return []
	return [{"through": _("Counsellor: sees all clients"), "since": None, "until": None}]


def because_of_team(client: str, user: str) -> list[dict[str, Any]]:
	today = getdate()
	return [
		{"through": _("Support team"), "since": row.from_date, "until": row.to_date}
		for row in frappe.get_all(
			"Client Support Team Member",
			{"parent": client, "parenttype": "Client", "helper": user, "from_date": ["<=", today]},
			["from_date", "to_date"],
		)
		if not row.to_date or getdate(row.to_date) >= today
	]


def because_of_grant(client: str, user: str) -> list[dict[str, Any]]:
	today = getdate()
	filters = {"client": client, "user": user, "from_date": ["<=", today], "to_date": [">=", today]}
	fields = ["from_date", "to_date", "purpose", "granted_by_name"]
	return [
		{
			"through": _("Access grant of {0}: {1}").format(row.granted_by_name, _(row.purpose)),
			"since": row.from_date,
			"until": row.to_date,
		}
		for row in frappe.get_all("Access Grant", {**filters, "revoked_at": ["is", "not set"]}, fields)
	]


def who_has(client: str) -> list[dict[str, Any]]:
	"""What the log knows of the last twelve months, one row per person and kind of access. Lists of more than a
	few rows show many clients at once and are in the log without their names."""
	log = DocType(LOG)
	last = Max(log.time)
	rows = (
		frappe.qb.from_(log)
		.select(log.user, log.action, Count("*").as_("times"), last.as_("last"))
		.where((log.client == client) & (log.time >= add_months(now_datetime(), -MONTHS)))
		.groupby(log.user, log.action)
		.orderby(last, order=Order.desc)
		.run(as_dict=True)
	)
	return [{**row, "name": get_fullname(row.user), "action": _(row.action)} for row in rows]


@frappe.whitelist()
def colleagues_to_name(client: str) -> list[dict[str, Any]]:
	"""Who could be named for a restricted client, and who is; for the dialog on the client's form."""
	user = frappe.session.user
	if not access.is_counsellor(user) or is_hidden(client, user):
		raise frappe.PermissionError
	named = set(frappe.get_all("Restricted Client Access", {"client": client}, pluck="user"))
	return [
		{"user": other, "name": get_fullname(other), "named": other in named}
		for other in people_who_might()
		if other != user and access.client_scope(other) != "none"
	]
