"""What is on a site, as one line of JSON: probe.py SITE rows|patches|names|left. In a process of its own, without the app's own code
where that would be of the wrong version."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import frappe

# Times of the last look, and what Frappe counts for itself
UNSTEADY = (
	"tabSessions",
	"tabScheduled Job Type",
	"tabScheduled Job Log",
	"tabError Log",
	"__Auth",
	"tabActivity Log",
)


def tables() -> list[str]:
	return [table for table in frappe.db.get_tables(cached=False) if table.startswith(("tab", "__"))]


def sums() -> dict[str, list[int]]:
	"""Number and content of the rows of each table; the order of rows is no content."""
	found = {}
	for table in tables():
		rows = frappe.qb.from_(table.removeprefix("tab")).select("*").run()
		hashes = [int.from_bytes(hashlib.sha256(repr(row).encode()).digest()[:8], "big") for row in rows]
		found[table] = [len(hashes), sum(hashes) % 2**64]
	return found


def service_records() -> dict[str, Any]:
	rows = frappe.qb.from_("Service Record").select("*").run(as_dict=True)
	return {row.name: {key: str(value) for key, value in row.items()} for row in rows}


def rows() -> dict[str, Any]:
	said = {"records": service_records(), "sums": sums()}
	try:
		from refugee_support.service_records import checking
	except ImportError:  # the first versions had no nightly check
		return said
	return {**said, "wrong": [str(line) for line in checking.compare_all()]}


def patches() -> dict[str, Any]:
	"""Run every patch once more, each in its own transaction as Frappe does."""
	before = sums()
	changed: dict[str, list[str]] = {}
	listed = Path(frappe.get_app_path("refugee_support", "patches.txt")).read_text().splitlines()
	for line in listed:
		if not line.startswith("refugee_support."):
			continue
		frappe.get_attr(f"{line.split()[0]}.execute")()
		frappe.db.commit()
		after = sums()
		changed[line] = [name for name in after if after[name] != before.get(name) and name not in UNSTEADY]
		before = after
	return changed


def names() -> list[str]:
	"""Whom the demo has invented, and what was written about them."""
	found = frappe.get_all("Client", pluck="client_name", limit=0)
	found += frappe.get_all("Consultation", {"summary": ["is", "set"]}, pluck="summary", limit=500)
	return sorted({text for text in found if text and len(text) > 8})


def left() -> dict[str, Any]:
	fields = frappe.get_all("Custom Field", fields=["dt", "fieldname", "options"])
	files = [
		str(p) for kind in ("private", "public") for p in Path(frappe.get_site_path(kind, "files")).rglob("*")
	]
	beside = [path.name for path in Path(frappe.get_site_path()).iterdir()]
	return {
		"tables": {
			table: frappe.qb.from_(table.removeprefix("tab")).select("*").run().__len__()
			for table in tables()
		},
		"fields": [f"{field.dt}.{field.fieldname}" for field in fields],
		"files": files,
		"beside": beside,
		"sums": sums(),
	}


def main(site: str, what: str) -> None:
	frappe.init(site)
	frappe.connect()
	frappe.flags.mute_emails = True
	frappe.set_user("Administrator")
	print(json.dumps({"rows": rows, "patches": patches, "names": names, "left": left}[what](), default=str))


if __name__ == "__main__":
	main(*sys.argv[1:])
