"""What was for one day only is emptied after it."""

from datetime import date

import frappe

PLACE = "Cafe Childcare Place"
NOTHING = {"child_first_name": None, "guardian": None, "phone": None, "allergies": None, "tap_id": None}


def empty_past_days(today: date) -> int:
	"""Names, phone numbers and allergies of all days before today. What is left is counted: age, times, status.

	Returns:
		The number of places emptied.
	"""
	past = {"session_date": ["<", today], "emptied": 0}
	names = frappe.get_all(PLACE, past, pluck="name")  # a job, for everybody
	if names:
		frappe.db.set_value(PLACE, {"name": ["in", names]}, {**NOTHING, "emptied": 1})
	return len(names)
