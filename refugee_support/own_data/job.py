"""The copy is made in the background: a person with a long history makes a hundred pages, and nobody should wait before a page
that stands still.

The job works as who has prepared it, because that decides what they may see and give. What it was asked for is told by a
random word (`run`): whoever opens the request again, or prepares it anew, gets no copy of what was decided before. A worker that
was killed has written nothing; the hourly job takes it up again (`take_up_again`), three times at most.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint
from frappe.utils.background_jobs import is_job_enqueued

from refugee_support.bell import ring
from refugee_support.erasing.world import world_of
from refugee_support.own_data import REQUEST, making
from refugee_support.own_data.decisions import bring_up_to_date
from refugee_support.own_data.making import BEING_MADE, FAILED

LONGEST = 3600  # seconds
MOST_ATTEMPTS = 3


def start(request: str, run: str) -> None:
	"""As whoever is logged in."""
	frappe.enqueue(
		"refugee_support.own_data.job.work",
		queue="long",
		timeout=LONGEST,
		job_id=job_id(run),
		deduplicate=True,
		enqueue_after_commit=True,
		now=bool(frappe.flags.in_test),
		request=request,
		run=run,
		language=frappe.local.lang,
	)


def job_id(run: str) -> str:
	return f"refugee_support_data_request_{run}"


def work(request: str, run: str, language: str = "") -> None:
	"""The job. What it says is read by who has prepared it, in their language: a worker has none."""
	frappe.local.lang = language or frappe.local.lang
	frappe.db.savepoint("data_request")
	try:
		document = wanted(request, run)
		if document:
			refuse_what_nobody_decided(document)
		made = document and making.make(document)
		# Minutes may have passed: locked and read again, whether it is still this copy that is wanted.
		if made and (document := wanted(request, run, for_update=True)):
			document.take_copy(making.keep(document, made))
	except Exception as error:
		frappe.db.rollback(save_point="data_request")
		fail(request, run, in_words(request, error))


def wanted(request: str, run: str, for_update: bool = False) -> Any:
	"""The request, as long as it waits for this run and whoever runs it may write it; otherwise None."""
	now = frappe.db.get_value(REQUEST, request, ["status", "run"], as_dict=True, for_update=for_update)
	if not now or (now.status, now.run) != (BEING_MADE, run):
		return None
	document = frappe.get_doc(REQUEST, request, for_update=for_update)
	document.check_permission("write")
	document.flags.by_step = True
	return document


def refuse_what_nobody_decided(document: Any) -> None:
	"""A note somebody has written since the copy was prepared would go out without anybody having looked at it."""
	decided = {(row.record_type, row.record) for row in document.decisions}
	bring_up_to_date(document, world_of(document.client))
	if {(row.record_type, row.record) for row in document.decisions} != decided:
		frappe.throw(
			_(
				"Since it was prepared, records have changed that need a decision. Please open the request again and look at them."
			)
		)


def fail(request: str, run: str, because: str) -> None:
	"""The form says why, and the bell tells who waits for it."""
	waiting = {"name": request, "status": BEING_MADE, "run": run}
	if not frappe.db.exists(REQUEST, waiting):
		return
	document = frappe.get_doc(REQUEST, request)
	document.db_set({"status": FAILED, "failed_because": because}, notify=True)
	subject = _("The copy of the data of client {0} could not be made. Please look at the reason.").format(
		document.client
	)
	ring(document.prepared_by, subject, doctype=REQUEST, name=request)


def in_words(request: str, error: Exception) -> str:
	"""The reason without anything of the content: it is shown, and logged."""
	if isinstance(error, frappe.PermissionError):
		return _("Whoever prepared it may not see this client any more. Please let somebody else prepare it.")
	if isinstance(error, frappe.ValidationError):
		return frappe.utils.strip_html(str(error))[:1000]
	frappe.log_error("Copy of own data failed", reference_doctype=REQUEST, reference_name=request)
	return _(
		"Something unexpected happened. Please try it again; if it happens again, ask an administrator to look into the Error Log."
	)


def take_up_again() -> None:
	"""Every hour: copies whose worker was killed are begun anew."""
	fields = ["name", "run", "prepared_by", "attempts"]
	for row in frappe.get_all(REQUEST, {"status": BEING_MADE}, fields):
		if is_job_enqueued(job_id(row.run)):
			continue
		with being(row.prepared_by):
			if because := why_not_again(row):
				fail(row.name, row.run, because)
				continue
			attempts = cint(row.attempts) + 1
			frappe.db.set_value(REQUEST, row.name, "attempts", attempts, update_modified=False)
			start(row.name, row.run)


@contextmanager
def being(user: str) -> Iterator[None]:
	"""What is queued, and said, is queued as this person and said in their language."""
	before = frappe.session.user, frappe.local.lang
	frappe.set_user(user)
	frappe.set_user_lang(user)
	try:
		yield
	finally:
		frappe.set_user(before[0])
		frappe.local.lang = before[1]


def why_not_again(row: Any) -> str:
	if cint(row.attempts) >= MOST_ATTEMPTS:
		return _(
			"The process that made the copy was stopped {0} times. Please ask whoever looks after the server whether it has enough memory."
		).format(MOST_ATTEMPTS)
	if not cint(frappe.db.get_value("User", row.prepared_by, "enabled")):
		return _("The account of who prepared it is closed. Please let somebody else prepare it.")
	return ""
