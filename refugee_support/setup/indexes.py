"""Lists come in the order of an index, whatever their length."""

import frappe

UNLISTED = ("Client Name Key",)  # millions of rows that nobody lists


def add_for_lists() -> None:
	"""Our lists are sorted by when a record was made; Frappe 15 indexes only when it was changed, and would sort all
	rows of a table to show twenty."""
	lists = {
		"module": "Refugee Support",
		"sort_field": "creation",
		"istable": 0,
		"issingle": 0,
		"is_virtual": 0,
	}
	for doctype in frappe.get_all("DocType", {**lists, "name": ["not in", UNLISTED]}, pluck="name"):
		frappe.db.add_index(doctype, ["creation"])
