"""Genders that a client can have. They belong to Frappe and stay when the app is uninstalled."""

import frappe

# Frappe's own English names (its desk translates them); its set-up wizard adds more, but may never be run.
GENDERS = ("Female", "Male", "Other", "Prefer not to say")


def add_missing() -> None:
	for gender in GENDERS:
		if not frappe.db.exists("Gender", gender):
			# Runs only at install and migrate, which ask for the right to the whole site.
			frappe.get_doc({"doctype": "Gender", "gender": gender}).insert(ignore_permissions=True)
