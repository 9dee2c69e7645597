"""Clients who must not be found: threatened people whose relatives, former partners or countrymen may work here.

Such a client, and everything that hangs on them, exists for nobody but the users named in *Restricted Client Access*
and the owner of the site. This is laid over the criterion of every DocType (`access.CRITERIA`), found from the
DocTypes' own link fields, so that a DocType added later is covered without having to think of it. Statistics keep
their pseudonymous rows.
"""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.utils.caching import request_cache
from pypika.terms import Criterion, ValueWrapper

NOBODY: Criterion = ValueWrapper(1) == ValueWrapper(0)
Criteria = Callable[[str], Criterion | None]


@request_cache  # the question, not the answer
def hidden_clients(user: str) -> Any:
	"""The names of the clients who must not be found and whom this user is not named for, as a sub-query."""
	client, named = DocType("Client").as_("hidden_client"), DocType("Restricted Client Access")
	mine = frappe.qb.from_(named).select(named.client).where(named.user == user)
	return (
		frappe.qb.from_(client)
		.select(client.name)
		.where(client.is_restricted == 1)
		.where(client.name.notin(mine))
	)


def somebody_is_hidden(user: str) -> bool:
	"""Whether there is any client who must not be found by this user. Never remembered."""
	return user != "Administrator" and bool(hidden_clients(user).limit(1).run())


def is_hidden(client: str, user: str) -> bool:
	"""Whether this client must not be found by this user."""
	if user == "Administrator":
		return False
	table = DocType("Client")
	asked = frappe.qb.from_(table).select(table.name).where(table.name == client)
	return bool(asked.where(table.name.isin(hidden_clients(user))).run())


def without_hidden(doctype: str, user: str) -> Criterion | None:
	"""The condition that leaves out every row of a DocType that names a client hidden from this user; None where no
	row can, or for the owner of the site."""
	if user == "Administrator":
		return None
	criterion = None
	for part in _parts(doctype, user):
		criterion = part if criterion is None else criterion & part
	return criterion


def shielded(doctype: str, criterion: Criteria) -> Criteria:
	"""A criterion, and on top of it no row about a hidden client."""

	def within(user: str) -> Criterion | None:
		rows = criterion(user)
		if rows is NOBODY or (shield := without_hidden(doctype, user)) is None:
			return rows
		return shield if rows is None else rows & shield

	within.__doc__ = criterion.__doc__
	return within


def _parts(doctype: str, user: str) -> Iterator[Criterion]:
	table = DocType(doctype)
	if doctype == "Client":
		yield table.name.notin(hidden_clients(user))
		return
	direct = links_to_client(doctype)
	for fieldname in direct:
		yield table[fieldname].isnull() | table[fieldname].notin(hidden_clients(user))
	for child, fieldname in rows_naming_clients(doctype):
		row = DocType(child)
		about_hidden = (
			frappe.qb.from_(row).select(row.parent).where(row[fieldname].isin(hidden_clients(user)))
		)
		yield table.name.notin(about_hidden.where(row.parenttype == doctype))
	if direct:
		return
	for fieldname, linked in links_to_what_names_a_client(doctype):
		yield table[fieldname].isnull() | table[fieldname].notin(_about_hidden(linked, user))


def _about_hidden(doctype: str, user: str) -> Any:
	table = DocType(doctype)
	about = NOBODY
	for fieldname in links_to_client(doctype):
		about |= table[fieldname].isin(hidden_clients(user))
	return frappe.qb.from_(table).select(table.name).where(about)


def links_to_client(doctype: str) -> list[str]:
	return [df.fieldname for df in frappe.get_meta(doctype).get_link_fields() if df.options == "Client"]


def rows_naming_clients(doctype: str) -> list[tuple[str, str]]:
	tables = {df.options for df in frappe.get_meta(doctype).get_table_fields()}
	return [(child, fieldname) for child in sorted(tables) for fieldname in links_to_client(child)]


def links_to_what_names_a_client(doctype: str) -> list[tuple[str, str]]:
	"""A step or a note whose own record names nobody belongs to a record that does."""
	return [
		(df.fieldname, df.options)
		for df in frappe.get_meta(doctype).get_link_fields()
		if frappe.get_meta(df.options).module == "Refugee Support" and links_to_client(df.options)
	]
