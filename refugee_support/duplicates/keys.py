"""The keys of every client, stored and indexed, so that a check or a search needs one look-up and not a comparison with all.

Three kinds, told apart by how they begin: hashes of what names sound like (for the check, and for a search in another
spelling), whole words of a name and parts of words (for a search by what was typed). They go with the client.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import frappe
from frappe.utils import getdate, now

from refugee_support.rules.names import PersonName, name_keys, short_key, word_keys
from refugee_support.rules.text import search_words

NAME_FIELDS = ("first_name", "last_name", "native_name", "date_of_birth")
BATCH = 500
# In the index words come first, then parts, then hashes (hexadecimal): a search reads them in this order and stops.
WORD, PART = "-1:", "-2:"
SHORTEST_PART = 3  # letters; of one or two letters only beginnings of words are found
MOST_WORDS, LONGEST_WORD = 12, 30


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
	wanted = {name: (client, key) for name, client, key in rows_of(rows)}
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


def rows_of(clients: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
	"""Name, client and key of every row; the name tells nothing of the key."""
	for row in clients:
		if row.get("status") == "Anonymised":
			continue
		person = person_name(row)
		for key in name_keys(person) | word_keys(person):
			yield f"{row.name}-{key}", row.name, key
		for key in typed_keys(person):
			yield f"{row.name}-{short_key(key)}", row.name, key


def typed_keys(person: PersonName) -> set[str]:
	"""The words of a name, and what is left of each from every later letter on: a part is then a beginning, too, which
	an index finds."""
	keys = set()
	for word in search_words(person.first_name, person.last_name, person.native_name)[:MOST_WORDS]:
		word = word[:LONGEST_WORD]
		keys.add(WORD + word)
		keys |= {PART + word[begin:] for begin in range(1, len(word) - SHORTEST_PART + 1)}
	return keys


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
