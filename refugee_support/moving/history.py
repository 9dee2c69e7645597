"""Characteristics as they were: written with the day from which the old database knows them, and never earlier.

What a file says of a client "today" holds from the day the file was taken (`data_as_of`); what it says in the row of a contact
holds from that contact. Earlier contacts then count as "not recorded", which is the truth. That something was known on a
day does not mean that it happened on it: no milestone is counted from such a row.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, getdate, now

from refugee_support import milestones, service_records
from refugee_support.milestones import MILESTONE
from refugee_support.rules.history import Dated, value_on

STATUS = "Client Residence Status"
CHARACTERISTIC = "Client Characteristic"
BATCH = 1000


def add_to(
	client: Any, known: dict[str, str], day: date, since: date | None = None, until: date | None = None
) -> list[Any]:
	"""Append to a client (not saved yet) what holds from a day on, where the history does not say so already.

	Args:
		since, until: the days on a residence title, where the file has them.

	Returns:
		The rows added.
	"""
	added = []
	for fieldname, value in known.items():
		if fieldname == "residence_status":
			if value != value_on(_statuses(client), day):
				row = {"residence_status": value, "valid_from": since or day, "valid_until": until}
				added.append(client.append("residence_history", row))
			continue
		name = service_records.CHARACTERISTICS[fieldname]
		if value != value_on(_values(client, name), day):
			added.append(
				client.append("characteristics", {"characteristic": name, "value": value, "valid_from": day})
			)
		client.set(fieldname, value_on(_values(client, name), getdate()))
	return added


def _statuses(client: Any) -> list[Dated]:
	return [
		Dated(row.residence_status, row.valid_from and getdate(row.valid_from))
		for row in client.residence_history
	]


def _values(client: Any, name: str) -> list[Dated]:
	return [
		Dated(row.value or "", row.valid_from and getdate(row.valid_from))
		for row in client.characteristics
		if row.characteristic == name
	]


# --- What the rows of contacts say of their clients ---

Said = tuple[str, date, dict[str, str]]  # client, day, characteristics
SHOWN = ("residence_status", "residence_valid_until", *service_records.CHARACTERISTICS)


def add_of_contacts(said: list[Said]) -> list[list[list[str]]]:
	"""Write what rows of contacts say of their clients, for all rows of a chunk together.

	The rows of the history are written directly: `modified` of a client stays, nobody edited it, and a client of many
	contacts is not saved over and over. `settle` follows when the run ends.

	Returns:
		For each entry [DocType, name] of the rows made, in the order given.
	"""
	histories = _load({client for client, _day, known in said if known})
	made: list[list[list[str]]] = [[] for _entry in said]
	rows: list[Any] = []
	for position in sorted(range(len(said)), key=lambda position: said[position][1]):
		client, day, known = said[position]
		for fieldname, value in known.items():
			kind = "" if fieldname == "residence_status" else service_records.CHARACTERISTICS[fieldname]
			entries = histories[client].setdefault(kind, [])
			if value == value_on([Dated(row.value, row.valid_from) for row in entries], day):
				continue
			row = frappe._dict(parent=client, kind=kind, value=value, valid_from=day, idx=0, valid_until=None)
			row.name, row.idx = frappe.generate_hash(length=10), _next_idx(histories[client], bool(kind))
			entries.append(row)
			rows.append(row)
			made[position].append([CHARACTERISTIC if kind else STATUS, row.name])
	_insert(rows)
	_show({row.parent for row in rows}, histories)
	return made


def _load(clients: set[str]) -> dict[str, dict[str, list[Any]]]:
	"""Client -> characteristic ("" for the residence status) -> its dated rows."""
	found: dict[str, dict[str, list[Any]]] = {client: {} for client in clients}
	of_clients = {"parent": ["in", list(clients)], "parenttype": "Client"}
	status = ["parent", "residence_status as value", "valid_from", "valid_until", "idx"]
	value = ["parent", "characteristic as kind", "value", "valid_from", "idx"]
	for doctype, fields in ((STATUS, status), (CHARACTERISTIC, value)):
		for row in frappe.get_all(doctype, of_clients, fields, order_by="idx") if clients else []:
			row.valid_from, row.value = row.valid_from and getdate(row.valid_from), row.value or ""
			found[row.parent].setdefault(row.kind or "", []).append(row)
	return found


def _next_idx(history: dict[str, list[Any]], is_characteristic: bool) -> int:
	return 1 + sum(len(rows) for kind, rows in history.items() if bool(kind) == is_characteristic)


def _insert(rows: list[Any]) -> None:
	time, user = now(), frappe.session.user
	common = [
		"name",
		"owner",
		"creation",
		"modified_by",
		"modified",
		"docstatus",
		"parent",
		"parenttype",
		"idx",
	]
	for doctype, field, columns in (
		(STATUS, "residence_history", ["residence_status"]),
		(CHARACTERISTIC, "characteristics", ["value", "characteristic"]),
	):
		values = [
			[
				row.name,
				user,
				time,
				user,
				time,
				0,
				row.parent,
				"Client",
				row.idx,
				field,
				row.valid_from,
				row.value,
			]
			+ ([row.kind] if row.kind else [])
			for row in rows
			if bool(row.kind) == (doctype == CHARACTERISTIC)
		]
		if values:
			frappe.db.bulk_insert(doctype, [*common, "parentfield", "valid_from", *columns], values)


def _show(clients: set[str], histories: dict[str, dict[str, list[Any]]]) -> None:
	"""What holds today on the clients themselves, as their controller would show it."""
	today = getdate()
	stored = frappe.get_all("Client", {"name": ["in", list(clients)]}, ["name", *SHOWN]) if clients else []
	for client in stored:
		values = {
			field: value_on([Dated(row.value, row.valid_from) for row in histories[client.name][name]], today)
			for field, name in service_records.CHARACTERISTICS.items()
			if name in histories[client.name]
		}
		begun = [
			row for row in histories[client.name].get("", []) if not row.valid_from or row.valid_from <= today
		]
		if current := max(begun, key=lambda row: (str(row.valid_from or ""), row.idx), default=None):
			values |= {"residence_status": current.value, "residence_valid_until": current.valid_until}
		changed = {field: value for field, value in values.items() if cstr(client[field]) != cstr(value)}
		if changed:
			frappe.db.set_value("Client", client.name, changed, update_modified=False)
		frappe.clear_document_cache("Client", client.name)


def settle(name: str) -> None:
	"""When a run ends or rests: no milestone of what its contacts say. For all clients of the run, because a worker
	that was killed may have left some."""
	of_clients: dict[str, list[str]] = {}
	for rows in _rows_made(name):
		for doctype in (STATUS, CHARACTERISTIC):
			names = [row for kind, row in rows if kind == doctype]
			for row in frappe.get_all(doctype, {"name": ["in", names]}, ["name", "parent"]) if names else []:
				of_clients.setdefault(row.parent, []).append(row.name)
	for client, names in of_clients.items():
		frappe.db.savepoint("settle")
		try:
			without_milestones(frappe.get_doc("Client", client), names)
		except frappe.ValidationError:
			# A day before the date of birth, perhaps: that client has no milestones until somebody puts it right. One
			# client must not stop the run of all.
			frappe.db.rollback(save_point="settle")


def _rows_made(name: str) -> Iterator[list[list[str]]]:
	"""In batches, what the rows of a run noted that they added to histories."""
	done = {"legacy_import": name, "target": "Consultation", "undo": ["is", "set"]}
	last = ""
	while rows := frappe.get_all(
		"Legacy Import Row", {**done, "name": [">", last]}, ["name", "undo"], order_by="name", limit=BATCH
	):
		yield [entry for row in rows for entry in json.loads(row.undo).get("history", [])]
		last = rows[-1].name


def without_milestones(client: Any, rows: list[str]) -> None:
	"""When it became so is not known: what would be milestones of these rows is kept as withdrawn, with the reason."""
	if not rows:
		return
	reason = _("From the old database: the day it happened is not known.")
	milestones.sync(client, rows, reason)
	of_rows = {"client": client.name, "history_row": ["in", rows], "withdrawn": 0}
	names = frappe.get_all(MILESTONE, of_rows, pluck="name")  # of a client the importer has just written
	for name in names:
		frappe.db.set_value(MILESTONE, name, {"withdrawn": 1, "withdrawal_reason": reason})
	service_records.write_again(MILESTONE, names)


def remove(rows: list[list[str]]) -> set[str]:
	"""Take rows of a history away again.

	Returns:
		The clients they were of.
	"""
	clients: set[str] = set()
	for doctype in (STATUS, CHARACTERISTIC):
		names = [name for kind, name in rows if kind == doctype]
		if not names:
			continue
		clients |= set(frappe.get_all(doctype, {"name": ["in", names]}, pluck="parent"))
		frappe.db.delete(doctype, {"name": ["in", names]})
	return clients
