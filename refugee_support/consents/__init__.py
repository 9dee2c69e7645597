"""What clients have agreed to, and what follows when they take it back.

Every question "may we?" is asked of Client Consent when it matters, so that a withdrawal takes effect at once:
sharing (Client Referral), attendance by name (cafe/guests.py), photographs (Event Registration). docs/consents.md.
"""

from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate
from pypika.queries import QueryBuilder

from refugee_support.rules.consents import Consent, Standing, together

CONSENT = "Client Consent"
DATA_PROCESSING = "Data Processing"
PASSING_ON = "Passing On Data"
BY_NAME = "Attendance by Name"
PHOTOGRAPHS = "Photographs"
RELEASE = "Release From Confidentiality"
PURPOSES = (DATA_PROCESSING, PASSING_ON, RELEASE, BY_NAME, PHOTOGRAPHS)
TO_SOMEBODY = (PASSING_ON, RELEASE)  # say to whom and about what
FIELDS = ["name", "given_on", "valid_until", "withdrawn_on", "recipient", "recipient_name"]


def clients_agreeing(purpose: str, day: date) -> QueryBuilder:
	"""The names of all clients whose consent to this holds on a day, as a sub-query."""
	consent = DocType(CONSENT)
	return (
		frappe.qb.from_(consent)
		.select(consent.client)
		.where(consent.purpose == purpose)
		.where(consent.given_on <= day)
		.where(consent.valid_until.isnull() | (consent.valid_until >= day))
		.where(consent.withdrawn_on.isnull())
	)


def word_of(client: str, purposes: tuple[str, ...], **to: str | None) -> tuple[Standing, date | None]:
	"""What the client says to one of these purposes today, and since when.

	Args:
		to: `recipient` (a Public Authority) or `recipient_name`, where it matters to whom.
	"""
	filters = {"client": client, "purpose": ["in", purposes], "given_on": ["is", "set"]}
	# Answers yes or no about a client whose record the caller is working on; nothing of it is shown.
	rows = frappe.get_all(CONSENT, filters, FIELDS)
	return together([as_rule(row) for row in rows if not to or is_for(row, **to)], getdate())


def as_rule(row: Any) -> Consent:
	return Consent(
		*(row.get(day) and getdate(row.get(day)) for day in ("given_on", "valid_until", "withdrawn_on"))
	)


def is_for(row: Any, recipient: str | None = None, recipient_name: str | None = None) -> bool:
	if recipient:
		return row.recipient == recipient
	return bool(recipient_name) and (row.recipient_name or "").casefold() == recipient_name.casefold()


def agreed_since(client: str, purpose: str) -> date | None:
	"""Since when the consent holds; None if it does not hold today."""
	standing, since = word_of(client, (purpose,))
	return since if standing == "In Force" else None
