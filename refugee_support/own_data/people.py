"""Whose names stand in a record beside the person's own: people who work here, and other clients."""

import re
from typing import Any

import frappe

from refugee_support.restricted_clients import links_to_client

ACCOUNTS = ("User", "Volunteer Profile")
NO_PERSON = ("Administrator", "Guest")  # accounts that are no person
STAFF_NAME = re.compile(r"(_by|_by_name|helper_name)$")
# Names of people who work or interpret here, in fields that no link tells of.
FURTHER_STAFF = {
	"Authority Application": {"responsible_name"},
	"Client Appointment": {"interpreter_name"},
	"Comment": {"comment_by", "comment_email"},
	"Consultation": {"counsellor_name"},
	"Integration Plan Review": {"reviewed_by"},
	"Interpreter Booking": {"first_name"},
	"Residence Reminder": {"sent_to"},
}
# Fields that look like it and say how, or what the person said of others.
NOT_STAFF = {
	("Client Consent", "given_by"),
	("Client Data Request", "identified_by"),
	("Residence Status Change", "applied_by"),
}


def staff_fields(doctype: str) -> set[str]:
	meta = frappe.get_meta(doctype)
	found = {"owner", "modified_by", *FURTHER_STAFF.get(doctype, ())}
	found |= {df.fieldname for df in meta.get_link_fields() if df.options in ACCOUNTS}
	for df in meta.fields:
		fetched = (df.fetch_from or "").partition(".")[0]
		named = df.fieldtype in ("Data", "Small Text") and STAFF_NAME.search(df.fieldname)
		if (named and (doctype, df.fieldname) not in NOT_STAFF) or (fetched and fetched in found):
			found.add(df.fieldname)
	return found


def other_clients(doctype: str, row: dict[str, Any], client: str) -> dict[str, str]:
	"""Field -> number of somebody else."""
	links = {fieldname: row.get(fieldname) for fieldname in links_to_client(doctype)}
	return {fieldname: number for fieldname, number in links.items() if number and number != client}
