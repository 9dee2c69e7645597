"""The nightly check: do the Service Records still say what their source documents say?

Every night all names are compared (what has no rows, what has rows too many) and a seventh of the documents word for word
together with what was changed lately, so that within a week everything has been looked at. It reports and mends nothing:
a difference is a fault to be understood, and `refugee_support.service_records.rebuild` makes everything right.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import add_days, cstr, getdate

from refugee_support.access import ADMINISTRATOR, COORDINATOR
from refugee_support.bell import ring
from refugee_support.service_records import BATCH, SOURCES, rows_of

RECORD = "Service Record"
PARTS = 7  # one a night
RECENT_DAYS = 2


@dataclass(frozen=True)
class Difference:
	"""How many documents of a kind are wrongly counted. Numbers only: it goes into a message."""

	doctype: str
	missing: int  # rows there should be, and are not
	left_over: int  # rows of documents that are gone, or that a document no longer has
	changed: int  # rows that say something else than their document


def check_nightly(today: date) -> list[Difference]:
	"""Look, and tell coordinators and administrators once if something differs."""
	found = compare(lambda doctype: _tonight(doctype, today))
	if found:
		tell(found)
	return found


def compare_all() -> list[Difference]:
	"""Everything word for word: bench --site <site> execute refugee_support.service_records.checking.compare_all"""
	return compare(
		lambda doctype: frappe.get_all(doctype, pluck="name", order_by="name")
	)  # a command, not a request


def compare(names_of: Callable[[str], list[str]]) -> list[Difference]:
	differences = []
	for doctype in SOURCES:
		missing = left_over = changed = 0
		for names in _batches(names_of(doctype)):
			wanted = {row["name"]: row for row in rows_of(doctype, SOURCES[doctype].load(names))}
			stored = _stored(doctype, names, wanted)
			missing += len(wanted.keys() - stored.keys())
			left_over += len(stored.keys() - wanted.keys())
			changed += sum(_says_else(stored[name], wanted[name]) for name in wanted.keys() & stored.keys())
		left_over += _rows_without_document(doctype)
		if missing or left_over or changed:
			differences.append(Difference(doctype, missing, left_over, changed))
	return differences


def _tonight(doctype: str, today: date) -> list[str]:
	"""A seventh of the documents, another one every night, and all that were saved lately."""
	recent = set(frappe.get_all(doctype, {"modified": [">=", add_days(today, -RECENT_DAYS)]}, pluck="name"))
	everything = frappe.get_all(
		doctype, pluck="name", order_by="name"
	)  # a job: counted whoever may read them
	part = today.toordinal() % PARTS
	return [name for name in everything if name in recent or zlib.crc32(name.encode()) % PARTS == part]


def _batches(names: list[str]) -> Iterator[list[str]]:
	for start in range(0, len(names), BATCH):
		yield names[start : start + BATCH]


def _stored(doctype: str, names: list[str], wanted: dict[str, Any]) -> dict[str, Any]:
	fields = list(next(iter(wanted.values()), {"name": ""}))
	filters = {"source_doctype": doctype, "source_name": ["in", names]}
	return {row.name: row for row in frappe.get_all(RECORD, filters, fields)}


def _says_else(stored: Any, wanted: dict[str, Any]) -> bool:
	return any(not _same(stored[field], value) for field, value in wanted.items())


def _same(stored: Any, wanted: Any) -> bool:
	"""A number is the same number as 0 and as 0.0."""
	if isinstance(stored, int | float) and isinstance(wanted, int | float):
		return stored == wanted
	return cstr(stored) == cstr(wanted)


def _rows_without_document(doctype: str) -> int:
	"""Rows whose document was deleted; those of an erased person have no source name and stay."""
	record, source = DocType(RECORD), DocType(doctype)
	gone = (
		frappe.qb.from_(record)
		.left_join(source)
		.on(record.source_name == source.name)
		.select(Count("*"))
		.where((record.source_doctype == doctype) & source.name.isnull())
		.where(record.source_name.isnotnull() & (record.source_name != ""))
	)
	return int(gone.run()[0][0])


def tell(found: Iterable[Difference]) -> None:
	"""One message a day at most to each, in numbers: who has read it is told again when it is still so."""
	rows = sum(one.missing + one.left_over + one.changed for one in found)
	users = frappe.get_all(
		"Has Role", {"role": ["in", [COORDINATOR, ADMINISTRATOR]], "parenttype": "User"}, pluck="parent"
	)
	active = frappe.get_all("User", {"name": ["in", users], "enabled": 1}, pluck="name", order_by="name")
	for user in active:
		if not _was_told(user):
			ring(user, message(rows))


def message(rows: int) -> str:
	return _(
		"{0} service records differ from their source documents. Please have them made again (rebuild)."
	).format(rows)


def _was_told(user: str) -> bool:
	"""Unread messages of this kind, or one of today, are enough."""
	sentence = message(0).replace("0", "%", 1)
	filters = {"for_user": user, "subject": ["like", sentence]}
	if frappe.db.exists("Notification Log", filters | {"read": 0}):
		return True
	return bool(frappe.db.exists("Notification Log", filters | {"creation": [">=", getdate()]}))
