"""One point of the list."""

from dataclasses import dataclass

import frappe

GOOD, TO_DO, URGENT = "Good", "To Do", "Urgent"


@dataclass(frozen=True)
class Finding:
	"""A point, how it stands on this site (`found`), and what to do if it is not good. In the reader's language."""

	point: str
	state: str
	found: str
	to_do: str = ""


def judged(point: str, good: object, found: str, to_do: str, otherwise: str = TO_DO) -> Finding:
	return Finding(point, GOOD, found) if good else Finding(point, otherwise, found, to_do)


def tick(field: str, doctype: str = "System Settings") -> str:
	"""The sentence that says where, in the words of the reader's desk."""
	return frappe._("Tick {0} in {1}.").format(label_of(field, doctype), frappe._(doctype))


def untick(field: str, doctype: str = "System Settings") -> str:
	return frappe._("Untick {0} in {1}.").format(label_of(field, doctype), frappe._(doctype))


def put(field: str, value: str, doctype: str = "System Settings") -> str:
	return frappe._("Set {0} in {1} to {2}.").format(label_of(field, doctype), frappe._(doctype), value)


def label_of(field: str, doctype: str) -> str:
	return f"„{frappe._(frappe.get_meta(doctype).get_label(field))}“"


def yes_or_no(value: object) -> str:
	return frappe._("on") if frappe.utils.cint(value) else frappe._("off")
