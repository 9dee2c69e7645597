"""Which record an old number became, for each old database: written with the record, read by no user."""

import hashlib
from collections.abc import Iterable
from typing import Any

import frappe
from frappe.utils import cstr, now

KEY = "Legacy Import Key"
FIELDS = (
	"source",
	"target",
	"legacy_id",
	"record",
	"content_key",
	"record_modified",
	"legacy_import",
	"decision",
)


def key_name(source: str, target: str, legacy_id: str) -> str:
	return hashlib.sha256(f"{source}|{target}|{legacy_id}".encode()).hexdigest()[:24]


def load(source: str, target: str, legacy_ids: Iterable[str]) -> dict[str, Any]:
	"""{old number: its key}. Reads without permissions: keys are read by no user, only by runs."""
	names = [key_name(source, target, legacy_id) for legacy_id in set(legacy_ids)]
	if not names:
		return {}
	rows = frappe.get_all(KEY, {"name": ["in", names]}, ["name", *FIELDS])
	return {row.legacy_id: row for row in rows}


def write(keys: list[dict[str, Any]]) -> None:
	"""Keys of records just written, new or in place of the old ones."""
	if not keys:
		return
	rows = {key_name(key["source"], key["target"], key["legacy_id"]): key for key in keys}
	frappe.db.delete(KEY, {"name": ["in", list(rows)]})
	time = now()
	columns = ["name", "owner", "creation", "modified_by", "modified", "docstatus", *FIELDS]
	values = [
		[
			name,
			"Administrator",
			time,
			"Administrator",
			time,
			0,
			*(cstr(key.get(field)) or None for field in FIELDS),
		]
		for name, key in rows.items()
	]
	frappe.db.bulk_insert(KEY, columns, values)
