"""What is told when a client is saved, and to whom.

Clients the user may see are named, at most five, with the reason; saving goes on once the user has said that it is
another person. A record the user may not see is never named and never stops the saving, because a refusal would
answer "is this person here?" to everybody who may try names. Such a twin is found in the counsellors' report; the
user is told afterwards, when the record stands with their name on it, and not more often than a few times a day.
Clients who must not be found are not even hinted at.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils import get_link_to_form, getdate, nowdate

from refugee_support import access
from refugee_support.duplicates.finding import Hit, likely
from refugee_support.duplicates.keys import NAME_FIELDS, person_name
from refugee_support.duplicates.wording import in_words
from refugee_support.restricted_clients import is_hidden

MOST_SHOWN = 5
HINTS_A_DAY = 5


class DuplicateClientError(frappe.ValidationError):
	"""Saving would perhaps record the same person twice, and nobody has said that it is another one."""

	http_status_code = 409


@frappe.whitelist()
def check(
	first_name: str | None = None,
	last_name: str | None = None,
	native_name: str | None = None,
	date_of_birth: str | None = None,
	household: str | None = None,
	client: str | None = None,
) -> list[dict[str, Any]]:
	"""Who of the clients the caller may see may be this person, before it is saved.

	Args:
		client: number of the record that is being changed; empty for a new one.

	Returns:
		At most five: client, client_name, born, nationality, reasons (in words).
	"""
	if client:
		frappe.get_doc("Client", client).check_permission("write")
	else:
		frappe.has_permission("Client", "create", throw=True)
	if household and not access.is_visible("Client Household", household, frappe.session.user):
		household = None
	values = {"first_name": first_name, "last_name": last_name, "native_name": native_name}
	person = person_name({**values, "date_of_birth": date_of_birth})
	hits = likely(person, client, household)
	return [_shown(hit) for hit in _visible(hits)]


def _visible(hits: list[Hit]) -> list[Hit]:
	user = frappe.session.user
	return [hit for hit in hits if access.is_visible("Client", hit.name, user)][:MOST_SHOWN]


def _shown(hit: Hit) -> dict[str, Any]:
	row = hit.client
	return {
		"client": row.name,
		"client_name": row.client_name,
		"native_name": row.native_name,
		"born": getdate(row.date_of_birth).year if row.date_of_birth else None,
		"nationality": _(row.nationality) if row.nationality else None,
		"status": row.status,
		"reasons": in_words(hit.reasons),
	}


# --- Called by the client's controller ---


def names_changed(doc: Any) -> bool:
	return doc.is_new() or any(doc.has_value_changed(name) for name in NAME_FIELDS)


def refuse_unconfirmed(doc: Any) -> None:
	"""Stop the saving where a visible client may be the same person and `not_the_same_as` does not name them."""
	if doc.flags.ignore_duplicates or doc.status == "Anonymised" or not names_changed(doc):
		return
	hits = likely(person_name(doc), None if doc.is_new() else doc.name, doc.household)
	shown = _visible(hits)
	confirmed = {name.strip() for name in str(doc.get("not_the_same_as") or "").split(",")}
	unconfirmed = [hit for hit in shown if hit.name not in confirmed]
	if unconfirmed:
		_refuse(unconfirmed)
	doc.flags.confirmed_distinct = [hit.name for hit in shown]
	doc.flags.hidden_twin = any(_may_be_hinted_at(hit) for hit in hits)


def _may_be_hinted_at(hit: Hit) -> bool:
	user = frappe.session.user
	return not access.is_visible("Client", hit.name, user) and not is_hidden(hit.name, user)


def _refuse(hits: list[Hit]) -> None:
	lines = [
		_("{0} ({1}): {2}").format(
			get_link_to_form("Client", hit.name, frappe.utils.escape_html(hit.client.client_name)),
			hit.name,
			in_words(hit.reasons),
		)
		for hit in hits
	]
	numbers = ",".join(hit.name for hit in hits)
	frappe.throw(
		_("This person may be recorded already:")
		+ "<br>"
		+ "<br>".join(lines)
		+ "<br><br>"
		+ _(
			"Please open the record that is there, or say that it is another person. Programs confirm this by sending {0}."
		).format(f"<code>not_the_same_as: {numbers}</code>"),
		DuplicateClientError,
		title=_("Perhaps the same person"),
	)


def after_saving(doc: Any) -> None:
	"""Remember what was confirmed, and tell of a record that cannot be named."""
	from refugee_support.refugee_support.doctype.client_distinct_pair.client_distinct_pair import remember

	if confirmed := doc.flags.confirmed_distinct:
		remember(doc.name, confirmed)
	if doc.flags.hidden_twin and _hints_left():
		frappe.msgprint(
			_("Saved. There may already be a record of this person; please ask a counsellor."),
			title=_("Perhaps recorded already"),
			indicator="orange",
		)
	doc.flags.confirmed_distinct = doc.flags.hidden_twin = None


def _hints_left() -> bool:
	"""Whoever tries one name after the other soon learns nothing more; the records stay, with their name on them."""
	key = f"refugee_support:duplicate_hints:{frappe.session.user}:{nowdate()}"
	told = int(frappe.cache.get_value(key, expires=True) or 0)
	frappe.cache.set_value(key, told + 1, expires_in_sec=24 * 3600)
	return told < HINTS_A_DAY


@frappe.whitelist(methods=["POST"])
def confirm_distinct(client: str, other: str) -> None:
	"""Two clients the caller may see are not the same person."""
	from refugee_support.refugee_support.doctype.client_distinct_pair.client_distinct_pair import remember

	if client == other:
		frappe.throw(_("This is the same client twice."), title=_("Not saved"))
	access.require_visible_clients([client, other])
	for name in (client, other):
		frappe.get_doc("Client", name).check_permission("write")
	remember(client, [other])
