"""Finding people: the one search helper over normalised names (link fields, and whatever else looks for a client)."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Lower
from frappe.utils import cint, getdate
from pypika import Order
from pypika.terms import Criterion

from refugee_support import access
from refugee_support.duplicates.keys import NAME_FIELDS, person_name
from refugee_support.rules.names import PersonName, has_word_like, word_keys
from refugee_support.rules.text import search_key

LONGEST_LIST = 50
CANDIDATES = 200  # compared word by word


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
	"""Clients for a link field: every word typed must occur in the name, in Latin or native script; after these those
	whose name is another spelling of it.

	Filters are not accepted from the browser, but for `status`: a filter on a hidden field would tell its content.
	"""
	frappe.has_permission("Client", "read", throw=True)
	length, begin = min(cint(page_len) or 10, LONGEST_LIST), cint(start)
	found = _clients_where(_written_like(txt), length, begin)
	if not found and not begin:
		found = _merged_into(txt)
	if len(found) < length and not begin and len(search_key(txt)) > 2:
		found += _sounding_like(txt, {row.name for row in found})[: length - len(found)]
	return [_describe(row) for row in found]


@frappe.whitelist()
def clients_named(txt: str) -> list[str]:
	"""The numbers of the clients a name may mean, whatever its spelling: for the list's own search field."""
	return [row[0] for row in client_query("Client", txt, "name", 0, LONGEST_LIST, None)]


def _written_like(txt: str) -> list[Any]:
	"""Every word typed occurs in the name or the number."""
	client = DocType("Client")
	# Lower() on the number, too: a paper file is found by "rsc-00042".
	return [
		client.search_name.like(f"%{word}%") | Lower(client.name).like(f"%{word}%")
		for word in search_key(txt).split()
	]


def _sounding_like(txt: str, without: set[str]) -> list[Any]:
	"""Every word typed is, in some spelling or script, a word of the name: Mohamad finds Muhammed and محمد."""
	client, key = DocType("Client"), DocType("Client Name Key")
	words = search_key(txt).split()
	keys = [word_keys(PersonName(word, "")) for word in words]
	if not words or not all(keys):
		return []
	conditions = [
		client.name.isin(frappe.qb.from_(key).select(key.client).where(key.name_key.isin(sorted(some))))
		for some in keys
	]
	rows = _clients_where(conditions, CANDIDATES, 0)
	return [
		row
		for row in rows
		if row.name not in without and all(has_word_like(person_name(row), word) for word in words)
	]


def _merged_into(txt: str) -> list[Any]:
	"""The number on an old paper file leads to the record it was merged into."""
	client, merge = DocType("Client"), DocType("Client Merge")
	survivors = (
		frappe.qb.from_(merge)
		.select(merge.survivor)
		.where((Lower(merge.merged_client) == txt.strip().lower()) & (merge.status != "Undone"))
	)
	return _clients_where([client.name.isin(survivors)], 1, 0)


def _clients_where(conditions: list[Any], length: int, begin: int) -> list[Any]:
	client = DocType("Client")
	columns = ("name", "client_name", *NAME_FIELDS, "nationality")
	query = (
		frappe.qb.from_(client)
		.select(*(client[column] for column in columns))
		.where(client.status != "Anonymised")
		.orderby(client.status)
		.orderby(client.search_name)
		.limit(length)
		.offset(begin)
	)
	criterion = access.client_criterion(frappe.session.user)
	for condition in [*conditions, *([] if criterion is None else [criterion])]:
		query = query.where(condition)
	return query.run(as_dict=True)


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
