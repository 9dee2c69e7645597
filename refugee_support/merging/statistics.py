"""Service Records after a merge or its undoing: one person is counted once."""

from collections.abc import Iterable

import frappe

from refugee_support import service_records
from refugee_support.merging.ledger import Ledger
from refugee_support.refugee_support.doctype.client_household.client_household import set_current_households
from refugee_support.refugee_support.doctype.consultation.consultation import renumber

Sources = set[tuple[str, str]]


def sources_of(person_keys: Iterable[str]) -> Sources:
	"""The documents whose rows are about these people."""
	rows = frappe.get_all(
		"Service Record",
		{"person_key": ["in", [*person_keys, ""]], "source_name": ["is", "set"]},
		["source_doctype", "source_name"],
		distinct=True,
		limit=0,
	)
	return {(row.source_doctype, row.source_name) for row in rows}


def move_rows_without_source(ledger: Ledger, old_key: str, new_key: str) -> None:
	"""Rows that outlived their source cannot be written again: they get the key of the person who stays."""
	filters = {"person_key": old_key, "source_name": ["is", "not set"]}
	names = frappe.get_all("Service Record", filters, pluck="name", limit=0)
	ledger.set("Service Record", names, "person_key", old_key, new_key)


def write_again(sources: Sources, clients: Iterable[str]) -> None:
	"""Numbers of contacts, household of today and the rows of these documents, from what is stored now."""
	clients = list(clients)
	set_current_households(clients)
	for client in clients:
		renumber(client)
	by_doctype: dict[str, list[str]] = {}
	for doctype, name in sorted(sources):
		by_doctype.setdefault(doctype, []).append(name)  # of one that is gone the rows go, too
	for doctype, names in by_doctype.items():
		if doctype in service_records.SOURCES:
			service_records.write_again(doctype, names)
