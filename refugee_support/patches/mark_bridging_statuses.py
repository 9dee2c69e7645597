"""Fiction certificates carry an earlier status on: mark those the app brought itself (section 81 AufenthG)."""

import frappe

SEEDED = ("FIKT813", "FIKT814")


def execute() -> None:
	for code in SEEDED:
		if frappe.db.exists("Residence Status", code):
			frappe.db.set_value("Residence Status", code, "bridging", 1, update_modified=False)
			frappe.clear_document_cache("Residence Status", code)
