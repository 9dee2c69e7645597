"""Open follow-ups, mine, everybody's or those of people who are away, through the reader's permissions."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import date_diff, get_fullname, getdate

from refugee_support.absence import absent
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.search import client_names

Row = dict[str, Any]
MINE, EVERYBODY, ABSENT = "Mine", "Everybody's", "Of Absent People"


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row]]:
	frappe.has_permission("Consultation", "report", throw=True)
	keep_live("Open Follow-Ups")
	asked = frappe._dict(filters or {})
	return get_columns(), get_rows(asked.whose or MINE, asked.until)


def get_columns() -> list[Row]:
	return [
		{"fieldname": "follow_up_on", "label": _("Follow Up On"), "fieldtype": "Date", "width": 120},
		{"fieldname": "days", "label": _("Days Overdue"), "fieldtype": "Int", "width": 110},
		{"fieldname": "client_name", "label": _("Name"), "fieldtype": "Data", "width": 180},
		{"fieldname": "client", "label": _("Client"), "fieldtype": "Link", "options": "Client", "width": 120},
		{
			"fieldname": "main_topic",
			"label": _("Main Topic"),
			"fieldtype": "Link",
			"options": "Counselling Topic",
			"width": 200,
		},
		{"fieldname": "follow_up_note", "label": _("What Is to Be Done"), "fieldtype": "Data", "width": 260},
		{"fieldname": "seen_to_by", "label": _("Follow-Up By"), "fieldtype": "Data", "width": 160},
		{"fieldname": "is_absent", "label": _("Away"), "fieldtype": "Check", "width": 80},
		{
			"fieldname": "name",
			"label": _("Consultation"),
			"fieldtype": "Link",
			"options": "Consultation",
			"width": 130,
		},
	]


def get_rows(whose: str, until: Any) -> list[Row]:
	filters: list = [["follow_up_done", "=", 0], ["follow_up_on", "is", "set"]]
	if until:
		filters.append(["follow_up_on", "<=", getdate(until)])
	if whose == MINE:
		filters.append(["follow_up_by", "=", frappe.session.user])
	fields = ["name", "client", "main_topic", "follow_up_on", "follow_up_note"]
	rows = frappe.get_list(
		"Consultation",
		filters,
		[*fields, "follow_up_by"],
		order_by="follow_up_on",
		limit=0,
	)
	away = absent({row.follow_up_by for row in rows if row.follow_up_by})
	names = client_names([row.client for row in rows if row.client])
	for row in rows:
		row.client_name = names.get(row.client)
		row.seen_to_by = get_fullname(row.follow_up_by) if row.follow_up_by else None
		row.is_absent = int(not row.follow_up_by or row.follow_up_by in away)
		row.days = max(date_diff(getdate(), row.follow_up_on), 0)
	return [row for row in rows if whose != ABSENT or row.is_absent]
