"""The kind of letter "Decision" is called "Administrative Decision": the short word has another German for the desk."""

import frappe

OLD, NEW = "Decision", "Administrative Decision"


def execute() -> None:
	for doctype in ("Remedy Rule", "Authority Letter"):
		frappe.db.set_value(doctype, {"letter_kind": OLD}, "letter_kind", NEW, update_modified=False)
