"""What was paid to whom in a year, and how much of the tax-free limit is left."""

from collections import defaultdict
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, flt, getdate

from refugee_support.refugee_support.doctype.allowance_limit.allowance_limit import limit_on
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.rules.text import plain_text

Row = dict[str, Any]


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str]:
	frappe.has_permission("Volunteer Allowance", "report", throw=True)
	keep_live("Allowances of the Year")
	year = cint((filters or {}).get("year")) or getdate().year
	note = _(
		"The limits hold for each person and year over all associations. Please check them with your tax adviser."
	)
	return get_columns(), get_rows(year), note


def get_columns() -> list[Row]:
	money = {"fieldtype": "Float", "precision": 2, "width": 150}
	return [
		{"fieldname": "person", "label": _("Person"), "fieldtype": "Data", "width": 220},
		{"fieldname": "kind", "label": _("Kind of Allowance"), "fieldtype": "Data", "width": 200},
		{"fieldname": "payments", "label": _("Payments"), "fieldtype": "Int", "width": 110},
		{"fieldname": "total", "label": _("Paid (Euro)"), **money},
		{"fieldname": "limit", "label": _("Free of Tax (Euro)"), **money},
		{"fieldname": "left", "label": _("Remaining (Euro)"), **money},
	]


def get_rows(year: int) -> list[Row]:
	paid: dict[tuple[str, str], list[float]] = defaultdict(list)
	fields = ["volunteer", "kind", "amount"]
	for entry in frappe.get_list("Volunteer Allowance", filters={"year": year}, fields=fields, limit=0):
		paid[entry.volunteer, entry.kind].append(flt(entry.amount))
	names = frappe.get_list(
		"Volunteer Profile",
		filters={"name": ["in", [*{person for person, _kind in paid}, ""]]},
		fields=["name", "full_name"],
		limit=0,
	)
	people = {row.name: plain_text(row.full_name) for row in names}
	day = min(date(year, 12, 31), max(getdate(), date(year, 1, 1)))
	rows = [
		row(people.get(person, ""), kind, amounts, limit_on(kind, day))
		for (person, kind), amounts in paid.items()
	]
	return sorted(rows, key=lambda row: (row["person"], row["kind"]))


def row(person: str, kind: str, amounts: list[float], limit: float | None) -> Row:
	total = round(sum(amounts), 2)
	left = None if limit is None else round(limit - total, 2)
	return {
		"person": person,
		"kind": _(kind),
		"payments": len(amounts),
		"total": total,
		"limit": limit,
		"left": left,
		"bold": int(left is not None and left < 0),
	}
