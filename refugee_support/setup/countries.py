"""Countries of origin that Frappe's list does not know. They stay when the app is uninstalled."""

import frappe

# XK is the code in use for Kosovo (European Commission, IMF); ISO 3166 has none.
MISSING_IN_FRAPPE = {"Kosovo": "xk"}


def add_missing() -> None:
	for country, code in MISSING_IN_FRAPPE.items():
		if not frappe.db.exists("Country", country):
			# Runs only at install and migrate, which ask for the right to the whole site.
			frappe.get_doc({"doctype": "Country", "country_name": country, "code": code}).insert(
				ignore_permissions=True
			)
