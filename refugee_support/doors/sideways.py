"""Doors 18, 20, 21, 22: functions that reach our records through the name of something else: an import, a deleted
document, a web form, a mail. The request names no DocType of ours, so these are looked at by the function's name."""

from typing import Any

import frappe
from frappe.utils import cstr

from refugee_support.access import ADMINISTRATOR, COORDINATOR, COUNSELLOR
from refugee_support.doors.guarded import GUARDED, may_read, parsed, refuse
from refugee_support.doors.queries import Arguments


def check_import(arguments: Arguments) -> None:
	"""Door 18: preview, status, errors and log of an import are readable by everybody who knows its number."""
	for key in ("data_import", "data_import_name"):
		refuse_about("Data Import", arguments.get(key), "reference_doctype")


def check_restore(arguments: Arguments) -> None:
	"""Door 22: what was deleted stays deleted; the framework makes it again from a copy, and says what was in it."""
	for name in [arguments.get("name"), *(parsed(arguments.get("docnames")) or [])]:
		refuse_about("Deleted Document", name, "deleted_doctype")


def check_web_form(arguments: Arguments) -> None:
	"""Door 21: a web form writes, lists and deletes without asking for any right, by the owner of the record alone."""
	for key in ("web_form", "web_form_name"):
		refuse_about("Web Form", arguments.get(key), "doc_type")


def check_relink(arguments: Arguments) -> None:
	"""Door 20: moving a mail from one record to another one asks for the right to neither."""
	refuse_about("Communication", arguments.get("name"), "reference_doctype")


def check_mail(arguments: Arguments) -> None:
	"""Door 20: a mail about nothing, to anybody, by anybody who can log in. Asked for here: the right to write mails."""
	if arguments.get("doctype") and arguments.get("name"):
		return
	if not frappe.has_permission("Communication", "create"):
		refuse()


def check_sms(arguments: Arguments) -> None:
	"""Door 20: text messages at the association's expense, to anybody, by anybody who can log in."""
	if not set(frappe.get_roles()) & {COUNSELLOR, COORDINATOR, ADMINISTRATOR, "System Manager"}:
		refuse()


def check_access_log(arguments: Arguments) -> None:
	"""Door 20: entries of the framework's Access Log about records one cannot read are made up."""
	doctype, name = arguments.get("doctype"), cstr(arguments.get("document"))
	if doctype in GUARDED and name and not may_read(doctype, name, frappe.session.user):
		refuse()


def refuse_about(doctype: str, name: Any, fieldname: str) -> None:
	if isinstance(name, str) and frappe.db.get_value(doctype, name, fieldname) in GUARDED:
		refuse()
