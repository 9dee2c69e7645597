"""Finding people: the one search helper over normalised names (link fields, and whatever else looks for a client)."""

from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Lower
from frappe.utils import cint, getdate
from pypika import Order

from refugee_support import access
from refugee_support.rules.text import search_key

LONGEST_LIST = 50


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
	"""Clients for a link field: every word typed must occur in the name, in Latin or native script.

	Filters are not accepted from the browser, but for `status`: a filter on a hidden field would tell its content.
	"""
	frappe.has_permission("Client", "read", throw=True)
	client = DocType("Client")
	query = (
		frappe.qb.from_(client)
		.select(client.name, client.client_name, client.native_name, client.date_of_birth, client.nationality)
		.orderby(client.status)
		.orderby(client.search_name)
		.limit(min(cint(page_len) or 10, LONGEST_LIST))
		.offset(cint(start))
	)
	for word in search_key(txt).split():
		# Lower() on the number, too: a paper file is found by "rsc-00042".
		query = query.where(client.search_name.like(f"%{word}%") | Lower(client.name).like(f"%{word}%"))
	query = query.where(client.status != "Anonymised")
	criterion = access.client_criterion(frappe.session.user)
	if criterion is not None:
		query = query.where(criterion)
	return [_describe(row) for row in query.run(as_dict=True)]


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
	query = (
		frappe.qb.from_(profile)
		.select(profile.user, profile.full_name)
		.where(profile.status == "Active")
		.where(profile.user.isnotnull() & profile.undertaking_signed_on.isnotnull())
		.where(profile.undertaking_ended_on.isnull() | (profile.undertaking_ended_on > getdate()))
		.where(Lower(profile.full_name).like(f"%{(txt or '').lower()}%"))
		.orderby(profile.full_name, order=Order.asc)
		.limit(min(cint(page_len) or 10, LONGEST_LIST))
		.offset(cint(start))
	)
	return [tuple(row) for row in query.run()]


def _describe(row: Any) -> tuple[str, str, str, str, str]:
	"""Number, name and what tells people of the same name apart."""
	born = str(getdate(row.date_of_birth).year) if row.date_of_birth else ""
	country = frappe._(row.nationality) if row.nationality else ""
	return row.name, row.client_name, row.native_name or "", born, country
