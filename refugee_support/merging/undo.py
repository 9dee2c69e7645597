"""Undoing a merge within 30 days: both records are again what they were, as far as nobody has worked on since."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import get_fullname, now_datetime

from refugee_support.duplicates import keys
from refugee_support.duplicates.keys import NAME_FIELDS
from refugee_support.merging import checks, statistics
from refugee_support.merging.combine import say_so
from refugee_support.merging.ledger import Ledger
from refugee_support.merging.moves import links_to_client


@frappe.whitelist(methods=["POST"])
def undo(merge: str) -> dict[str, Any]:
	"""Take a merge back.

	Returns:
		client, restored: the two numbers; kept: what was changed since and stays as it is now; added: what was added
		since and stays with the first client. Both as [{label, count}].
	"""
	checks.refuse_unless_counsellor()
	record = frappe.get_doc("Client Merge", merge, for_update=True)
	record.check_permission("read")
	refuse_unless_undoable(record)
	checks.lock(record.survivor)
	snapshot = frappe.parse_json(record.snapshot)
	added = added_since(record)
	kept = Ledger(snapshot["steps"]).take_back()
	both = [record.survivor, record.merged_client]
	keys.write(frappe.get_all("Client", {"name": ["in", both]}, ["name", "status", *NAME_FIELDS]))
	person_keys = frappe.get_all("Client", {"name": ["in", both]}, pluck="person_key")
	sources = {(doctype, name) for doctype, name in snapshot["sources"]} | statistics.sources_of(person_keys)
	statistics.write_again(sources, both)
	close(record)
	return {
		"client": record.survivor,
		"restored": record.merged_client,
		"kept": _counted(doctype for doctype, _name in kept),
		"added": added,
	}


def refuse_unless_undoable(record: Any) -> None:
	if record.status == "Undone":
		frappe.throw(_("This merge has been undone already."), title=_("Undone already"))
	if not record.can_be_undone():
		frappe.throw(
			_(
				"A merge can be undone for 30 days. What is needed for it has been erased; please record the second person anew."
			),
			title=_("Too late"),
		)
	if frappe.parse_json(record.snapshot)["survivor"] != record.survivor:
		frappe.throw(
			_("The record that stayed was itself merged into {0}. Please undo that merge first.").format(
				frappe.bold(record.survivor)
			),
			title=_("Another merge first"),
		)


def added_since(record: Any) -> list[dict[str, Any]]:
	"""Records about the client that were made after the merge: nobody can know which of the two they are about."""
	counts: dict[str, int] = {}
	for doctype, fieldname in links_to_client():
		if doctype == "Client Merge" or frappe.get_meta(doctype).istable:
			continue
		newer = {fieldname: record.survivor, "creation": [">", record.creation]}
		counts[doctype] = counts.get(doctype, 0) + frappe.db.count(doctype, newer)
	return [{"label": _(doctype), "count": count} for doctype, count in sorted(counts.items()) if count]


def _counted(doctypes: Any) -> list[dict[str, Any]]:
	counts: dict[str, int] = {}
	for doctype in doctypes:
		counts[doctype] = counts.get(doctype, 0) + 1
	return [{"label": _(doctype), "count": count} for doctype, count in sorted(counts.items())]


def close(record: Any) -> None:
	"""What the snapshot held is back where it belongs."""
	record.update(
		{
			"status": "Undone",
			"undone_on": now_datetime(),
			"undone_by_name": get_fullname(frappe.session.user),
			"snapshot": None,
			"merged_client_name": None,
		}
	)
	record.flags.by_merging = True
	record.save(ignore_permissions=True)  # nobody has the right by role; checked in `undo`
	say_so(
		record.survivor,
		_("{0} undid the merge with {1}.").format(record.undone_by_name, record.merged_client),
	)


@frappe.whitelist()
def merges_of(client: str) -> list[dict[str, Any]]:
	"""The merges of a client that can still be undone, for its form."""
	if not frappe.has_permission("Client Merge", "read"):
		return []
	frappe.get_doc("Client", client).check_permission("read")
	fields = ["name", "merged_client", "merged_client_name", "merged_on", "merged_by_name"]
	found = frappe.get_list(
		"Client Merge", {"survivor": client, "status": "Merged"}, fields, order_by="merged_on desc"
	)
	return [row for row in found if frappe.get_doc("Client Merge", row.name).can_be_undone()]
