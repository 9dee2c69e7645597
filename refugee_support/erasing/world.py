"""What hangs on a client, found from the link fields themselves: a DocType added later is erased, too."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import frappe
from frappe.model.rename_doc import get_link_fields
from frappe.query_builder import DocType

MODULE = "Refugee Support"
# Says that somebody was erased, and no longer who.
STAYS = {"Client Erasure"}
# Kept under the number of a client or a record, without a link field.
NAMED_BY_NUMBER = (("Client Access Log", "client"),)


@dataclass
class World:
	"""Everything about one client.

	Attributes:
		documents: DocType -> names of the records that go, the client among them.
		rows: child DocType -> names of rows that are taken out of records that stay.
		links: (DocType, field, name) of link fields that are emptied in records that stay.
		touched: DocType -> names of records that stay and lose a row.
	"""

	client: str
	documents: dict[str, set[str]] = field(default_factory=dict)
	rows: dict[str, set[str]] = field(default_factory=dict)
	links: set[tuple[str, str, str]] = field(default_factory=set)
	touched: dict[str, set[str]] = field(default_factory=dict)

	def goes(self, doctype: str, name: str) -> bool:
		return name in self.documents.get(doctype, ())

	def everything(self) -> Iterator[tuple[str, set[str]]]:
		yield from self.documents.items()
		yield from self.rows.items()


def world_of(client: str) -> World:
	"""Reads without permissions: erasing that leaves out what its reader does not see would be none."""
	world = World(client)
	_follow(world, "Client", {client})
	_follow_registrations(world)
	_follow_empty_households(world)
	_drop_what_goes_anyway(world)
	return world


def _follow(world: World, doctype: str, names: set[str]) -> None:
	new = names - world.documents.get(doctype, set())
	if not new:
		return
	world.documents.setdefault(doctype, set()).update(new)
	for link in get_link_fields(doctype):
		table, fieldname = link["parent"], link["fieldname"]
		if link["issingle"] or not frappe.db.table_exists(table):
			continue
		if frappe.get_meta(table).istable:
			_take_rows(world, table, fieldname, new)
		elif found := set(_naming(table, fieldname, new)):
			if goes_along(table, doctype):
				_follow(world, table, found)
			else:
				world.links |= {(table, fieldname, name) for name in found}


def _naming(table: str, fieldname: str, names: set[str]) -> list[str]:
	return frappe.get_all(table, {fieldname: ["in", list(names)]}, pluck="name", limit=0)


def goes_along(table: str, linked: str) -> bool:
	"""What names the client goes with them; what names only a record of theirs goes with that record, if it is one of
	ours and could belong to nobody else. Everything else only loses the link."""
	if table in STAYS or table == "Client":
		return False
	if linked == "Client":
		return True
	return frappe.get_meta(table).module == MODULE and is_about_clients(table) and not names_client(table)


def is_about_clients(doctype: str) -> bool:
	from refugee_support.access import CLIENT_DOCTYPES

	return doctype in CLIENT_DOCTYPES


def names_client(doctype: str) -> bool:
	return any(df.options == "Client" for df in frappe.get_meta(doctype).get_link_fields())


def _take_rows(world: World, table: str, fieldname: str, names: set[str]) -> None:
	rows = frappe.get_all(table, {fieldname: ["in", list(names)]}, ["name", "parent", "parenttype"], limit=0)
	for row in rows:
		world.rows.setdefault(table, set()).add(row.name)
		world.touched.setdefault(row.parenttype, set()).add(row.parent)


def _follow_registrations(world: World) -> None:
	"""Signed up for an event on the public page, and never linked: known by e-mail or telephone."""
	known = frappe.db.get_value("Client", world.client, ["email_id", "mobile_no"], as_dict=True)
	for fieldname, value in (("email", known.email_id), ("phone", known.mobile_no)) if known else ():
		if value:
			found = frappe.get_all(
				"Event Registration", {fieldname: value, "client": ["is", "not set"]}, pluck="name"
			)
			_follow(world, "Event Registration", set(found))


def _follow_empty_households(world: World) -> None:
	"""A household in which nobody is left but the client."""
	cut = world.rows.get("Client Household Member", set())
	for household in sorted(world.touched.get("Client Household", ())):
		member = DocType("Client Household Member")
		others = frappe.qb.from_(member).select(member.name).where(member.parent == household)
		if not others.where(member.name.notin(list(cut) or [""])).limit(1).run():
			_follow(world, "Client Household", {household})


def _drop_what_goes_anyway(world: World) -> None:
	for doctype, names in list(world.touched.items()):
		names -= world.documents.get(doctype, set())
		if not names:
			del world.touched[doctype]
	world.links = {link for link in world.links if not world.goes(link[0], link[2])}


def joint_documents(world: World) -> dict[str, list[str]]:
	"""Records of the client in which other clients are named: they go as well.

	Returns:
		DocType -> names.
	"""
	joint: dict[str, set[str]] = {}
	for doctype, names in world.documents.items():
		if doctype in ("Client", "Client Household"):
			continue
		for df in frappe.get_meta(doctype).get_table_fields():
			for link in frappe.get_meta(df.options).get_link_fields():
				if link.options == "Client":
					others = {"parent": ["in", list(names)], link.fieldname: ["!=", world.client]}
					joint.setdefault(doctype, set()).update(
						frappe.get_all(df.options, others, pluck="parent")
					)
	return {doctype: sorted(names) for doctype, names in joint.items() if names}
