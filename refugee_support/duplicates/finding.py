"""Who may be the same person as somebody: candidates by common keys, then compared one by one."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import getdate
from pypika import Order

from refugee_support.duplicates.keys import NAME_FIELDS, person_name
from refugee_support.rules.names import LIKELY, PersonName, name_keys, reasons, same_person_likelihood
from refugee_support.rules.names.births import Births, compare_births

MOST_CANDIDATES = 25  # who shares most keys comes first
SHOWN = ("client_name", "nationality", "household", "status")


@dataclass(frozen=True)
class Hit:
	"""A client who may be the person asked for."""

	client: Any  # the row: name, names, date of birth, nationality, ...
	likelihood: float
	reasons: tuple[str, ...]

	@property
	def name(self) -> str:
		return self.client.name


def likely(person: PersonName, client: str | None = None, household: str | None = None) -> list[Hit]:
	"""Everybody who may be this person, likeliest first, whoever may see them: the caller decides what is told.

	Args:
		client: number of the record the person has already; empty for a new one.
		household: where the person lives; its members are somebody else.
	"""
	hits = []
	for row in candidates(person):
		if row.name == client or row.status == "Anonymised" or births_exclude(person, row):
			continue
		other = person_name(row)
		if (likelihood := same_person_likelihood(person, other)) >= LIKELY:
			hits.append(Hit(row, likelihood, reasons(person, other)))
	if hits:  # mostly there are none, and nothing more is asked
		others = known_to_be_others(client, household)
		hits = [hit for hit in hits if hit.name not in others]
	return sorted(hits, key=lambda hit: (-hit.likelihood, hit.name))


def births_exclude(person: PersonName, row: Any) -> bool:
	"""Asked before names are compared, because it costs nothing: another day of another year is another person."""
	births = compare_births(person.date_of_birth, getdate(row.date_of_birth) if row.date_of_birth else None)
	return births is Births.DIFFERENT


def candidates(person: PersonName) -> list[Any]:
	"""Clients with keys in common, in one look-up. Reads without permissions."""
	keys = sorted(name_keys(person))
	if not keys:
		return []
	key, client = DocType("Client Name Key"), DocType("Client")
	shared = Count("*").as_("shared")
	nearest = (
		frappe.qb.from_(key)
		.select(key.client, shared)
		.where(key.name_key.isin(keys))
		.groupby(key.client)
		.orderby(shared, order=Order.desc)
		.limit(MOST_CANDIDATES)
	).as_("nearest")
	columns = [client[name] for name in ("name", *NAME_FIELDS, *SHOWN)]
	query = frappe.qb.from_(nearest).join(client).on(client.name == nearest.client).select(*columns)
	return query.run(as_dict=True)


def known_to_be_others(client: str | None, household: str | None = None) -> set[str]:
	"""Who cannot be this client: themselves, who ever lived with them, their relatives, and whom somebody told apart."""
	others = {client} if client else set()
	members = DocType("Client Household Member")
	homes = (
		set(frappe.get_all("Client Household Member", {"client": client}, pluck="parent"))
		if client
		else set()
	)
	homes |= {household} - {None, ""}
	if homes:
		others |= set(
			frappe.qb.from_(members)
			.select(members.client)
			.where(members.parent.isin(sorted(homes)))
			.run(pluck=True)
		)
	return others | (_told_apart(client) if client else set())


def _told_apart(client: str) -> set[str]:
	others: set[str] = set()
	for doctype, one, other in (
		("Client Distinct Pair", "client", "other_client"),
		("Client Relation", "client", "related_client"),
	):
		others |= set(frappe.get_all(doctype, {one: client, other: ["is", "set"]}, pluck=other))
		others |= set(frappe.get_all(doctype, {other: client}, pluck=one))
	return others
