"""Finding people: the one search helper over normalised names (link fields, and whatever else looks for a client)."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Lower
from frappe.utils import cint, getdate
from pypika import Order
from pypika.terms import Criterion

from refugee_support import access
from refugee_support.duplicates import keys
from refugee_support.duplicates.keys import NAME_FIELDS, person_name
from refugee_support.rules.names import PersonName, has_word_found_by, name_keys, word_keys
from refugee_support.rules.text import search_words, words_of_key

LONGEST_LIST = 50
CANDIDATES = 100  # looked at; a list shows fewer
LISTENED_TO = 40  # of these, whether they sound alike
SHORT = 3  # letters
LONGEST_STORED = 140  # of a search_name
NUMBER = re.compile(r"(rsc-?)?(\d{1,9})", re.IGNORECASE)
BEGINS, INSIDE, SOUNDS = range(3)


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def client_query(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | None,
	**kwargs: Any,
) -> list[tuple[str, str, str, str, str]]:
	"""Clients for a link field: every word typed must begin a word of the name, in Latin or native script; after these
	those who have it inside a word, and those whose name is another spelling of it.

	Filters are not accepted from the browser, but for `status`: a filter on a hidden field would tell its content.
	"""
	frappe.has_permission("Client", "read", throw=True)
	length, begin = min(cint(page_len) or 10, LONGEST_LIST), cint(start)
	found = islice(_found(txt), begin, begin + length)
	return [_describe(row) for row in found]


@frappe.whitelist()
def clients_named(txt: str) -> list[str]:
	"""The numbers of the clients a name may mean, whatever its spelling: for the list's own search field."""
	return [row[0] for row in client_query("Client", txt, "name", 0, LONGEST_LIST, None)]


def _found(txt: str) -> Iterator[Any]:
	"""What fits best first."""
	words = search_words(txt)
	if NUMBER.fullmatch(txt.strip()):
		yield from _with_number(txt.strip())
	elif words and (few := _few_clients()) is not None:
		yield from _best_first(few, words)
	elif len(words) == 1:
		yield from _best_first(_with_one_key(words[0]), words)
	elif words:
		yield from _with_words(words)
	elif not txt.strip():
		yield from _first_clients()


def _few_clients() -> list[Any] | None:
	"""All clients of somebody who sees no more than are listened to in any case, as most volunteers do; else None."""
	if access.client_scope(frappe.session.user) != "team":
		return None
	client = DocType("Client")
	rows = _visible(frappe.qb.from_(client)).limit(LISTENED_TO + 1).run(as_dict=True)
	return rows if len(rows) <= LISTENED_TO else None


def _with_words(words: list[str]) -> Iterator[Any]:
	"""Whole names by their common keys, in any spelling and order. Where none is written as typed, first names of which
	every word typed begins a word or is inside one; and at last those where one begins and another only sounds so.

	Of a word of two or three letters it is mostly the beginning that was typed: those whom beginnings find come first,
	then the whole names; whoever has it inside a word is left out, as the index holds too many.
	"""
	begun = list(_best_first(_with_keys(words, BEGINS), words)) if min(map(len, words)) <= SHORT else []
	yield from begun
	known = {row.name for row in begun}
	whole = _with_common_keys(PersonName(" ".join(words[:-1]), words[-1]))
	alike = list(_best_first([row for row in whole if row.name not in known], words))
	if begun or (alike and _how_well(alike[0], words) == BEGINS):
		yield from alike
		return
	written = list(_best_first(_with_keys(words, INSIDE), words))
	yield from written
	known = {row.name for row in written}
	yield from (row for row in alike if row.name not in known)
	if not written and not alike:
		yield from _best_first(_with_keys(words, SOUNDS), words)


def _with_one_key(word: str) -> list[Any]:
	"""Read in the order of the index (words, parts, sounds) and no further than CANDIDATES rows: so it takes no longer
	among two hundred thousand clients than among four hundred (docs/performance.md)."""
	client, key = DocType("Client"), DocType("Client Name Key")
	query = frappe.qb.from_(key).join(client).on(client.name == key.client)
	query = query.where(_fits(key.name_key, word, SOUNDS)).orderby(key.name_key).limit(CANDIDATES)
	return _visible(query).run(as_dict=True)


def _with_common_keys(person: PersonName) -> list[Any]:
	"""Who shares most keys with the name, as in the check for duplicates."""
	if not (codes := sorted(name_keys(person))):
		return []
	client, key, shared = DocType("Client"), DocType("Client Name Key"), Count("*").as_("shared")
	nearest = frappe.qb.from_(key).select(key.client, shared).where(key.name_key.isin(codes))
	criterion = access.client_column_criterion(frappe.session.user, key.client)
	nearest = nearest if criterion is None else nearest.where(criterion)
	nearest = nearest.groupby(key.client).orderby(shared, order=Order.desc).limit(LISTENED_TO).as_("nearest")
	return _shown(frappe.qb.from_(nearest).join(client).on(client.name == nearest.client)).run(as_dict=True)


def _with_keys(words: list[str], how: int) -> list[Any]:
	"""Clients who have a key for every word. All that fit one word are read from the index and put against those of the
	next; looking up the second word for each that fits the first would take ten times as long."""
	client, fitting = DocType("Client"), None
	for number, word in enumerate(sorted(set(words), key=len, reverse=True)):
		key = DocType("Client Name Key").as_(f"key_{number}")
		one = frappe.qb.from_(key).select(key.client).where(_fits(key.name_key, word, how))
		one.wrap_set_operation_queries = False  # SQLite takes no brackets around the parts
		fitting = one if fitting is None else fitting.intersect(one)
	fitting = fitting.as_("fitting")
	query = frappe.qb.from_(fitting).join(client).on(client.name == fitting.client).limit(CANDIDATES)
	return _visible(query).run(as_dict=True)


def _best_first(found: list[Any], words: list[str]) -> Iterator[Any]:
	rows = {
		row.name: row for row in found
	}  # by number, because Ali Aliyev has two words that begin with "ali"
	order = {name: (_how_well(row, words), row.status, row.search_name or "") for name, row in rows.items()}
	listened = 0
	for name in sorted(order, key=order.__getitem__):
		if order[name][0] == SOUNDS:
			listened += 1
			if listened > LISTENED_TO or not _sounds_like(rows[name], words):
				continue
		yield rows[name]


def _fits(name_key: Any, word: str, how: int) -> Criterion:
	"""Keys that a word begins; or INSIDE of which it is, too; or that SOUND like it, too."""
	word = word[: keys.LONGEST_WORD]
	fits = name_key.like(f"{keys.WORD}{word}%")
	if how >= INSIDE and len(word) >= keys.SHORTEST_PART:
		fits |= name_key.like(f"{keys.PART}{word}%")
		if how == SOUNDS and (codes := word_keys(PersonName(word, ""))):
			fits |= name_key.isin(sorted(codes))
	return fits


def _how_well(row: Any, words: list[str]) -> int:
	"""All words typed begin one of the name; some are inside one; or not all of them are written in it."""
	own = _own_words(row)
	if all(any(one.startswith(word) for one in own) for word in words):
		return BEGINS
	return INSIDE if all(any(word in one for one in own) for word in words) else SOUNDS


def _own_words(row: Any) -> tuple[str, ...]:
	"""Of the name as it is stored to be found, which is cut off where it is very long."""
	stored = row.search_name or ""
	if 0 < len(stored) < LONGEST_STORED:
		return words_of_key(stored)
	return tuple(search_words(row.first_name, row.last_name, row.native_name))


def _sounds_like(row: Any, words: list[str]) -> bool:
	"""Every word typed is written in the name or is, in some spelling or script, a word of it: Mohamad finds Muhammed
	and محمد."""
	person, own = person_name(row), _own_words(row)
	return all(any(word in one for one in own) or has_word_found_by(person, word) for word in words)


def _with_number(txt: str) -> list[Any]:
	"""A paper file is found by "rsc-00042", "00042" or 42, and by the beginning of its whole number. A number of old
	leads to the record it was merged into."""
	client, merge = DocType("Client"), DocType("Client Merge")
	prefix, digits = NUMBER.fullmatch(txt).groups()
	name = f"RSC-{int(digits):05}"
	named = client.name == name
	if prefix:
		named |= client.name.like(f"RSC-{digits}%")
	rows = _visible(frappe.qb.from_(client)).where(named).orderby(client.name).limit(LONGEST_LIST)
	if found := rows.run(as_dict=True):
		return found
	survivors = frappe.qb.from_(merge).select(merge.survivor).where(merge.merged_client == name)
	named = client.name.isin(survivors.where(merge.status != "Undone"))
	return _visible(frappe.qb.from_(client)).where(named).limit(1).run(as_dict=True)


def _first_clients() -> list[Any]:
	"""Before anything is typed."""
	client = DocType("Client")
	query = _visible(frappe.qb.from_(client)).orderby(client.search_name)
	return query.limit(LONGEST_LIST).run(as_dict=True)


def _shown(query: Any) -> Any:
	"""With what is shown of clients."""
	client = DocType("Client")
	columns = ("name", "client_name", "status", "search_name", *NAME_FIELDS, "nationality")
	return query.select(*(client[column] for column in columns)).where(client.status != "Anonymised")


def _visible(query: Any) -> Any:
	"""Of a query over Client those the reader may see, with what is shown of them."""
	query = _shown(query)
	criterion = access.client_criterion(frappe.session.user)
	return query if criterion is None else query.where(criterion)


def client_names(clients: Iterable[str]) -> dict[str, str]:
	"""Names by number, of those the reader may see: for lists that show a name beside a link."""
	rows = frappe.get_list("Client", {"name": ["in", [*clients, ""]]}, ["name", "client_name"], limit=0)
	return {row.name: row.client_name for row in rows}


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def team_member_query(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | None,
	**kwargs: Any,
) -> list[tuple[str, str]]:
	"""Accounts of active people with a signed undertaking: who may stand in a support team."""
	frappe.has_permission("Client", "read", throw=True)
	profile = DocType("Volunteer Profile")
	bound = profile.undertaking_signed_on.isnotnull()
	bound &= profile.undertaking_ended_on.isnull() | (profile.undertaking_ended_on > getdate())
	return active_people(txt, start, page_len, bound)


def active_people(txt: str, start: int, page_len: int, *conditions: Criterion) -> list[tuple[str, str]]:
	"""Account and name of active people, for a link field. Asks no permission: whoever calls has done so."""
	profile = DocType("Volunteer Profile")
	query = (
		frappe.qb.from_(profile)
		.select(profile.user, profile.full_name)
		.where((profile.status == "Active") & profile.user.isnotnull())
		.where(Lower(profile.full_name).like(f"%{(txt or '').lower()}%"))
		.orderby(profile.full_name, order=Order.asc)
		.limit(min(cint(page_len) or 10, LONGEST_LIST))
		.offset(cint(start))
	)
	for condition in conditions:
		query = query.where(condition)
	return [tuple(row) for row in query.run()]


def _describe(row: Any) -> tuple[str, str, str, str, str]:
	"""Number, name and what tells people of the same name apart."""
	born = str(getdate(row.date_of_birth).year) if row.date_of_birth else ""
	country = frappe._(row.nationality) if row.nationality else ""
	return row.name, row.client_name, row.native_name or "", born, country
