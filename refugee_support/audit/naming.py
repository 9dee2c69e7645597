"""Which clients a record names, for any DocType that hangs on a client."""

import frappe

from refugee_support.access import CHILD_TABLES
from refugee_support.restricted_clients import (
	links_to_client,
	links_to_what_names_a_client,
	rows_naming_clients,
)


def clients_of(doctype: str, names: list[str]) -> dict[str, list[str]]:
	"""{name of a record: numbers of the clients it names}; one query for most DocTypes, none for Client.

	Reads without permissions: the log must know what the reader has been shown.
	"""
	if not names:
		return {}
	if doctype == "Client":
		return {name: [name] for name in names}
	if doctype in CHILD_TABLES:
		return clients_of_rows(doctype, names)
	found: dict[str, list[str]] = {}
	if fields := links_to_client(doctype):
		for row in frappe.get_all(doctype, {"name": ["in", names]}, ["name", *fields]):
			found.setdefault(row.name, []).extend(row[field] for field in fields if row[field])
	for child, field in rows_naming_clients(doctype):
		about = {"parent": ["in", names], "parenttype": doctype}
		for row in frappe.get_all(child, about, ["parent", field]):
			found.setdefault(row.parent, []).append(row[field])
	if not found:
		found = clients_of_linked(doctype, names)
	return {name: sorted({client for client in clients if client}) for name, clients in found.items()}


def clients_of_rows(child: str, names: list[str]) -> dict[str, list[str]]:
	rows = frappe.get_all(child, {"name": ["in", names]}, ["name", "parent"])
	of_parents = clients_of(CHILD_TABLES[child], [row.parent for row in rows])
	return {row.name: of_parents.get(row.parent, []) for row in rows}


def clients_of_linked(doctype: str, names: list[str]) -> dict[str, list[str]]:
	for field, linked in links_to_what_names_a_client(doctype):
		rows = frappe.get_all(doctype, {"name": ["in", names]}, ["name", field])
		of_linked = clients_of(linked, [row[field] for row in rows if row[field]])
		return {row.name: of_linked.get(row[field], []) for row in rows}
	return {}
