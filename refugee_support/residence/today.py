"""Titles entered beforehand: on the day they begin they become the status of today."""

from datetime import date

import frappe
from frappe.utils import add_days, cstr

from refugee_support import milestones

LOOK_BACK = 14  # days: the scheduler may have stood still over the holidays


def begin_titles(today: date) -> int:
	"""Show on clients the titles that have begun meanwhile, and write the milestones.

	Returns:
		The number of clients changed.
	"""
	rows = frappe.get_all(  # a job: titles begin whoever may see the client
		"Client Residence Status",
		{"valid_from": ["between", [add_days(today, -LOOK_BACK), today]], "parenttype": "Client"},
		["parent"],
		distinct=True,
	)
	return sum(_begin(row.parent) for row in rows)


def _begin(name: str) -> bool:
	client = frappe.get_doc("Client", name)
	before = _shown(client)
	client.set_residence_status()
	if _shown(client) == before:
		return False
	values = {field: client.get(field) for field in ("residence_status", "residence_valid_until")}
	client.db_set(values, update_modified=False)  # nobody edited the client
	milestones.sync(client)
	return True


def _shown(client) -> tuple[str, str]:
	return cstr(client.residence_status), cstr(client.residence_valid_until)
