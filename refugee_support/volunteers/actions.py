"""What the buttons of a Volunteer Profile call. Each checks the right to the stored profile before it does anything."""

import json
from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, getdate

from refugee_support import access
from refugee_support.volunteers import accounts, certificates, daily, handover
from refugee_support.volunteers.handover import Item

PROFILE = "Volunteer Profile"
Rows = str | list[dict[str, Any]]  # the desk sends tables as JSON


def rows_in(value: Rows | None, *names: str) -> list[dict[str, str | None]]:
	"""The rows of a table that came with a request: these names, as texts, and nothing else."""
	try:
		rows = json.loads(value) if isinstance(value, str) else value or []
	except ValueError:
		rows = None
	if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
		frappe.throw(
			_("The table could not be read. Please reload the page and try again."), title=_("Not read")
		)
	return [{name: cstr(row.get(name)) or None for name in names} for row in rows]


def items_in(value: Rows | None) -> list[tuple[Item, str | None]]:
	"""What is to be handed over, and to whom."""
	rows = rows_in(value, "doctype", "name", "user_field", "taker")
	return [
		(Item(row["doctype"] or "", row["name"] or "", row["user_field"] or ""), row["taker"]) for row in rows
	]


def writable(name: str) -> Document:
	profile = frappe.get_doc(PROFILE, name)
	profile.check_permission("write")
	return profile


# --- Life cycle ---


@frappe.whitelist(methods=["POST"])
def activate(profile: str) -> None:
	"""Start, or come back after a pause: refused with everything that is missing."""
	change_status(writable(profile), "Active")


@frappe.whitelist(methods=["POST"])
def pause(profile: str) -> None:
	"""The account is closed and opens again with `activate`; tasks and support teams wait."""
	change_status(writable(profile), "Paused")


@frappe.whitelist(methods=["POST"])
def leave(profile: str, left_on: str, handovers: Rows | None = None) -> int:
	"""Hand over, then say goodbye, all or nothing.

	Args:
		handovers: rows of doctype, name, user_field and taker; a row without a taker is left to the counsellors.

	Returns:
		How many things changed hands.
	"""
	document = writable(profile)
	document.refuse_changes_to_own_profile()
	moved = 0
	if document.user:
		moved = give_away(document.user, items_in(handovers))
		document.reload()
	document.left_on = getdate(left_on)
	change_status(document, "Former")
	return moved


def change_status(document: Document, status: str) -> None:
	document.status = status
	document.save()


@frappe.whitelist(methods=["POST"])
def confirm_task(profile: str, row: str) -> None:
	"""The second pair of eyes: a task that leads to clients is confirmed by somebody who did not enter it."""
	document = frappe.get_doc(PROFILE, profile)
	user = frappe.session.user
	may_confirm = access.administrates(user) or access.client_scope(user) == "all"
	task = next((task for task in document.tasks if task.name == row), None)
	if not task or not may_confirm or user in {document.user, document.email, task.entered_by}:
		frappe.throw(
			_(
				"A task is confirmed by somebody else than the person it is for and the person who entered it."
			),
			frappe.PermissionError,
			title=_("Second person needed"),
		)
	task.db_set({"confirmed_by": user, "confirmed_on": getdate()})
	document.reload()
	accounts.follow(document)


@frappe.whitelist(methods=["POST"])
def erase_inspection(inspection: str) -> None:
	"""Take back a slip: nothing is kept of it, not even a copy."""
	frappe.get_doc(certificates.DOCTYPE, inspection).check_permission("read")
	frappe.has_permission(certificates.DOCTYPE, "create", throw=True)
	profile = frappe.db.get_value(certificates.DOCTYPE, inspection, "volunteer")
	certificates.erase([inspection])
	daily.refresh(profile)


# --- Handing over ---


@frappe.whitelist()
def things_to_hand_over(profile: str) -> list[dict[str, Any]]:
	"""What somebody is responsible for, by number; with a name for those who may see the client."""
	document = giver(profile)
	if not document.user:
		return []
	seen = [item for item in handover.items_of(document.user) if may_move(item)]
	return [
		{
			"doctype": item.doctype,
			"name": item.name,
			"user_field": item.user_field,
			"kind": _("Support Team") if not item.user_field else _(item.doctype),
			"title": title_of(item),
		}
		for item in seen
	]


@frappe.whitelist(methods=["POST"])
def hand_over(profile: str, taker: str, items: Rows, from_date: str, to_date: str | None = None) -> int:
	"""Give the chosen things to somebody else, from a day on; with a last day as a substitute, until then."""
	document = giver(profile)
	start, end = getdate(from_date), getdate(to_date) if to_date else None
	if start < getdate() or (end and end < start):
		frappe.throw(_("Please choose a period that begins today or later."), title=_("Period"))
	chosen = [item for item, _taker in items_in(items)]
	if not all(may_move(item) for item in chosen):
		raise frappe.PermissionError
	refuse_taking_for_oneself([taker])
	return handover.hand_over(chosen, document.user, taker, start, end)


def give_away(user: str, rows: list[tuple[Item, str | None]]) -> int:
	refuse_taking_for_oneself(taker for _item, taker in rows)
	by_taker: dict[str, list[Item]] = {}
	for item, taker in rows:
		if taker:
			by_taker.setdefault(taker, []).append(item)
		elif item.user_field:
			leave_to_counsellors(user, item)
	return sum(handover.hand_over(items, user, taker, getdate(), None) for taker, items in by_taker.items())


def leave_to_counsellors(user: str, item: Item) -> None:
	may_be_empty = {(duty.doctype, duty.user_field) for duty in handover.duties() if duty.may_be_empty}
	if (item.doctype, item.user_field) in may_be_empty and item in handover.items_of(user):
		handover.change_responsible(item, None)


def giver(profile: str) -> Document:
	"""The profile whose things are handed over: by administrators, without seeing them, and by counsellors."""
	document = frappe.get_doc(PROFILE, profile)
	user = frappe.session.user
	if not access.administrates(user) and not (
		access.is_counsellor(user) and access.client_scope(user) != "none"
	):
		frappe.throw(_("Only administrators and counsellors hand over."), frappe.PermissionError)
	return document


def refuse_taking_for_oneself(takers: Iterable[str | None]) -> None:
	"""An administrator gives clients to others, never to themselves; a counsellor sees them anyway."""
	user = frappe.session.user
	if user in set(takers) and not access.is_counsellor(user):
		frappe.throw(
			_("You cannot hand over clients to yourself. Please ask a counsellor."),
			frappe.PermissionError,
			title=_("Second person needed"),
		)


def may_move(item: Item) -> bool:
	"""Administrators move everything unseen; counsellors what they see."""
	user = frappe.session.user
	if access.ADMINISTRATOR in frappe.get_roles(user) or item.doctype not in access.CRITERIA:
		return True
	return access.is_visible(item.doctype, item.name, user)


def title_of(item: Item) -> str:
	user = frappe.session.user
	if (
		item.doctype == "Client"
		and access.client_scope(user) != "none"
		and access.is_visible("Client", item.name, user)
	):
		return frappe.db.get_value("Client", item.name, "client_name")
	return ""


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def taker_query(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | None,
	**kwargs: Any,
) -> list[tuple[str, str]]:
	"""Accounts of those who may take over, for a link field."""
	if not set(frappe.get_roles()) & {access.ADMINISTRATOR, access.COUNSELLOR}:
		raise frappe.PermissionError
	named = {"status": "Active", "user": ["is", "set"], "full_name": ["like", f"%{txt}%"]}
	rows = frappe.get_list(
		PROFILE, filters=named, fields=["user", "full_name"], order_by="full_name", limit=0
	)
	return [(row.user, row.full_name) for row in rows if handover.is_entitled(row.user)][: int(page_len)]


# --- One's own ---


@frappe.whitelist(methods=["POST"])
def save_my_details(phone: str | None, languages: Rows, availability: Rows) -> None:
	"""Telephone number, languages and availability: what people keep up to date themselves."""
	name = frappe.db.get_value(PROFILE, {"user": frappe.session.user})
	if not name:
		frappe.throw(_("You have no profile yet. Please ask an administrator."), title=_("No profile"))
	document = frappe.get_doc(PROFILE, name)
	document.phone = phone
	document.set("languages", rows_in(languages, "language", "level"))
	document.set("availability", rows_in(availability, "weekday", "time_of_day"))
	# Replaced by: it is the caller's own profile, and the controller refuses any other change to it.
	document.save(ignore_permissions=True)
