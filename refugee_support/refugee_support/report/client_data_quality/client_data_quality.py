"""Which facts about clients are missing or should be asked again, who can mend it, and one click for "still correct".

Reads clients through the reader's permissions: what one may not see is neither shown nor counted.
"""

from collections import Counter
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.data_quality import FIELD_OF, ask_again_after, judge, label_of
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.rules.data_quality import VOLATILE, WANTED
from refugee_support.rules.text import plain_text

Row = dict[str, Any]
FIELDS = ("name", "client_name", "creation", "stateless", *dict.fromkeys((*WANTED, *VOLATILE)))
MISSING, STALE = "Missing", "Still Correct?"


@frappe.read_only()
def execute(filters: dict[str, Any] | None = None) -> tuple[list[Row], list[Row], None, Row, list[Row]]:
	frappe.has_permission("Client", "report", throw=True)
	keep_live("Client Data Quality")
	everybody = judge_all(filters or {}, getdate())
	rows = [row for row in everybody if row["missing_fields"] or row["stale_fields"]]
	return columns(), rows, None, chart(rows), summary(everybody, rows)


def columns() -> list[Row]:
	return [
		{"fieldname": "client", "label": _("Client"), "fieldtype": "Link", "options": "Client", "width": 130},
		{"fieldname": "client_name", "label": _("Name"), "fieldtype": "Data", "width": 180},
		{"fieldname": "missing", "label": _("Missing"), "fieldtype": "Data", "width": 330},
		{"fieldname": "stale", "label": _("Still Correct?"), "fieldtype": "Data", "width": 260},
		{"fieldname": "team", "label": _("Who Can Mend It"), "fieldtype": "Data", "width": 200},
	]


def judge_all(filters: Row, today: date) -> list[Row]:
	clients = visible_clients(filters)
	names = [client.name for client in clients]
	histories, teams = histories_of(names), teams_of(names, today)
	months, field, labels = ask_again_after(), filters.get("field"), labels_of_facts()
	found = []
	for client in clients:
		missing, stale = judge(client, histories.get(client.name, []), today, months)
		missing = [] if filters.get("kind") == STALE else missing
		stale = [] if filters.get("kind") == MISSING else stale
		if field:
			missing, stale = ([name for name in names if name == field] for names in (missing, stale))
		found.append(row_of(client, missing, stale, teams.get(client.name, []), labels))
	return sorted(found, key=lambda row: -len(row["missing_fields"]) - len(row["stale_fields"]))


def labels_of_facts() -> dict[str, str]:
	return {field: label_of(field) for field in dict.fromkeys((*WANTED, *VOLATILE))}


def row_of(client: Any, missing: list[str], stale: list[str], team: list[str], labels: dict[str, str]) -> Row:
	return {
		"client": client.name,
		"client_name": client.client_name,
		"missing": ", ".join(labels[field] for field in missing),
		"stale": ", ".join(labels[field] for field in stale),
		"team": ", ".join(team) or _("any counsellor"),
		"missing_fields": missing,
		"stale_fields": stale,
	}


def visible_clients(filters: Row) -> list[Any]:
	chosen: list[list[Any]] = [["Client", "status", "in", ["Active", "Dormant"]]]
	if filters.get("mine"):
		chosen.append(["Client Support Team Member", "helper", "=", frappe.session.user])
	return frappe.get_list(
		"Client",
		filters=chosen,
		fields=list(FIELDS),
		distinct=True,
		order_by="client_name",
		limit_page_length=0,
	)


def histories_of(clients: list[str]) -> dict[str, list[Row]]:
	"""The histories of clients the reader may see, in two queries."""
	dates = ["parent", "valid_from", "confirmed_on", "creation"]
	mine = {"parent": ["in", [*clients, ""]], "parenttype": "Client"}
	rows = [
		{**row, "field": "residence_status"} for row in frappe.get_all("Client Residence Status", mine, dates)
	]
	rows += [
		{**row, "field": FIELD_OF[row.characteristic]}
		for row in frappe.get_all("Client Characteristic", mine, [*dates, "characteristic"])
	]
	found: dict[str, list[Row]] = {}
	for row in rows:
		found.setdefault(row["parent"], []).append(row)
	return found


def teams_of(clients: list[str], today: date) -> dict[str, list[str]]:
	"""Today's support teams of clients the reader may see."""
	found: dict[str, list[str]] = {}
	for row in frappe.get_all(
		"Client Support Team Member",
		{"parent": ["in", [*clients, ""]], "parenttype": "Client", "from_date": ["<=", today]},
		["parent", "helper_name", "to_date"],
		order_by="idx",
	):
		if row.helper_name and (not row.to_date or getdate(row.to_date) >= today):
			found.setdefault(row.parent, []).append(row.helper_name)
	return found


def chart(rows: list[Row]) -> Row:
	"""Where it is worth asking: the fields most often missing or old."""
	missing = Counter(field for row in rows for field in row["missing_fields"])
	stale = Counter(field for row in rows for field in row["stale_fields"])
	fields = [field for field, _number in (missing + stale).most_common()]
	return {
		"data": {
			"labels": [plain_text(label_of(field)) for field in fields],
			"datasets": [
				{"name": _("Missing"), "values": [missing[field] for field in fields]},
				{"name": _("Still Correct?"), "values": [stale[field] for field in fields]},
			],
		},
		"type": "bar",
		"barOptions": {"stacked": 1},
		"fieldtype": "Int",
	}


def summary(everybody: list[Row], rows: list[Row]) -> list[Row]:
	number = len(everybody)
	complete = number - len(rows)
	share = round(100 * complete / number) if number else 100
	return [
		{"label": _("Clients"), "value": number, "datatype": "Int"},
		{"label": _("Complete and up to date"), "value": complete, "datatype": "Int"},
		{"label": _("Share in percent"), "value": share, "datatype": "Int"},
	]
