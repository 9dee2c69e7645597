"""Which records have to be looked at before they are given: the list a request brings with it."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, formatdate, getdate

from refugee_support.erasing.world import STAYS, World
from refugee_support.own_data import DAYS, OTHERS, WITHHOLD, WITHOUT_OTHERS
from refugee_support.restricted_clients import links_to_client, rows_naming_clients

# Written by counsellors for counsellors, or about violence, health and flight: read once more before they leave.
CONFIDENTIAL = ("Consultation Note", "Confidential Record")
NOTE, NAMED, OF_OTHERS, FILE = (
	"Confidential Note",
	"Other People Are Named",
	"Record of Another Person",
	"File Beside Such a Record",
)
Key = tuple[str, str]


def to_look_at(world: World) -> dict[Key, str]:
	"""(DocType, name) -> why."""
	found: dict[Key, str] = {}
	for doctype, names in world.documents.items():
		if doctype == "Client":
			continue
		why = NOTE if doctype in CONFIDENTIAL else ""
		named = names if why else naming_others(doctype, names, world.client)
		found |= {(doctype, name): why or NAMED for name in named}
	for doctype, names in records_of_others(world).items():
		found |= {(doctype, name): OF_OTHERS for name in names}
	for doctype in {doctype for doctype, _name in found}:
		attached = {"attached_to_doctype": doctype, "is_folder": 0}
		names = [name for of, name in found if of == doctype]
		for file in frappe.get_all(
			"File", {**attached, "attached_to_name": ["in", names]}, pluck="name", limit=0
		):
			found["File", file] = FILE
	return found


def naming_others(doctype: str, names: set[str], client: str) -> set[str]:
	"""Records with a link to another client, in themselves or in their rows."""
	found: set[str] = set()
	for fieldname in links_to_client(doctype):
		others = {"name": ["in", list(names)], fieldname: ["not in", [client, ""]]}
		found |= set(frappe.get_all(doctype, others, pluck="name", limit=0))
	for child, fieldname in rows_naming_clients(doctype):
		others = {"parenttype": doctype, "parent": ["in", list(names)], fieldname: ["not in", [client, ""]]}
		found |= set(frappe.get_all(child, others, pluck="parent", limit=0))
	return found


def records_of_others(world: World) -> dict[str, set[str]]:
	"""Records that stay when this person is erased, and in which they are named."""
	found = {doctype: set(names) for doctype, names in world.touched.items()}
	for doctype, _fieldname, name in world.links:
		if doctype not in STAYS:
			found.setdefault(doctype, set()).add(name)
	return {doctype: names for doctype, names in found.items() if doctype != "Client"}


def bring_up_to_date(request: Any, world: World) -> None:
	"""New records join the list, those that are gone leave it; what was decided stays."""
	wanted = dict(readable(to_look_at(world)))
	known = {(row.record_type, row.record): row for row in request.decisions}
	request.decisions = [row for key, row in known.items() if key in wanted]
	for key, why in wanted.items():
		if key not in known:
			decision = {NAMED: WITHOUT_OTHERS, OF_OTHERS: WITHHOLD}.get(why, "")
			request.append(
				"decisions",
				{
					"record_type": key[0],
					"record": key[1],
					"because": why,
					"decision": decision,
					"reason": OTHERS if decision == WITHHOLD else "",
				},
			)
	for number, row in enumerate(request.decisions, 1):
		row.idx, row.title = number, title_of(row.record_type, row.record)


def readable(found: dict[Key, str]) -> Iterator[tuple[Key, str]]:
	"""Of what the writer of the request does not see, nothing is shown, and nothing given (gathering.py)."""
	by_type: dict[str, list[str]] = {}
	for doctype, name in found:
		by_type.setdefault(doctype, []).append(name)
	for doctype in sorted(by_type):
		seen = visible_names(doctype, by_type[doctype])
		yield from (((doctype, name), found[doctype, name]) for name in by_type[doctype] if name in seen)


def visible_names(doctype: str, names: Any) -> set[str]:
	if not frappe.has_permission(doctype, "read"):
		return set()
	return set(frappe.get_list(doctype, {"name": ["in", list(names) or [""]]}, pluck="name", limit=0))


def title_of(doctype: str, name: str) -> str:
	"""Kind and day, for files the name: nothing of the content."""
	if doctype == "File":
		return cstr(frappe.db.get_value("File", name, "file_name"))[:140]
	meta = frappe.get_meta(doctype)
	days = [field for field in DAYS if field == "creation" or meta.has_field(field)]
	values = frappe.db.get_value(doctype, name, days, as_dict=True)
	day = getdate(next(values[field] for field in days if values[field]))
	return _("{0}, {1}").format(_(doctype), formatdate(day))
