"""Money beside hours in the proof of use: what was booked on a programme's project or cost center."""

from collections import defaultdict
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import flt
from frappe.utils.nestedset import get_descendants_of
from openpyxl import Workbook

from refugee_support.evaluation import spreadsheet
from refugee_support.integrations.erpnext import is_enabled

INCOME, EXPENSE = "Income", "Expense"
Line = list[Any]


def add_sheet(book: Workbook, programme: str, first: date, last: date) -> None:
	"""A sheet with income, expenses and the hours given, where the programme is linked to ERPNext."""
	links = linked(programme)
	if not links:
		return
	sheet = book.create_sheet(_("Money"))
	head = [[_("Income and expenses booked in ERPNext")], []]
	if not frappe.has_permission("GL Entry", "read"):
		lines = [[_("You may not read the bookkeeping. Please ask somebody who may for this sheet.")]]
	else:
		lines = lines_of(links, first, last)
	hours = flt(sum(frappe.get_all("Volunteer Hours", _given(programme, first, last), pluck="hours")), 2)
	spreadsheet.add_lines(sheet, [*head, *lines, [], [_("Hours given by people who help"), hours]], bold=[1])
	spreadsheet.fit(sheet)


def linked(programme: str) -> dict[str, str]:
	"""Field of a ledger entry -> project, cost center. Empty without ERPNext or without a link."""
	if not is_enabled() or not frappe.get_meta("Funding Programme").has_field("erpnext_project"):
		return {}
	fields = {"project": "erpnext_project", "cost_center": "erpnext_cost_center"}
	row = frappe.db.get_value("Funding Programme", programme, list(fields.values()), as_dict=True)
	return {name: row[field] for name, field in fields.items() if row and row[field]}


def lines_of(links: dict[str, str], first: date, last: date) -> list[Line]:
	"""One line for each account, then the sums. Read with the reader's own rights in ERPNext."""
	kinds = dict(
		frappe.get_list(
			"Account", {"root_type": ["in", [INCOME, EXPENSE]]}, ["name", "root_type"], as_list=True
		)
	)
	sums: dict[str, float] = defaultdict(float)
	for entry in _entries(links, first, last):
		if kind := kinds.get(entry.account):
			sums[entry.account] += (flt(entry.credit) - flt(entry.debit)) * (1 if kind == INCOME else -1)
	words = {INCOME: _("Income"), EXPENSE: _("Expense")}
	lines: list[Line] = [[_("Account"), _("Kind"), _("Euro")]]
	for kind in (INCOME, EXPENSE):
		accounts = sorted(account for account in sums if kinds[account] == kind)
		lines += [[account, words[kind], flt(sums[account], 2)] for account in accounts]
		lines.append([_("Total"), words[kind], flt(sum(sums[account] for account in accounts), 2)])
	return lines


def _entries(links: dict[str, str], first: date, last: date) -> list[Any]:
	"""An entry with both, project and cost center, counts once."""
	either: list[list[Any]] = []
	if "project" in links:
		either.append(["project", "=", links["project"]])
	if "cost_center" in links:
		center = links["cost_center"]
		below = get_descendants_of(
			"Cost Center", center, ignore_permissions=True
		)  # names of a tree, no figures
		either.append(["cost_center", "in", [center, *below]])
	return frappe.get_list(
		"GL Entry",
		filters={"posting_date": ["between", [first, last]], "is_cancelled": 0},
		or_filters=either,
		fields=["account", "debit", "credit"],
		limit_page_length=0,
	)


def _given(programme: str, first: date, last: date) -> dict[str, Any]:
	"""A sum over helpers, as the report Hours of Volunteers shows it to whoever reports; nobody is named."""
	return {"funding_programme": programme, "date": ["between", [first, last]]}
