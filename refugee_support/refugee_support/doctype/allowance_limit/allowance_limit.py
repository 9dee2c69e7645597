from datetime import date

import frappe

from refugee_support.document import PlainTextDocument


class AllowanceLimit(PlainTextDocument):
	"""How much of an allowance is free of tax in a year: section 3 nos. 26 and 26a EStG, with the years it holds for."""


def limit_on(kind: str, day: date) -> float | None:
	"""The limit that holds on a day; None where there is none, as for expenses with a receipt."""
	rows = frappe.get_all(
		"Allowance Limit",
		{"kind": kind, "enabled": 1, "valid_from": ["<=", day]},
		["amount", "valid_to"],
		order_by="valid_from desc",
	)
	return next((row.amount for row in rows if not row.valid_to or row.valid_to >= day), None)
