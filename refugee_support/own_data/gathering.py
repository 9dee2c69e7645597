"""Everything about one person, record by record: given, or held back with a reason. Nothing is left out silently."""

from collections.abc import Iterable
from typing import Any

import frappe

from refugee_support.access import CRITERIA, NOBODY
from refugee_support.erasing.run import LEGACY, old_databases
from refugee_support.erasing.world import STAYS, World, world_of
from refugee_support.own_data import (
	EARLIER,
	GIVE,
	MISSING,
	NOT_PROVIDED,
	OTHERS,
	REQUEST,
	STAFF,
	TECHNICAL,
	UNREADABLE,
	WITHHOLD,
	WITHOUT_OTHERS,
	AttachedFile,
	Copy,
	Record,
)
from refugee_support.own_data.decisions import records_of_others, visible_names
from refugee_support.own_data.people import NO_PERSON, other_clients, staff_fields

# Of the row itself, not of the person.
SKIPPED = {"name", "docstatus", "idx", "parent", "parenttype", "parentfield"}
ABOUT_STAFF = {"_assign", "_liked_by", "_seen"}
DECISION = "Client Data Request Decision"
ATTACHED = ("Attach", "Attach Image")
# Made here about the person, not provided by them (Art. 20 (1) GDPR, Article 29 Working Party, WP 242 rev. 01, p. 9-11).
MADE_HERE = {
	"Access Grant",
	"Cafe Childcare Place",
	"Client Access Log",
	"Client Distinct Pair",
	"Client Erasure",
	"Client Merge",
	"Consultation Note",
	"Deadline Reminder",
	"Residence Reminder",
	"Restricted Client Access",
	"Service Record",
	REQUEST,
}
WHOLE, WITHOUT, OWN_ROW = "Whole", "Without Others", "Own Row Only"


class Gathering:
	"""Attributes:
	decided: (DocType, name) -> row of the request: what to do with what had to be looked at.
	"""

	def __init__(self, request: Any) -> None:
		self.client = request.client
		self.world: World = world_of(request.client)
		self.copy = Copy(request.client)
		self.decided = {(row.record_type, row.record): row for row in request.decisions}
		self.names_staff = bool(request.name_staff)
		self.portable = request.kind == "Portability"
		self.fields: dict[str, tuple[set[str], set[str]]] = {}
		self.given: dict[str, set[str]] = {}  # what further rows and files hang on

	def gather(self) -> Copy:
		from refugee_support.own_data import around

		for doctype in ("Client", *sorted(set(self.world.documents) - {"Client"})):
			self.take(doctype, self.world.documents[doctype])
		for doctype in sorted(STAYS):
			self.take(doctype, {name for of, _field, name in self.world.links if of == doctype})
		self.take_records_of_others()
		self.take_old_databases()
		around.take_statistics(self)
		around.take_copies(self)
		around.take_what_is_named(self)
		return self.copy

	# --- Records ---

	def take(self, doctype: str, names: Iterable[str]) -> None:
		"""Records of the person."""
		names, reasons = set(names), {}
		visible = visible_names(doctype, names)
		for name in names:
			row = self.decided.get((doctype, name))
			if self.portable and doctype in MADE_HERE:
				reasons[name] = NOT_PROVIDED
			elif name not in visible:
				reasons[name] = self.why_not_seen(doctype)
			elif row and row.decision == WITHHOLD:
				reasons[name] = row.reason or OTHERS
		for name, reason in reasons.items():
			self.copy.hold_back(doctype, [name], reason)
		self.take_files(doctype, names, reasons)
		self.add(doctype, {name: self.how(doctype, name) for name in names - set(reasons)})

	def how(self, doctype: str, name: str) -> str:
		row = self.decided.get((doctype, name))
		return WITHOUT if row and row.decision == WITHOUT_OTHERS else WHOLE

	@staticmethod
	def why_not_seen(doctype: str) -> str:
		"""Nobody reads this kind of record; or whoever prepares the copy does not see this one, because of others in it."""
		criterion = CRITERIA.get(doctype)
		if not frappe.has_permission(doctype, "read") or (
			criterion and criterion(frappe.session.user) is NOBODY
		):
			return UNREADABLE
		return OTHERS

	def add(self, doctype: str, giving: dict[str, str]) -> None:
		rows = frappe.get_all(
			doctype, {"name": ["in", list(giving) or [""]]}, ["*"], order_by="creation", limit=0
		)
		tables = self.tables_of(doctype, list(giving))
		self.given.setdefault(doctype, set()).update(row.name for row in rows)
		for row in rows:
			how = giving[row.name]
			record = Record(doctype, row.name, self.cleaned(doctype, row, how), {}, how)
			for fieldname, children in tables.get(row.name, {}).items():
				kept = [self.cleaned_row(child, values, how) for child, values in children]
				if kept := [values for values in kept if values]:
					record.tables[fieldname] = kept
			self.copy.records.append(record)

	@staticmethod
	def tables_of(doctype: str, names: list[str]) -> dict[str, dict[str, list[tuple[str, Any]]]]:
		"""Name -> field -> rows with their DocType; one query for each child table."""
		found: dict[str, dict[str, list[tuple[str, Any]]]] = {}
		for child in {df.options for df in frappe.get_meta(doctype).get_table_fields()}:
			about = {"parenttype": doctype, "parent": ["in", names or [""]]}
			for row in frappe.get_all(child, about, ["*"], order_by="idx", limit=0):
				found.setdefault(row.parent, {}).setdefault(row.parentfield or child, []).append((child, row))
		return found

	def cleaned_row(self, child: str, row: Any, how: str) -> dict[str, Any]:
		"""A row about somebody else is theirs as a whole; what was decided about a copy is told by the copy itself."""
		if child == DECISION:
			self.copy.hold_back(child, [row.name], TECHNICAL)
			return {}
		if how == WITHOUT and other_clients(child, row, self.client):
			self.copy.hold_back(child, [row.name], OTHERS)
			return {}
		return self.cleaned(child, row, how)

	def cleaned(self, doctype: str, row: Any, how: str) -> dict[str, Any]:
		staff, links = self.fields_of(doctype)
		others = other_clients(doctype, row, self.client)
		data = {}
		for fieldname, value in row.items():
			if fieldname in SKIPPED or value is None or value == "":
				continue
			if fieldname in staff and not self.names_staff and value not in NO_PERSON:
				self.copy.hold_back(doctype, [row.name], STAFF, fieldname)
			elif fieldname in others and how != WHOLE:
				self.copy.hold_back(doctype, [row.name], OTHERS, fieldname)
			elif fieldname in links and self.is_withheld_file(value):
				continue  # counted with the files
			else:
				data[fieldname] = value
		return data

	def fields_of(self, doctype: str) -> tuple[set[str], set[str]]:
		"""Fields that name people who work here, and fields that lead to a file."""
		if doctype not in self.fields:
			links = {df.fieldname for df in frappe.get_meta(doctype).fields if df.fieldtype in ATTACHED}
			self.fields[doctype] = (staff_fields(doctype) | ABOUT_STAFF, links)
		return self.fields[doctype]

	# --- Records of others, old databases ---

	def take_records_of_others(self) -> None:
		"""What was decided to be given, is; of the rest the row about the person alone."""
		for doctype, names in records_of_others(self.world).items():
			wanted = [
				name
				for name in names
				if (row := self.decided.get((doctype, name))) and row.decision in (GIVE, WITHOUT_OTHERS)
			]
			giving = visible_names(doctype, wanted) if wanted else set()
			self.take_files(doctype, names, dict.fromkeys(names - giving, OTHERS))
			self.add(doctype, {name: self.how(doctype, name) for name in giving})
			self.copy.hold_back(doctype, names - giving, OTHERS)
			self.add_own_rows(doctype, names - giving)

	def add_own_rows(self, doctype: str, names: set[str]) -> None:
		for child in {df.options for df in frappe.get_meta(doctype).get_table_fields()} & set(
			self.world.rows
		):
			about = {
				"name": ["in", list(self.world.rows[child])],
				"parenttype": doctype,
				"parent": ["in", list(names)],
			}
			for row in frappe.get_all(child, about, ["*"], limit=0):
				values = {row.parentfield or child: [self.cleaned(child, row, WITHOUT)]}
				self.copy.records.append(Record(doctype, row.parent, {}, values, OWN_ROW))

	def take_old_databases(self) -> None:
		"""The file of an old database holds everybody; the person's own rows of it are records of theirs."""
		names = old_databases(self.world)
		attached = {"attached_to_doctype": LEGACY, "attached_to_name": ["in", names or [""]]}
		self.copy.hold_back("File", frappe.get_all("File", attached, pluck="name"), OTHERS)
		values = {"parenttype": LEGACY, "parent": ["in", names or [""]]}
		self.copy.hold_back(
			"Legacy Import Value",
			frappe.get_all("Legacy Import Value", values, pluck="name", limit=0),
			OTHERS,
		)

	# --- Files ---

	def take_files(self, doctype: str, names: Iterable[str], reasons: dict[str, str]) -> None:
		"""The files of records: of those that are given, unless a file was held back by itself.

		Args:
			reasons: of the records that are not given.
		"""
		attached = {
			"attached_to_doctype": doctype,
			"attached_to_name": ["in", list(names) or [""]],
			"is_folder": 0,
		}
		fields = ["name", "file_name", "file_url", "attached_to_name"]
		for file in frappe.get_all("File", attached, fields, order_by="creation", limit=0):
			row = self.decided.get(("File", file.name))
			reason = reasons.get(file.attached_to_name, "")
			if doctype == REQUEST:
				reason = EARLIER
			elif not reason and row and row.decision == WITHHOLD:
				reason = row.reason or OTHERS
			elif not reason and not is_there(file.name):
				reason = MISSING
			if reason:
				self.copy.hold_back("File", [file.name], reason)
			else:
				self.add_file(doctype, file)

	def add_file(self, doctype: str, file: Any) -> None:
		number = len(self.copy.files) + 1
		path = f"dateien/{number:04}_{safe_name(file.file_name)}"
		self.copy.files.append(
			AttachedFile(file.name, doctype, file.attached_to_name, file.file_name or "", path)
		)

	def is_withheld_file(self, url: str) -> bool:
		held = self.copy.held_back("File")
		return bool(held and frappe.db.exists("File", {"file_url": url, "name": ["in", list(held)]}))


def is_there(file: str) -> bool:
	try:
		return frappe.get_doc("File", file).exists_on_disk()
	except Exception:  # a path the framework refuses to look at
		return False


def safe_name(name: str | None) -> str:
	"""For a name within an archive: no folders, nothing hidden."""
	kept = "".join(c if c.isalnum() or c in "._- " else "_" for c in name or "")
	return kept.strip(" .")[-100:] or "datei"
