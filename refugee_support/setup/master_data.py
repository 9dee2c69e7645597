"""Residence statuses, topics, authorities and the other lists the app comes with.

A row of `data/*.csv` is inserted when no record has its code, and never written again: labels, rules and the
switch `enabled` belong to the association. A row that is not wanted is switched off; a deleted one comes back
with the next migrate.
"""

import csv
from importlib.resources import files

import frappe

# What others link to comes before them: laws before statuses, authorities and documents before applications.
DOCTYPES = (
	"Benefit Law",
	"Residence Status",
	"Counselling Topic",
	"Counselling Activity",
	"Consultation Result",
	"Public Authority",
	"Funding Programme",
	"Volunteer Task",
	"Allowance Limit",
	"Remedy Rule",
	"Required Document Type",
	"Application Type",
	"Funding Indicator",
	"Cover Letter Template",
	"School Holiday",
	"Retention Rule",
	"Processing Activity",
)
# Rows of a child table lie in a file of their own: DocType: (child DocType, field with the rows).
CHILD_ROWS = {
	"Application Type": ("Application Type Document", "documents"),
	"Processing Activity": ("Processing Activity Risk", "risks"),
}


def add_missing() -> None:
	for doctype in DOCTYPES:
		present = set(frappe.get_all(doctype, pluck="code"))  # setup sees every row, whoever runs it
		for row in rows_of(doctype):
			if row["code"] not in present:
				insert(doctype, row)


def insert(doctype: str, row: dict[str, str]) -> None:
	values = {field: value for field, value in row.items() if value}
	# Runs only at install and migrate, which ask for the right to the whole site.
	frappe.get_doc({"doctype": doctype, **values, **child_rows(doctype, row["code"])}).insert(
		ignore_permissions=True
	)


def child_rows(doctype: str, code: str) -> dict[str, list[dict[str, str]]]:
	if doctype not in CHILD_ROWS:
		return {}
	child, field = CHILD_ROWS[doctype]
	parent = frappe.scrub(doctype)
	mine = [row for row in rows_of(child) if row[parent] == code]
	return {field: [{key: value for key, value in row.items() if key != parent} for row in mine]}


def rows_of(doctype: str) -> list[dict[str, str]]:
	table = files("refugee_support").joinpath("setup", "data", f"{frappe.scrub(doctype)}.csv")
	with table.open(encoding="utf-8", newline="") as lines:
		return list(csv.DictReader(lines))
