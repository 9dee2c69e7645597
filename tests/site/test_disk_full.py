"""A full disk, for real: a file system of two megabytes in the place of the site's files, of its backups, of its notes.

A process of its own mounts them where only it sees them (unprivileged namespaces); where that is not possible, these tests are
skipped. MariaDB on a full disk has a server of its own.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest

from refugee_support.erasing import again
from refugee_support.safety.finding import URGENT
from tests.site.test_killed import released
from tests.tools import own_mariadb

__all__ = ["released"]  # the fixture
APP = Path(__file__).parents[2]
IN_NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount"]
WHY_NOT = (
	""
	if subprocess.run([*IN_NAMESPACE, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True).returncode
	== 0
	else "this machine lets nobody mount a file system of their own"
)
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)

# What each script below begins with: a small file system, German, and the records of the tests.
BEGIN = """
import json, os, subprocess, sys, types
from pathlib import Path
import frappe
site, app, *more = sys.argv[1:]
sys.modules["tests"] = types.ModuleType("tests")  # benches have a package of somebody else of this name
sys.modules["tests"].__path__ = [app + "/tests"]
def small(folder, size):
	Path(folder).mkdir(parents=True, exist_ok=True)
	subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder], check=True)
def fill(folder):
	with open(Path(folder) / "filler", "wb", buffering=0) as stream:
		try:
			while stream.write(b"x" * 4096):
				pass
		except OSError as error:
			assert error.errno == 28, error
def files(folder):
	return {path.name: path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}
def begin():
	frappe.init(site)
	frappe.connect()
	frappe.db.begin()
	frappe.flags.in_test = frappe.flags.mute_emails = True
	frappe.set_user("Administrator")
	frappe.local.lang = "de"
def refused(work):
	frappe.clear_messages()
	try:
		work()
	except frappe.ValidationError:
		messages = [m if isinstance(m, dict) else json.loads(m) for m in frappe.get_message_log()]
		return " ".join(m["message"] for m in messages)
	except BaseException as error:
		return repr(error)
	return "not refused"
"""

UPLOADS = """
small(f"{site}/private/files", "1m")
begin()
from refugee_support.career import api
from tests.site import factories, records
from tests.site.test_own_data import decide, request_for
from refugee_support.refugee_support.doctype.client_data_request import client_data_request as steps
folder, said = f"{site}/private/files", {}
counsellor = records.counsellor()
frappe.set_user(counsellor)
client = records.client().name
letter = factories.make_received_letter(client)
support = factories.make_application_support(client, counsellor)
application = factories.make("Client Cover Letter", application_support=support.name, subject="Bewerbung",
	body="Ich komme gern.", recipient="Elektro GmbH")
request = decide(request_for(client))
frappe.db.savepoint("as_it_was")
before = files(folder)
fill(folder)
def tried(name, work):
	said[name] = refused(work)
	frappe.db.rollback(save_point="as_it_was")
	frappe.db.after_rollback.run()  # as at the end of a request that failed
	left = files(folder)
	left.pop("filler")
	said[name + ": as before"] = left == before
tried("letter", lambda: factories.make_file("Received Letter", letter.name, "Bescheid.txt", os.urandom(300_000).hex()))
tried("old database", lambda: factories.make_legacy_import(("Nr;Datum\\n" + "1;01.02.2019\\n" * 30_000).encode()))
tried("a letter as PDF", lambda: api.make_letter(application.name))
def copy_of_data():
	steps.prepare(request.name)  # the job runs at once in tests, and says on the request why it failed
	frappe.clear_messages()
	frappe.throw(frappe.db.get_value("Client Data Request", request.name, "failed_because") or "made")
tried("copy of data", copy_of_data)
def new_version():
	for name in frappe.get_all("File", {"attached_to_name": letter.name}, pluck="name"):
		frappe.delete_doc("File", name)
	factories.make_file("Received Letter", letter.name, "Bescheid.txt", os.urandom(900_000).hex())
os.unlink(f"{folder}/filler")
factories.make_file("Received Letter", letter.name, "Bescheid.txt", "erste Fassung")
frappe.db.after_rollback.reset()  # as if it were committed
frappe.db.savepoint("as_it_was")
before = files(folder)
fill(folder)
tried("new version", new_version)
os.unlink(f"{folder}/filler")
factories.make_file("Received Letter", letter.name, "zweite.txt", "wieder Platz")
said["with room again"] = len(files(folder)) - len(before)
frappe.db.rollback()
print(json.dumps(said))
"""

ERASURE = """
small(f"{site}/refugee_support_files_to_delete", "4k")
fill(f"{site}/refugee_support_files_to_delete")
begin()
from refugee_support.refugee_support.doctype.client_erasure import client_erasure
assert client_erasure.carry_out(more[0])
frappe.db.commit()
print(json.dumps(sorted(files(f"{site}/refugee_support_files_to_delete"))))
"""

BACKUP = """
small(f"{site}/private/backups", "300k")
call = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", site, "backup", "--with-files"]
done = subprocess.run(call, capture_output=True, text=True, stdin=subprocess.DEVNULL)
begin()
from refugee_support.safety import backups
print(json.dumps({"code": done.returncode, "said": done.stdout + done.stderr, "state": backups.of_today().state,
	"left": {path.name: path.stat().st_size for path in Path(f"{site}/private/backups").iterdir()}}))
"""

DATABASE = """
sys.path.insert(0, app + "/tests/tools")
import own_mariadb, pymysql
folder = Path(more[0])
small(folder / "data", "600m")
# "root" is nobody outside this namespace
server = own_mariadb.OwnMariaDB(folder, options=("--user=root", "--innodb-log-file-size=8M"))
copy, said = "", {}
try:
	server.install()
	server.start()
	copy = site = own_mariadb.copy_of_site(Path.cwd(), site, server)
	begin()
	from tests.site import factories, records
	from refugee_support.service_records import checking
	values = {"client": factories.make_client().name, "main_topic": records.topic(), "consultation_date": "2026-01-15",
		"duration_minutes": 30, "channel": "Office"}
	frappe.db.commit()
	before = frappe.db.count("Consultation")
	fill(folder / "data")
	filler = folder / "data" / "filler"
	os.truncate(filler, filler.stat().st_size - 2_000_000)  # room for a few
	saved, said["error"] = 0, ""
	while not said["error"] and saved < 4000:
		frappe.db.begin()
		try:
			text = os.urandom(30_000).hex()
			frappe.get_doc({"doctype": "Consultation", **values, "summary": text}).insert()
			frappe.db.commit()
			saved += 1
		except frappe.db.OperationalError as error:
			said["error"] = str(error)
	filler.unlink()
	try:
		frappe.db.rollback()
	except (pymysql.OperationalError, pymysql.InterfaceError) as gone:
		# MariaDB 10.11 ends itself when it cannot write, in its own time; somebody has made room and starts it
		said["gave up"] = str(gone)
		server.process.wait(60)
		frappe.db.close()
		server.start()
		frappe.connect()
	frappe.db.begin()
	said["acknowledged and not there"] = before + saved - frappe.db.count("Consultation")
	said["saved"] = saved
	frappe.set_user("Administrator")
	frappe.get_doc({"doctype": "Consultation", **values}).insert()
	frappe.db.commit()
	said["with room again"] = frappe.db.count("Consultation") - before - saved
	said["wrong"] = len(checking.compare_all())
finally:
	frappe.destroy()
	server.kill()
	own_mariadb.remove_copy(Path.cwd(), copy or "no copy was made")
print(json.dumps(said))
"""


@pytest.fixture(autouse=True)
def rolled_back(site: str) -> Iterator[None]:
	"""What another process must see is committed here, and deleted by `committed`."""
	yield
	frappe.set_user("Administrator")


def in_namespace(script: str, *arguments: str) -> Any:
	done = subprocess.run(
		[*IN_NAMESPACE, sys.executable, "-c", BEGIN + script, frappe.local.site, str(APP), *arguments],
		cwd=os.environ["FRAPPE_SITES_PATH"],
		capture_output=True,
		text=True,
		timeout=200,
	)
	assert done.returncode == 0, done.stderr[-3000:]
	return json.loads(done.stdout.splitlines()[-1])


def test_what_does_not_fit_is_refused_in_plain_words_and_leaves_nothing_behind(site: str) -> None:
	said = in_namespace(UPLOADS)
	for kind in ("letter", "old database", "a letter as PDF", "copy of data", "new version"):
		assert "Festplatte des Servers ist voll" in said[kind], said
		assert said[f"{kind}: as before"] is True, said
	assert said["with room again"] == 1


def test_a_full_disk_does_not_keep_an_erased_person(released: tuple[Callable, str, str, Path]) -> None:
	commit, client, erasure, path = released
	left = in_namespace(ERASURE, erasure)
	commit()
	assert left == ["filler"]
	assert not frappe.db.exists("Client", client) and not path.exists()


def test_a_list_of_erasures_that_was_cut_off_swallows_nobody(
	released: tuple[Callable, str, str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
	from refugee_support.refugee_support.doctype.client_erasure import client_erasure

	commit, _client, erasure, _path = released
	again.list_path().write_text('{"proof": "aa"}\n{"proof": "b')  # the disk was full here
	assert client_erasure.carry_out(erasure)
	commit()
	assert again.read_list() == {"aa", frappe.db.get_value("Client Erasure", erasure, "proof")}


def test_an_erasure_whose_list_cannot_be_written_has_erased(
	released: tuple[Callable, str, str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
	from refugee_support.refugee_support.doctype.client_erasure import client_erasure

	commit, client, erasure, path = released

	def full(*_arguments: object) -> int:
		raise OSError(28, "No space left on device")

	with monkeypatch.context() as patched:
		patched.setattr(again.os, "open", full)
		assert client_erasure.carry_out(erasure)
		commit()
	assert not frappe.db.exists("Client", client) and not path.exists()
	again.write_down()  # nightly
	assert frappe.db.get_value("Client Erasure", erasure, "proof") in again.read_list()


def test_a_backup_that_does_not_fit_is_none(site: str) -> None:
	made = in_namespace(BACKUP)
	assert made["code"] != 0 and "failed" in made["said"], made
	assert made["state"] == URGENT, made  # what is left must not be taken for a backup of today
	assert not [name for name in made["left"] if "database" in name], made


@pytest.mark.skipif(bool(own_mariadb.why_not()), reason=own_mariadb.why_not())
def test_mariadb_on_a_full_disk_loses_nothing_that_was_acknowledged_and_goes_on_when_there_is_room(
	site: str, tmp_path: Path
) -> None:
	if frappe.conf.db_type != "mariadb":
		pytest.skip("the site is not on MariaDB")
	said = in_namespace(DATABASE, str(tmp_path))
	assert said["error"] and said["saved"] > 0, said
	assert said["acknowledged and not there"] == 0 and said["with room again"] == 1, said
	assert said["wrong"] == 0, said
