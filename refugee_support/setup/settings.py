"""Refugee Support Settings: the defaults of fields that came with a later version."""

import frappe

SETTINGS = "Refugee Support Settings"


def add_missing_defaults() -> None:
	"""Frappe stores a single's defaults when the app is installed, not when a field is added afterwards."""
	stored = frappe.db.get_singles_dict(SETTINGS)
	for field in frappe.get_meta(SETTINGS).fields:
		if field.default and field.fieldname not in stored:
			frappe.db.set_single_value(SETTINGS, field.fieldname, field.default)
