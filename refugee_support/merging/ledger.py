"""A list of single changes to the database, each of which can be taken back."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe.utils import cstr

Row = dict[str, Any]
UNTOUCHED = ("modified", "modified_by", "idx", "_comments", "_liked_by", "_assign", "_user_tags", "_seen")


class Ledger:
	"""Does what it writes down. `steps` can be kept as JSON."""

	def __init__(self, steps: list | None = None) -> None:
		self.steps: list[list] = steps or []

	def set(self, doctype: str, names: Iterable[str], fieldname: str, before: Any, after: Any) -> None:
		"""Change one field of these rows, all of which have the same value now. `modified` stays: nobody edited them."""
		names = sorted(names)
		if not names or cstr(before) == cstr(after):
			return
		_write(doctype, names, fieldname, after)
		self.steps.append(["set", doctype, fieldname, before, after, names])

	def delete(self, doctype: str, name: str) -> None:
		row = frappe.db.get_value(doctype, name, "*", as_dict=True)
		if not row:
			return
		frappe.db.delete(doctype, {"name": name})
		frappe.clear_document_cache(doctype, name)
		self.steps.append(["delete", doctype, dict(row)])

	def saw_change(self, doctype: str, before: Row, after: Row) -> None:
		"""What a document's own saving has changed in its row."""
		for fieldname, value in after.items():
			if fieldname not in UNTOUCHED and cstr(before.get(fieldname)) != cstr(value):
				self.steps.append(["set", doctype, fieldname, before.get(fieldname), value, [after["name"]]])

	def saw_new(self, doctype: str, row: Row) -> None:
		self.steps.append(["new", doctype, dict(row)])

	def take_back(self) -> list[tuple[str, str]]:
		"""Undo all steps, the last one first.

		Returns:
			(DocType, name) of what was changed again since and therefore stays as it is.
		"""
		kept = []
		for step in reversed(self.steps):
			kept += {"set": _unset, "delete": _undelete, "new": _remove}[step[0]](*step[1:])
		return sorted(set(kept))


def _write(doctype: str, names: list[str], fieldname: str, value: Any) -> None:
	frappe.db.set_value(doctype, {"name": ["in", names]}, fieldname, value, update_modified=False)
	for name in names:
		frappe.clear_document_cache(doctype, name)


def _unset(doctype: str, fieldname: str, before: Any, after: Any, names: list[str]) -> list[tuple[str, str]]:
	rows = frappe.get_all(  # undoing what was done without asking for single rights
		doctype, {"name": ["in", names]}, ["name", fieldname], limit=0
	)
	unchanged = [row.name for row in rows if cstr(row[fieldname]) == cstr(after)]
	if unchanged:
		_write(doctype, unchanged, fieldname, before)
	return [
		(doctype, row.name)
		for row in rows
		if row.name not in unchanged and cstr(row[fieldname]) != cstr(before)
	]


def _undelete(doctype: str, row: Row) -> list[tuple[str, str]]:
	if frappe.db.exists(doctype, row["name"]):
		return [(doctype, row["name"])]
	columns = set(frappe.db.get_table_columns(doctype))
	fields = [name for name in row if name in columns]
	frappe.db.bulk_insert(doctype, fields, [[row[name] for name in fields]])
	return []


def _remove(doctype: str, row: Row) -> list[tuple[str, str]]:
	now = frappe.db.get_value(doctype, row["name"], "*", as_dict=True)
	if not now:
		return []
	if any(cstr(now.get(name)) != cstr(value) for name, value in row.items() if name not in UNTOUCHED):
		return [(doctype, row["name"])]
	frappe.db.delete(doctype, {"name": row["name"]})
	return []
