"""A backup is worth what its restore is: one is made, encrypted, and restored into an empty site, with Frappe's commands.

It needs an account that may create databases. bin/test has made one for its own databases; where there is none
(a site on SQLite, a bench of somebody else's) these tests are skipped and say so.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frappe
import pytest

from refugee_support.erasing import again
from refugee_support.refugee_support.doctype.client_erasure import client_erasure
from tests.site import factories
from tests.site import records as make

EMPTY_SITE = f"restored.{os.environ.get('FRAPPE_SITE', 'localhost')}"
MARKER = "Zqrückspielprobe"
# What a restore sets by itself: into an empty site it leaves the scheduler off (docs/operations.md)
SET_BY_RESTORE = ("enable_scheduler", "modified", "modified_by")

# In a process of its own, for one site as for the other. Sums, because the order of rows is no content.
PROBE = """
import hashlib, json, sys
import frappe
site, left_out = sys.argv[1], json.loads(sys.argv[2])
frappe.init(site)
frappe.connect()
def rows(table):
	for row in frappe.qb.from_(table).select("*").run():
		if not (table == "Singles" and row[0] == "System Settings" and row[1] in left_out):
			yield int.from_bytes(hashlib.sha256(repr(row).encode()).digest(), "big")
tables = {}
for table in frappe.db.get_tables(cached=False):
	if not table.startswith(("tab", "__")):
		continue  # of the server
	sums = list(rows(table.removeprefix("tab")))
	tables[table] = [len(sums), sum(sums) % 2**256]
clients = frappe.get_all("Client", pluck="name", limit=0)
from refugee_support.service_records import checking
scheduler = frappe.db.get_single_value("System Settings", "enable_scheduler")
print(json.dumps({"tables": tables, "clients": clients, "wrong": checking.compare_all(), "scheduler": scheduler}))
"""


def why_not() -> str:
	if frappe.conf.db_type != "mariadb":
		return "Frappe restores MariaDB sites only"
	if not (state() / "database-admin").exists():
		return "there is no account that may create databases: run bin/test"
	missing = [name for name in ("gpg", "file") if not shutil.which(name)]
	return f"not installed here: {', '.join(missing)}" if missing else ""


def sites() -> Path:
	return Path(os.environ["FRAPPE_SITES_PATH"])


def state() -> Path:
	return sites().parent / ".refugee-support"


def short_hash(text: str) -> str:
	return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]


def admin() -> list[str]:
	"""The account of bin/lib/database.sh, which may touch no database but those of this app's tests and demos."""
	name = f"refugee_support_{short_hash(str(sites().parent))[:6]}"
	password = (state() / "database-admin").read_text().strip()
	return ["--db-root-username", name, "--db-root-password", password]


def command(*arguments: str, site: str | None = EMPTY_SITE, works: bool = True) -> str:
	"""What `bench` calls."""
	call = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe"]
	call += [*(["--site", site] if site else []), *arguments]
	done = subprocess.run(
		call, cwd=sites(), capture_output=True, text=True, timeout=240, stdin=subprocess.DEVNULL
	)
	said = f"{done.stdout}\n{done.stderr}"
	assert (done.returncode == 0) is works, said[-3000:]
	return said


def probe(site: str) -> dict[str, Any]:
	call = [sys.executable, "-c", PROBE, site, json.dumps(SET_BY_RESTORE)]
	done = subprocess.run(call, cwd=sites(), capture_output=True, text=True, timeout=120)
	assert done.returncode == 0, done.stderr[-3000:]
	return {**json.loads(done.stdout.splitlines()[-1]), "files": files_of(site)}


def files_of(site: str) -> dict[str, str]:
	folders = [sites() / site / kind / "files" for kind in ("private", "public")]
	found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
	return {
		str(path.relative_to(sites() / site)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found
	}


def config_of(site: str) -> dict[str, Any]:
	return json.loads((sites() / site / "site_config.json").read_text())


# --- The empty site ---


@pytest.fixture(scope="module")
def empty_site(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
	"""A folder with a configuration: Frappe makes the database, or makes it anew, when it restores."""
	if reason := why_not():
		pytest.skip(reason)
	(state() / "sites" / f"{EMPTY_SITE}.ours").touch()  # whatever happens, `bin/demo remove` takes it away
	drop(tmp_path_factory)
	(sites() / EMPTY_SITE / "locks").mkdir(parents=True)
	config = {key: value for key, value in config_of(site).items() if key.startswith("db_")}
	config["db_name"] = f"refugeesupport{short_hash(f'{sites().parent}:{EMPTY_SITE}')}"
	config.pop("db_user", None)  # of Frappe 16; it would be dropped with this site, and is the test site's
	(sites() / EMPTY_SITE / "site_config.json").write_text(json.dumps({**config, "mute_emails": 1}, indent=1))
	yield EMPTY_SITE
	drop(tmp_path_factory)
	(state() / "sites" / f"{EMPTY_SITE}.ours").unlink()


def drop(tmp_path_factory: pytest.TempPathFactory) -> None:
	if (sites() / EMPTY_SITE / "site_config.json").exists():
		archive = tmp_path_factory.mktemp("dropped")
		options = ["--no-backup", "--force", "--archived-sites-path", str(archive)]
		command("drop-site", EMPTY_SITE, *options, *admin(), site=None)
	shutil.rmtree(sites() / EMPTY_SITE, ignore_errors=True)


# --- What happens on the way ---


@dataclass
class Story:
	"""What was there at the time of the backup, and what the restored site said at each step."""

	backup: dict[str, Path]
	before: dict[str, Any]
	with_wrong_key: str
	restored: dict[str, Any]
	migrated: dict[str, Any]
	erased_before: str
	erased_after: str
	stays: str
	file_of_erased: str
	applied_once_more: str


def world(first_name: str) -> tuple[str, str]:
	"""A client with a conversation, a note, a record in confidence and a file: the client and the path of the file."""
	client = factories.make_client(first_name=first_name, last_name=MARKER).name
	consultation = factories.make_consultation(client, subject=f"{MARKER} Gespräch")
	factories.make_note(consultation.name)
	factories.make_confidential_record(client)
	file = factories.make_file(
		"Client", client, f"{frappe.generate_hash(length=8)}.txt", f"{MARKER} {first_name}"
	)
	return client, str(Path("private", "files", Path(file.file_url).name))


def erase(client: str, two: tuple[str, str], commit: Callable[[], None]) -> None:
	frappe.set_user(two[0])
	values = {"client": client, "reason": "Request of the Person"}
	erasure = frappe.get_doc({"doctype": "Client Erasure", **values}).insert().name
	frappe.set_user(two[1])
	client_erasure.release(erasure)
	frappe.set_user("Administrator")
	assert client_erasure.carry_out(erasure)
	commit()


def back_up(site: str, folder: Path) -> dict[str, Path]:
	command("backup", "--with-files", "--backup-path", str(folder), site=site)
	kinds = ("database", "private-files", "files", "site_config_backup")
	found = {kind: next(iter(sorted(folder.glob(f"*localhost-{kind}*")))) for kind in kinds}
	assert len(set(found.values())) == len(kinds)
	return found


def restore(backup: dict[str, Path], *more: str, works: bool = True) -> str:
	files = [
		"--with-private-files",
		str(backup["private-files"]),
		"--with-public-files",
		str(backup["files"]),
	]
	return command("restore", str(backup["database"]), *files, *admin(), *more, works=works)


def give_keys(site: str, list_of_erasures: Path) -> None:
	"""Step 3 of docs/operations.md."""
	path = sites() / EMPTY_SITE / "site_config.json"
	keys = {key: config_of(site)[key] for key in ("encryption_key", "backup_encryption_key")}
	path.write_text(json.dumps({**config_of(EMPTY_SITE), **keys}, indent=1))
	shutil.copy(list_of_erasures, sites() / EMPTY_SITE / again.LIST)


@pytest.fixture(scope="module")
def story(site: str, empty_site: str, committed: Callable, tmp_path_factory: pytest.TempPathFactory) -> Story:
	folder = tmp_path_factory.mktemp("backup")
	with pytest.MonkeyPatch.context() as patch, committed() as commit:
		patch.setattr(again, "list_path", lambda: folder / again.LIST)
		frappe.set_user("Administrator")
		two = make.counsellor(), make.counsellor()
		erased_before, _path = world("Früher")
		erased_after, file_of_erased = world("Später")
		stays, path = world("Bleibt")
		factories.make_deadline(stays)
		commit()
		erase(erased_before, two, commit)
		backup = back_up(site, folder)
		before = probe(site)
		erase(erased_after, two, commit)
		give_keys(site, folder / again.LIST)
		with_wrong_key = restore(backup, "--encryption-key", "not the key", works=False)
		restore(backup)
		restored = probe(empty_site)
		command("migrate")
		migrated = probe(empty_site)
		once_more = command("execute", "refugee_support.erasing.again.apply")
		Path(frappe.get_site_path(path)).unlink()
	return Story(
		backup,
		before,
		with_wrong_key,
		restored,
		migrated,
		erased_before,
		erased_after,
		stays,
		file_of_erased,
		once_more,
	)


# --- What it has to show ---


def test_a_backup_says_nothing_without_its_key(story: Story) -> None:
	for kind in ("database", "private-files", "files"):
		content = story.backup[kind].read_bytes()
		assert "-enc" in story.backup[kind].name
		assert (
			content[:1] == b"\x8c" and MARKER.encode() not in content
		)  # a symmetrically encrypted session key
	assert "Decryption failed" in story.with_wrong_key


def test_the_key_lies_beside_the_backup_in_plain_text_and_must_not_travel_with_it(story: Story) -> None:
	"""Whatever Frappe calls it ("-enc"). docs/operations.md leaves this file out of the copy on another machine."""
	assert "encryption_key" in json.loads(story.backup["site_config_backup"].read_text())


def test_every_table_comes_back_with_every_row_as_it_was(story: Story) -> None:
	before, after = story.before["tables"], story.restored["tables"]
	assert before["tabClient"][0] >= 2 and before["tabService Record"][0] >= 3
	assert set(before) == set(after)
	assert {table: rows for table, rows in before.items() if after[table] != rows} == {}


def test_every_file_comes_back_as_it_was(story: Story) -> None:
	assert story.file_of_erased in story.before["files"]
	assert story.restored["files"] == story.before["files"]


def test_who_was_erased_before_the_backup_does_not_come_back(story: Story) -> None:
	assert story.erased_before not in story.restored["clients"]


def test_who_was_erased_after_the_backup_is_erased_again_by_the_migrate(story: Story) -> None:
	assert story.erased_after in story.restored["clients"]  # it is an older backup
	assert story.erased_after not in story.migrated["clients"]
	assert story.file_of_erased not in story.migrated["files"]
	assert story.applied_once_more.strip() == ""  # `bench execute` prints no 0
	assert set(story.restored["clients"]) - set(story.migrated["clients"]) == {story.erased_after}


def test_statistics_agree_with_their_sources_at_every_step(story: Story) -> None:
	assert story.stays in story.migrated["clients"]
	for step in (story.before, story.restored, story.migrated):
		assert step["wrong"] == []


def test_a_restore_into_an_empty_site_leaves_the_scheduler_off(story: Story) -> None:
	"""Frappe's doing: nobody would be reminded of a deadline. docs/operations.md says so, and "Safety of This Site"."""
	assert not story.restored["scheduler"]
