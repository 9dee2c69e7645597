"""Lead times of the statuses the app brought itself, where nobody has chosen others (`domain.md` 1.4)."""

import frappe

from refugee_support.setup import master_data

STATUS = "Residence Status"


def execute() -> None:
	for row in master_data.rows_of(STATUS):
		known = row["reminder_days"] and frappe.db.exists(STATUS, row["code"])
		if known and not frappe.db.get_value(STATUS, row["code"], "reminder_days"):
			frappe.db.set_value(
				STATUS, row["code"], "reminder_days", row["reminder_days"], update_modified=False
			)
			frappe.clear_document_cache(STATUS, row["code"])
