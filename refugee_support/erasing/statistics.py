"""Service Records of an erased client stay, and lead to nobody any more."""

from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.utils import get_datetime

from refugee_support.erasing.world import World
from refugee_support.service_records import SOURCES, write_again

RECORD = "Service Record"


def cut_loose(world: World) -> int:
	"""Take away what leads from a row to its source and from its key to the person.

	The new key is the same in all rows of the person: "persons" are counted as before. A household's key stays as long
	as others live in the household, because their rows are counted under it; it changes when the last one is erased.
	Names and times of rows are made from the source (service_records.sources): they are replaced, too.

	Returns:
		The number of rows that stay.
	"""
	person = frappe.db.get_value("Client", world.client, "person_key")
	rows = _rows(world, person)
	keys = {person: _new_key()}
	for household in frappe.get_all(
		"Client Household",
		{"name": ["in", list(world.documents.get("Client Household", ())) or [""]]},
		pluck="household_key",
	):
		keys[household] = _new_key()
	for row in rows:
		_cut(row)
	for fieldname in ("person_key", "household_key"):
		for old, new in keys.items():
			if old:
				frappe.db.set_value(RECORD, {fieldname: old}, fieldname, new, update_modified=False)
	return len(rows)


def _new_key() -> str:
	return frappe.generate_hash(length=20)


def _rows(world: World, person: str | None) -> list[Any]:
	"""All rows of documents that go, whoever they are about, and all rows of the person."""
	columns = ["name", "service_date"]
	found = {}
	if person:
		found |= {row.name: row for row in frappe.get_all(RECORD, {"person_key": person}, columns)}
	for doctype, names in world.documents.items():
		if doctype in SOURCES:
			about = {"source_doctype": doctype, "source_name": ["in", list(names)]}
			found |= {row.name: row for row in frappe.get_all(RECORD, about, columns)}
	return list(found.values())


def _cut(row: Any) -> None:
	table, midnight = DocType(RECORD), get_datetime(f"{row.service_date} 00:00:00")
	(
		frappe.qb.update(table)
		.set(table.name, frappe.generate_hash(length=16))
		.set(table.source_name, None)
		.set(table.creation, midnight)
		.set(table.modified, midnight)
		.where(table.name == row.name)
		.run()
	)


def write_others_again(world: World) -> None:
	"""Documents that stay have lost a person: what their other rows say of them (how many applied) is said anew."""
	for doctype, names in world.touched.items():
		if doctype in SOURCES:
			write_again(doctype, sorted(names))
