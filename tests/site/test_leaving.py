"""Nobody is locked in: everything goes out as tables and files, and comes into an empty site again as it was."""

import csv
import stat
from pathlib import Path

import frappe
import pytest

from refugee_support import service_records
from refugee_support.access import CLIENT_DOCTYPES
from refugee_support.moving import leaving

from . import factories


@pytest.fixture
def world(site):
	"""The only people on the site, whatever other tests have left on it: the export is of everybody."""
	frappe.set_user("Administrator")
	forget_everybody()
	client = factories.make_client(first_name="=Amina", last_name="'Beispiel", native_name="أمينة")
	factories.make_household(client.name)
	consultation = factories.make_consultation(client.name, summary='-1\nzweite Zeile; "Zitat" \\N')
	factories.make_note(consultation.name)
	factories.make_confidential_record(client.name, religion="geheim")
	factories.make_application(client.name)
	factories.make_milestone(client.name)
	factories.make_file("Client", client.name, "Bescheid.txt", "Inhalt des Bescheids")
	return client.name


def everything() -> dict:
	return {doctype: frappe.get_all(doctype, ["*"], order_by="name") for doctype in leaving.tables()}


def forget_everybody() -> None:
	for doctype in (*CLIENT_DOCTYPES, "Service Record"):
		frappe.db.delete(doctype)
	_remove_files()


def empty_the_site() -> None:
	for doctype in leaving.tables():
		frappe.db.delete(doctype)
	_remove_files()


def _remove_files() -> None:
	for row in leaving._our_files():
		frappe.db.delete("File", {"name": row.name})
	frappe.clear_cache()


def test_an_export_comes_into_an_empty_site_with_the_same_service_records(world, tmp_path):
	before = everything()
	counts = leaving.export(str(tmp_path / "out"))
	assert counts["Client"] == len(before["Client"]) and counts["File"] == 1
	empty_the_site()
	assert leaving.take_in(str(tmp_path / "out")) == counts
	assert everything() == before
	service_records.rebuild()
	assert frappe.get_all("Service Record", ["*"], order_by="name") == before["Service Record"]
	(file,) = leaving._our_files()
	assert frappe.get_doc("File", file.name).get_content() == "Inhalt des Bescheids"


def test_new_records_get_new_numbers_afterwards(world, tmp_path):
	leaving.export(str(tmp_path / "out"))
	empty_the_site()
	frappe.db.delete("Series", {"name": "RSC-"})
	leaving.take_in(str(tmp_path / "out"))
	assert factories.make_client(first_name="Neu").name > world


def test_the_tables_hold_no_formula_and_every_column_is_described(world, tmp_path):
	leaving.export(str(tmp_path / "out"))
	described = {
		(row["table"], row["column"])
		for row in csv.DictReader((tmp_path / "out/columns.csv").open(encoding="utf-8"))
	}
	for path in (tmp_path / "out/tables").iterdir():
		rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
		assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row), path.name
		standard = {"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "parent"}
		standard |= {"parenttype", "parentfield", "_user_tags", "_comments", "_assign", "_liked_by", "_seen"}
		assert {(path.stem, column) for column in rows[0] if column not in standard} <= described, path.name


def test_the_folder_is_for_its_owner_alone(world, tmp_path):
	leaving.export(str(tmp_path / "out"))
	assert stat.S_IMODE(Path(tmp_path / "out").stat().st_mode) == 0o700


def test_nothing_is_taken_in_where_somebody_is(world, tmp_path):
	leaving.export(str(tmp_path / "out"))
	with pytest.raises(frappe.ValidationError, match="empty site"):
		leaving.take_in(str(tmp_path / "out"))


def test_an_export_that_is_not_whole_is_refused(world, tmp_path):
	leaving.export(str(tmp_path / "out"))
	table = tmp_path / "out/tables/consultation.csv"
	table.write_text(table.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
	empty_the_site()
	with pytest.raises(frappe.ValidationError, match="not whole"):
		leaving.take_in(str(tmp_path / "out"))


def test_nothing_of_it_is_a_door():
	"""Commands of the machine's owner: no request reaches them."""
	assert leaving.export not in frappe.whitelisted
	assert leaving.take_in not in frappe.whitelisted
