"""The fact table: from source documents to Service Records, and the rebuild.

One row per person (or anonymous contact) and service, with the person's characteristics as they were on that
day, under a pseudonymous key, without names. Source documents call `write` and `remove`; `rebuild` makes every
row again from the sources and arrives at the same rows:

	bench --site <site> execute refugee_support.service_records.rebuild

Rows are written with bulk queries instead of `insert()`: nobody types them, their values come from validated
documents, and a consultation must not cost more than twice a plain document.
"""

from collections.abc import Iterable
from typing import Any

import frappe

from refugee_support.service_records import applications, cafe, consultations, milestones, support
from refugee_support.service_records.people import (
	CHARACTERISTICS,
	CLIENT_FIELDS,
	Row,
	load_facts,
	load_people,
)
from refugee_support.service_records.sources import Source

__all__ = [
	"CHARACTERISTICS",
	"CLIENT_FIELDS",
	"SOURCES",
	"load_facts",
	"rebuild",
	"refresh_clients",
	"remove",
	"write",
]

BATCH = 500  # sources a rebuild holds in memory at once

# A new kind of source: a module beside these, and its line here.
SOURCES: dict[str, Source] = {
	"Consultation": consultations.SOURCE,
	"Authority Application": applications.SOURCE,
	"Cafe Attendance": cafe.VISITS,
	"Cafe Childcare Place": cafe.CHILDREN,
	"Integration Milestone": milestones.SOURCE,
	"Application Support": support.SUPPORT,
	"Application Support Talk": support.TALKS,
	"Client Qualification": support.QUALIFICATIONS,
}


def write(document: Any) -> None:
	"""Replace the rows of one source document by what it says now."""
	if not document.flags.in_insert:
		_delete({"source_doctype": document.doctype, "source_name": document.name})
	_insert(rows_of(document.doctype, [document], document.flags.facts))


def remove(document: Any) -> None:
	"""Take the rows of a deleted source document away."""
	_delete({"source_doctype": document.doctype, "source_name": document.name})


def refresh_clients(clients: Iterable[str]) -> None:
	"""Write the rows of everything these clients took part in again: their characteristics changed."""
	names = list(clients)
	for doctype, source in SOURCES.items():
		_rewrite(doctype, sorted(source.named(names)))


def write_again(doctype: str, names: list[str]) -> None:
	"""Write the rows of these documents anew: who took part in them is another person now (a merge, or its undoing)."""
	_rewrite(doctype, names)


def rebuild() -> int:
	"""Make all rows again from their source documents; rows whose source was erased are kept.

	Returns:
		The number of rows written.
	"""
	written = 0
	for doctype in SOURCES:
		names = frappe.get_all(doctype, pluck="name", order_by="creation, name")  # a command, not a request
		_delete_orphans(doctype, set(names))
		for start in range(0, len(names), BATCH):
			written += _rewrite(doctype, names[start : start + BATCH])
	return written


def _rewrite(doctype: str, names: list[str]) -> int:
	if not names:
		return 0
	_delete({"source_doctype": doctype, "source_name": ["in", names]})
	rows = rows_of(doctype, SOURCES[doctype].load(names))
	_insert(rows)
	return len(rows)


def _delete(filters: Row) -> None:
	frappe.db.delete("Service Record", filters)


def _delete_orphans(doctype: str, existing: set[str]) -> None:
	"""Rows of deleted sources go; rows of erased persons have no source name any more and stay."""
	named = frappe.get_all("Service Record", {"source_doctype": doctype}, ["source_name"], distinct=True)
	gone = [row.source_name for row in named if row.source_name and row.source_name not in existing]
	for start in range(0, len(gone), BATCH):
		_delete({"source_doctype": doctype, "source_name": ["in", gone[start : start + BATCH]]})


def _insert(rows: list[Row]) -> None:
	if rows:
		fields = list(rows[0])
		frappe.db.bulk_insert("Service Record", fields, [[row[f] for f in fields] for row in rows])


def rows_of(doctype: str, documents: list[Any], facts: dict[str, Row] | None = None) -> list[Row]:
	"""The rows of these documents; `facts` of clients the caller has read already are not read again."""
	source = SOURCES[doctype]
	people = load_people({client for document in documents for client in source.people(document)}, facts)
	return [row for document in documents for row in source.rows(document, people)]
