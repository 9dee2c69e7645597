"""Characteristics as they were: written with the day from which the old database knows them, and never earlier.

What a file says of a client "today" holds from the day the file was taken (`data_as_of`); what it says in the row of a contact
holds from that contact. Earlier contacts then count as "not recorded", which is the truth. That something was known on a
day does not mean that it happened on it: no milestone is counted from such a row.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, getdate

from refugee_support import milestones, service_records
from refugee_support.milestones import MILESTONE
from refugee_support.rules.history import Dated, value_on

STATUS = "Client Residence Status"
CHARACTERISTIC = "Client Characteristic"


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


def add_of_contacts(said: Iterable[tuple[str, date, dict[str, str]]]) -> list[list[str]]:
	"""Write what the rows of contacts say of their clients: (client, day, characteristics), whole clients at a time.

	Writes the rows directly: `modified` of the client stays, nobody edited it, and a client of many contacts is not
	saved over and over.

	Returns:
		[DocType, name] of the rows made.
	"""
	of_client: dict[str, list[tuple[date, dict[str, str]]]] = {}
	for client, day, known in said:
		if known:
			of_client.setdefault(client, []).append((day, known))
	made: list[list[str]] = []
	for name, entries in of_client.items():
		made += _add(name, sorted(entries, key=lambda entry: entry[0]))
	return made


def _add(name: str, entries: list[tuple[date, dict[str, str]]]) -> list[list[str]]:
	client = frappe.get_doc("Client", name)
	before = {field: client.get(field) for field in SHOWN}
	rows = [row for day, known in entries for row in add_to(client, known, day)]
	if not rows:
		return []
	for row in rows:
		row.name = frappe.generate_hash(length=10)
		row.db_insert()
	client.set_residence_status()
	changed = {field: client.get(field) for field in SHOWN if cstr(client.get(field)) != cstr(before[field])}
	if changed:
		frappe.db.set_value("Client", name, changed, update_modified=False)
	frappe.clear_document_cache("Client", name)
	without_milestones(frappe.get_doc("Client", name), [row.name for row in rows])
	return [[row.doctype, row.name] for row in rows]


SHOWN = ("residence_status", "residence_valid_until", *service_records.CHARACTERISTICS)


def without_milestones(client: Any, rows: list[str]) -> None:
	"""When it became so is not known: what would be milestones of these rows is kept as withdrawn, with the reason."""
	if not rows:
		return
	milestones.sync(client)
	of_rows = {"client": client.name, "history_row": ["in", rows], "withdrawn": 0}
	names = frappe.get_all(MILESTONE, of_rows, pluck="name")  # of a client the importer has just written
	for name in names:
		reason = _("From the old database: the day it happened is not known.")
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
