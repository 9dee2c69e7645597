"""The marker test: a marker in every text of a client's world, erase, and look into every table and every file.

What belongs to the world is found from the link fields: a DocType that links to Client is planted from the day it exists.
"""

from email.mime.text import MIMEText
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.model.rename_doc import get_link_fields
from frappe.utils import cstr, now_datetime, nowdate

from refugee_support.access import CLIENT_DOCTYPES
from refugee_support.doors.copies import COPIES
from refugee_support.erasing import again, run, traces
from refugee_support.erasing.traces import BY_NAME, MORE_COPIES
from refugee_support.erasing.world import STAYS, goes_along, names_client, world_of
from tests.site import factories

MARKER = "zqspurzq"  # in every text
NAME = "Zqnachname"  # the client's name, in texts that say nothing else
TEXTS = {
	"Data",
	"Small Text",
	"Text",
	"Long Text",
	"Text Editor",
	"Markdown Editor",
	"HTML Editor",
	"Code",
	"JSON",
}
NUMBERS = {"Int", "Check", "Float", "Currency", "Percent", "Rating", "Duration"}
TEXTS_ABOUT = (
	("Error Log", {"method": "Fehler", "error": "Traceback: {name}"}),
	("Route History", {"route": "Form/Client/{client}", "user": "Administrator"}),
	("Activity Log", {"subject": "{name} angesehen"}),
	("Access Log", {"filters": '{{"client": "{client}"}}', "user": "Administrator"}),
	("Scheduled Job Log", {"details": "Fehler bei {client}"}),
	("Integration Request", {"data": "{name}"}),
	("List Filter", {"filters": '[["Client", "client_name", "like", "{name}"]]', "filter_name": "x"}),
	("Deleted Document", {"deleted_doctype": "Note", "deleted_name": "x", "data": '{{"content": "{name}"}}'}),
	("Comment", {"comment_type": "Comment", "content": "Zqvorname {name} war da"}),
	("Notification Log", {"subject": "Zu {client}", "for_user": "Administrator"}),
	("Version", {"ref_doctype": "Note", "docname": "x", "data": '{{"changed": [["a", "{client}", ""]]}}'}),
	("Communication", {"subject": "Post", "recipients": "zqmail@example.com", "content": "Guten Tag"}),
	("ToDo", {"description": "{client} anrufen"}),
)


@pytest.fixture(autouse=True)
def list_of_its_own(monkeypatch, tmp_path):
	monkeypatch.setattr(again, "list_path", lambda: tmp_path / again.LIST)


@pytest.fixture(autouse=True)
def no_rows_without_rollback(site):
	"""Error Log is a MyISAM table: what a test that failed has planted would stay."""
	yield
	for fieldname in ("error", "method"):
		for word in (MARKER, NAME):
			frappe.db.delete("Error Log", {fieldname: ["like", f"%{word}%"]})


@pytest.fixture
def client(site):
	frappe.set_user("Administrator")
	values = {"first_name": "Zqvorname", "last_name": NAME, "email_id": "zqmail@example.com"}
	document = factories.make_client(**values, mobile_no="0211 9988776655", native_name="أمينةالعلامة")
	plant_texts("Client", document.name)
	return document.name


def world_doctypes() -> list[str]:
	linked = {row["parent"] for row in get_link_fields("Client") if not row["issingle"]}
	documents = {name for name in linked if not frappe.get_meta(name).istable} - STAYS - {"Client"}
	for doctype in sorted(CLIENT_DOCTYPES):
		if not frappe.get_meta(doctype).istable and not names_client(doctype):
			documents |= {doctype} if owner_of(doctype, documents) else set()
	return sorted(documents)


def owner_of(doctype: str, documents: set[str]) -> tuple[str, str] | None:
	"""The link through which a record without a client of its own belongs to one, e.g. a reminder to its deadline."""
	for df in frappe.get_meta(doctype).get_link_fields():
		if df.options in documents and goes_along(doctype, df.options):
			return df.fieldname, df.options
	return None


def row_of(doctype: str, client: str, **values: Any) -> dict[str, Any]:
	row: dict[str, Any] = {"name": frappe.generate_hash(length=16)}
	for df in frappe.get_meta(doctype).fields:
		if df.fieldtype in TEXTS:
			row[df.fieldname] = f"{MARKER}{frappe.generate_hash(length=6)}"[: df.length or None]
		elif df.fieldtype == "Link" and df.options == "Client":
			row[df.fieldname] = client
		elif df.fieldtype in NUMBERS:
			row[df.fieldname] = 0
		elif df.fieldtype == "Date":
			row[df.fieldname] = nowdate()
	return {**row, **values}


def insert(doctype: str, row: dict[str, Any]) -> str:
	"""As it stands: rules of controllers would clean, refuse or fill in what is planted."""
	now = now_datetime()
	standard = {"owner": "Administrator", "modified_by": "Administrator", "creation": now, "modified": now}
	values = {**standard, "docstatus": 0, "idx": 0, **row}
	columns = set(frappe.db.get_table_columns(doctype))
	values = {key: value for key, value in values.items() if key in columns}
	frappe.db.bulk_insert(doctype, list(values), [list(values.values())])
	return row.get("name", "")


def plant(doctype: str, client: str, **values: Any) -> str:
	name = insert(doctype, row_of(doctype, client, **values))
	for df in frappe.get_meta(doctype).get_table_fields():
		child = row_of(df.options, client, parent=name, parenttype=doctype, parentfield=df.fieldname)
		insert(df.options, child)
	return name


def plant_texts(doctype: str, name: str) -> None:
	for df in frappe.get_meta(doctype).fields:
		planted = df.fieldtype in TEXTS and not frappe.db.get_value(doctype, name, df.fieldname)
		if planted and df.fieldname in frappe.db.get_table_columns(doctype):
			frappe.db.set_value(doctype, name, df.fieldname, MARKER)
	for df in frappe.get_meta(doctype).get_table_fields():
		insert(df.options, row_of(df.options, "", parent=name, parenttype=doctype, parentfield=df.fieldname))


def plant_world(client: str) -> dict[str, str]:
	planted = {}
	doctypes = world_doctypes()
	for doctype in sorted(doctypes, key=lambda doctype: not names_client(doctype)):
		link = None if names_client(doctype) else owner_of(doctype, set(planted))
		planted[doctype] = plant(doctype, client, **({link[0]: planted[link[1]]} if link else {}))
	household = plant("Client Household", client)
	return {**planted, "Client Household": household, "Client": client}


def plant_copies(planted: dict[str, str]) -> None:
	for table, about, fieldname in [*((key, *names) for key, names in COPIES.items()), *MORE_COPIES]:
		if table == "File" or not frappe.db.table_exists(table):
			continue
		for doctype in ("Client", "Consultation", "Deadline Reminder"):
			insert(table, row_of(table, "", **{about: doctype, fieldname: planted[doctype]}))
	for table, fieldname in BY_NAME:
		insert(table, row_of(table, "", **{fieldname: planted["Consultation"]}))


def plant_files(planted: dict[str, str]) -> list[Path]:
	paths = []
	for doctype, name in planted.items():
		file = factories.make_file(doctype, name, f"{MARKER}-{frappe.scrub(doctype)}.txt", f"{MARKER} Inhalt")
		paths.append(Path(file.get_full_path()))
	return paths


def plant_texts_about(client: str) -> None:
	for doctype, values in TEXTS_ABOUT:
		texts = {key: value.format(client=client, name=NAME) for key, value in values.items()}
		insert(doctype, {"name": frappe.generate_hash(length=12), **texts})
	mail = MIMEText(f"Guten Tag Zqvorname {NAME}, grüße", "plain", "utf-8").as_string()
	insert("Email Queue", {"name": frappe.generate_hash(length=12), "message": mail, "status": "Sent"})
	contact = insert("Contact", {"name": f"{MARKER}{NAME}", "first_name": NAME})
	link = {"link_doctype": "Client", "link_name": client, "link_title": NAME}
	insert("Dynamic Link", {"name": "zqlink", "parent": contact, "parenttype": "Contact", **link})


def plant_plain_tables(client: str) -> None:
	settings = frappe.qb.Table("__UserSettings")
	frappe.qb.into(settings).columns("user", "doctype", "data").insert(
		"zq", "Note", f'{{"x": "{NAME}"}}'
	).run()
	index = frappe.qb.Table("__global_search")
	row = ("Client", client, MARKER, f"Client : {NAME}")
	frappe.qb.into(index).columns("doctype", "name", "title", "content").insert(*row).run()


def found_in_tables(*words: str) -> set[str]:
	"""table.column in which one of these words stands."""
	found = set()
	for table in frappe.db.get_tables(cached=False):
		if not table.startswith(("tab", "__")):
			continue  # the server's own
		rows = frappe.qb.Table(table)
		columns = frappe.db.get_db_table_columns(table)
		for column in columns:
			condition = None
			for word in words:
				part = rows[column].like(f"%{word}%")
				condition = part if condition is None else condition | part
			if frappe.qb.from_(rows).select(rows[column]).where(condition).limit(1).run():
				found.add(f"{table}.{column}")
	return found


def found_in_files(word: str) -> set[str]:
	site = Path(frappe.get_site_path())
	paths = [*site.glob("private/files/**/*"), *site.glob("public/files/**/*")]
	paths += [*site.glob("logs/*.log"), *site.glob("private/backups/*")]
	found = set()
	for path in paths:
		if path.is_file() and (word in path.name or word.encode() in path.read_bytes()):
			found.add(path.name)
	return found


def test_after_erasing_no_table_and_no_file_of_the_site_holds_anything_of_the_client(client):
	key = frappe.db.get_value("Client", client, "person_key")
	planted = plant_world(client)
	plant_copies(planted)
	paths = plant_files(planted)
	plant_texts_about(client)
	plant_plain_tables(client)
	words = (MARKER, NAME, "zqmail@example.com", client, key)
	before = found_in_tables(*words)
	# It was there: each DocType of the world, each kind of copy.
	assert not [doctype for doctype in planted if not any(f"tab{doctype}." in column for column in before)]
	assert not [
		name for name, _values in TEXTS_ABOUT if not any(f"tab{name}." in column for column in before)
	]
	assert len(found_in_files(MARKER)) == len(paths)
	run.erase_client(client)
	frappe.db.after_commit.run()
	left = found_in_tables(*words)
	assert not left, sorted(left)
	assert found_in_files(MARKER) == set()
	assert not [path for path in paths if path.exists()]


def test_others_of_the_same_name_lose_nothing_but_log_entries(client):
	namesake = factories.make_client(first_name="Zqvorname", last_name=NAME)
	consultation = factories.make_consultation(namesake.name, summary=f"{NAME} war da")
	comment = factories.make("Comment", comment_type="Comment", content=f"{NAME}", reference_doctype="Note")
	run.erase_client(client)
	assert frappe.db.get_value("Client", namesake.name, "last_name") == NAME
	assert frappe.db.get_value("Consultation", consultation.name, "summary") == f"{NAME} war da"
	assert frappe.db.exists("Comment", comment.name)


def test_a_longer_number_is_another_client(client):
	longer = f"{client}7"
	insert("Route History", {"name": "zqroute", "route": f"Form/Client/{longer}", "user": "Administrator"})
	run.erase_client(client)
	assert frappe.db.exists("Route History", "zqroute")


def test_every_doctype_that_links_to_a_client_belongs_to_their_world(client):
	planted = plant_world(client)
	world = world_of(client)
	assert not [doctype for doctype, name in planted.items() if not world.goes(doctype, name)]


def test_list_settings_and_failed_jobs_in_redis_are_looked_through(client, monkeypatch):
	traits = run.traits_of(client)
	frappe.cache.hset("_user_settings", "Note::zq@example.com", f'{{"filters": "{NAME}"}}')
	deleted = []

	class Job:
		kwargs = {"kwargs": {"client": client}}

		def delete(self):
			deleted.append(cstr(self.kwargs))

	monkeypatch.setattr(traces, "_failed_jobs", lambda: iter([Job()]))
	traces.forget_waiting(traits)
	assert len(deleted) == 1
	assert not frappe.cache.hget("_user_settings", "Note::zq@example.com")
