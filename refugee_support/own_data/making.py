"""The copy as files of the request: made, compared, removed after a time."""

import hashlib
from datetime import date
from typing import Any, NamedTuple

import frappe
from frappe.utils import getdate

from refugee_support.bell import ring
from refugee_support.erasing.disk import note_new_files, remove_files
from refugee_support.own_data import REQUEST
from refugee_support.own_data.archive import content_of, packed
from refugee_support.own_data.gathering import Gathering
from refugee_support.own_data.page import pdf_of
from refugee_support.refugee_support.doctype.restricted_client_access.restricted_client_access import (
	counsellors_who_see,
)
from refugee_support.rules.data_requests import is_to_remind
from refugee_support.rules.retention import Retention, is_over, kept_until

KIND = "Answer to a Data Request"
BEING_MADE, FAILED = "Being Made", "Failed"
UNANSWERED = ("Open", BEING_MADE, FAILED, "Prepared", "Released")


class Made(NamedTuple):
	pdf: bytes
	archive: bytes
	figures: dict[str, int]


def make(request: Any) -> Made:
	"""Gather, lay out and pack, which takes a second for each page. Nothing is written yet."""
	copy = Gathering(request).gather()
	pdf = pdf_of(copy, request)
	figures = {
		"records_given": len(copy.records),
		"files_given": len(copy.files),
		"parts_withheld": len(copy.withheld),
	}
	return Made(pdf, packed(copy, request, pdf), figures)


def keep(request: Any, made: Made) -> dict[str, Any]:
	"""Attach what was made.

	Returns:
		Values of the request's fields.
	"""
	remove(request)
	# Named anew each time: Frappe gives another name to what would lie beside the rest of an attempt that was killed.
	name = f"Auskunft-{request.name}-{frappe.generate_hash(length=8)}"
	names = [f"{name}.{ending}" for ending in ("pdf", "zip")]
	note_new_files(f"/private/files/{name}" for name in names)
	return {
		"readable_copy": attach(request, names[0], made.pdf),
		"archive": attach(request, names[1], made.archive),
		"fingerprint": fingerprint(made.pdf, made.archive),
		"copy_removed_on": None,
		**made.figures,
	}


def attach(request: Any, file_name: str, content: bytes) -> str:
	"""Private, read by who may read the request (doors/files.py)."""
	attached = {"attached_to_doctype": request.doctype, "attached_to_name": request.name}
	file = frappe.get_doc(
		{"doctype": "File", "file_name": file_name, "content": content, "is_private": 1, **attached}
	)
	file.flags.made_here = True
	return file.insert().name


def fingerprint(*contents: bytes) -> str:
	return hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in contents)).hexdigest()


def is_as_prepared(request: Any) -> bool:
	try:
		contents = [content_of(request.get(fieldname)) for fieldname in ("readable_copy", "archive")]
	except (OSError, frappe.DoesNotExistError):
		return False
	return fingerprint(*contents) == request.fingerprint


def remove(request: Any) -> None:
	"""The files, on disk as well; what stays is that there was a copy."""
	attached = {"attached_to_doctype": REQUEST, "attached_to_name": request.name}
	remove_files(frappe.get_all("File", attached, pluck="name"))
	request.update({"readable_copy": None, "archive": None, "fingerprint": None})


def remove_old_copies(today: date) -> None:
	"""Every night: the person has their copy, a second one here only waits to be lost (Retention Rule)."""
	rules = [
		Retention(row.event, row.months, bool(row.end_of_year))
		for row in frappe.get_all(
			"Retention Rule", {"enabled": 1, "record_kind": KIND}, ["event", "months", "end_of_year"]
		)
	]
	answered = {"archive": ["is", "set"], "status": "Given Out", "answered_on": ["is", "set"]}
	for row in frappe.get_all(REQUEST, answered, ["name", "answered_on"]):
		if is_over(kept_until({"Handing Over": getdate(row.answered_on)}, rules), today):
			request = frappe.get_doc(REQUEST, row.name)
			remove(request)
			emptied = dict.fromkeys(("readable_copy", "archive", "fingerprint"))
			request.db_set({**emptied, "copy_removed_on": today}, update_modified=False)


def remind(today: date) -> None:
	"""Once a day: whoever may answer hears that an answer is due. By number."""
	waiting = {"status": ["in", UNANSWERED]}
	for row in frappe.get_all(REQUEST, waiting, ["name", "client", "due_on", "reminded_on"]):
		reminded = row.reminded_on and getdate(row.reminded_on) == today
		if reminded or not is_to_remind(getdate(row.due_on), today):
			continue
		subject = frappe._(
			"Client {0} asked about their own data: the answer is due on {1} (Art. 12 (3) GDPR)."
		).format(row.client, frappe.utils.formatdate(row.due_on))
		for user in counsellors_who_see(row.client):
			ring(user, subject, doctype=REQUEST, name=row.name)
		frappe.db.set_value(REQUEST, row.name, "reminded_on", today, update_modified=False)
