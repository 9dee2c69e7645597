"""Art. 15 and 20 GDPR: the copy holds everything, or says what it leaves out and why; one prepares, another releases."""

import hashlib
import io
import json
import os
import zipfile
from typing import Any

import frappe
import jsonschema
import pytest
from frappe.utils import add_days, add_months, cstr, formatdate, getdate, nowdate
from pypdf import PdfReader

from refugee_support.consents.privacy_file import privacy_file
from refugee_support.erasing import run
from refugee_support.merging import combine
from refugee_support.own_data import archive, decisions, job, making, page
from refugee_support.own_data.gathering import Gathering
from refugee_support.own_data.people import staff_fields
from refugee_support.refugee_support.doctype.client_data_request import client_data_request as steps
from tests.site import factories
from tests.site import records as make
from tests.site.test_erasing_leaves_nothing import (
	MARKER,
	NAME,
	TEXTS,
	TEXTS_ABOUT,
	plant_copies,
	plant_files,
	plant_plain_tables,
	plant_texts_about,
	plant_world,
)

REQUEST = "Client Data Request"


@pytest.fixture
def two(site):
	"""Two counsellors; the first one is logged in."""
	frappe.set_user("Administrator")
	pair = make.counsellor(), make.counsellor()
	frappe.set_user(pair[0])
	return pair


@pytest.fixture(autouse=True)
def quick_pages(request, monkeypatch):
	"""Laying out takes seconds: the steps need a PDF, not what is on it."""
	if "real_pages" not in request.fixturenames:
		monkeypatch.setattr(making, "pdf_of", lambda copy, request: b"%PDF-1.4 \xff")


@pytest.fixture
def real_pages():
	"""For the tests that look at them."""


@pytest.fixture
def no_rows_without_rollback(site):
	"""Error Log and the search index are MyISAM tables: what is planted there stays."""
	forget_rows_without_rollback()
	yield
	forget_rows_without_rollback()


def forget_rows_without_rollback() -> None:
	for fieldname in ("error", "method"):
		for word in (MARKER, NAME):
			frappe.db.delete("Error Log", {fieldname: ["like", f"%{word}%"]})
	frappe.db.delete("__global_search", {"content": ["like", f"%{NAME}%"]})


def request_for(client: str, **values: Any) -> Any:
	defaults = {"kind": "Access to Data", "received_on": nowdate(), "identified_by": "Known in Person"}
	return frappe.get_doc({"doctype": REQUEST, "client": client, **defaults, **values}).insert()


def decide(request: Any, decision: str = "Give", **for_reason: str) -> Any:
	"""`for_reason`: why a record is on the list -> another decision."""
	for row in request.decisions:
		row.decision = for_reason.get(frappe.scrub(row.because), decision)
	return request.save()


def prepared(client: str, **values: Any) -> Any:
	request = decide(request_for(client, **values))
	steps.prepare(request.name)
	return request.reload()


def archive_of(request: Any) -> zipfile.ZipFile:
	return zipfile.ZipFile(io.BytesIO(archive.content_of(request.archive)))


def data_of(request: Any) -> dict[str, Any]:
	return json.loads(archive_of(request).read("daten.json"))


def gathered(request: Any) -> dict[str, Any]:
	"""The machine-readable copy without files and pages."""
	copy = Gathering(request).gather()
	return json.loads(json.dumps(archive.as_json(copy, request, []), default=str))


def ids(data: dict[str, Any], doctype: str) -> set[str]:
	return {record["id"] for record in data["records"] if record["type"] == doctype}


def withheld(data: dict[str, Any]) -> set[tuple[str, str]]:
	return {(one["type"], one["reason"]) for one in data["withheld"]}


# --- Nothing is forgotten ---


def planted_client() -> str:
	frappe.set_user("Administrator")
	values = {"first_name": "Zqvorname", "last_name": NAME, "email_id": "zqmail@example.com"}
	client = factories.make_client(**values, mobile_no="0211 9988776655").name
	for df in frappe.get_meta("Client").fields:
		if df.fieldtype in TEXTS and not frappe.db.get_value("Client", client, df.fieldname):
			frappe.db.set_value("Client", client, df.fieldname, MARKER + frappe.generate_hash(length=6))
	return client


def whole_world(client: str) -> dict[str, str]:
	"""With the links without which a counsellor would not see a record."""
	planted = plant_world(client)
	for doctype, name in planted.items():
		if frappe.get_meta(doctype).has_field("application_support"):
			frappe.db.set_value(doctype, name, "application_support", planted["Application Support"])
	return planted


def planted_texts() -> list[tuple[str, str, str, str, str]]:
	"""Each text with a marker: (table, name of the row, parent, column, text)."""
	found = []
	for table in frappe.db.get_tables(cached=False):
		if not table.startswith("tab"):
			continue
		rows, columns = frappe.qb.Table(table), frappe.db.get_db_table_columns(table)
		condition = None
		for column in columns:
			part = rows[column].like(f"%{MARKER}%")
			condition = part if condition is None else condition | part
		for row in frappe.qb.from_(rows).select("*").where(condition).run(as_dict=True):
			key = row.get("name") or row[columns[0]]
			texts = {column: cstr(text) for column, text in row.items() if MARKER in cstr(text)}
			found += [(table[3:], cstr(key), cstr(row.get("parent")), *text) for text in texts.items()]
	return found


def test_everything_in_a_clients_world_is_in_the_copy_or_listed_as_withheld(two, no_rows_without_rollback):
	client = planted_client()
	planted = whole_world(client)
	plant_copies(planted)
	plant_files(planted)
	plant_texts_about(client)
	plant_plain_tables(client)
	frappe.set_user(two[0])
	request = request_for(client)
	texts = planted_texts()
	assert len(texts) > 500
	for decision in ("Give", "Withhold"):
		copy = Gathering(decide(request, decision)).gather()
		files = [archive.description(one, archive.content_of(one.name)) for one in copy.files]
		data = json.loads(json.dumps(archive.as_json(copy, request, files), default=str))
		assert not forgotten(texts, data, copy, planted)
		assert_all_withheld_is_listed(data, copy)
		jsonschema.validate(data, json.loads(archive.SCHEMA.read_text(encoding="utf-8")))
		if decision == "Give":
			assert_most_is_given(data, planted)


def forgotten(texts: list, data: dict[str, Any], copy: Any, planted: dict[str, str]) -> set[tuple[str, str]]:
	"""Table and column of each text that is neither in the copy nor withheld: as a field, a row or a record."""
	text = json.dumps(data, ensure_ascii=False)
	kept = {("File", one.name, "") for one in copy.files}  # these are in the archive
	kept |= {
		(thing.doctype, name, thing.fieldname) for thing, names in copy.withheld.items() for name in names
	}
	return {
		(table, column)
		for table, name, parent, column, value in texts
		if json.dumps(value, ensure_ascii=False)[1:-1] not in text
		and not {(table, name, ""), (table, name, column)} & kept
		and not {(of, parent, "") for of in planted} & kept
	}


def assert_all_withheld_is_listed(data: dict[str, Any], copy: Any) -> None:
	listed = {(one["type"], one.get("field", ""), one["reason"]): one["number"] for one in data["withheld"]}
	for thing, names in copy.withheld.items():
		assert listed[thing.doctype, thing.fieldname, thing.reason] == len(names)
	assert all(one["explanation"] for one in data["withheld"])
	# Logs and mails that hold only the name or the number are counted, too.
	kinds = {record.doctype for record in copy.records} | {thing.doctype for thing in copy.withheld}
	assert not {doctype for doctype, _values in TEXTS_ABOUT} - kinds
	assert {"Email Queue", "Contact", "__UserSettings", "__global_search"} <= kinds


def assert_most_is_given(data: dict[str, Any], planted: dict[str, str]) -> None:
	"""Not only counted: but for keys computed from the name, and children of one day at a café, whom nobody sees later."""
	counted = {doctype for doctype, name in planted.items() if name not in ids(data, doctype)}
	assert counted <= {"Client Name Key", "Legacy Import Key", "Cafe Childcare Place"}


def test_every_file_of_the_client_is_in_the_archive_or_counted(two):
	client = make.client().name
	note = factories.make_note(factories.make_consultation(client).name)
	factories.make_file("Client", client, "Ausweis.txt", "Kopie vom Amt")
	factories.make_file("Consultation Note", note.name, "Notiz.txt", "Vertraulich")
	gone = factories.make_file("Client", client, "weg.txt", "nicht mehr da")

	os.unlink(gone.get_full_path())
	request = decide(request_for(client), file_beside_such_a_record="Withhold")
	steps.prepare(request.name)
	request.reload()
	data, zipped = data_of(request), archive_of(request)
	assert [one["name"] for one in data["files"]] == ["Ausweis.txt"]
	path = data["files"][0]["path"]
	assert zipped.read(path) == b"Kopie vom Amt"
	assert data["files"][0]["sha256"] == hashlib.sha256(b"Kopie vom Amt").hexdigest()
	assert {("File", "Rights of Other People"), ("File", "Not Found on the Server")} <= withheld(data)
	jsonschema.validate(data, json.loads(zipped.read("client-data-1.json")))


# --- The rights of others ---


def test_other_people_of_a_conversation_are_left_out_unless_somebody_decides_otherwise(two):
	client, other = make.client(first_name="Zqeins").name, make.client(first_name="Zqzwei").name
	joint = factories.make_consultation(client, family_members=[{"client": other}], summary="Zqzusammen")
	relation = factories.make_relation(client, "Spouse or Partner of", other)
	request = request_for(client)
	because = {row.record: (row.because, row.decision) for row in request.decisions}
	assert because[joint.name] == ("Other People Are Named", "Give Without Other People")
	data = gathered(request)
	assert joint.name in ids(data, "Consultation") and relation.name in ids(data, "Client Relation")
	assert other not in json.dumps(data)
	assert ("Consultation Participant", "Rights of Other People") in withheld(data)
	assert other in json.dumps(gathered(decide(request)))


def test_of_a_record_of_somebody_else_only_what_concerns_the_person_is_given(two):
	client, other = make.client().name, make.client(first_name="Zqzwei").name
	theirs = factories.make_consultation(other, family_members=[{"client": client}], summary="Zqfremd")
	request = request_for(client)
	row = next(row for row in request.decisions if row.record == theirs.name)
	assert (row.because, row.decision, row.reason) == (
		"Record of Another Person",
		"Withhold",
		"Rights of Other People",
	)
	data = gathered(request)
	record = next(one for one in data["records"] if one["id"] == theirs.name)
	assert record["given"] == "own_row_only" and not record["data"]
	assert record["tables"]["family_members"][0]["client"] == client
	assert other not in json.dumps(data) and "Zqfremd" not in json.dumps(data)
	assert ("Consultation", "Rights of Other People") in withheld(data)
	assert "Zqfremd" in json.dumps(gathered(decide(request)))


def test_a_record_with_somebody_who_must_not_be_found_is_neither_listed_nor_given(two):
	client, hidden = make.client().name, make.client(first_name="Zqgeheim").name
	joint = factories.make_consultation(client, family_members=[{"client": hidden}], summary="Zqzusammen")
	frappe.set_user("Administrator")
	factories.restrict(hidden, two[1])
	frappe.set_user(two[0])
	request = request_for(client)
	assert joint.name not in {row.record for row in request.decisions}
	data = gathered(decide(request))
	assert hidden not in json.dumps(data) and "Zqzusammen" not in json.dumps(data)
	assert ("Consultation", "Rights of Other People") in withheld(data)


def test_people_who_work_here_are_named_only_if_somebody_says_so(two):
	client = make.client().name
	factories.make_consultation(client, counsellor=two[0])
	request = request_for(client)
	data = gathered(request)
	assert two[0] not in json.dumps(data)
	assert ("Consultation", "People Who Work Here") in withheld(data)
	request.name_staff = 1
	assert two[0] in json.dumps(gathered(request))


def test_each_field_that_could_name_a_person_is_known_as_one_who_works_here_or_not():
	"""A new field of this kind has to be decided on here."""
	of_the_person = {
		("Authority Application", "file_name"),
		("Cafe Childcare Place", "child_first_name"),
	}
	looks_like_it = {
		"helper_name",
		"reviewed_by",
		"sent_to",
		"explained_by",
		"interpreter_name",
		"counsellor_name",
	}
	for doctype in frappe.get_all("DocType", {"module": "Refugee Support"}, pluck="name"):
		for df in frappe.get_meta(doctype).fields:
			if df.fieldname in looks_like_it and (doctype, df.fieldname) not in of_the_person:
				assert df.fieldname in staff_fields(doctype), (doctype, df.fieldname)


def test_notes_need_a_decision_before_a_copy_is_made(two):
	client = make.client().name
	note = factories.make_note(factories.make_consultation(client).name, note="Zqnotiz")
	request = request_for(client)
	assert [(row.record, row.decision) for row in request.decisions] == [(note.name, "")]
	with pytest.raises(frappe.ValidationError, match="still need a decision: 1"):
		steps.prepare(request.name)
	decide(request, "Withhold")
	request.decisions[0].reason = "Statement Made in Confidence"
	request.save()
	data = gathered(request)
	assert "Zqnotiz" not in json.dumps(data)
	assert ("Consultation Note", "Statement Made in Confidence") in withheld(data)


def test_what_was_written_since_then_is_looked_at_before_the_copy_is_made(two):
	client = make.client().name
	consultation = factories.make_consultation(client)
	request = decide(request_for(client))
	factories.make_note(consultation.name, note="später")
	with pytest.raises(frappe.ValidationError, match="still need a decision"):
		steps.prepare(request.name)


def test_portability_is_what_the_person_has_provided(two):
	client = make.client().name
	consultation = factories.make_consultation(client)
	factories.make_note(consultation.name)
	request = decide(request_for(client, kind="Portability"))
	data = gathered(request)
	assert data["basis"] == "Art. 20 GDPR"
	assert ids(data, "Client") and ids(data, "Consultation")
	assert not ids(data, "Consultation Note") | ids(data, "Service Record")
	assert ("Service Record", "Not Provided by the Person") in withheld(data)


# --- One prepares, another one releases ---


def test_one_prepares_another_one_releases_and_it_is_handed_over(two):
	request = prepared(make.client().name)
	with pytest.raises(frappe.PermissionError, match="second person"):
		steps.release(request.name)
	with pytest.raises(frappe.ValidationError, match="not possible any more"):
		steps.give_out(request.name, "In Person", nowdate())
	frappe.set_user(two[1])
	steps.release(request.name)
	steps.give_out(request.name, "In Person", nowdate())
	request.reload()
	assert (request.status, request.prepared_by, request.released_by) == ("Given Out", *two)
	assert request.answered_on == getdate()


def test_who_prepared_is_what_is_stored_and_not_what_a_request_says(two):
	client = make.client().name
	request = request_for(client, status="Released", prepared_by=two[1], archive="x", due_on="2030-01-01")
	assert (request.status, request.prepared_by, request.archive) == ("Open", None, None)
	assert request.due_on == getdate(add_months(nowdate(), 1))
	request.update({"status": "Given Out", "answered_on": nowdate()}).save()
	assert (request.status, request.answered_on) == ("Open", None)


def test_a_copy_that_was_changed_after_it_was_prepared_is_not_released(two):
	request = prepared(make.client().name)
	with open(frappe.get_doc("File", request.archive).get_full_path(), "ab") as stream:
		stream.write(b"x")
	frappe.set_user(two[1])
	with pytest.raises(frappe.ValidationError, match="not the one that was prepared"):
		steps.release(request.name)
	steps.open_again(request.name)
	request.reload()
	assert request.status == "Open" and not frappe.get_all("File", {"attached_to_name": request.name})


def test_decisions_stand_once_the_copy_is_prepared(two):
	request = prepared(make.client().name)
	request.name_staff = 1
	with pytest.raises(frappe.ValidationError, match="open the request again"):
		request.save()


def test_nothing_is_released_to_somebody_whose_identity_nobody_has_checked(two):
	request = request_for(make.client().name, identified_by="")
	with pytest.raises(frappe.ValidationError, match="how you know who asks"):
		steps.prepare(request.name)


def test_volunteers_coordinators_and_administrators_neither_ask_prepare_nor_read_the_copy(two):
	client = make.client().name
	request = prepared(client)
	file = frappe.get_doc("File", request.archive)
	frappe.set_user("Administrator")
	volunteer = make.volunteer()
	factories.put_on_team(client, volunteer)
	for user in (
		volunteer,
		factories.make_helper("Refugee Support Coordinator"),
		factories.make_helper("Refugee Support Administrator"),
	):
		frappe.set_user(user)
		assert not frappe.has_permission(REQUEST, "read", doc=request.name)
		assert not file.has_permission("read")
		for step in (steps.prepare, steps.release, steps.open_again, steps.withdraw):
			with pytest.raises(frappe.PermissionError):
				step(request.name)
		with pytest.raises(frappe.PermissionError):
			request_for(client)
		frappe.set_user("Administrator")


def test_a_counsellor_who_may_not_find_the_client_does_not_read_the_copy(two):
	client = make.client().name
	request = prepared(client)
	frappe.set_user("Administrator")
	factories.restrict(client, two[0])
	frappe.set_user(two[1])
	assert not frappe.get_doc("File", request.archive).has_permission("read")
	with pytest.raises(frappe.PermissionError):
		steps.release(request.name)


def test_making_a_copy_stands_in_the_access_log(two):
	request = prepared(make.client().name)
	entry = {"client": request.client, "action": "Export", "ref_name": request.name, "user": two[0]}
	assert frappe.db.exists("Client Access Log", entry)


def test_a_record_is_of_the_same_day_in_the_list_of_decisions_and_in_the_copy(two):
	client, other = make.client().name, make.client().name
	milestone = factories.make_milestone(client, milestone_date="2024-05-06")
	assert decisions.title_of("Integration Milestone", milestone.name).endswith(formatdate("2024-05-06"))
	frappe.get_doc(
		{"doctype": "Client Relation", "client": client, "related_client": other, "relation": "Sibling of"}
	).insert()
	html = page.html_of(Gathering(decide(request_for(client))).gather(), request_for(other))
	assert "06.05.2024</p>" in html  # the heading of the record, not the day it was typed


# --- Made in the background ---


@pytest.fixture
def no_worker(monkeypatch):
	"""The job is queued and nobody has begun it: what was queued, and as whom."""
	queued = []
	monkeypatch.setattr(job, "start", lambda name, run: queued.append((name, run, frappe.session.user)))
	monkeypatch.setattr(job, "is_job_enqueued", lambda job_id: False)
	return queued


def waiting(client: str) -> Any:
	request = decide(request_for(client))
	steps.prepare(request.name)
	return request.reload()


def broken(copy, request):
	raise RuntimeError("Amina hat gesagt")


def test_while_it_is_made_the_form_says_so_and_nobody_releases_or_changes_anything(two, no_worker):
	request = waiting(make.client().name)
	assert (request.status, request.prepared_by, request.archive) == ("Being Made", two[0], None)
	assert steps.how_far(request.name) == "Being Made" and len(no_worker) == 1
	with pytest.raises(frappe.ValidationError, match="not possible any more"):
		steps.prepare(request.name)  # a second click
	request.name_staff = 1
	with pytest.raises(frappe.ValidationError, match="open the request again"):
		request.save()
	frappe.set_user(two[1])
	with pytest.raises(frappe.ValidationError, match="not possible any more"):
		steps.release(request.name)
	frappe.set_user(two[0])
	job.work(*no_worker[0][:2])
	request.reload()
	assert request.status == "Prepared" and request.archive and request.prepared_on


def test_the_preparer_stays_who_asked_for_it_and_does_not_release_it_whoever_took_it_up(two, no_worker):
	request = waiting(make.client().name)
	frappe.set_user("Administrator")
	job.take_up_again()
	assert frappe.session.user == "Administrator"
	assert no_worker[1] == (
		request.name,
		request.run,
		two[0],
	)  # queued as the counsellor, who sees what they may see
	frappe.set_user(two[0])
	job.work(request.name, request.run)
	assert frappe.db.get_value(REQUEST, request.name, "prepared_by") == two[0]
	with pytest.raises(frappe.PermissionError, match="prepared this yourself"):
		steps.release(request.name)
	entry = {"client": request.client, "action": "Export", "ref_name": request.name, "user": two[0]}
	assert frappe.db.exists("Client Access Log", entry)


def test_what_goes_wrong_is_said_without_content_and_can_be_tried_again(two, monkeypatch):
	monkeypatch.setattr(making, "pdf_of", broken)
	request = waiting(make.client().name)
	assert request.status == "Failed" and "Something unexpected" in request.failed_because
	assert "Amina" not in request.failed_because
	told = {"document_name": request.name, "for_user": two[0]}
	assert frappe.db.exists("Notification Log", told)
	assert not frappe.get_all("File", {"attached_to_name": request.name})
	monkeypatch.setattr(making, "pdf_of", lambda copy, request: b"%PDF-1.4")
	steps.prepare(request.name)
	request.reload()
	assert (request.status, request.failed_because) == ("Prepared", None)


def test_a_server_that_cannot_make_pdfs_is_named(two, monkeypatch):
	def missing(copy, request):
		frappe.throw("This server cannot make <b>PDFs</b>.")

	monkeypatch.setattr(making, "pdf_of", missing)
	assert waiting(make.client().name).failed_because == "This server cannot make PDFs."


def test_what_was_opened_again_meanwhile_gets_no_copy_of_the_old_decisions(two, no_worker):
	request = waiting(make.client().name)
	steps.open_again(request.name)
	job.work(*no_worker[0][:2])
	assert request.reload().status == "Open"
	steps.prepare(request.name)
	job.work(*no_worker[0][:2])  # the first job was still at it
	assert request.reload().status == "Being Made" and not request.archive
	job.work(*no_worker[1][:2])
	assert request.reload().status == "Prepared"


def test_a_note_written_since_it_was_prepared_does_not_leave_undecided(two, no_worker):
	client = make.client().name
	consultation = factories.make_consultation(client)
	request = waiting(client)
	factories.make_note(consultation.name, note="Zq vertraulich")
	job.work(*no_worker[0][:2])
	request.reload()
	assert request.status == "Failed" and "need a decision" in request.failed_because
	steps.open_again(request.name)
	assert decide(request.reload()).status == "Open"


def test_a_worker_that_is_killed_again_and_again_ends_with_a_reason(two, no_worker):
	request = waiting(make.client().name)
	frappe.set_user("Administrator")
	for _hour in range(job.MOST_ATTEMPTS + 1):
		job.take_up_again()
	assert len(no_worker) == job.MOST_ATTEMPTS
	request.reload()
	assert request.status == "Failed" and "3-mal abgebrochen" in request.failed_because  # in their language


def test_what_is_still_queued_is_not_queued_twice(two, no_worker, monkeypatch):
	waiting(make.client().name)
	monkeypatch.setattr(job, "is_job_enqueued", lambda job_id: True)
	job.take_up_again()
	assert len(no_worker) == 1


def test_whose_account_is_closed_prepares_nothing_any_more(two, no_worker):
	request = waiting(make.client().name)
	frappe.set_user("Administrator")
	frappe.db.set_value("User", two[0], "enabled", 0)
	job.take_up_again()
	assert request.reload().status == "Failed" and "Konto" in request.failed_because


def test_who_may_not_see_the_client_any_more_gets_no_copy_made(two, no_worker):
	request = waiting(make.client().name)
	frappe.set_user("Administrator")
	factories.restrict(request.client, two[1])
	frappe.set_user(two[0])
	job.work(request.name, request.run)
	frappe.set_user("Administrator")
	request.reload()
	assert request.status == "Failed" and not request.archive


def test_only_who_may_read_the_request_is_told_how_far_it_is(two, no_worker):
	request = waiting(make.client().name)
	frappe.set_user("Administrator")
	for user in (make.volunteer(), factories.make_helper("Refugee Support Coordinator")):
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			steps.how_far(request.name)
		frappe.set_user("Administrator")


# --- Deadlines, and the other kinds of requests ---


def test_more_time_needs_a_reason_told_within_the_first_month(two):
	received = add_days(nowdate(), -20)
	request = request_for(make.client().name, received_on=received)
	with pytest.raises(frappe.ValidationError, match="must be told by"):
		steps.extend(request.name, add_days(nowdate(), 1), "Viele Akten.")
	with pytest.raises(frappe.ValidationError, match="why it takes longer"):
		steps.extend(request.name, nowdate(), " ")
	steps.extend(request.name, nowdate(), "Viele Akten, zwei davon im Archiv.")
	request.reload()
	assert request.due_on == getdate(add_months(received, 3))
	with pytest.raises(frappe.ValidationError, match="once already"):
		steps.extend(request.name, nowdate(), "Noch mehr Akten.")


def test_a_correction_is_done_with_a_sentence_and_makes_no_copy(two):
	request = request_for(make.client().name, kind="Rectification")
	with pytest.raises(frappe.ValidationError, match="no copy is made"):
		steps.prepare(request.name)
	with pytest.raises(frappe.ValidationError, match="one sentence"):
		steps.finish(request.name, "")
	steps.finish(request.name, "Geburtsdatum berichtigt, Jobcenter benachrichtigt.")
	assert frappe.db.get_value(REQUEST, request.name, "status") == "Done"


def test_refusing_needs_a_reason_and_removes_what_was_prepared(two):
	request = prepared(make.client().name)
	with pytest.raises(frappe.ValidationError, match="one sentence"):
		steps.decline(request.name, "")
	steps.decline(request.name, "Dritte gleiche Anfrage in einem Monat.")
	assert not frappe.get_all("File", {"attached_to_name": request.name})


def test_counsellors_are_reminded_of_what_is_due_by_number_and_once_a_day(two):
	client = make.client(first_name="Zqname").name
	request = request_for(client, received_on=add_months(nowdate(), -2))
	frappe.set_user("Administrator")
	making.remind(getdate())
	making.remind(getdate())
	told = frappe.get_all(
		"Notification Log", {"document_name": request.name, "for_user": two[0]}, pluck="subject"
	)
	assert len(told) == 1 and client in told[0] and "Zqname" not in told[0]


def test_processing_that_is_restricted_stops_no_request(two):
	frappe.set_user("Administrator")
	client = factories.make_client(processing_restricted=1, restricted_because="Accuracy Is Contested").name
	frappe.set_user(two[0])
	assert prepared(client).status == "Prepared"


# --- The copy goes ---


def path_of(request: Any) -> Any:
	return frappe.get_doc("File", request.archive).get_full_path()


def handed_over(two: tuple[str, str], client: str) -> Any:
	request = prepared(client)
	frappe.set_user(two[1])
	steps.release(request.name)
	steps.give_out(request.name, "In Person", nowdate())
	return request.reload()


def test_the_copy_goes_after_its_period_and_the_request_stays(two):
	request = handed_over(two, make.client().name)
	path = path_of(request)
	frappe.set_user("Administrator")
	making.remove_old_copies(getdate(add_months(nowdate(), 3)))
	assert frappe.db.exists("File", request.archive)
	making.remove_old_copies(getdate(add_days(add_months(nowdate(), 3), 1)))
	frappe.db.after_commit.run()
	request.reload()
	assert (request.status, request.archive) == ("Given Out", None)
	assert not frappe.get_all("File", {"attached_to_name": request.name})
	assert not os.path.exists(path)


def test_the_copy_goes_with_the_client(two):
	request = handed_over(two, make.client().name)
	path = path_of(request)
	frappe.set_user("Administrator")
	run.erase_client(request.client)
	frappe.db.after_commit.run()
	assert not frappe.db.exists(REQUEST, request.name)
	assert not os.path.exists(path)


def test_an_earlier_copy_is_not_copied_again(two):
	first = prepared(make.client().name)
	data = data_of(prepared(first.client))
	assert not data["files"]
	assert ("File", "Earlier Copy") in withheld(data)


def test_after_merging_a_copy_that_was_not_handed_over_is_prepared_anew(two):
	survivor, merged = make.client().name, make.client().name
	request = prepared(merged)
	frappe.set_user("Administrator")
	combine.merge(survivor, merged)
	request.reload()
	assert (request.client, request.status) == (survivor, "Open")


# --- The pages ---


def test_the_readable_copy_is_german_with_the_clients_language_beside_it(two, real_pages):
	client = make.client(main_language="ar", native_name="أمينة", status="Active").name
	factories.make_consultation(client, summary="Wohngeld besprochen")
	request = prepared(client)
	pdf = archive.content_of(request.readable_copy)
	text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
	assert "Auskunft über Ihre Daten" in text and "Wohngeld besprochen" in text
	html = page.html_of(Gathering(request).gather(), request)
	assert 'lang="ar" dir="rtl">نسخة من بياناتك' in html
	assert "Übersetzung nicht geprüft" in html
	assert "اللقب" not in html and "فتح" not in html  # the framework's "Title" and "Open" mean something else


def test_who_speaks_german_or_a_language_nobody_has_translated_gets_german_alone(two):
	for language in ("de", "ja", None):
		client = make.client(main_language=language).name
		request = request_for(client)
		html = page.html_of(Gathering(request).gather(), request)
		assert "foreign" not in html.split("</style>")[1]


def test_the_privacy_file_shows_requests_to_those_who_answer_them(two):
	client = make.client().name
	request = request_for(client)
	assert [row["name"] for row in privacy_file(client)["requests"]] == [request.name]
	volunteer = make.volunteer()
	frappe.set_user("Administrator")
	factories.put_on_team(client, volunteer)
	frappe.set_user(volunteer)
	assert privacy_file(client)["requests"] is None
