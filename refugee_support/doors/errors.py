"""Door 23: the Error Log keeps the values of all variables of a failing function, names and notes among them."""

import re
from typing import Any

import frappe
from frappe.core.doctype.error_log.error_log import ErrorLog
from frappe.model.document import Document

from refugee_support.doors.guarded import GUARDED

OURS = re.compile("refugee_support|'(" + "|".join(sorted(re.escape(doctype) for doctype in GUARDED)) + ")'")
FRAME = re.compile(r'^\s+File "')


def without_values(doc: Document, method: str | None = None) -> None:
	"""doc_events: Error Log, before_insert. Of errors that may be about our records, where it happened stays: files,
	lines and functions; the values go, and so does what the exception says of them."""
	if not OURS.search(doc.error or ""):
		return
	kept, lines = [], (doc.error or "").splitlines()
	for number, line in enumerate(lines):
		if FRAME.match(line) or (number and FRAME.match(lines[number - 1])):
			kept.append(line)
	last = next((line for line in reversed(lines) if re.match(r"[\w.]+(:|$)", line)), "")
	kind = last.partition(":")[0]
	doc.error = "\n".join([*kept, kind])
	if doc.method and doc.method in last:  # the framework takes the exception's text for a title
		doc.method = kind or "Error"


class WrittenErrorLog(ErrorLog):
	"""A report that ends in an error writes down that it did, also where reports are read from a replica: nothing can be
	written there, and the reader would be shown that instead of what is wrong with a filter."""

	def insert(self, *args: Any, **kwargs: Any) -> Document:
		insert = super().insert

		@frappe.write_only()  # around a call without arguments: it takes ignore_permissions out of them
		def written() -> Document:
			return insert(*args, **kwargs)

		return written()
