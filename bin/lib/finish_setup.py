"""Answers Frappe's set-up questions for a site, so that people land on a German desk: finish_setup.py SITE [--undo]"""

import sys

import frappe
from frappe.desk.page.setup_wizard.setup_wizard import setup_complete
from frappe.utils import getdate, nowdate
from frappe.utils.password import get_encryption_key

ANSWERS = {
	"language": "Deutsch",
	"lang": "de",
	"country": "Germany",
	"timezone": "Europe/Berlin",
	"currency": "EUR",
	"enable_telemetry": 0,
}


def main(site: str, undo: bool) -> None:
	frappe.init(site)
	frappe.connect()
	frappe.set_user("Administrator")
	frappe.flags.mute_emails = True
	if undo:
		frappe.db.set_single_value("System Settings", "setup_complete", 0)
	else:
		setup_complete(ANSWERS | company_answers())
		settle()
	frappe.db.commit()
	frappe.clear_cache()
	frappe.destroy()


def company_answers() -> dict[str, str]:
	"""What ERPNext's part of the set-up asks for; Frappe ignores it."""
	year = getdate(nowdate()).year
	return {
		"company_name": "Flüchtlingshilfe (Demo)",
		"company_abbr": "FH",
		"chart_of_accounts": "Standard",
		"bank_account": "Bank",
		"fy_start_date": f"{year}-01-01",
		"fy_end_date": f"{year}-12-31",
	}


def settle() -> None:
	"""What the set-up leaves as for any other country, and what would only distract newcomers."""
	# Made at first use otherwise, by each process its own: Frappe 16 reads a site's configuration once and keeps it
	get_encryption_key()
	settings = frappe.get_single("System Settings")
	settings.update(
		{
			"first_day_of_the_week": "Monday",
			"enable_scheduler": 1,
			"float_precision": "2",
		}
	)
	settings.save()
	for user in frappe.STANDARD_USERS:
		frappe.db.set_value("User", user, "language", "de")
		frappe.defaults.set_user_default("time_zone", ANSWERS["timezone"], user)


main(sys.argv[1], undo="--undo" in sys.argv[2:])
