"""A worker that is killed in the middle of a run, for real: `kill -9` of a process of its own, on committed records."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

ROWS = 120
WORKER = """
import sys, frappe
site, name, user = sys.argv[1:]
frappe.init(site)
frappe.connect()
frappe.flags.in_test = frappe.flags.mute_emails = True
frappe.set_user(user)
from refugee_support.moving import run
run.CHUNK = 5
run.write(name)
"""


@pytest.fixture(autouse=True)
def rolled_back() -> None:
	"""What another process must see is committed here, and deleted by `committed`."""


def test_kill_9_in_the_middle_of_a_run_loses_no_row_and_writes_none_twice(
	site: str, committed: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
	import frappe

	from refugee_support.moving import run
	from refugee_support.refugee_support.doctype.legacy_import import legacy_import
	from refugee_support.service_records import checking
	from tests.site import factories as make

	with committed() as commit:
		counsellor = make.make_helper("Refugee Support Counsellor", helper_kind="Staff")
		frappe.set_user(counsellor)
		document = make.make_legacy_import(old_file())
		legacy_import.check(document.name)
		document.reload()
		assert (document.status, document.rows_created) == ("Checked", ROWS), document.message
		document.db_set({"status": "Running", "started_by": counsellor})
		commit()
		killed_after = kill_in_the_middle(site, document.name, counsellor, commit)
		assert 0 < killed_after < ROWS
		assert frappe.db.get_value("Legacy Import", document.name, "status") == "Running"
		assert killed_after == contacts(document.name)  # a chunk is there as a whole or not at all
		monkeypatch.setattr(run, "is_job_enqueued", lambda job: False)
		run.take_up_again()
		frappe.set_user(counsellor)
		document.reload()
		assert (document.status, document.rows_created, document.rows_refused) == ("Finished", ROWS, 0)
		assert contacts(document.name) == ROWS
		assert checking.compare_all() == []
		legacy_import.undo_run(document.name)
		assert contacts(document.name) == 0


def old_file() -> bytes:
	lines = (f"{n};{n % 28 + 1}.0{n % 9 + 1}.2019;Jobcenter;{n % 60 + 5}\n" for n in range(1, ROWS + 1))
	return ("Nr;Datum;Thema;Dauer\n" + "".join(lines)).encode()


def contacts(document: str) -> int:
	"""Consultations of this run that are there, each counted once however often a row names it."""
	import frappe

	rows = {"legacy_import": document, "record": ["is", "set"]}
	names = frappe.get_all("Legacy Import Row", rows, pluck="record")
	assert len(names) == len(set(names))
	return frappe.db.count("Consultation", {"name": ["in", [*names, ""]]})


def kill_in_the_middle(site: str, document: str, user: str, commit: Callable) -> int:
	"""
	Returns:
		How many rows the worker had finished.
	"""
	import frappe

	arguments = [sys.executable, "-c", WORKER, site, document, user]
	worker = subprocess.Popen(arguments, cwd=os.environ["FRAPPE_SITES_PATH"], start_new_session=True)
	try:
		until = time.monotonic() + 40
		done = 0
		while not done:
			assert worker.poll() is None, "the worker ended before it could be killed"
			assert time.monotonic() < until, "the worker did not begin"
			time.sleep(0.02)
			commit()  # see what the other process has committed
			done = frappe.db.count("Legacy Import Row", {"legacy_import": document, "state": "Done"})
	finally:
		os.kill(worker.pid, signal.SIGKILL)
		worker.wait()
	commit()
	return frappe.db.count("Legacy Import Row", {"legacy_import": document, "state": "Done"})
