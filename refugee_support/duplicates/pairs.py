"""All pairs of clients who may be one person, as far as the reader may see both."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe.query_builder import DocType

from refugee_support.duplicates.finding import SHOWN
from refugee_support.duplicates.keys import NAME_FIELDS, person_name
from refugee_support.refugee_support.doctype.client_distinct_pair.client_distinct_pair import (
	CONFIRMED,
	PROVISIONAL,
	pair_key,
)
from refugee_support.rules.names import LIKELY, name_keys, reasons, same_person_likelihood

MOST_PAIRS = 200
COMMONEST = 50  # a key shared by more people than this says nothing of one person


@dataclass(frozen=True)
class Pair:
	"""Two clients who may be one, and who has already said that they are not."""

	one: Any
	other: Any
	likelihood: float
	reasons: tuple[str, ...]
	said_by: str = ""


def likely_pairs() -> list[Pair]:
	"""The likeliest first, at most MOST_PAIRS."""
	clients = _visible_clients()
	apart, provisional = _told_apart()
	pairs = []
	for one, other in sorted(_with_common_keys(clients)):
		key = pair_key(one, other)
		if key in apart:
			continue
		first, second = person_name(clients[one]), person_name(clients[other])
		if (likelihood := same_person_likelihood(first, second)) >= LIKELY:
			why = reasons(first, second)
			pairs.append(Pair(clients[one], clients[other], likelihood, why, provisional.get(key, "")))
	return sorted(pairs, key=lambda pair: (-pair.likelihood, pair.one.name, pair.other.name))[:MOST_PAIRS]


def _visible_clients() -> dict[str, Any]:
	fields = ["name", *NAME_FIELDS, *SHOWN]
	rows = frappe.get_list("Client", {"status": ["!=", "Anonymised"]}, fields, limit=0, order_by="name")
	return {row.name: row for row in rows}


def _with_common_keys(clients: dict[str, Any]) -> set[tuple[str, str]]:
	holders: dict[str, list[str]] = {}
	for name, row in clients.items():
		for key in name_keys(person_name(row)):
			holders.setdefault(key, []).append(name)
	return {
		(one, other)
		for names in holders.values()
		if len(names) <= COMMONEST
		for position, one in enumerate(names)
		for other in names[position + 1 :]
	}


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
