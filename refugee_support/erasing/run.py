"""Erasing one client, all of it in one transaction or nothing."""

from typing import Any

import frappe
from frappe.deferred_insert import save_to_db

from refugee_support.erasing import statistics, traces
from refugee_support.erasing.traits import Traits, traits_of
from refugee_support.erasing.world import NAMED_BY_NUMBER, World, world_of
from refugee_support.refugee_support.doctype.client_household import client_household

LEGACY = "Legacy Import"


def erase_client(client: str) -> dict[str, int]:
	"""Everything about a client, whoever may see it. The caller has made sure that it may go.

	Returns:
		DocType -> number of records that are gone; "Service Record": rows that stay without a name.
	"""
	save_to_db()  # logs that wait in Redis would be written afterwards otherwise
	frappe.db.get_value("Client", client, "name", for_update=True)
	world, traits = world_of(client), traits_of(client)
	kept = statistics.cut_loose(world)
	_remove_old_files(world)
	traces.forget_records(world)
	counts = {doctype: len(names) for doctype, names in world.documents.items()}
	_delete(world)
	statistics.write_others_again(world)
	_forget_numbers(traits)
	traces.forget_texts(traits)
	frappe.db.after_commit.add(lambda: traces.forget_waiting(traits))
	return {**counts, "Service Record": kept}


def _delete(world: World) -> None:
	for doctype, fieldname, name in world.links:
		frappe.db.set_value(doctype, name, fieldname, None, update_modified=False)
		frappe.clear_document_cache(doctype, name)
	for table, names in world.rows.items():
		frappe.db.delete(table, {"name": ["in", list(names)]})
	for doctype, names in world.touched.items():
		for name in names:
			if doctype == "Client Household":
				client_household._count_members(name)
			frappe.clear_document_cache(doctype, name)
	for doctype, names in world.documents.items():
		traces.delete(doctype, names)


def _forget_numbers(traits: Traits) -> None:
	for doctype, fieldname in NAMED_BY_NUMBER:
		frappe.db.delete(doctype, {fieldname: ["in", traits.numbers]})


def _remove_old_files(world: World) -> None:
	"""The file of an old database holds everybody: it is not needed any more when its rows were taken, and goes as a
	whole. What its columns and values say of the client cannot be told from what they say of others."""
	for name in old_databases(world):
		attached = {"attached_to_doctype": LEGACY, "attached_to_name": name}
		traces.delete("File", frappe.get_all("File", attached, pluck="name"))
		frappe.db.set_value(LEGACY, name, "file", None, update_modified=False)
		frappe.db.delete("Legacy Import Value", {"parenttype": LEGACY, "parent": name})


def old_databases(world: World) -> list[str]:
	"""The imports the client's rows came from."""
	rows = list(world.documents.get("Legacy Import Row", ())) or [""]
	imports: set[Any] = set(
		frappe.get_all("Legacy Import Row", {"name": ["in", rows]}, pluck="legacy_import")
	)
	return sorted(name for name in imports if name)
