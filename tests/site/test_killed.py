"""`kill -9` in the middle of the work, for real: of the process that saves, and of Redis under it.

A process of its own imports everything once and then forks: each fork does the same piece of work, and is killed at another
change it sends to the database, just before the commit, or just after it. What others see afterwards is what was there
before, or all of it. Imports and reminders: test_legacy_import_killed.py, test_deadline_reminders.py. With a web server
and under load: tests/benchmark/load.py (docs/reliability.md).
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest

from refugee_support.access import COORDINATOR
from refugee_support.erasing import again, disk
from refugee_support.own_data import job
from refugee_support.refugee_support.doctype.client_data_request import client_data_request
from refugee_support.refugee_support.doctype.client_erasure import client_erasure
from refugee_support.service_records import checking
from tests.site import factories
from tests.site import records as make

DRIVER = """
import json, os, signal, sys, time
import frappe, frappe.app
from refugee_support.own_data import job
from refugee_support.refugee_support.doctype.client_erasure import client_erasure
site, work, user, argument, points, victim = sys.argv[1:]
argument, points, victim = json.loads(argument), json.loads(points), int(victim)
CHANGES = ("insert", "update", "delete", "replace")

def consultation():
	frappe.get_doc({"doctype": "Consultation", **argument}).insert()

def evaluation():
	report = frappe.get_doc("Evaluation Report", argument)
	report.status = "Under Review"
	report.save()

def erasure():
	assert client_erasure.carry_out(argument)

def copy_of_data():
	frappe.flags.in_test = False  # the job as a worker runs it
	job.work(*argument)

def watch(point, count):
	sql, commit = frappe.db.sql, frappe.db.commit
	def kill():
		if victim:
			os.kill(victim, signal.SIGKILL)
			time.sleep(0.2)
		else:
			os.kill(os.getpid(), signal.SIGKILL)
	def watched(query, *args, **kwargs):
		verb = str(query).split(None, 1)[0].lower()
		if verb in CHANGES:
			count.append(verb)
			if len(count) == point:
				kill()
		if verb == "commit" and point == "before":
			kill()
		answer = sql(query, *args, **kwargs)
		if verb == "commit" and point == "after":
			kill()
		return answer
	frappe.db.sql = watched

def run(point, keep):
	count = []
	frappe.init(site)
	frappe.connect()
	frappe.flags.in_test = frappe.flags.mute_emails = True
	frappe.set_user(user)
	watch(point, count)
	globals()[work]()
	if keep:
		frappe.db.commit()
	else:
		frappe.db.rollback()
	return len(count)

def forked(point, keep):
	reading, writing = os.pipe()
	pid = os.fork()
	if not pid:
		try:
			os.write(writing, str(run(point, keep)).encode())
			os._exit(0)
		except BaseException as error:
			print(repr(error), file=sys.stderr)
			os._exit(1)
	os.close(writing)
	said = os.read(reading, 20)
	status = os.waitpid(pid, 0)[1]
	return {"killed": os.WIFSIGNALED(status), "failed": bool(status), "changes": int(said or 0)}

total = forked(None, False)["changes"]
answers = [total]
for point in points:
	at = max(1, round(point * total)) if isinstance(point, float) else point
	answers.append(forked(at, True))
print(json.dumps(answers))
"""
# The first change, one in the middle, and when everything is written and nothing is committed
IN_THE_TRANSACTION = [0.0, 0.5, "before"]


@pytest.fixture(autouse=True)
def rolled_back(site: str) -> Iterator[None]:
	"""What another process must see is committed here, and deleted by `committed`."""
	yield
	frappe.set_user("Administrator")


def drive(
	work: str, user: str, argument: Any, points: list[Any], victim: int = 0, **more: str
) -> tuple[int, list[dict[str, Any]]]:
	"""
	Returns:
		How many changes the work makes when nobody disturbs it, and what became of each fork.
	"""
	arguments = [
		frappe.local.site,
		work,
		user,
		json.dumps(argument, default=str),
		json.dumps(points),
		str(victim),
	]
	done = subprocess.run(
		[sys.executable, "-c", DRIVER, *arguments],
		cwd=os.environ["FRAPPE_SITES_PATH"],
		env={**os.environ, **more},
		capture_output=True,
		text=True,
		timeout=200,
	)
	assert done.returncode == 0, done.stderr[-3000:]
	total, *answers = json.loads(done.stdout.splitlines()[-1])
	assert total > 2, done.stderr[-3000:]
	return total, answers


def rows_of_all(commit: Callable[[], None]) -> dict[str, int]:
	"""As others see it: every table of the app, and the copies Frappe keeps."""
	commit()
	ours = frappe.get_all(
		"DocType", {"module": "Refugee Support", "issingle": 0, "is_virtual": 0}, pluck="name"
	)
	copies = ["File", "Comment", "Version", "Notification Log", "ToDo", "Deleted Document"]
	return {doctype: frappe.db.count(doctype) for doctype in [*ours, *copies]}


def grown(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
	return {
		doctype: after[doctype] - before[doctype] for doctype in before if after[doctype] != before[doctype]
	}


def values_of_consultation(client: str, other: str) -> dict[str, Any]:
	return {
		"client": client,
		"family_members": [{"client": other}],
		"main_topic": make.topic(),
		"consultation_date": "2026-01-15",
		"duration_minutes": 30,
		"channel": "Office",
	}


def test_a_consultation_whose_worker_is_killed_is_not_there_at_all_and_can_be_entered_again(
	site: str, committed: Callable
) -> None:
	with committed() as commit:
		user, client, other = make.counsellor(), factories.make_client().name, factories.make_client().name
		values = values_of_consultation(client, other)
		before = rows_of_all(commit)
		_total, killed = drive("consultation", user, values, IN_THE_TRANSACTION)
		assert all(answer["killed"] for answer in killed), killed
		assert grown(before, rows_of_all(commit)) == {}
		_total, [once] = drive("consultation", user, values, [None])
		assert not once["failed"]
		new = grown(before, rows_of_all(commit))
		assert (
			new["Consultation"] == 1 and new["Consultation Participant"] == 1 and new["Service Record"] >= 2
		)
		assert checking.compare_all() == []


def test_an_evaluation_whose_worker_is_killed_stays_a_draft_without_figures(
	site: str, committed: Callable
) -> None:
	with committed() as commit:
		user = factories.make_helper(COORDINATOR)
		frappe.set_user(user)
		report = factories.make_evaluation_report().name
		before = rows_of_all(commit)
		_total, killed = drive("evaluation", user, report, IN_THE_TRANSACTION)
		assert all(answer["killed"] for answer in killed), killed
		assert grown(before, rows_of_all(commit)) == {}
		document = frappe.get_doc("Evaluation Report", report)
		assert document.status == "Draft" and not document.seal
		_total, [once] = drive("evaluation", user, report, [None])
		commit()
		assert not once["failed"]
		document.reload()
		assert document.status == "Under Review" and document.seal
		assert document.is_sealed()  # the figures are those that were computed together


@pytest.fixture
def released(
	site: str, committed: Callable, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Callable, str, str, Path]]:
	"""A client with a file, and two persons who have agreed to erase them."""
	listed = again.list_path().read_bytes() if again.list_path().exists() else None
	with committed() as commit:
		two = make.counsellor(), make.counsellor()
		client = factories.make_client().name
		factories.make_consultation(client)
		name = f"{frappe.generate_hash(length=8)}.txt"
		file = factories.make_file("Client", client, name, frappe.generate_hash(length=30))
		path = Path(file.get_full_path()).absolute()
		frappe.set_user(two[0])
		values = {"client": client, "reason": "Request of the Person"}
		erasure = frappe.get_doc({"doctype": "Client Erasure", **values}).insert().name
		frappe.set_user(two[1])
		monkeypatch.setattr(client_erasure, "_start", lambda name: None)
		client_erasure.release(erasure)
		frappe.set_user("Administrator")
		commit()
		yield commit, client, erasure, path
		path.unlink(missing_ok=True)
	if listed is None:
		again.list_path().unlink(missing_ok=True)
	else:
		again.list_path().write_bytes(listed)


def test_an_erasure_that_is_killed_erases_nothing_and_is_finished_by_the_next_run(
	released: tuple[Callable, str, str, Path],
) -> None:
	commit, client, erasure, path = released
	before = rows_of_all(commit)
	_total, killed = drive("erasure", "Administrator", erasure, IN_THE_TRANSACTION)
	assert all(answer["killed"] for answer in killed), killed
	assert grown(before, rows_of_all(commit)) == {} and path.exists()
	assert (
		frappe.db.get_value("Client Erasure", erasure, "status") == "Released"
	)  # what take_up_again looks for
	disk_notes(make_old=True)
	disk.finish()
	assert path.exists()  # nothing was committed: the file is somebody's
	assert client_erasure.carry_out(erasure)
	commit()
	assert not frappe.db.exists("Client", client) and not path.exists()
	assert checking.compare_all() == [] and disk_notes() == []


def test_an_erasure_that_is_killed_after_its_commit_leaves_no_file_for_long(
	released: tuple[Callable, str, str, Path],
) -> None:
	commit, client, erasure, path = released
	_total, [killed] = drive("erasure", "Administrator", erasure, ["after"])
	commit()
	assert killed["killed"] and not frappe.db.exists("Client", client)
	assert path.exists() and len(disk_notes()) == 1  # the row is gone, the content is not yet
	disk.finish()
	assert path.exists()  # too young: another process might be about to delete it
	disk_notes(make_old=True)
	disk.finish()
	assert not path.exists() and disk_notes() == []
	proof = frappe.db.get_value("Client Erasure", erasure, "proof")
	again.write_down()  # nightly
	assert proof in again.read_list()


def test_a_copy_whose_worker_is_killed_leaves_nothing_on_the_disk_and_is_made_by_the_next_run(
	site: str, committed: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
	with committed() as commit:
		user, client = make.counsellor(), factories.make_client(status="Active").name
		frappe.set_user(user)
		values = {"client": client, "kind": "Access to Data", "identified_by": "Known in Person"}
		values |= {"received_on": frappe.utils.nowdate()}
		request = frappe.get_doc({"doctype": "Client Data Request", **values}).insert()
		monkeypatch.setattr(job, "start", lambda *about: None)
		client_data_request.prepare(request.name)
		request.reload()
		commit()
		_total, killed = drive("copy_of_data", user, [request.name, request.run], IN_THE_TRANSACTION)
		assert all(answer["killed"] for answer in killed), killed
		commit()
		assert frappe.db.get_value(request.doctype, request.name, "status") == "Being Made"
		assert left_of(request)  # killed just before the commit: written, and no row names it
		disk_notes(make_old=True)
		disk.finish()
		assert left_of(request) == [] and disk_notes() == []
		job.work(request.name, request.run)
		commit()
		request.reload()
		assert request.status == "Prepared" and len(left_of(request)) == 2 and disk_notes() == []


def left_of(request: Any) -> list[Path]:
	return list(Path(frappe.get_site_path("private", "files")).glob(f"*{request.name}*"))


def disk_notes(make_old: bool = False) -> list[Path]:
	notes = list(Path(frappe.get_site_path(disk.NOTES)).glob("*.json"))
	for note in notes if make_old else []:
		os.utime(note, (time.time() - 2 * disk.OLD_ENOUGH,) * 2)
	return notes


@pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed here")
def test_redis_killed_under_a_consultation_leaves_all_of_it_or_nothing(
	site: str, committed: Callable, tmp_path: Path
) -> None:
	with committed() as commit:
		user, client, other = make.counsellor(), factories.make_client().name, factories.make_client().name
		values = values_of_consultation(client, other)
		before = rows_of_all(commit)
		with redis_of_its_own(tmp_path) as (pid, urls):
			_total, [answer] = drive("consultation", user, values, [0.5], victim=pid, **urls)
		new = grown(before, rows_of_all(commit))
		assert not answer["killed"]
		assert new.get("Consultation", 0) == (0 if answer["failed"] else 1)
		assert (new.get("Service Record", 0) >= 2) is not answer["failed"], new
		assert new == {} or not answer["failed"]
		assert checking.compare_all() == []


class redis_of_its_own:
	"""A server for one test, on a free port: the suite's own one stays alive."""

	def __init__(self, folder: Path) -> None:
		self.folder = folder

	def __enter__(self) -> tuple[int, dict[str, str]]:
		with socket.socket() as probe:
			probe.bind(("127.0.0.1", 0))
			port = probe.getsockname()[1]
		options = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(self.folder), "--save", ""]
		self.process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
		until = time.monotonic() + 20
		while time.monotonic() < until:
			with socket.socket() as probe:
				if probe.connect_ex(("127.0.0.1", port)) == 0:
					break
			time.sleep(0.05)
		url = f"redis://127.0.0.1:{port}"
		return self.process.pid, {"FRAPPE_REDIS_CACHE": url, "FRAPPE_REDIS_QUEUE": url}

	def __exit__(self, *_error: object) -> None:
		if self.process.poll() is None:
			self.process.send_signal(signal.SIGKILL)
		self.process.wait()
