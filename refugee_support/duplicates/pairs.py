"""All pairs of clients who may be one person, as far as the reader may see both."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import create_batch

from refugee_support import access
from refugee_support.duplicates.finding import SHOWN, births_exclude
from refugee_support.duplicates.keys import NAME_FIELDS, person_name
from refugee_support.refugee_support.doctype.client_distinct_pair.client_distinct_pair import (
	CONFIRMED,
	PROVISIONAL,
	pair_key,
)
from refugee_support.rules.names import LIKELY, reasons, same_person_likelihood

MOST_PAIRS = 200
MOST_COMPARED = 10_000  # some seconds
BATCH = 1000
COMMONEST = 50  # a key shared by more people than this says nothing of one person


@dataclass(frozen=True)
class Pair:
	"""Two clients who may be one, and who has already said that they are not."""

	one: Any
	other: Any
	likelihood: float
	reasons: tuple[str, ...]
	said_by: str = ""


def likely_pairs() -> tuple[list[Pair], bool]:
	"""The likeliest first, at most MOST_PAIRS; and whether everybody who has a key in common was compared."""
	candidates = _with_common_keys()
	clients = _clients({name for pair in candidates for name in pair})
	people = {name: person_name(row) for name, row in clients.items()}
	apart, provisional = _told_apart()
	pairs = []
	for one, other in sorted(candidates):
		key = pair_key(one, other)
		if key in apart or one not in clients or other not in clients:
			continue
		first, second = people[one], people[other]
		if births_exclude(first, second):
			continue
		if (likelihood := same_person_likelihood(first, second)) >= LIKELY:
			why = reasons(first, second)
			pairs.append(Pair(clients[one], clients[other], likelihood, why, provisional.get(key, "")))
	pairs.sort(key=lambda pair: (-pair.likelihood, pair.one.name, pair.other.name))
	return pairs[:MOST_PAIRS], len(candidates) < MOST_COMPARED


def _clients(names: set[str]) -> dict[str, Any]:
	"""Of these clients those the reader may see."""
	fields, found = ["name", *NAME_FIELDS, *SHOWN], {}
	for some in create_batch(sorted(names), BATCH):
		found |= {row.name: row for row in frappe.get_list("Client", {"name": ["in", some]}, fields, limit=0)}
	return found


def _with_common_keys() -> set[tuple[str, str]]:
	"""Visible clients with a key in common, those with the rarest keys first: one that two people share says most, and
	all pairs of two hundred thousand clients would be millions."""
	key, pairs = DocType("Client Name Key"), set()
	held = Count("*").as_("held")
	rarest = (
		_keys_of_visible()
		.select(key.name_key, held)
		.groupby(key.name_key)
		.having(Count("*")[2:COMMONEST])
		.orderby(held)
		.limit(MOST_COMPARED)
		.run()
	)
	for some in create_batch([name_key for name_key, _held in rarest], BATCH):
		holders: dict[str, list[str]] = {name_key: [] for name_key in some}
		query = _keys_of_visible().select(key.name_key, key.client).where(key.name_key.isin(some))
		for name_key, client in query.orderby(key.client).run():
			holders[name_key].append(client)
		for names in holders.values():
			pairs.update(combinations(names, 2))
			if len(pairs) >= MOST_COMPARED:
				return set(sorted(pairs)[:MOST_COMPARED])
	return pairs


def _keys_of_visible() -> Any:
	"""Hashes of what names sound like, of the clients the reader may see."""
	key = DocType("Client Name Key")
	query = frappe.qb.from_(key).where(key.name_key >= "0")  # before it stand words and their parts
	criterion = access.client_column_criterion(frappe.session.user, key.client)
	return query if criterion is None else query.where(criterion)


def _told_apart() -> tuple[set[str], dict[str, str]]:
	"""Pairs that are certainly two people (told apart, relatives, one household), and those a volunteer told apart.

	Reads without permissions: only pairs of visible clients are asked for.
	"""
	decided = frappe.get_all("Client Distinct Pair", fields=["pair_key", "status", "decided_by_name"])
	apart = {row.pair_key for row in decided if row.status == CONFIRMED}
	provisional = {row.pair_key: row.decided_by_name for row in decided if row.status == PROVISIONAL}
	for row in frappe.get_all(
		"Client Relation", {"related_client": ["is", "set"]}, ["client", "related_client"]
	):
		apart.add(pair_key(row.client, row.related_client))
	one, other = DocType("Client Household Member"), DocType("Client Household Member").as_("other")
	together = (
		frappe.qb.from_(one)
		.join(other)
		.on((one.parent == other.parent) & (one.client < other.client))
		.select(one.client, other.client)
		.run()
	)
	return apart | {pair_key(*pair) for pair in together}, provisional
