"""System Settings that a site with confidential data should not leave at Frappe's defaults.

Written once, when the app is installed, and only where the value is still the default: what an administrator
has decided is not ours to change. Uninstalling does not set them back, for the same reason.
"""

import shutil

import frappe
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
}


def make_safer() -> None:
	settings = frappe.get_single("System Settings")
	for field, value in SAFER_VALUES.items():
		if is_default(settings, field) and is_possible(field):
			settings.set(field, value)
	# Language and time zone are mandatory here and not answered before the set-up wizard has run.
	settings.flags.ignore_mandatory = True
	# Runs only at install, which asks for the right to the whole site.
	settings.save(ignore_permissions=True)


def is_default(settings: Document, field: str) -> bool:
	value, default = settings.get(field), settings.meta.get_field(field).default or 0
	return value in (None, "") or str(value) == str(default)


def is_possible(field: str) -> bool:
	"""Without gpg, Frappe's backup stops with an error instead of being written in plain text."""
	return field != "encrypt_backup" or shutil.which("gpg") is not None
