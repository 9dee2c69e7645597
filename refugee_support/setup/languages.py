"""Languages that clients speak and Frappe does not list. They stay when the app is uninstalled."""

import frappe

# ISO 639 codes with the name speakers use. Not enabled: that would offer them for the desk itself.
MISSING_IN_FRAPPE = {
	"prs": "دری",
	"ckb": "کوردیی ناوەندی",
	"kmr": "Kurmancî",
	"ti": "ትግርኛ",
	"so": "Soomaali",
	"ka": "ქართული",
	"az": "Azərbaycan dili",
	"hy": "Հայերեն",
	"rom": "Romani",
	"ln": "Lingála",
	"ff": "Pulaar",
	"ha": "Hausa",
	"yo": "Yorùbá",
	"ig": "Igbo",
	"wo": "Wolof",
	"om": "Afaan Oromoo",
}


def add_missing() -> None:
	for code, name in MISSING_IN_FRAPPE.items():
		if not frappe.db.exists("Language", code):
			# Runs only at install and migrate, which ask for the right to the whole site.
			frappe.get_doc(
				{"doctype": "Language", "language_code": code, "language_name": name, "enabled": 0}
			).insert(ignore_permissions=True)
