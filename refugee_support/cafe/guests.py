"""Guests who are known by name: only those who agreed to it, and of them the name alone.

The check-in never gets the number of a client: a guest goes by a token that holds for one session.
"""

import hmac
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.rate_limiter import rate_limit
from frappe.utils import getdate
from frappe.utils.password import get_encryption_key

from refugee_support import consents
from refugee_support.cafe import rights
from refugee_support.duplicates.keys import NAME_FIELDS, person_name
from refugee_support.restricted_clients import hidden_clients
from refugee_support.rules.cafe_guests import found

MOST_SHOWN = 8
SEARCHES_PER_MINUTE = 120  # several tablets of one café share an address
LONGEST_TYPED = 60


@frappe.whitelist(methods=["POST"])
@rate_limit(limit=SEARCHES_PER_MINUTE, seconds=60)
def find(session: str, txt: str) -> list[dict[str, str]]:
	"""Guests whose name fits, best first: token and name, nothing else."""
	rights.session_of(session)
	typed = str(txt or "")[:LONGEST_TYPED]
	rows = [(found(typed, person_name(row)), row) for row in agreed(frappe.session.user)]
	fitting = sorted((row for row in rows if row[0]), key=lambda row: (-row[0], row[1].client_name))
	return [
		{"guest": token(session, row.name), "name": row.client_name} for _fit, row in fitting[:MOST_SHOWN]
	]


def agreed(user: str) -> list[Any]:
	"""Clients who agreed to be counted by name, without those who must not be found.

	Read without the permissions on Client: the guest's consent opens the name to whoever stands at the door
	(`rights.require_check_in`), and to them only through here.
	"""
	client = DocType("Client")
	query = (
		frappe.qb.from_(client)
		.select(client.name, client.client_name, *(client[f] for f in NAME_FIELDS))
		.where(client.status.isin(["Active", "Dormant"]))
		.where(client.name.isin(consents.clients_agreeing(consents.BY_NAME, getdate())))
	)
	if user != "Administrator":
		query = query.where(client.name.notin(hidden_clients(user)))
	return query.run(as_dict=True)


def token(session: str, client: str) -> str:
	message = f"refugee_support cafe guest|{session}|{client}"
	return hmac.digest(get_encryption_key().encode(), message.encode(), "sha256").hex()[:32]


def by_tokens(session: str, wanted: set[str]) -> dict[str, Any]:
	"""The clients behind these tokens, of those who (still) agree."""
	if not wanted:
		return {}
	rows = {token(session, row.name): row for row in agreed(frappe.session.user)}
	return {guest: rows[guest] for guest in wanted if guest in rows}


def names_of(clients: list[str], user: str) -> dict[str, str]:
	"""Names of guests who are here, as far as they agree and may be found by this user."""
	if not clients:
		return {}
	return {row.name: row.client_name for row in agreed(user) if row.name in set(clients)}


def refused_sentence() -> str:
	return _("This guest has not agreed to be counted by name. Please count the guest without a name.")
