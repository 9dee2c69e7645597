"""Frappe may have turned a report into a prepared one because it once refused to run (doors.UnpreparedReport)."""

import frappe


def execute() -> None:
	frappe.db.set_value("Report", {"module": "Refugee Support", "is_standard": "Yes"}, "prepared_report", 0)
