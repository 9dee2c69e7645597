"""A whole run taken back, until somebody has worked on its records.

All or nothing: where one record of the run was saved by a person since, or something was added to it, nothing is undone and
the records in question are named. Rows are deleted in bulk, because Frappe's `delete_doc` would keep a copy of every
person in Deleted Document.
"""

import json
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr

from refugee_support import service_records
from refugee_support.access import CHILD_TABLES, CLIENT_DOCTYPES
from refugee_support.duplicates import keys as name_keys
from refugee_support.moving import history, keys
from refugee_support.moving.checking import ROW
from refugee_support.moving.keys import KEY
from refugee_support.moving.run import silence
from refugee_support.refugee_support.doctype.client_household.client_household import set_current_households
from refugee_support.refugee_support.doctype.consultation.consultation import renumber

BATCH = 500
ORDER = ("Authority Application", "Consultation Note", "Consultation", "Client", "Client Household")
# Made by the app itself for the records of a run: no work of anybody.
BY_ITSELF = {
	"Integration Milestone",
	"Client Name Key",
	"Client Distinct Pair",
	"Client Access Log",
	"Legacy Import Row",
}


def undo(document: Any) -> None:
	"""
	Raises:
		frappe.ValidationError: somebody has worked on records of this run.
	"""
	rows = _rows(document.name)
	made = _made(rows)
	_refuse_if_worked_on(document.name, rows, made)
	with silence():
		_restore(rows)
		touched = _remove_history(rows) | _other_clients(made)
		_delete(made)
		for client in touched - set(made.get("Client", ())):
			_set_right(client)
	frappe.db.delete(KEY, {"legacy_import": document.name})
	_restore_keys(document.source, rows)
	frappe.db.set_value(
		ROW,
		{"legacy_import": document.name},
		{"undo": None, "record": None, "client": None},
		update_modified=False,
	)
	document.db_set({"status": "Undone", "message": ""})


def _rows(name: str) -> list[Any]:
	fields = ["target", "record", "legacy_id", "undo"]
	done = {"legacy_import": name, "state": "Done", "undo": ["is", "set"]}
	rows = frappe.get_all(ROW, done, fields, order_by="name desc")
	for row in rows:
		row.undo = json.loads(row.undo)
	return rows


def _made(rows: list[Any]) -> dict[str, list[str]]:
	made: dict[str, list[str]] = {}
	for row in rows:
		for doctype, name in row.undo.get("made", []):
			made.setdefault(doctype, []).append(name)
	return made


# --- Has anybody worked on them? ---


def _refuse_if_worked_on(name: str, rows: list[Any], made: dict[str, list[str]]) -> None:
	touched = {(row.target, row.record) for row in rows}
	fields = ["target", "record", "record_modified", "legacy_import"]
	worked_on = []
	for names in _batches(sorted({record for _target, record in touched})):
		found = [
			key
			for key in frappe.get_all(KEY, {"record": ["in", names]}, fields)
			if (key.target, key.record) in touched
		]
		modified = _modified(found)
		for key in found:
			written_since = modified.get((key.target, key.record)) != str(key.record_modified)
			if written_since or key.legacy_import != name:  # another run came later
				worked_on.append(key.record)
	worked_on += [client for client, holder in _added_to(made) if holder not in touched]
	if worked_on:
		frappe.throw(
			_("Somebody has worked on records of this run since. Nothing was undone. These are: {0}").format(
				", ".join(sorted(set(worked_on))[:20])
			),
			title=_("Not undone"),
		)


def _modified(found: list[Any]) -> dict[tuple[str, str], str]:
	modified = {}
	for target in {key.target for key in found}:
		names = [key.record for key in found if key.target == target]
		for row in frappe.get_all(target, {"name": ["in", names]}, ["name", "modified"]):
			modified[target, row.name] = str(row.modified)
	return modified


def _added_to(made: dict[str, list[str]]) -> list[tuple[str, tuple[str, str]]]:
	"""Records of the run that something points to which the run did not make, and what that is. (Where the run changed
	it, as somebody who was here and joined a household of the old file, it becomes again what it was.)"""
	found = []
	for doctype in sorted(CLIENT_DOCTYPES - BY_ITSELF):
		for field in frappe.get_meta(doctype).get_link_fields():
			for names in _batches(made.get(field.options, [])):
				fields = [
					"name",
					field.fieldname,
					*(["parent", "parenttype"] if doctype in CHILD_TABLES else []),
				]
				for row in frappe.get_all(doctype, {field.fieldname: ["in", names]}, fields):
					holder = (row.parenttype, row.parent) if doctype in CHILD_TABLES else (doctype, row.name)
					if holder[1] not in made.get(holder[0], ()) and not _is_own_household(holder, made):
						found.append((row[field.fieldname], holder))
	return found


def _is_own_household(holder: tuple[str, str], made: dict[str, list[str]]) -> bool:
	"""A client of the run who joined a household that was there before: their membership goes with them."""
	return holder[0] == "Client Household"


# --- Undo ---


def _restore(rows: list[Any]) -> None:
	"""What rows changed of records that were there before becomes what it was."""
	for row in rows:
		if before := row.undo.get("before"):
			history.remove(row.undo.get("history", []))
			document = frappe.get_doc(row.target, row.record)
			document.update(before)
			document.flags.ignore_duplicates = True
			document.save()


def _restore_keys(source: str, rows: list[Any]) -> None:
	"""Numbers that were known before this run are known again, for what they stood for then."""
	keys.write(
		[
			{
				"source": source,
				"target": row.target,
				"legacy_id": row.legacy_id,
				"record_modified": cstr(frappe.db.get_value(row.target, before["record"], "modified")),
				**before,
			}
			for row in rows
			if (before := row.undo.get("key"))
		]
	)


def _remove_history(rows: list[Any]) -> set[str]:
	return history.remove([entry for row in rows for entry in row.undo.get("history", [])])


def _other_clients(made: dict[str, list[str]]) -> set[str]:
	"""Clients of consultations that go, whose other contacts get their numbers again."""
	found: set[str] = set()
	for names in _batches(made.get("Consultation", [])):
		found |= set(frappe.get_all("Consultation", {"name": ["in", names]}, pluck="client"))
	return found - {None, ""}


def _delete(made: dict[str, list[str]]) -> None:
	for doctype in ORDER:
		for names in _batches(made.get(doctype, [])):
			if doctype == "Client":
				_forget_clients(names)
			for table in frappe.get_meta(doctype).get_table_fields():
				frappe.db.delete(table.options, {"parent": ["in", names], "parenttype": doctype})
			frappe.db.delete("Service Record", {"source_doctype": doctype, "source_name": ["in", names]})
			frappe.db.delete("Version", {"ref_doctype": doctype, "docname": ["in", names]})
			frappe.db.delete(doctype, {"name": ["in", names]})
			for name in names:
				frappe.clear_document_cache(doctype, name)


def _forget_clients(names: list[str]) -> None:
	name_keys.remove(names)
	milestones = frappe.get_all("Integration Milestone", {"client": ["in", names]}, pluck="name")
	frappe.db.delete(
		"Service Record", {"source_doctype": "Integration Milestone", "source_name": ["in", milestones]}
	)
	frappe.db.delete("Integration Milestone", {"name": ["in", milestones]})
	frappe.db.delete("Client Household Member", {"client": ["in", names]})
	for side in ("client", "other_client"):
		frappe.db.delete("Client Distinct Pair", {side: ["in", names]})


def _set_right(name: str) -> None:
	"""A client who stays: status of today, milestones, numbers of contacts and statistics as without the run."""
	from refugee_support import milestones

	if not frappe.db.exists("Client", name):
		return
	client = frappe.get_doc("Client", name)
	client.set_residence_status()
	shown = {field: client.get(field) for field in ("residence_status", "residence_valid_until")}
	client.db_set(shown, update_modified=False)
	milestones.sync(client)
	renumber(name)
	set_current_households([name])
	service_records.refresh_clients([name])


def _batches(names: list[str]) -> list[list[str]]:
	return [names[start : start + BATCH] for start in range(0, len(names), BATCH)]


def can_undo(document: Any) -> bool:
	return document.status in ("Finished", "Cancelled", "Paused", "Failed") and bool(
		cint(document.rows_created) + cint(document.rows_updated)
	)
