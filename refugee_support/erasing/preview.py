"""What goes, what stays and why, before anybody decides."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.erasing import checks
from refugee_support.erasing.world import joint_documents, world_of

Row = dict[str, Any]


def preview_of(client: str) -> Row:
	"""Counts only: what is in the records is for who may read them.

	Returns:
		goes, joint, loses: rows with label and count; files: a number; statistics: rows that stay; against: sentences.
	"""
	world = world_of(client)
	joint = joint_documents(world)
	loses: dict[str, set[str]] = {}
	for doctype, names in world.touched.items():
		loses.setdefault(doctype, set()).update(names)
	for doctype, _fieldname, name in world.links:
		loses.setdefault(doctype, set()).add(name)
	return {
		"goes": _counted({doctype: len(names) for doctype, names in world.documents.items()}),
		"joint": _counted({doctype: len(names) for doctype, names in joint.items()}),
		"loses": _counted({doctype: len(names) for doctype, names in loses.items()}),
		"files": sum(_files(doctype, names) for doctype, names in world.documents.items()),
		"statistics": _statistics(client),
		"against": checks.against(world, getdate()),
	}


def _counted(counts: dict[str, int]) -> list[Row]:
	rows = [{"label": _(doctype), "count": count} for doctype, count in counts.items() if count]
	return sorted(rows, key=lambda row: (-row["count"], row["label"]))


def _files(doctype: str, names: set[str]) -> int:
	return frappe.db.count(
		"File", {"attached_to_doctype": doctype, "attached_to_name": ["in", list(names)], "is_folder": 0}
	)


def _statistics(client: str) -> int:
	key = frappe.db.get_value("Client", client, "person_key")
	return frappe.db.count("Service Record", {"person_key": key}) if key else 0
