"""The job: the rows of a dry run become records, in chunks; each chunk is finished before the next one begins.

A chunk and what is noted of its rows are committed together, so a worker that is killed has lost at most one chunk, and
the next one (`take_up_again`, every hour, or the button) goes on where it stopped. Nobody is mailed or notified. Undoing
a long run is a job as well.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, cint, now_datetime
from frappe.utils.background_jobs import is_job_enqueued

from refugee_support.moving import history, progress
from refugee_support.moving.checking import ROW, Check, Stopped
from refugee_support.moving.work import (
	CREATED,
	DUPLICATE,
	REFUSED,
	SAME,
	UPDATED,
	Item,
	Work,
	load_cells,
)
from refugee_support.moving.writing import WRITERS

DOCTYPE = "Legacy Import"
CHUNK = 200
DAYS_KEPT = 30
LONGEST = 6 * 3600  # seconds
CHECKING, CHECKED, RUNNING, PAUSED, FINISHED, FAILED = (
	*("Checking", "Checked", "Running", "Paused", "Finished", "Failed"),
)
CANCELLED, UNDOING, UNDONE = "Cancelled", "Undoing", "Undone"
AT_WORK = {CHECKING: "check", RUNNING: "write", UNDOING: "take_back"}  # status: the job


def start(document: Any, step: str) -> None:
	"""Queue the dry run (`check`), the run (`write`) or its undoing (`take_back`) as whoever asks; once, however often
	it is asked."""
	status = next(status for status, job in AT_WORK.items() if job == step)
	document.db_set({"status": status, "message": "", "started_by": frappe.session.user})
	progress.forget(document.name)
	frappe.enqueue(
		f"refugee_support.moving.run.{step}",
		queue="long",
		timeout=LONGEST,
		job_id=job_id(document.name),
		deduplicate=True,
		enqueue_after_commit=True,
		now=bool(frappe.flags.in_test),
		name=document.name,
		language=frappe.local.lang,
	)


def job_id(name: str) -> str:
	return f"legacy-import-{name}"


@contextmanager
def silence() -> Iterator[None]:
	"""No e-mails, and the bell of this app rings for nobody. Frappe's own flag `in_import` would also leave out the
	defaults of everything that is written along (milestones, members of households)."""
	before = frappe.flags.moving_in, frappe.flags.mute_emails
	frappe.flags.moving_in = frappe.flags.mute_emails = True
	try:
		yield
	finally:
		frappe.flags.moving_in, frappe.flags.mute_emails = before


def check(name: str, language: str = "") -> None:
	"""The dry run. What it notes is read by whoever asked for it, in their language: a worker has none."""
	_speak(language)
	document = frappe.get_doc(DOCTYPE, name)
	if document.status != CHECKING:  # stopped before its turn came
		return
	try:
		dry_run = Check(document, lambda rows: _keep_checked(name, rows))
		dry_run.run()
		dry_run.propose_values()
	except Stopped:
		forget_check(name)
		return
	except Exception as error:
		fail(name, error)
		return
	document.update({"status": CHECKED, "message": "", **figures(name)})
	document.flags.by_run = True
	document.save(
		ignore_permissions=True
	)  # replaced by: the right to write it, asked when the job was queued
	progress.forget(name)


def _speak(language: str) -> None:
	frappe.local.lang = language or frappe.local.lang


def _keep_checked(name: str, rows: int) -> None:
	"""What was checked so far is kept (no transaction of 100,000 rows), and whoever stopped the dry run is heard."""
	# A job; a dry run that is begun again begins by forgetting these rows.
	frappe.db.commit()  # nosemgrep: frappe-manual-commit
	progress.note(name, rows)
	if status_of(name) != CHECKING:
		raise Stopped


def forget_check(name: str) -> None:
	"""A dry run that was stopped says nothing: half of it would be run as if it were the whole file."""
	frappe.db.delete(ROW, {"legacy_import": name})
	frappe.db.set_value(DOCTYPE, name, {"status": "Draft", **figures(name)})


def write(name: str, language: str = "") -> None:
	"""The run, from the first row that is not done."""
	_speak(language)
	work = Work(frappe.get_doc(DOCTYPE, name))
	to_write = {"legacy_import": name, "outcome": ["in", [CREATED, UPDATED, DUPLICATE]]}
	done, total = frappe.db.count(ROW, {**to_write, "state": "Done"}), frappe.db.count(ROW, to_write)
	last = ""
	try:
		with silence():
			while status_of(name) == RUNNING and (rows := next_rows(name, last)):
				progress.note(name, done, total)
				write_chunk(work, rows)
				last, done = rows[-1].name, done + len(rows)
				frappe.db.commit()  # a job: what is finished stays, whatever becomes of the rest
			history.settle(name)
	except Exception as error:
		fail(name, error)
		return
	if status_of(name) == RUNNING:
		finish(work.document)
	else:
		frappe.db.set_value(DOCTYPE, name, "rows_done", figures(name)["rows_done"])


def take_back(name: str, language: str = "") -> None:
	"""Undo a long run. All or nothing: a worker that is killed has undone nothing, and the next one begins again."""
	from refugee_support.moving import undo

	_speak(language)
	document = frappe.get_doc(DOCTYPE, name)
	frappe.db.savepoint("take_back")
	try:
		undo.undo(document)
	except Exception as error:
		frappe.db.rollback(save_point="take_back")
		# Nothing was undone: what was finished is finished.
		status = PAUSED if next_rows(name, "") else FINISHED
		frappe.db.set_value(DOCTYPE, name, {"status": status, "message": _in_words(name, error)})


def status_of(name: str) -> str:
	"""As it is now: somebody may have paused or cancelled meanwhile."""
	return frappe.db.get_value(DOCTYPE, name, "status")


def next_rows(name: str, after: str) -> list[Any]:
	"""Rows to be written, of one kind, in the order of the file, which is that of their names."""
	fields = frappe.get_meta(ROW).get_valid_columns()  # all, because `note` writes them again
	todo = {"legacy_import": name, "state": "Checked", "outcome": ["in", [CREATED, UPDATED, DUPLICATE]]}
	rows = frappe.get_all(ROW, {**todo, "name": [">", after]}, fields, order_by="name", limit=CHUNK)
	return [row for row in rows if row.target == rows[0].target]


def write_chunk(work: Work, rows: list[Any]) -> None:
	target = rows[0].target
	known = work.keys_of(target, [row.legacy_id for row in rows])
	items = [_item(work, row, known) for row in rows]
	good = [item for item in items if item.outcome != REFUSED]
	if good:
		WRITERS[target](work, good)
	note(rows, items)


def _item(work: Work, row: Any, known: dict[str, Any]) -> Item:
	result = work.read(row.sheet, row.row_number, load_cells(row.cells))
	item = Item(
		result, row.legacy_id, known.get(row.legacy_id), row.name, row.decision or "", row.candidate or ""
	)
	item.outcome = row.outcome if row.outcome != DUPLICATE else UPDATED if row.decision == SAME else CREATED
	if result.problems:  # master data or values changed since the dry run
		item.refuse(result.problems[0])
	elif item.outcome == UPDATED and item.decision != SAME and not (item.key and item.key.record):
		item.outcome = CREATED
	elif item.outcome == CREATED and item.key and item.key.record and item.decision != SAME:
		item.outcome = UPDATED
	return item


def note(rows: list[Any], items: list[Item]) -> None:
	"""What became of these rows, written together. Their cells are not needed any more, unless they must be mended."""
	for row, item in zip(rows, items, strict=True):
		row.update({"state": "Done", "outcome": item.outcome, "record": item.record, "cell": item.cell})
		row.update({"client": item.client or None, "problem": item.reason})
		row.undo = json.dumps(item.undo) if item.undo else None
		row.cells = row.cells if item.outcome == REFUSED else None
	columns = frappe.get_meta(ROW).get_valid_columns()
	frappe.db.delete(ROW, {"name": ["in", [row.name for row in rows]]})
	frappe.db.bulk_insert(ROW, columns, [[row[column] for column in columns] for row in rows])


def figures(name: str) -> dict[str, int]:
	counts = {
		(row.state, row.outcome): row.rows
		for row in frappe.qb.from_(frappe.qb.DocType(ROW))
		.select("state", "outcome", frappe.query_builder.functions.Count("*").as_("rows"))
		.where(frappe.qb.DocType(ROW).legacy_import == name)
		.groupby("state", "outcome")
		.run(as_dict=True)
	}

	def of(*outcomes: str) -> int:
		return sum(rows for (_state, outcome), rows in counts.items() if outcome in outcomes)

	return {
		"rows_total": sum(counts.values()),
		"rows_done": sum(rows for (state, _outcome), rows in counts.items() if state == "Done"),
		"rows_created": of(CREATED),
		"rows_updated": of(UPDATED),
		"rows_unchanged": of("Unchanged"),
		"rows_duplicate": of(DUPLICATE),
		"rows_refused": of(REFUSED),
	}


def finish(document: Any) -> None:
	"""The file goes, and rows that were taken keep no content. What was refused stays to be mended for 30 days
	(`tidy_up`)."""
	taken = {"legacy_import": document.name, "outcome": ["!=", REFUSED]}
	frappe.db.set_value(ROW, taken, "cells", None, update_modified=False)
	remove_file(document)
	document.db_set(
		{"status": FINISHED, "finished_on": now_datetime(), "message": "", **figures(document.name)}
	)
	progress.forget(document.name)


def remove_file(document: Any) -> None:
	of_document = {"attached_to_doctype": DOCTYPE, "attached_to_name": document.name}
	for name in frappe.get_all("File", of_document, pluck="name"):  # of a document the caller may write
		# Replaced by: the right to write the import. Nothing is kept in Deleted Document.
		frappe.delete_doc("File", name, ignore_permissions=True, delete_permanently=True, force=True)
	document.db_set("file", None)


def fail(name: str, error: Exception) -> None:
	frappe.db.rollback()
	frappe.db.set_value(DOCTYPE, name, {"status": FAILED, "message": _in_words(name, error)})
	# A job that ends here.
	frappe.db.commit()  # nosemgrep: frappe-manual-commit


def _in_words(name: str, error: Exception) -> str:
	"""The reason without what stood in the row: it is shown, and logged."""
	if isinstance(error, frappe.ValidationError):
		return frappe.utils.strip_html(str(error))[:1000]
	frappe.log_error("Legacy import failed", reference_doctype=DOCTYPE, reference_name=name)
	return _("Something unexpected happened. What is finished stays; you can go on.")


def take_up_again() -> None:
	"""Runs whose worker was killed go on (every hour)."""
	for row in frappe.get_all(DOCTYPE, {"status": ["in", list(AT_WORK)]}, ["name", "status", "started_by"]):
		if is_job_enqueued(job_id(row.name)):
			continue
		if row.started_by and cint(frappe.db.get_value("User", row.started_by, "enabled")):
			frappe.set_user(row.started_by)
			frappe.set_user_lang(row.started_by)
			start(frappe.get_doc(DOCTYPE, row.name), AT_WORK[row.status])
			frappe.set_user("Administrator")


def tidy_up() -> None:
	"""What old files say is kept no longer than it is needed (every night)."""
	day = add_days(now_datetime(), -DAYS_KEPT)
	for name in frappe.get_all(
		DOCTYPE, {"modified": ["<", day]}, pluck="name"
	):  # a job, whoever may read them
		frappe.db.set_value(
			ROW, {"legacy_import": name, "cells": ["is", "set"]}, "cells", None, update_modified=False
		)
		if frappe.db.get_value(DOCTYPE, name, "file"):
			remove_file(frappe.get_doc(DOCTYPE, name))
