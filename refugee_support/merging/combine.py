"""Merging: everything of one client goes to another one, and what is needed to undo it is kept for 30 days."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, get_fullname, now_datetime

from refugee_support.duplicates import keys
from refugee_support.merging import checks, moves, statistics
from refugee_support.merging.ledger import Ledger
from refugee_support.merging.preview import _moves, differing_fields, proposed


@frappe.whitelist(methods=["POST"])
def merge(survivor: str, merged: str, choices: str | dict[str, str] | None = None) -> dict[str, str]:
	"""Make two records of one person one.

	Args:
		survivor: number of the client that stays.
		merged: number of the client that goes into it.
		choices: {field: "survivor" | "merged"} for fields that differ; what is not named is as the preview proposes.

	Returns:
		client: the number that stays; merge: the name of the Client Merge.
	"""
	checks.refuse_unless_mergeable(survivor, merged)
	checks.lock(survivor, merged)
	choices = frappe.parse_json(choices) if isinstance(choices, str) else choices or {}
	ours, theirs = (frappe.get_doc("Client", name, for_update=True) for name in (survivor, merged))
	values = chosen_values(ours, theirs, choices)
	household = (
		theirs.household if choices.get("household") == "merged" else ours.household or theirs.household
	)
	sources = statistics.sources_of({ours.person_key, theirs.person_key})
	summary = "\n".join(_("{0}: {1}").format(move["label"], move["count"]) for move in _moves(merged))
	ledger = Ledger()
	move(ledger, ours, theirs, household)
	save_survivor(
		ledger, survivor, values, must_not_be_found=bool(ours.is_restricted or theirs.is_restricted)
	)
	statistics.write_again(sources, [survivor])
	return {"client": survivor, "merge": keep(ledger, ours, theirs, sources, summary)}


def chosen_values(ours: Any, theirs: Any, choices: dict[str, str]) -> dict[str, Any]:
	"""The fields of the survivor that take the value of the other record."""
	values = {}
	for df in differing_fields(ours, theirs):
		choice = choices.get(df.fieldname) or proposed(df, ours, theirs)
		if choice not in ("survivor", "merged"):
			frappe.throw(_("Please choose one of the two records for {0}.").format(frappe.bold(_(df.label))))
		if choice == "merged":
			values[df.fieldname] = theirs.get(df.fieldname)
	return values


def move(ledger: Ledger, ours: Any, theirs: Any, household: str | None) -> None:
	moves.move_everything(ledger, theirs.name, ours.name)
	moves.end_other_household(ledger, ours.name, household)
	statistics.move_rows_without_source(ledger, theirs.person_key, ours.person_key)
	keys.remove([theirs.name])
	ledger.delete("Client", theirs.name)


def save_survivor(ledger: Ledger, survivor: str, values: dict[str, Any], must_not_be_found: bool) -> None:
	"""Through the document, so that every rule of the client holds and its history says what has changed."""
	before = frappe.db.get_value("Client", survivor, "*", as_dict=True)
	rows_before = own_rows(survivor)
	client = frappe.get_doc("Client", survivor)
	client.update(values)
	client.flags.ignore_duplicates = client.flags.merging = True
	if must_not_be_found and not client.is_restricted:
		client.flags.restricting, client.is_restricted = True, 1
	client.save()
	ledger.saw_change("Client", before, frappe.db.get_value("Client", survivor, "*", as_dict=True))
	for (child, name), row in own_rows(survivor).items():
		if (child, name) not in rows_before:
			ledger.saw_new(child, row)
		else:
			ledger.saw_change(child, rows_before[(child, name)], row)


def own_rows(client: str) -> dict[tuple[str, str], Any]:
	"""What saving a client may write beside its own row: its tables, the milestones that follow its histories, and the
	contact in an Application Support."""
	tables = [table.options for table in frappe.get_meta("Client").get_table_fields()]
	places = [(table, {"parenttype": "Client", "parent": client}) for table in tables]
	places += [(doctype, {"client": client}) for doctype in ("Integration Milestone", "Application Support")]
	return {
		(doctype, row.name): row
		for doctype, filters in places
		for row in frappe.get_all(doctype, filters, ["*"], order_by="creation", limit=0)
	}


def keep(ledger: Ledger, ours: Any, theirs: Any, sources: statistics.Sources, summary: str) -> str:
	snapshot = {"survivor": ours.name, "steps": ledger.steps, "sources": sorted(sources)}
	record = frappe.get_doc(
		{
			"doctype": "Client Merge",
			"survivor": ours.name,
			"merged_client": theirs.name,
			"merged_client_name": cstr(theirs.client_name),
			"status": "Merged",
			"merged_on": now_datetime(),
			"merged_by_name": get_fullname(frappe.session.user),
			"summary": summary,
			# text fields take no angle brackets (document.py); what is restored must be exactly what it was
			"snapshot": frappe.as_json(snapshot).replace("<", "\\u003c").replace(">", "\\u003e"),
		}
	)
	record.flags.by_merging = True
	# Nobody has the right to create these by role; `refuse_unless_mergeable` has checked the caller.
	record.insert(ignore_permissions=True)
	say_so(ours.name, _("{0} merged {1} into this record.").format(record.merged_by_name, theirs.name))
	return record.name


def say_so(client: str, sentence: str) -> None:
	"""In the history on the client's page."""
	frappe.get_doc(
		{
			"doctype": "Comment",
			"comment_type": "Info",
			"reference_doctype": "Client",
			"reference_name": client,
			"comment_email": frappe.session.user,
			"comment_by": get_fullname(frappe.session.user),
			"content": frappe.utils.escape_html(sentence),
		}
	).insert(ignore_permissions=True)  # checked: whoever may merge
