"""Moving in: an old file becomes records, with everything that can be in it; run again it changes nothing; undone it
leaves nothing."""

import io
from pathlib import Path

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate
from openpyxl import load_workbook

from refugee_support.moving import run, undo
from refugee_support.refugee_support.doctype.legacy_import import legacy_import
from refugee_support.service_records import checking

from . import factories, records

FILES = Path(__file__).parents[1] / "data/legacy"
DAYS_OLD = 10  # the file was taken so long ago


@pytest.fixture(autouse=True)
def counsellor(site):
	user = records.counsellor()
	frappe.set_user(user)
	return user


def moved(content: bytes, file_name: str = "alt.csv", **values):
	"""Checked and run, as if nothing had to be decided."""
	document = checked(content, file_name, **values)
	legacy_import.start(document.name)
	return document.reload()


def checked(content: bytes, file_name: str = "alt.csv", **values):
	document = factories.make_legacy_import(
		content, file_name, **{"data_as_of": add_days(nowdate(), -DAYS_OLD), **values}
	)
	legacy_import.check(document.name)
	document.reload()
	assert document.status == "Checked", document.message
	return document


def linked_sheets(**values):
	return moved((FILES / "linked_sheets.xlsx").read_bytes(), "alt.xlsx", **values)


def rows_of(document, **filters):
	fields = ["sheet", "row_number", "outcome", "record", "cell", "problem", "candidate", "name"]
	return frappe.get_all(
		"Legacy Import Row", {"legacy_import": document.name, **filters}, fields, order_by="name"
	)


def record_of(document, target, legacy_id):
	return rows_of(document, target=target, legacy_id=legacy_id)[0].record


def figures(document):
	return {
		name: document.get(f"rows_{name}")
		for name in ("created", "updated", "unchanged", "duplicate", "refused")
	}


NOTHING = dict.fromkeys(("created", "updated", "unchanged", "duplicate", "refused"), 0)


# --- A whole database ---


def test_sheets_become_records_that_belong_together():
	document = linked_sheets()
	assert document.status == "Finished"
	assert figures(document) == {**NOTHING, "created": 9}, rows_of(document, outcome="Not Taken")
	amina = frappe.get_doc("Client", record_of(document, "Client", "1"))
	yousef = frappe.get_doc("Client", record_of(document, "Client", "2"))
	assert (amina.client_name, str(amina.date_of_birth), amina.gender) == (
		"Amina Beispiel",
		"1985-04-03",
		"Female",
	)
	assert amina.household == yousef.household == record_of(document, "Client Household", "100")
	assert (str(yousef.date_of_birth), yousef.birth_date_estimated) == ("1980-01-01", 1)
	consultation = frappe.get_doc("Consultation", record_of(document, "Consultation", "2"))
	assert (consultation.client, consultation.main_topic, consultation.channel) == (
		amina.name,
		"CHILDCARE",
		"Telephone",
	)
	assert (consultation.contact_number, consultation.duration_minutes) == (2, 30)
	application = frappe.get_doc("Authority Application", record_of(document, "Authority Application", "1"))
	assert (application.client, application.application_type, application.outcome) == (
		amina.name,
		"KG",
		"Approved",
	)
	anonymous = frappe.get_doc("Consultation", record_of(document, "Consultation", "4"))
	assert anonymous.is_anonymous and not anonymous.client


def test_statistics_have_the_rows_their_documents_would_write():
	linked_sheets()
	assert checking.compare_all() == []


def test_a_status_counts_from_the_day_the_file_knows_it_and_never_before():
	document = linked_sheets()
	first, second = (_service_record(document, number) for number in ("1", "2"))
	assert first.residence_status == "DULD60A"  # the row of the contact says it
	assert second.residence_status == "DULD60A"  # nothing newer was known then
	client = frappe.get_doc("Client", record_of(document, "Client", "1"))
	assert client.residence_status == "AE253"  # today
	olena = _service_record(document, "3")
	assert olena.residence_status == "AE24"


def test_todays_value_is_never_written_into_the_past():
	document = moved(
		b"ID;Vorname;Name;Status;Deutsch\n1;Amina;Beispiel;Duldung;B1\n", source="Nur Stammdaten"
	)
	client = record_of(document, "Client", "1")
	records.consultation(client=client, consultation_date="2019-05-06")
	row = frappe.get_all(
		"Service Record", {"service_type": "Consultation", "service_date": "2019-05-06"}, ["*"]
	)[-1]
	assert (row.residence_status, row.german_level or "") == (None, "")
	stored = frappe.get_doc("Client", client)
	assert (stored.residence_status, stored.german_level) == ("DULD60A", "B1")


def test_what_was_known_on_a_day_is_no_milestone_of_that_day():
	document = linked_sheets()
	client = record_of(document, "Client", "1")
	assert not frappe.get_all("Integration Milestone", {"client": client, "withdrawn": 0})
	frappe.get_doc("Client", client).save()
	assert not frappe.get_all("Integration Milestone", {"client": client, "withdrawn": 0})


def _service_record(document, legacy_id):
	name = record_of(document, "Consultation", legacy_id)
	return frappe.get_all("Service Record", {"source_name": name, "participation": "Main Person"}, ["*"])[0]


def test_nobody_is_mailed_or_notified():
	before = frappe.db.count("Notification Log"), frappe.db.count("Email Queue")
	linked_sheets()
	assert (frappe.db.count("Notification Log"), frappe.db.count("Email Queue")) == before


# --- Again, changed, undone ---


def test_a_second_run_changes_nothing():
	linked_sheets()
	before = _everything()
	again = linked_sheets()
	assert figures(again) == {**NOTHING, "unchanged": 9}
	assert _everything() == before


def _everything():
	doctypes = ("Client", "Client Household", "Consultation", "Authority Application", "Service Record")
	return {doctype: frappe.get_all(doctype, ["*"], order_by="name") for doctype in doctypes}


CLIENTS = "ID;Vorname;Name;Telefon;Ort\n1;Amina;Beispiel;0211 555;Erkrath\n"


def test_what_changed_in_the_old_database_is_updated_and_what_it_does_not_say_stays():
	first = moved(CLIENTS.encode())
	name = record_of(first, "Client", "1")
	second = moved(b"ID;Vorname;Name;Telefon;Ort\n1;Amina;Neumann;;Haan\n")
	assert figures(second) == {**NOTHING, "updated": 1}
	client = frappe.get_doc("Client", name)
	assert (client.last_name, client.mobile_no, client.municipality) == ("Neumann", "0211 555", "Haan")


def test_what_somebody_has_written_here_is_never_overwritten():
	first = moved(CLIENTS.encode())
	client = frappe.get_doc("Client", record_of(first, "Client", "1"))
	client.mobile_no = "0211 777"
	client.save()
	second = checked(b"ID;Vorname;Name;Telefon\n1;Amina;Neumann;0211 888\n")
	assert figures(second) == {**NOTHING, "refused": 1}
	assert "has worked on this record" in rows_of(second)[0].problem
	assert frappe.db.get_value("Client", client.name, "mobile_no") == "0211 777"


def test_a_run_is_undone_without_a_trace():
	before = _everything()
	document = linked_sheets()
	legacy_import.undo_run(document.name)
	assert _everything() == before
	assert document.reload().status == "Undone"
	for doctype in ("Deleted Document", "Legacy Import Key"):
		assert not frappe.get_all(doctype, {"owner": frappe.session.user})
	assert checking.compare_all() == []


def test_an_update_is_undone_to_what_was_there():
	first = moved(CLIENTS.encode())
	second = moved(b"ID;Vorname;Name;Telefon;Ort\n1;Amina;Neumann;0211 999;Haan\n")
	legacy_import.undo_run(second.name)
	client = frappe.get_doc("Client", record_of(first, "Client", "1"))
	assert (client.last_name, client.mobile_no, client.municipality) == ("Beispiel", "0211 555", "Erkrath")


def test_undoing_a_later_run_does_not_forget_the_earlier_one():
	first = moved(CLIENTS.encode())
	changed = b"ID;Vorname;Name;Telefon;Ort\n1;Amina;Neumann;0211 999;Haan\n"
	second = moved(changed)
	with pytest.raises(frappe.ValidationError):
		legacy_import.undo_run(first.name)  # the later one comes first
	legacy_import.undo_run(second.name)
	assert figures(checked(CLIENTS.encode())) == {**NOTHING, "unchanged": 1}
	assert figures(checked(changed)) == {**NOTHING, "updated": 1}
	client = record_of(first, "Client", "1")
	legacy_import.undo_run(first.name)
	assert not frappe.db.exists("Client", client)


def test_somebody_who_was_here_leaves_the_household_of_the_old_file_when_it_is_undone():
	here = records.client(first_name="Mohammad", last_name="Ahmadi", date_of_birth="1990-05-06")
	document = checked(
		b"ID;Vorname;Name;Geburtsdatum;Familien-ID\n1;Muhammed;Ahmadi;06.05.1990;9\n2;Olena;Zwei;;9\n"
	)
	legacy_import.decide(document.name, [rows_of(document)[0].name], "Same Person")
	legacy_import.start(document.name)
	household = frappe.db.get_value("Client", here.name, "household")
	assert household
	legacy_import.undo_run(document.name)
	assert not frappe.db.get_value("Client", here.name, "household")
	assert not frappe.db.exists("Client Household", household)
	assert not frappe.db.exists("Client Household Member", {"client": here.name})


def test_nothing_is_undone_once_somebody_has_worked_on_a_record():
	document = linked_sheets()
	client = record_of(document, "Client", "3")
	records.consultation(client=client)
	with pytest.raises(frappe.ValidationError, match=client):
		legacy_import.undo_run(document.name)
	assert frappe.db.exists("Client", client)


# --- Interrupted ---


def test_a_killed_worker_goes_on_where_it_stopped(monkeypatch):
	"""Killed in the third chunk: what was finished is there once, what was not comes with the next worker."""
	content = "ID;Vorname;Name\n" + "".join(
		f"{n};{'Abcdefghij'[n]}mina;{'Klmnopqrst'[n]}ohn\n" for n in range(10)
	)
	document = checked(content.encode())
	monkeypatch.setattr(run, "CHUNK", 4)
	written, real = [], run.write_chunk

	def killed(work, rows):
		if len(written) == 2:
			raise KeyboardInterrupt  # nothing catches it, as nothing catches a kill
		written.append(len(rows))
		real(work, rows)

	monkeypatch.setattr(run, "write_chunk", killed)
	with pytest.raises(KeyboardInterrupt):
		legacy_import.start(document.name)
	assert frappe.db.get_value("Legacy Import", document.name, "status") == "Running"
	monkeypatch.setattr(run, "write_chunk", real)
	monkeypatch.setattr(run, "is_job_enqueued", lambda job: False)
	run.take_up_again()
	document.reload()
	assert (document.status, document.rows_created) == ("Finished", 10)
	assert frappe.db.count("Client", {"name": ["in", [row.record for row in rows_of(document)]]}) == 10


def test_a_run_can_be_paused_and_go_on(monkeypatch):
	document = checked(b"ID;Vorname;Name\n1;Amina;Beispiel\n2;Olena;Muster\n")
	monkeypatch.setattr(run, "CHUNK", 1)
	real = run.write_chunk

	def pause_after(work, rows):
		real(work, rows)
		legacy_import.stop(document.name)

	monkeypatch.setattr(run, "write_chunk", pause_after)
	legacy_import.start(document.name)
	document.reload()
	assert (document.status, run.figures(document.name)["rows_done"]) == ("Paused", 1)
	monkeypatch.setattr(run, "write_chunk", real)
	legacy_import.start(document.name)
	assert document.reload().status == "Finished"
	assert document.rows_created == 2


def test_a_dry_run_that_is_stopped_is_forgotten(monkeypatch):
	"""Half of a file must never be run as if it were the whole."""
	from refugee_support.moving import checking

	document = factories.make_legacy_import(
		b"ID;Vorname;Name\n" + b"".join(b"%d;Amina;Beispiel\n" % n for n in range(5))
	)
	monkeypatch.setattr(checking.batches, "__defaults__", (2,))
	real = run.progress.note

	def stop_after(name, rows):
		real(name, rows)
		legacy_import.stop(document.name)

	monkeypatch.setattr(run.progress, "note", stop_after)
	legacy_import.check(document.name)
	assert document.reload().status == "Draft"
	assert (rows_of(document), document.rows_total) == ([], 0)


def test_how_far_a_run_is_is_told_while_it_works(monkeypatch):
	document = checked(CLIENTS.encode() + b"2;Olena;Muster;;\n")
	monkeypatch.setattr(run, "CHUNK", 1)
	told, real = [], run.write_chunk

	def look(work, rows):
		real(work, rows)
		told.append(legacy_import.how_far(document.name))

	monkeypatch.setattr(run, "write_chunk", look)
	legacy_import.start(document.name)
	assert told == [{"status": "Running", "done": done, "total": 2} for done in (0, 1)]
	assert legacy_import.how_far(document.name) == {"status": "Finished"}


def test_reasons_are_in_the_language_of_whoever_started_the_run(monkeypatch):
	"""A worker has no language of its own."""
	monkeypatch.setattr(frappe.local, "lang", "de")
	document = factories.make_legacy_import((FILES / "evil_dates.csv").read_bytes())
	queued = {}
	monkeypatch.setattr(frappe, "enqueue", lambda method, **job: queued.update(job))
	legacy_import.check(document.name)
	monkeypatch.setattr(frappe.local, "lang", "en")
	run.check(queued["name"], queued["language"])
	assert "Diesen Tag gibt es nicht" in rows_of(document, outcome="Not Taken")[0].problem


def test_a_long_run_is_undone_in_the_background_or_says_why_not(monkeypatch):
	monkeypatch.setattr(legacy_import, "LONG_RUN", 1)
	first = linked_sheets()
	client = record_of(first, "Client", "3")
	contact = records.consultation(client=client)
	legacy_import.undo_run(first.name)
	first.reload()
	assert first.status == "Finished" and client in first.message
	frappe.delete_doc("Consultation", contact.name)
	legacy_import.undo_run(first.name)
	assert first.reload().status == "Undone" and not first.message
	assert not frappe.db.exists("Client", client)


def test_reading_the_file_again_loses_no_decision_about_its_columns():
	document = factories.make_legacy_import(b"Nr;Rufname;Name\n1;Ami;Beispiel\n", "klienten.csv")
	document.sheet_map[0].target = "Client"
	mapped = {"Nr": "Old Number", "Rufname": "Name in Native Script", "Name": "Full Name"}
	for row in document.column_map:
		row.field = mapped[row.heading]
	document.save()
	legacy_import.read_file(document.name)
	assert {row.heading: row.field for row in document.reload().column_map} == mapped


def test_what_a_sheet_becomes_is_remembered_for_the_next_file_of_the_same_database():
	workbook = (FILES / "linked_sheets.xlsx").read_bytes()
	document = factories.make_legacy_import(workbook, "alt.xlsx")
	sheet = document.sheet_map[3]
	assert sheet.target == "Authority Application"
	sheet.target = ""
	document.save()
	frappe.db.set_value("Legacy Import", document.name, "status", "Finished")
	again = factories.make_legacy_import(workbook, "neuer.xlsx")
	assert (again.sheet_map[3].sheet, again.sheet_map[3].target) == (sheet.sheet, "")
	other = factories.make_legacy_import(workbook, "neuer.xlsx", source="Andere")
	assert other.sheet_map[3].target == "Authority Application"


def test_a_row_the_record_itself_refuses_leaves_nothing_behind():
	"""Born after the day of the file: the client's own rule, met half-way through the row."""
	tomorrow_of_file = getdate(add_days(nowdate(), 5 - DAYS_OLD)).strftime("%d.%m.%Y")
	document = moved(
		f"ID;Vorname;Name;Geburtsdatum;Deutsch;Familien-ID\n1;Baby;Beispiel;{tomorrow_of_file};A1;9\n"
		"2;Amina;Muster;;B1;\n".encode()
	)
	refused, created = rows_of(document)
	assert (refused.outcome, created.outcome) == ("Not Taken", "Created"), created.problem
	assert "before the date of birth" in refused.problem
	assert not frappe.db.exists("Client Household", {"household_name": "Family Beispiel"})


# --- Nobody twice ---


def test_somebody_who_is_here_already_waits_for_a_decision():
	here = records.client(first_name="Mohammad", last_name="Ahmadi", date_of_birth="1990-05-06")
	document = checked(b"ID;Vorname;Name;Geburtsdatum\n1;Muhammed;Ahmadi;06.05.1990\n")
	(row,) = rows_of(document)
	assert (row.outcome, row.candidate) == ("Perhaps Duplicate", here.name)
	with pytest.raises(frappe.ValidationError, match="decide"):
		legacy_import.start(document.name)
	legacy_import.decide(document.name, frappe.as_json([row.name]), "Same Person")  # as the desk sends it
	legacy_import.start(document.name)
	(row,) = rows_of(document)
	assert (row.outcome, row.record) == ("Updated", here.name)
	assert frappe.get_doc("Client", here.name).first_name == "Mohammad"  # what is here is not overwritten


def test_both_people_are_shown_side_by_side_with_the_reasons():
	here = records.client(
		first_name="Mohammad", last_name="Ahmadi", date_of_birth="1990-05-06", nationality="Syria"
	)
	document = checked(
		b"ID;Vorname;Name;Geburtsdatum;Ort\n1;Muhammed;Ahmadi;06.05.1990;Haan\n2;Zo;Zett;;\n3;Zo;Zett;;\n"
	)
	known, twice = legacy_import.duplicates(document.name)
	assert "same date of birth" in known["reasons"]
	assert (known["old"]["title"], known["here"]["title"]) == ("Muhammed Ahmadi", "Mohammad Ahmadi")
	assert known["here"]["client"] == here.name and "Syria" in known["here"]["details"]
	assert "Haan" in known["old"]["details"] and "Row 2" in known["old"]["place"]
	assert (twice["here"]["client"], twice["here"]["title"]) == ("", "Zo Zett")
	assert "Row 3" in twice["here"]["place"] and "Row 4" in twice["old"]["place"]


def test_another_person_is_created_and_not_asked_about_again():
	here = records.client(first_name="Mohammad", last_name="Ahmadi")
	content = b"ID;Vorname;Name\n1;Muhammed;Ahmadi\n"
	document = checked(content)
	legacy_import.decide(document.name, [rows_of(document)[0].name], "Another Person")
	again = checked(content)
	assert rows_of(again)[0].outcome == "Created"
	legacy_import.start(again.name)
	created = rows_of(again)[0].record
	pair = "|".join(sorted((here.name, created)))
	assert created != here.name and frappe.db.exists("Client Distinct Pair", {"pair_key": pair})


def test_the_same_person_twice_in_the_file_waits_for_a_decision():
	document = checked(
		b"ID;Vorname;Name;Geburtsdatum\n1;Amina;Beispiel;1.2.1990\n2;Amina;Beispiel;1.2.1990\n"
	)
	first, second = rows_of(document)
	assert (first.outcome, second.outcome) == ("Created", "Perhaps Duplicate")
	legacy_import.decide(document.name, [second.name], "Same Person")
	legacy_import.start(document.name)
	first, second = rows_of(document)
	assert first.record == second.record


def test_a_client_who_must_not_be_found_is_not_hinted_at():
	hidden = records.client(first_name="Mohammad", last_name="Ahmadi", date_of_birth="1990-05-06")
	factories.restrict(hidden.name, records.counsellor())
	document = checked(b"ID;Vorname;Name;Geburtsdatum\n1;Muhammed;Ahmadi;06.05.1990\n")
	(row,) = rows_of(document)
	assert (row.outcome, row.candidate or "") == ("Created", "")


def test_nothing_is_written_about_a_client_who_must_not_be_found():
	first = moved(CLIENTS.encode())
	client = record_of(first, "Client", "1")
	factories.restrict(client, records.counsellor())
	again = checked(b"ID;Vorname;Name;Telefon;Ort\n1;Amina;Neumann;0211 999;Haan\n")
	assert [(row.outcome, row.record or "") for row in rows_of(again)] == [("Unchanged", "")]
	contact = checked(b"Datum;Klient-Nr;Thema\n1.2.2020;1;Jobcenter\n", "beratungen.csv")
	assert rows_of(contact)[0].outcome == "Not Taken"


def test_rows_about_a_client_who_must_not_be_found_are_hidden_with_them():
	document = linked_sheets()
	client = record_of(document, "Client", "3")
	seen = len(frappe.get_list("Legacy Import Row", {"legacy_import": document.name}, limit=0))
	factories.restrict(client, records.counsellor())
	frappe.clear_cache()
	hidden = {row.record for row in rows_of(document)} - {
		row.record
		for row in frappe.get_list("Legacy Import Row", {"legacy_import": document.name}, ["record"], limit=0)
	}
	assert seen == 9
	assert hidden == {client, record_of(document, "Consultation", "3")}


def test_a_merged_client_is_found_by_both_old_numbers():
	from refugee_support.merging.combine import merge

	document = moved(b"ID;Vorname;Name\n1;Amina;Beispiel\n2;Olena;Muster\n")
	stays, goes = (record_of(document, "Client", number) for number in ("1", "2"))
	merge(stays, goes)
	contact = moved(b"Datum;Klient-Nr;Thema\n1.2.2020;2;Jobcenter\n", "beratungen.csv")
	assert frappe.db.get_value("Consultation", rows_of(contact)[0].record, "client") == stays


def test_an_imported_consultation_can_be_deleted_like_any_other():
	document = linked_sheets()
	frappe.delete_doc("Consultation", record_of(document, "Consultation", "2"))


# --- What is refused, and how it is mended ---


def test_each_evil_row_is_refused_with_its_cell_and_the_others_are_taken():
	document = moved((FILES / "evil_dates.csv").read_bytes())
	assert [(row.cell, row.outcome) for row in rows_of(document) if row.outcome == "Not Taken"] == [
		("D2", "Not Taken"),
		("D7", "Not Taken"),
	]
	assert "this day does not exist" in rows_of(document)[0].problem
	assert document.rows_created == 5


def test_a_number_twice_and_a_family_of_itself_are_refused():
	document = checked((FILES / "duplicate_ids.csv").read_bytes())
	assert [row.outcome for row in rows_of(document)] == ["Created", "Not Taken", "Not Taken"]
	assert "row 2" in rows_of(document)[1].problem
	document = checked((FILES / "family_of_itself.csv").read_bytes(), source="Andere")
	assert [row.outcome for row in rows_of(document)] == ["Not Taken", "Not Taken"]
	circle = "Familien-ID;Familie;Gehört zu\n1;A;2\n2;B;1\n".encode()
	document = checked(circle, source="Kreis")
	assert [row.outcome for row in rows_of(document)] == ["Created", "Not Taken"]


def test_a_contact_of_nobody_is_refused_with_the_cell():
	document = checked(b"Datum;Klient-Nr;Thema\n1.2.2020;99;Jobcenter\n", "beratungen.csv")
	(row,) = rows_of(document)
	assert (row.outcome, row.cell) == ("Not Taken", "B2")
	assert "99" in row.problem


def test_an_unknown_value_is_asked_for_once_and_remembered():
	content = b"ID;Vorname;Name;Status\n1;Amina;Beispiel;Duldnug\n"
	document = checked(content)
	(value,) = document.value_map
	assert (value.old_value, value.suggestion, value.new_value) == ("Duldnug", "DULD60A", None)
	assert document.rows_refused == 1
	value.new_value = "DULD60A"
	document.save()
	legacy_import.check(document.name)
	legacy_import.start(document.name)
	again = checked(b"ID;Vorname;Name;Status\n2;Olena;Muster;duldnug\n")
	assert not again.value_map and again.rows_created == 1


def test_a_value_that_is_not_there_cannot_be_chosen():
	document = checked(b"ID;Vorname;Name;Status\n1;Amina;Beispiel;Duldnug\n")
	document.value_map[0].new_value = "NIX"
	with pytest.raises(frappe.ValidationError, match="NIX"):
		document.save()


def test_problems_come_as_a_workbook_with_the_cells_marked_and_no_formula():
	document = checked(
		b'ID;Vorname;Name;Geburtsdatum\n1;Anna;"=HYPERLINK(""x"")";31.02.1985\n2;Bea;Zwei;1.2.1980\n'
	)
	legacy_import.download(document.name)
	sheet = load_workbook(io.BytesIO(frappe.response.filecontent)).active
	assert [cell.value for cell in sheet[2]][:4] == ["1", "Anna", '=HYPERLINK("x")', "31.02.1985"]
	assert sheet["C2"].data_type == "s"
	assert sheet["D2"].fill.fgColor.rgb == "FFF4B6B6"
	assert sheet.max_row == 2
	mended = io.BytesIO()
	book = load_workbook(io.BytesIO(frappe.response.filecontent))
	book.active["D2"] = "28.02.1985"
	book.save(mended)
	assert checked(mended.getvalue(), "alt.xlsx").rows_created == 1


@pytest.mark.parametrize("name", ["password.xlsx", "letter.pdf", "cut_off.xlsx", "empty.csv"])
def test_a_file_that_cannot_be_read_says_why(name):
	with pytest.raises(frappe.ValidationError) as refused:
		factories.make_legacy_import((FILES / name).read_bytes() or b" ", name)
	assert "Please" in str(refused.value) or "empty" in str(refused.value)


# --- Privacy ---


def test_the_file_and_the_content_of_rows_go_when_the_run_is_finished():
	document = linked_sheets()
	assert not document.file
	assert not frappe.get_all("File", {"attached_to_name": document.name})
	cells = frappe.get_all("Legacy Import Row", {"legacy_import": document.name}, pluck="cells")
	assert not any(cells)


def test_what_waited_to_be_mended_goes_after_a_month():
	document = moved((FILES / "evil_dates.csv").read_bytes())
	frappe.db.set_value(
		"Legacy Import", document.name, "modified", add_days(nowdate(), -40), update_modified=False
	)
	run.tidy_up()
	assert not any(frappe.get_all("Legacy Import Row", {"legacy_import": document.name}, pluck="cells"))


@pytest.mark.parametrize(
	"role", ["Refugee Support Administrator", "Refugee Support Coordinator", "Refugee Support Volunteer"]
)
def test_who_sees_no_clients_or_not_all_moves_nothing_in(role):
	document = linked_sheets()
	row = rows_of(document)[0].name
	frappe.set_user(records._helper(role))
	with pytest.raises(frappe.PermissionError):
		factories.make_legacy_import(b"ID;Vorname\n1;A\n")
	for method in ("check", "start", "undo_run", "preview", "download"):
		with pytest.raises(frappe.PermissionError):
			getattr(legacy_import, method)(document.name)
	for doctype, name in (("Legacy Import", document.name), ("Legacy Import Row", row)):
		assert not frappe.has_permission(doctype, "read", doc=frappe.get_doc(doctype, name))


def test_a_counsellor_who_sees_only_their_own_teams_moves_nothing_in():
	document = linked_sheets()
	records.counsellors_see_own_teams_only()
	with pytest.raises(frappe.PermissionError):
		legacy_import.check(document.name)
	assert not frappe.has_permission("Legacy Import", "read", doc=document)


def test_keys_are_read_by_nobody():
	linked_sheets()
	assert frappe.get_list("Legacy Import Key") == []


def test_somebody_elses_file_is_not_read_by_its_address():
	other = factories.make_legacy_import(CLIENTS.encode())
	mine = factories.make_legacy_import(CLIENTS.encode())
	mine.db_set("file", other.file)
	with pytest.raises(frappe.ValidationError):
		legacy_import.check(mine.name)


def test_undo_needs_the_records_of_the_run():
	document = linked_sheets()
	assert undo.can_undo(document)
	with pytest.raises(frappe.ValidationError, match="undo"):
		document.delete()
