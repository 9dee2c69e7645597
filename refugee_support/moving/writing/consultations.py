"""Consultations, by far the most rows: checked one by one by their own controller, then written together.

`insert()` asks the database some thirty questions for each consultation. Here what they ask is asked once for all rows of
a chunk: the clients, the numbers of their contacts, the people who counselled; and the rows of the tables, the Service
Records included, are written in one statement each. The rules are those of the controller, which is called.
"""

from typing import Any

import frappe
from frappe.query_builder.functions import Max
from frappe.utils import cint, cstr, escape_html, getdate, now

from refugee_support import service_records
from refugee_support.moving import history, keys
from refugee_support.moving.work import CREATED, REFUSED, Item, Work
from refugee_support.moving.writing import one_by_one
from refugee_support.refugee_support.doctype.consultation.consultation import renumber
from refugee_support.rules.legacy.problems import Problem

DOCTYPE = "Consultation"
TABLES = {
	"other_topics": ("Consultation Topic", "topic"),
	"activities": ("Consultation Activity", "activity"),
}
SAVEPOINT = "legacy_consultations"


def write(work: Work, items: list[Item]) -> None:
	records = work.records_of(items, "client", "Client") | work.records_of(items, "family_members", "Client")
	for item in items:
		_refuse_without_client(item, records)
	fresh = [item for item in items if item.outcome == CREATED]
	one_by_one.each(
		work,
		DOCTYPE,
		[item for item in items if item.outcome not in (CREATED, REFUSED)],
		lambda item: _update(work, item, records),
	)
	frappe.db.savepoint(SAVEPOINT)
	try:
		_create(work, fresh, records)
	except frappe.db.DataError:
		# Something the database alone refuses: then one by one, so that only the row it is about is refused.
		frappe.db.rollback(save_point=SAVEPOINT)
		one_by_one.each(work, DOCTYPE, fresh, lambda item: _insert(work, item, records))


def _refuse_without_client(item: Item, records: dict[str, str]) -> None:
	for fieldname in ("client", "family_members"):
		for number in item.result.parents.get(fieldname, []):
			if number not in records and item.outcome != REFUSED:
				item.refuse(Problem("parent_refused", item.result.number, 0, number))


def _values(work: Work, item: Item, records: dict[str, str]) -> dict[str, Any]:
	said = {field: value for field, value in item.result.values.items() if field != "confidential_note"}
	client = item.result.parents.get("client", [""])[0]
	document = work.document
	values = {
		**{field: value for field, value in said.items() if field not in TABLES},
		**{field: [{column: one} for one in said.get(field, [])] for field, (_t, column) in TABLES.items()},
		"client": records.get(client),
		"family_members": [{"client": records[n]} for n in item.result.parents.get("family_members", [])],
	}
	values.setdefault("duration_minutes", work.minutes)
	values.setdefault("channel", document.default_channel or "Other")
	values.setdefault("counsellor", document.default_counsellor or frappe.session.user)
	return values


def _create(work: Work, items: list[Item], records: dict[str, str]) -> None:
	clients = sorted({records[n] for item in items for ns in _of_clients(item) for n in ns})
	facts = service_records.load_facts(clients)
	documents: list[Any] = []
	for item in items:
		document = one_by_one.attempt(item, lambda: _checked(work, item, records, facts))  # noqa: B023 - called at once
		if document:
			documents.append(document)
			item.record, item.undo = document.name, {"made": [[DOCTYPE, document.name]]}
	good = [item for item in items if item.outcome != REFUSED]
	_write_history(good, documents)
	_number_contacts(documents)
	_insert_all(documents)
	service_records._insert(service_records.rows_of(DOCTYPE, documents, facts))
	for item, document in zip(good, documents, strict=True):
		_write_note(item, document)
	keys.write(
		[
			one_by_one.key_of(work, DOCTYPE, item, document)
			for item, document in zip(good, documents, strict=True)
		]
	)


def _of_clients(item: Item) -> list[list[str]]:
	return [item.result.parents.get("client", []), item.result.parents.get("family_members", [])]


def _checked(work: Work, item: Item, records: dict[str, str], facts: dict[str, Any]) -> Any:
	"""A consultation as its controller would save it. That the client's record is closed by now is no objection."""
	document = frappe.get_doc({"doctype": DOCTYPE, **_values(work, item, records)})
	document.set("__islocal", True)
	document.flags.facts = facts
	document.name = frappe.generate_hash(length=10)
	document.owner = document.modified_by = frappe.session.user
	document.creation = document.modified = now()
	document.docstatus = 0
	document.before_validate()
	document.validate_date()
	document.validate_duration()
	document.set_counsellor()
	document.set_title()
	for row in document.get_all_children():
		row.name = frappe.generate_hash(length=10)
		row.update({"parent": document.name, "owner": document.owner, "modified_by": document.owner})
		row.update({"creation": document.creation, "modified": document.creation, "docstatus": 0})
	return document


def _write_history(items: list[Item], documents: list[Any]) -> None:
	"""What the rows say of their clients on that day. Contacts of later days that are there already count it, too."""
	pairs = [(i, d) for i, d in zip(items, documents, strict=True) if d.client and i.result.history]
	said = [(d.client, getdate(d.consultation_date), i.result.history) for i, d in pairs]
	first_day: dict[str, Any] = {}
	for (item, _document), (client, day, _known), rows in zip(
		pairs, said, history.add_of_contacts(said), strict=True
	):
		if rows:
			item.undo["history"] = rows
			first_day[client] = min(day, first_day.get(client, day))
	_refresh_later_contacts(first_day)


def _refresh_later_contacts(first_day: dict[str, Any]) -> None:
	if not first_day:
		return
	contact = frappe.qb.DocType(DOCTYPE)
	last = (
		frappe.qb.from_(contact)
		.select(contact.client, Max(contact.consultation_date))
		.where(contact.client.isin(list(first_day)))
		.groupby(contact.client)
		.run()
	)
	later = [client for client, day in last if getdate(day) >= first_day[client]]
	if later:
		service_records.refresh_clients(sorted(later))


def _number_contacts(documents: list[Any]) -> None:
	"""First and follow-up contacts by date, among all a client has; those already there move on where one comes before."""
	of_client: dict[str, list[Any]] = {}
	for document in documents:
		if document.client:
			of_client.setdefault(document.client, []).append(document)
		else:
			document.contact_number = 1
	stored: dict[str, list[Any]] = {}
	filters = {"client": ["in", list(of_client)], "is_anonymous": 0}
	fields = ["name", "client", "consultation_date", "contact_number", "creation"]
	for row in (
		frappe.get_all(DOCTYPE, filters, fields) if of_client else []
	):  # numbers do not depend on the reader
		stored.setdefault(row.client, []).append(row)
	for client, new in of_client.items():
		everything = sorted([*stored.get(client, []), *new], key=_by_day)
		for number, contact in enumerate(everything, 1):
			if contact.get("doctype") == DOCTYPE:
				contact.contact_number = number
			elif cint(contact.contact_number) != number:
				_renumber(contact.name, number)


def _by_day(contact: Any) -> tuple:
	return getdate(contact.consultation_date), cstr(contact.creation), contact.name


def _renumber(name: str, number: int) -> None:
	frappe.db.set_value(DOCTYPE, name, "contact_number", number, update_modified=False)
	main_row = {"source_doctype": DOCTYPE, "source_name": name, "participation": "Main Person"}
	kind = "First Contact" if number == 1 else "Follow-Up Contact"
	frappe.db.set_value("Service Record", main_row, "contact_kind", kind, update_modified=False)


def _insert_all(documents: list[Any]) -> None:
	rows: dict[str, list[Any]] = {}
	for document in documents:
		for one in (document, *document.get_all_children()):
			rows.setdefault(one.doctype, []).append(one)
	for doctype, same in rows.items():
		columns = frappe.get_meta(doctype).get_valid_columns()
		values = [one.get_valid_dict(convert_dates_to_str=True) for one in same]
		frappe.db.bulk_insert(
			doctype, columns, [[value.get(column) for column in columns] for value in values]
		)


def _write_note(item: Item, document: Any) -> None:
	if not (note := item.result.values.get("confidential_note")):
		return
	values = {"consultation": document.name, "note": escape_html(note).replace("\n", "<br>")}
	made = one_by_one.new("Consultation Note", values).insert()
	item.undo["made"].append(["Consultation Note", made.name])


def _insert(work: Work, item: Item, records: dict[str, str]) -> Any:
	document = one_by_one.new(DOCTYPE, _values(work, item, records)).insert()
	item.undo = {"made": [[DOCTYPE, document.name]], "history": _history_of(item, document)}
	_write_note(item, document)
	return document


def _update(work: Work, item: Item, records: dict[str, str]) -> Any:
	document = frappe.get_doc(DOCTYPE, item.key.record)
	values = _values(work, item, records)
	for fieldname in ("duration_minutes", "channel", "counsellor"):
		if fieldname not in item.result.values:
			values.pop(fieldname)
	tables = {field: values.pop(field) for field in (*TABLES, "family_members")}
	before = one_by_one.update(document, values)
	for fieldname, rows in tables.items():
		column = next(iter(rows[0])) if rows else ""
		if rows and [row.get(column) for row in document.get(fieldname)] != [row[column] for row in rows]:
			before[fieldname] = [{column: row.get(column)} for row in document.get(fieldname)]
			document.set(fieldname, rows)
	document.save()
	made = _history_of(item, document)
	if made:
		service_records.refresh_clients([document.client])
	item.undo = {"before": before, "history": made}
	renumber(document.client)
	return document


def _history_of(item: Item, document: Any) -> list[list[str]]:
	if not document.client:
		return []
	(rows,) = history.add_of_contacts(
		[(document.client, getdate(document.consultation_date), item.result.history)]
	)
	return rows
