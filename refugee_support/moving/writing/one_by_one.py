"""Rows written one after the other, each within a savepoint: whole, or not at all and with the reason."""

from collections.abc import Callable
from typing import Any

import frappe
from frappe.utils import cstr, strip_html

from refugee_support.document import new_document
from refugee_support.moving import keys
from refugee_support.moving.work import REFUSED, Item, Work

SAVEPOINT = "legacy_row"


def each(work: Work, target: str, items: list[Item], write: Callable[[Item], Any]) -> None:
	"""Call `write` for each row; it returns the record (a document) or None where it refused the row itself."""
	for item in items:
		record = attempt(item, lambda: write(item))  # noqa: B023 - called at once
		if record is not None and item.outcome != REFUSED:
			remember(work, target, item, record)


def attempt(item: Item, write: Callable[[], Any]) -> Any:
	told = list(frappe.local.message_log)
	frappe.db.savepoint(SAVEPOINT)
	try:
		return write()
	except (
		frappe.ValidationError,
		frappe.PermissionError,
		frappe.DoesNotExistError,
		frappe.db.DataError,
	) as error:
		frappe.db.rollback(save_point=SAVEPOINT)
		item.outcome, item.message, item.undo = (
			REFUSED,
			strip_html(cstr(error))[:1000] or error.__class__.__name__,
			{},
		)
		return None
	finally:
		frappe.local.message_log = told  # hints meant for a form


def remember(work: Work, target: str, item: Item, record: Any) -> None:
	item.record, item.client = record.name, record.name if target == "Client" else cstr(record.get("client"))
	remember_key(item)
	keys.write([key_of(work, target, item, record)])


def remember_key(item: Item) -> None:
	"""What the number stood for before this run, so that undoing it does not forget an earlier one."""
	if item.key and item.key.record:
		fields = ("record", "content_key", "legacy_import", "decision")
		item.undo["key"] = {field: item.key.get(field) for field in fields}


def key_of(work: Work, target: str, item: Item, record: Any) -> dict[str, Any]:
	return {
		"source": work.source,
		"target": target,
		"legacy_id": item.legacy_id,
		"record": record.name,
		"content_key": item.result.content_key,
		"record_modified": cstr(record.modified),
		"legacy_import": work.document.name,
		"decision": item.decision,
	}


def new(doctype: str, values: dict[str, Any]) -> Any:
	"""With the defaults of the form."""
	return new_document(doctype).update(values)


def update(document: Any, values: dict[str, Any], only_empty: bool = False) -> dict[str, Any]:
	"""Set what the old file says; what it says nothing about stays.

	Returns:
		What stood there before, of the fields that changed.
	"""
	before = {}
	for fieldname, value in values.items():
		current = document.get(fieldname)
		if cstr(current) == cstr(value) or (only_empty and current):
			continue
		before[fieldname] = cstr(current) if current is not None else None
		document.set(fieldname, value)
	return before
