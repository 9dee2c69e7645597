"""System Settings that a site with confidential data should not leave at Frappe's defaults.

Written once, when the app is installed, and only where the value is still the default: what an administrator
has decided is not ours to change. Uninstalling does not set them back, for the same reason. What they are on the
running site, and what to do about it, says the report "Safety of This Site".
"""

import shutil

import frappe
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.model.document import Document

SAFER_VALUES: dict[str, int | str] = {
	# A shared document can be opened although no permission rule lets the user see it.
	"disable_document_sharing": 1,
	# Error pages show names and values from the middle of a record.
	"allow_error_traceback": 0,
	# A laptop left at a counselling desk stays logged in for a week otherwise.
	"session_expiry": "08:00",
	# A copied backup holds every client.
	"encrypt_backup": 1,
	# zxcvbn: 2 is guessed offline within hours.
	"minimum_password_score": "3",
	# Ten wrong passwords stay allowed: Frappe counts per address as well, and an office shares one. The pause is longer.
	"allow_login_after_fail": 300,
	# A mail with a link that opens the document for whoever has the mail.
	"attach_view_link": 0,
	# Which pages are opened on a site for refugees is nobody else's business.
	"enable_telemetry": 0,
}
SECOND_FACTOR: dict[str, int | str] = {
	"enable_two_factor_auth": 1,
	"otp_issuer_name": "Refugee Support",
	# A link in an e-mail logs in without the second factor.
	"login_with_email_link": 0,
}


def make_safer() -> None:
	settings = frappe.get_single("System Settings")
	wanted = SAFER_VALUES | (SECOND_FACTOR if second_factor_is_possible(settings) else {})
	for field, value in wanted.items():
		if settings.meta.has_field(field) and is_default(settings, field) and is_possible(field):
			settings.set(field, value)
	# Language and time zone are mandatory here and not answered before the set-up wizard has run.
	settings.flags.ignore_mandatory = True
	everybody = frappe.db.get_value("Role", "All", "two_factor_auth")
	# Runs only at install, which asks for the right to the whole site.
	settings.save(ignore_permissions=True)
	# Frappe ticks "All" with it, so customers of a shop on the same site, too. Ours are ticked by themselves.
	frappe.db.set_value("Role", "All", "two_factor_auth", everybody)


def is_default(settings: Document, field: str) -> bool:
	value, default = settings.get(field), settings.meta.get_field(field).default or 0
	return value in (None, "") or str(value) == str(default)


def is_possible(field: str) -> bool:
	"""Without gpg, Frappe's backup stops with an error instead of being written in plain text."""
	return field != "encrypt_backup" or shutil.which("gpg") is not None


def second_factor_is_possible(settings: Document) -> bool:
	"""The first code comes by e-mail, with an authenticator app as well: without e-mail nobody could log in any more."""
	return is_default(settings, "enable_two_factor_auth") and mail_goes_out()


def mail_goes_out() -> bool:
	"""Whether there is an account to send from. Whether it works, only a message shows."""
	if frappe.are_emails_muted():
		return False
	return bool(EmailAccount.find_one_by_filters(enable_outgoing=1, default_outgoing=1)) or bool(
		EmailAccount.find_from_config()
	)
