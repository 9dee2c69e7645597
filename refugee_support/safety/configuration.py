"""What is closed, and how the site is run: System Settings and the site's configuration file."""

import frappe
from frappe import _
from frappe.utils import cint, get_url

from refugee_support.safety.finding import URGENT, Finding, judged, tick, untick, yes_or_no

# In site_config.json or common_site_config.json: for developers, or a protection switched off
UNSAFE_KEYS = ("developer_mode", "allow_tests", "ignore_csrf", "server_script_enabled")
LOCAL = ("http://localhost", "http://127.0.0.1", "http://[::1]")


def encrypted_connection() -> Finding:
	url = get_url()
	to_do = _("Have a certificate set up on the server: passwords and records travel readably.")
	return judged(_("Encrypted connection (HTTPS)"), url.startswith(("https://", *LOCAL)), url, to_do, URGENT)


def document_sharing() -> Finding:
	is_on = not cint(frappe.get_single("System Settings").disable_document_sharing)
	to_do = f"{tick('disable_document_sharing')} " + _("A share opens a record past its rule.")
	return judged(_("Sharing of documents"), not is_on, yes_or_no(is_on), to_do)


def tracebacks() -> Finding:
	is_on = cint(frappe.get_single("System Settings").allow_error_traceback)
	to_do = f"{untick('allow_error_traceback')} " + _("They show values from records.")
	return judged(_("Full errors on the screen"), not is_on, yes_or_no(is_on), to_do)


def uploads_of_guests() -> Finding:
	is_on = cint(frappe.get_single("System Settings").allow_guests_to_upload_files)
	to_do = untick("allow_guests_to_upload_files")
	return judged(_("Uploads without an account"), not is_on, yes_or_no(is_on), to_do, URGENT)


def links_in_mails() -> Finding:
	"""Links that open a document without login; those of our own records are closed anyway (security.md, door 12)."""
	settings = frappe.get_single("System Settings")
	is_on = cint(settings.attach_view_link) or cint(settings.allow_older_web_view_links)
	to_do = f"{untick('attach_view_link')} {untick('allow_older_web_view_links')}"
	return judged(_("Links that open a document without login"), not is_on, yes_or_no(is_on), to_do)


def telemetry() -> Finding:
	is_on = cint(frappe.get_single("System Settings").enable_telemetry)
	to_do = f"{untick('enable_telemetry')} " + _("It goes to the makers of the framework.")
	return judged(_("Usage data sent to others"), not is_on, yes_or_no(is_on), to_do)


def keys_for_developers() -> Finding:
	found = [key for key in UNSAFE_KEYS if cint(frappe.conf.get(key))]
	to_do = _(
		"Have these keys taken out of the site's configuration: they are for machines without real data."
	)
	return judged(_("Keys for developers"), not found, ", ".join(found) or _("none"), to_do, URGENT)


POINTS = (
	encrypted_connection,
	document_sharing,
	tracebacks,
	uploads_of_guests,
	links_in_mails,
	telemetry,
	keys_for_developers,
)
