"""What lies around the records: statistics, who has read them, comments and mails, and what programs keep by themselves."""

import frappe
from frappe.utils import cstr

from refugee_support.doors.copies import COPIES
from refugee_support.erasing.traces import MORE_COPIES, PLAIN, WITH_LINKS, named_in_texts, rows_about
from refugee_support.erasing.traits import traits_of
from refugee_support.erasing.world import NAMED_BY_NUMBER
from refugee_support.own_data import NOT_PROVIDED, OTHERS, TECHNICAL, UNCERTAIN
from refugee_support.own_data.gathering import MADE_HERE, WHOLE, Gathering

LOG = "Client Access Log"
# Of what the framework keeps beside a record: what people have written. Everything else repeats it, or says who did what.
WRITTEN = ("Comment", "Communication")
NAME_OF = {table: name for table, (_about, name) in COPIES.items()} | {row[0]: row[2] for row in MORE_COPIES}
NAME_OF["Webhook Request Log"] = "reference_document"


def take_statistics(gathering: Gathering) -> None:
	"""Rows without a name; the person's key leads to them."""
	key = frappe.db.get_value("Client", gathering.client, "person_key")
	rows = frappe.get_all("Service Record", {"person_key": key}, pluck="name", limit=0) if key else []
	if gathering.portable:
		gathering.copy.hold_back("Service Record", rows, NOT_PROVIDED)
	else:
		gathering.add("Service Record", {name: WHOLE for name in rows})


def take_copies(gathering: Gathering) -> None:
	log: set[str] = set()
	for table, doctype, names in rows_about(gathering.world):
		names = sorted(set(names) - gathering.world.documents.get(table, set()))
		if table == "File" or not names:
			continue  # taken with the records
		if table == LOG:
			log |= set(names)
		elif frappe.get_meta(table).istable:
			take_linked(gathering, table, names)
		elif table in WRITTEN:
			take_written(gathering, table, doctype, names)
		else:
			gathering.copy.hold_back(table, names, TECHNICAL)
	numbers = traits_of(gathering.client).numbers
	for table, fieldname in NAMED_BY_NUMBER:
		log |= set(frappe.get_all(table, {fieldname: ["in", numbers]}, pluck="name", limit=0))
	take_access_log(gathering, log, numbers)


def take_written(gathering: Gathering, table: str, doctype: str, names: list[str]) -> None:
	"""Comments and mails about a record that is given as a whole."""
	rows = frappe.get_all(table, {"name": ["in", names]}, ["name", NAME_OF[table]], limit=0)
	whole = {
		record.name
		for record in gathering.copy.records
		if record.doctype == doctype and record.given == WHOLE
	}
	giving = {row.name for row in rows if row[NAME_OF[table]] in whole}
	gathering.copy.hold_back(table, set(names) - giving, OTHERS)
	giving -= gathering.given.get(table, set())
	gathering.take_files(table, names, dict.fromkeys(set(names) - giving, OTHERS))
	gathering.add(table, {name: WHOLE for name in giving})


def take_linked(gathering: Gathering, table: str, names: list[str]) -> None:
	"""Rows that link something of another kind (a contact, an appointment in a calendar) to the person."""
	for row in frappe.get_all(table, {"name": ["in", names]}, ["name", "parent", "parenttype"], limit=0):
		if row.parenttype in gathering.world.documents or not row.parent:
			continue
		others = {"parent": row.parent, "parenttype": row.parenttype, "name": ["not in", names]}
		if row.parenttype in WITH_LINKS and not frappe.db.exists(table, others):
			if row.parent not in gathering.given.get(row.parenttype, set()):
				gathering.add(row.parenttype, {row.parent: WHOLE})
		else:
			gathering.copy.hold_back(row.parenttype, [row.parent], OTHERS)


def take_access_log(gathering: Gathering, names: set[str], numbers: tuple[str, ...]) -> None:
	"""When the record was read, and what of it: Court of Justice of the European Union, 22 June 2023, C-579/21."""
	if gathering.portable and LOG in MADE_HERE:
		gathering.copy.hold_back(LOG, names, NOT_PROVIDED)
		return
	rows = frappe.get_all(LOG, {"name": ["in", list(names) or [""]]}, ["name", "client"], limit=0)
	of_others = {row.name for row in rows if row.client and row.client not in numbers}
	gathering.copy.hold_back(LOG, of_others, OTHERS)
	gathering.add(LOG, {row.name: WHOLE for row in rows if row.name not in of_others})


def take_what_is_named(gathering: Gathering) -> None:
	"""Logs and mails in which the name or the number stands: they may be about somebody else of this name."""
	traits = traits_of(gathering.client)
	for doctype, names in named_in_texts(traits):
		taken = gathering.given.get(doctype, set()) | gathering.world.documents.get(doctype, set())
		taken |= gathering.copy.held_back(doctype)
		gathering.copy.hold_back(doctype, set(names) - taken, UNCERTAIN)
	for table, column in PLAIN:
		rows = frappe.qb.Table(table)
		for word in traits.anything():
			like = rows[column].like(f"%{word}%")
			found = frappe.qb.from_(rows).select(rows[column]).where(like).run()
			named = {cstr(text) for (text,) in found if traits.names_anybody(cstr(text))}
			gathering.copy.hold_back(table, named, UNCERTAIN)
