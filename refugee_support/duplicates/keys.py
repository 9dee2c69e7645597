"""The keys of every client, stored and indexed, so that a check needs one look-up and not a comparison with all."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe.utils import getdate, now

from refugee_support.rules.names import PersonName, name_keys, word_keys

NAME_FIELDS = ("first_name", "last_name", "native_name", "date_of_birth")
BATCH = 500


def person_name(row: Any) -> PersonName:
	born = row.get("date_of_birth")
	return PersonName(
		row.get("first_name") or "",
		row.get("last_name") or "",
		getdate(born) if born else None,
		row.get("native_name") or "",
	)


def write(rows: Iterable[Any]) -> None:
	"""Make the keys of these clients (documents or rows with their names) those of what they say now.

	Only what differs is touched, by name: deleting "all of this client" would lock the gap in the index in which the
	next new client's keys belong, and two people who record clients at the same moment would wait for each other.
	"""
	rows = list(rows)
	wanted = {
		f"{row.name}-{key}": (row.name, key)
		for row in rows
		if row.get("status") != "Anonymised"
		for key in keys_of(person_name(row))
	}
	known = {"client": ["in", [row.name for row in rows]]}
	stored = set(frappe.get_all("Client Name Key", known, pluck="name", limit=0))
	if gone := stored - wanted.keys():
		frappe.db.delete("Client Name Key", {"name": ["in", sorted(gone)]})
	_insert({name: wanted[name] for name in sorted(wanted.keys() - stored)})


def _insert(keys: dict[str, tuple[str, str]]) -> None:
	if not keys:
		return
	time = now()
	fields = ["name", "client", "name_key", "owner", "creation", "modified_by", "modified", "docstatus"]
	values = [
		(name, client, key, "Administrator", time, "Administrator", time, 0)
		for name, (client, key) in keys.items()
	]
	frappe.db.bulk_insert("Client Name Key", fields, values)


def keys_of(person: PersonName) -> set[str]:
	return name_keys(person) | word_keys(person)


def remove(clients: list[str]) -> None:
	frappe.db.delete("Client Name Key", {"client": ["in", clients]})


def rebuild() -> int:
	"""The keys of all clients anew: after an update that compares names differently.

	Returns:
		The number of clients.
	"""
	names = frappe.get_all("Client", pluck="name", order_by="name")  # a command, not a request
	for start in range(0, len(names), BATCH):
		some = {"name": ["in", names[start : start + BATCH]]}
		write(frappe.get_all("Client", some, ["name", "status", *NAME_FIELDS]))
	return len(names)
