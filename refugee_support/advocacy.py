"""Promises and follow-ups of Advocacy Activities: the bell rings once for each day that was set."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate

from refugee_support.bell import ring
from refugee_support.refugee_support.doctype.legal_deadline.legal_deadline import office_language

DOCTYPE = "Advocacy Activity"
# What is due on that day, the day it was last rung for, and what shows that it is dealt with.
REMINDERS: tuple[tuple[str, str, dict[str, Any]], ...] = (
	("promise_due_on", "rung_for_promise", {"promise_state": "Open"}),
	("follow_up_on", "rung_for_follow_up", {"follow_up_done": 0}),
)


def remind(today: date) -> int:
	"""Daily; a run that is repeated rings for nothing twice, a day moved to later rings again.

	Returns:
		The number of people told.
	"""
	told = 0
	for fieldname, mark, still_open in REMINDERS:
		due = {fieldname: ["between", ["1900-01-01", today]], "responsible": ["is", "set"], **still_open}
		fields = ["name", "responsible", fieldname, mark]
		for row in frappe.get_all(DOCTYPE, due, fields, order_by="name", limit=0):  # a job sees everything
			if row[mark] != row[fieldname] and frappe.get_cached_value("User", row.responsible, "enabled"):
				ring(row.responsible, subject_of(fieldname, row[fieldname]), doctype=DOCTYPE, name=row.name)
				frappe.db.set_value(DOCTYPE, row.name, mark, row[fieldname], update_modified=False)
				told += 1
	return told


def subject_of(fieldname: str, day: date) -> str:
	language = office_language()
	if fieldname == "promise_due_on":
		sentence = _("A promise made to us was due on {0}. What became of it?", language)
	else:
		sentence = _("Advocacy: the follow-up of {0} is due.", language)
	return sentence.format(formatdate(day))
