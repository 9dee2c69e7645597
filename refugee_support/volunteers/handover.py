"""Handing over what somebody is responsible for: when they leave, are ill, or have too much on their hands.

Two kinds of things: places on support teams, which have dates, and duties, which are records with a field for the
responsible person. `DUTIES` is the register of the latter: a DocType that makes somebody responsible is entered
there, and is then handed over, asked for when somebody leaves, and counted on the way.

Administrators do this without seeing a client: they are told numbers (RSC-00042), never names or contents.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import add_days, get_fullname, getdate, now_datetime

from refugee_support import access

TEAM = "Client Support Team Member"


@dataclass(frozen=True)
class Duty:
	"""Records of a DocType that one person is responsible for while they are open."""

	doctype: str
	user_field: str
	open_filters: dict[str, Any] = field(default_factory=dict)
	may_be_empty: bool = True  # then nobody in particular is responsible: it is up to the counsellors

	def is_there(self) -> bool:
		"""Whether this site has the DocType and the field: the register may name what comes with a later version."""
		return bool(frappe.db.exists("DocType", self.doctype)) and frappe.get_meta(self.doctype).has_field(
			self.user_field
		)

	def open_of(self, user: str) -> list[str]:
		filters = {self.user_field: user, **self.open_filters}
		# Read without permissions: who hands over need not see the records, and gets their numbers only.
		return frappe.get_all(self.doctype, filters, pluck="name", order_by="creation")


OPEN_DEADLINE = ("Open", "Not Computed")
DUTIES: tuple[Duty, ...] = (
	Duty("Consultation", "follow_up_by", {"follow_up_done": 0, "follow_up_on": ["is", "set"]}),
	Duty("Legal Deadline", "responsible", {"status": ["in", OPEN_DEADLINE]}, may_be_empty=False),
	Duty("Legal Deadline", "substitute", {"status": ["in", OPEN_DEADLINE]}),
	Duty("Authority Letter", "responsible", {"status": ["!=", "Done"]}, may_be_empty=False),
	Duty("Authority Application", "responsible", {"status": ["!=", "Concluded"]}),
	Duty("Client Referral", "responsible", {"state": "Waiting for an Answer"}),
	Duty("Received Letter", "translator", {"state": "New"}),
	Duty("Integration Goal", "helper", {"state": ["in", ("Open", "In Progress")]}),
	Duty("Application Support", "responsible", {"status": ["!=", "Result"]}),
	Duty("Unequal Treatment Incident", "responsible", {"status": ["in", ("Open", "Referred")]}),
	Duty("Advocacy Activity", "responsible", {"promise_state": "Open"}),
	Duty("Advocacy Activity", "responsible", {"follow_up_done": 0, "follow_up_on": ["is", "set"]}),
	Duty("Data Breach", "responsible", {"status": "Open"}),
	Duty("Duty Shift", "user", {"status": "Taken"}),
	Duty("ToDo", "allocated_to", {"status": "Open"}),
)


@dataclass(frozen=True)
class Item:
	"""One thing that can be handed over: a place on the support team of a client, or a record."""

	doctype: str
	name: str
	user_field: str = ""  # empty for a place on a support team


# --- What there is ---


def duties() -> list[Duty]:
	return [duty for duty in DUTIES if duty.is_there()]


def teams_of(user: str, day: date | None = None) -> list[str]:
	"""The numbers of the clients whose support team somebody is on today, or will be."""
	member, today = DocType(TEAM), day or getdate()
	query = (
		frappe.qb.from_(member)
		.select(member.parent)
		.distinct()
		.where((member.parenttype == "Client") & (member.helper == user))
		.where(member.to_date.isnull() | (member.to_date >= today))
		.orderby(member.parent)
	)
	return query.run(pluck=True)


def open_duties(user: str) -> list[tuple[Duty, str]]:
	"""Each record once for each field that names the user, whatever keeps it open."""
	found: dict[tuple[str, str, str], tuple[Duty, str]] = {}
	for duty in duties():
		for name in duty.open_of(user):
			found.setdefault((duty.doctype, duty.user_field, name), (duty, name))
	return list(found.values())


def items_of(user: str) -> list[Item]:
	teams = [Item("Client", name) for name in teams_of(user)]
	return [*teams, *(Item(duty.doctype, name, duty.user_field) for duty, name in open_duties(user))]


# --- Who may take over ---


def is_entitled(user: str) -> bool:
	"""Active, bound to secrecy, and with a role that works with clients."""
	roles = set(frappe.get_roles(user))
	enabled = frappe.db.get_value("User", user, "enabled")
	return (
		bool(enabled)
		and bool(roles & {access.COUNSELLOR, access.VOLUNTEER})
		and access.has_active_undertaking(user)
	)


def require_entitled(user: str) -> None:
	if not is_entitled(user):
		frappe.throw(
			_(
				"This person cannot take over: they need an active profile, a signed undertaking and a task in counselling."
			),
			title=_("Not entitled"),
		)


# --- Doing it ---


def hand_over(items: Iterable[Item], giver: str, taker: str, start: date, end: date | None) -> int:
	"""Give the items to somebody else, for good or (with an end) as a substitute.

	Places on teams come first: they open the clients the other records belong to. As a substitute, the taker
	joins the teams from `start` to `end` beside the giver; records stay with the giver, who comes back.

	Returns:
		How many items changed hands.
	"""
	require_entitled(taker)
	chosen = list(items)
	mine = set(items_of(giver))
	if not set(chosen) <= mine:
		frappe.throw(
			_("Some of this is no longer open. Please reload and choose again."), title=_("Changed meanwhile")
		)
	for item in chosen:
		if not item.user_field:
			change_team(item.name, giver, taker, start, end)
	records = [item for item in chosen if item.user_field and not end]
	for item in records:
		change_responsible(item, taker)
	return len(records) + len([item for item in chosen if not item.user_field])


def change_team(client: str, giver: str, taker: str, start: date, end: date | None) -> None:
	document = frappe.get_doc("Client", client)
	until = end or max((row.to_date for row in _current(document, giver) if row.to_date), default=None)
	if not any(_covers(row, start, until) for row in _current(document, taker)):
		document.append("support_team", {"helper": taker, "from_date": start, "to_date": until})
	if not end:
		end_rows(document, giver, getdate(add_days(start, -1)))
	save_team(document)


def end_teams(user: str, last_day: date) -> int:
	"""End all places on support teams of somebody; a place that has not begun by then goes."""
	clients = teams_of(user, getdate(add_days(last_day, 1)))
	for client in clients:
		document = frappe.get_doc("Client", client)
		end_rows(document, user, last_day)
		save_team(document)
	return len(clients)


def revoke_grants(user: str) -> None:
	"""Access to single clients ends too: otherwise it would be back with somebody who comes back."""
	grants = {"user": user, "to_date": [">=", getdate()], "revoked_at": ["is", "not set"]}
	for name in frappe.get_all("Access Grant", grants, pluck="name"):
		grant = frappe.get_doc("Access Grant", name)
		grant.flags.revoking = True
		grant.update({"revoked_at": now_datetime(), "revoked_by_name": get_fullname(frappe.session.user)})
		# Replaced by: the right to write the profile, which has just been ended.
		grant.save(ignore_permissions=True)


def end_rows(document: Document, user: str, last_day: date) -> None:
	for row in _current(document, user):
		if getdate(row.from_date) > last_day:
			document.remove(row)
		elif not row.to_date or getdate(row.to_date) > last_day:
			row.to_date = last_day


def save_team(document: Document) -> None:
	document.flags.in_handover = True
	# Replaced by: the checks of who calls (actions.py); only the support team changes, and nothing is shown.
	document.save(ignore_permissions=True)


def change_responsible(item: Item, taker: str | None) -> None:
	if taker and item.doctype in access.CRITERIA and not access.is_visible(item.doctype, item.name, taker):
		frappe.throw(
			_(
				"{0} {1} belongs to a client this person does not see. Please choose a counsellor, or put the person on the support team first."
			).format(_(item.doctype), item.name),
			title=_("Not entitled"),
		)
	document = frappe.get_doc(item.doctype, item.name)
	document.set(item.user_field, taker)
	give_up_second_place(document, item, taker)
	document.flags.in_handover = True
	# Replaced by: the checks of who calls (actions.py); only the responsible person changes, and nothing is shown.
	document.save(ignore_permissions=True)


def give_up_second_place(document: Document, item: Item, taker: str | None) -> None:
	"""Nobody is their own substitute: of two places of one person on a record, the one that may be empty is given up."""
	for duty in duties():
		if duty.doctype != item.doctype or duty.user_field == item.user_field:
			continue
		if taker and document.get(duty.user_field) == taker:
			document.set(duty.user_field if duty.may_be_empty else item.user_field, None)


def _current(document: Document, user: str) -> list[Document]:
	"""The rows of somebody that have not ended."""
	return [
		row
		for row in document.support_team
		if row.helper == user and (not row.to_date or getdate(row.to_date) >= getdate())
	]


def _covers(row: Document, start: date, end: date | None) -> bool:
	until = getdate(row.to_date) if row.to_date else date.max
	return getdate(row.from_date) <= start and (getdate(end) if end else date.max) <= until
