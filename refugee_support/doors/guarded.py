"""Which DocTypes are guarded, and what every guard needs to know about them."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _

from refugee_support.access import ADVOCACY_DOCTYPES, CHILD_TABLES, CLIENT_DOCTYPES, HELPER_DOCTYPES

STATISTICS = "Service Record"
GUARDED = CLIENT_DOCTYPES | HELPER_DOCTYPES | ADVOCACY_DOCTYPES | frozenset(CHILD_TABLES) | {STATISTICS}
GUARDED_DOCUMENTS = GUARDED - set(CHILD_TABLES)
# In v15 a document hook answers None for "no opinion", in v16 None denies and True lets the next hook decide.
NO_OPINION = None if frappe.__version__.startswith("15.") else True


def refuse() -> None:
	frappe.throw(
		_("This is not available for protected records."), frappe.PermissionError, title=_("Not available")
	)


def may_read(doctype: str, name: str, user: str, ptype: str = "read") -> bool:
	"""Whether a stored document of ours may be read (or written, printed ...), as its own form decides."""
	try:
		return bool(frappe.has_permission(doctype, ptype, doc=name, user=user))
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return False


def texts(value: Any, depth: int = 0) -> Iterator[str]:
	"""Every text in a value, keys included, also inside JSON that was sent as text."""
	if depth > 12:
		refuse()
	if isinstance(value, dict):
		for key, item in value.items():
			yield from texts(key, depth + 1)
			yield from texts(item, depth + 1)
	elif isinstance(value, list | tuple):
		for item in value:
			yield from texts(item, depth + 1)
	elif isinstance(value, str):
		yield value
		if isinstance(inner := parsed(value), dict | list | str) and inner != value:
			yield from texts(inner, depth + 1)


def parsed(value: Any) -> Any:
	"""What the framework will make of an argument that may be JSON."""
	if not isinstance(value, str) or not value.lstrip().startswith(("{", "[", '"')):
		return value
	try:
		return json.loads(value)
	except ValueError:
		return value
	except RecursionError:  # never waved through: what is too deep here may not be further inside
		frappe.throw(_("What was sent is nested too deeply to be read."))
