"""Clients in support whom nobody has been in contact with for N days, through the reader's permissions.

Date basis: the day of the conversation (not of its entry), of the client or of a family conversation they were part of;
without any, the day the record was made.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max
from frappe.utils import add_days, cint, date_diff, getdate

from refugee_support.refugee_support.report.live import keep_live

Row = dict[str, Any]
USUAL_DAYS = 90


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str]:
	frappe.has_permission("Client", "report", throw=True)
	keep_live("Clients without Contact")
	asked = frappe._dict(filters or {})
	days = cint(asked.days) or usual_days()
	note = _("In support, and no contact for at least {0} days.").format(days)
	return get_columns(), get_rows(days, asked.helper), note


def usual_days() -> int:
	return cint(frappe.db.get_single_value("Refugee Support Settings", "no_contact_after_days")) or USUAL_DAYS


def get_columns() -> list[Row]:
	return [
		{"fieldname": "client_name", "label": _("Name"), "fieldtype": "Data", "width": 200},
		{"fieldname": "name", "label": _("Client"), "fieldtype": "Link", "options": "Client", "width": 120},
		{"fieldname": "last_contact", "label": _("Last Contact"), "fieldtype": "Date", "width": 120},
		{"fieldname": "days", "label": _("Days Ago"), "fieldtype": "Int", "width": 100},
		{"fieldname": "never", "label": _("Never Counselled"), "fieldtype": "Check", "width": 120},
		{"fieldname": "next_follow_up", "label": _("Next Follow-Up"), "fieldtype": "Date", "width": 130},
		{"fieldname": "team", "label": _("Support Team"), "fieldtype": "Data", "width": 260},
		{"fieldname": "mobile_no", "label": _("Mobile"), "fieldtype": "Data", "width": 150},
	]


def get_rows(days: int, helper: str | None) -> list[Row]:
	limit = getdate(add_days(getdate(), -days))
	last, teams, promised = last_contacts(), teams_today(), next_follow_ups()
	found = []
	fields = ["name", "client_name", "creation", "mobile_no"]
	for client in frappe.get_list("Client", {"status": "Active"}, fields, order_by="name", limit=0):
		contact = last.get(client.name)
		since = contact or getdate(client.creation)
		team = teams.get(client.name, {})
		if since > limit or (helper and helper not in team):
			continue
		found.append(
			{
				"name": client.name,
				"client_name": client.client_name,
				"last_contact": contact,
				"days": date_diff(getdate(), since),
				"never": int(not contact),
				"next_follow_up": promised.get(client.name),
				"team": ", ".join(team.values()),
				"mobile_no": client.mobile_no,
			}
		)
	return sorted(found, key=lambda row: -row["days"])


def last_contacts() -> dict[str, date]:
	"""The last conversation of every client, whoever held it: only the dates of clients one may see are shown."""
	consultation, along = DocType("Consultation"), DocType("Consultation Participant")
	of_main = (
		frappe.qb.from_(consultation)
		.select(consultation.client, Max(consultation.consultation_date))
		.where(consultation.client.isnotnull())
		.groupby(consultation.client)
	)
	of_family = (
		frappe.qb.from_(along)
		.join(consultation)
		.on(along.parent == consultation.name)
		.select(along.client, Max(consultation.consultation_date))
		.groupby(along.client)
	)
	last: dict[str, date] = {}
	for client, day in (*of_main.run(), *of_family.run()):
		last[client] = max(getdate(day), last.get(client, date.min))
	return last


def teams_today() -> dict[str, dict[str, str]]:
	"""Client -> account -> name of who supports them today."""
	teams: dict[str, dict[str, str]] = {}
	fields = ["parent", "helper", "helper_name", "from_date", "to_date"]
	for row in frappe.get_all("Client Support Team Member", {"parenttype": "Client"}, fields, order_by="idx"):
		begun = getdate(row.from_date) <= getdate()
		if begun and (not row.to_date or getdate(row.to_date) >= getdate()):
			teams.setdefault(row.parent, {})[row.helper] = row.helper_name or row.helper
	return teams


def next_follow_ups() -> dict[str, date]:
	promised: dict[str, date] = {}
	filters = [["follow_up_done", "=", 0], ["follow_up_on", "is", "set"], ["client", "is", "set"]]
	for row in frappe.get_list("Consultation", filters, ["client", "follow_up_on"], limit=0):
		promised[row.client] = min(getdate(row.follow_up_on), promised.get(row.client, date.max))
	return promised
