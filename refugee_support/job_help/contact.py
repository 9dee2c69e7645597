"""The little of a client that an application needs: copied, so that helpers need no right to the client.

The copy follows the client's record until somebody has written something else into it, and it is emptied with it.
"""

from typing import Any

import frappe

from refugee_support.rules.career import work_permission_line

FIELDS = ("client_name", "phone", "email", "address", "occupation")
OF_CLIENT = ("client_name", "mobile_no", "email_id", "street", "postal_code", "municipality", "occupation")


def contact_of(client: Any) -> dict[str, str]:
	"""The contact as an application says it; `client` is a document or a row with the fields OF_CLIENT."""
	town = " ".join(part for part in (client.get("postal_code"), client.get("municipality")) if part)
	return {
		"client_name": client.get("client_name") or "",
		"phone": client.get("mobile_no") or "",
		"email": client.get("email_id") or "",
		"address": "\n".join(line for line in (client.get("street"), town) if line),
		"occupation": client.get("occupation") or "",
	}


def take(support: Any) -> None:
	"""Fill what is empty in a new Application Support."""
	row = frappe.db.get_value("Client", support.client, [*OF_CLIENT, "residence_status"], as_dict=True)
	if not row:
		return
	for fieldname, value in contact_of(row).items():
		support.set(fieldname, support.get(fieldname) or value)
	if not support.work_permission and row.residence_status:
		status = frappe.get_cached_value(
			"Residence Status", row.residence_status, ["category", "code"], as_dict=True
		)
		support.work_permission = work_permission_line(status.category, status.code)


def follow(client: Any) -> None:
	"""After a client was saved: what was still the copy becomes the copy of what is stored now."""
	before = client.get_doc_before_save()
	if not before:
		return
	old, new = contact_of(before), contact_of(client)
	if old == new and client.status == before.status:
		return
	erased = client.status == "Anonymised"
	for row in frappe.get_all("Application Support", {"client": client.name}, ["name", *FIELDS]):
		changed = {
			key: "" if erased else new[key]
			for key in FIELDS
			if erased or ((row[key] or "") == old[key] and old[key] != new[key])
		}
		if changed:
			# Replaced by: the right to write the client, whose words these are.
			frappe.db.set_value("Application Support", row.name, changed)
			frappe.clear_document_cache("Application Support", row.name)


def settle(ledger: Any, merged: str, survivor: str) -> None:
	"""Two clients become one: what was a copy of the one that goes is a copy of the one that stays.

	Before the survivor is saved: `follow` then brings what is chosen for it.
	"""
	old, new = (
		contact_of(frappe.db.get_value("Client", name, OF_CLIENT, as_dict=True))
		for name in (merged, survivor)
	)
	# Replaced by: the right to merge the two clients (merging/checks.py).
	for row in frappe.get_all("Application Support", {"client": merged}, ["name", *FIELDS]):
		for fieldname in FIELDS:
			if (row[fieldname] or "") == old[fieldname]:
				ledger.set("Application Support", [row.name], fieldname, row[fieldname], new[fieldname])
