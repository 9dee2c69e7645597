"""Doors 18, 20, 21, 22: our records by way of an import, a mail, a web form, a deleted document."""

import json

import pytest

from tests.site.permissions.conftest import MARKERS, committing, insert_raw


@pytest.fixture(scope="module")
def old_import(world) -> str:
	"""Somebody's import of clients, from before it was refused, with a file and an error that holds a row."""

	def make() -> str:
		name = insert_raw(
			"Data Import",
			reference_doctype="Client",
			import_type="Insert New Records",
			status="Error",
			import_file="",
			template_warnings=MARKERS["other client"],
			payload_count=1,
		)
		insert_raw(
			"Data Import Log",
			data_import=name,
			success=0,
			messages=json.dumps([MARKERS["other client"]]),
			exception=MARKERS["other client"],
			row_indexes="[1]",
		)
		return name

	return committing(make)


def test_an_import_of_clients_tells_nothing(visitor, world, old_import):
	path = "frappe.core.doctype.data_import.data_import."
	for answer in (
		visitor.call(f"{path}get_preview_from_template", data_import=old_import),
		visitor.call(f"{path}get_import_status", data_import_name=old_import),
		visitor.call(f"{path}get_import_logs", data_import=old_import),
		visitor.call(f"{path}download_import_log", data_import_name=old_import),
		visitor.call(f"{path}download_errored_template", data_import_name=old_import),
		visitor.call(f"{path}form_start_import", data_import=old_import),
	):
		visitor.is_refused(answer)


@pytest.fixture(scope="module")
def deleted_client(world) -> str:
	data = {"doctype": "Client", "first_name": MARKERS["other client"], "last_name": "Geloescht"}
	return committing(
		lambda: insert_raw(
			"Deleted Document",
			deleted_doctype="Client",
			deleted_name="RSC-99999",
			data=json.dumps(data),
			restored=0,
		)
	)


def test_what_was_deleted_is_not_restored(visitor, world, deleted_client, stored):
	path = "frappe.core.doctype.deleted_document.deleted_document."
	visitor.is_refused(visitor.call(f"{path}restore", name=deleted_client))
	visitor.is_refused(visitor.call(f"{path}bulk_restore", docnames=json.dumps([deleted_client])))
	assert stored("Deleted Document", deleted_client, "restored") == 0
	assert not stored("Client", {"last_name": "Geloescht"})


@pytest.fixture(scope="module")
def web_form(world) -> str:
	"""A published form on clients, stored past the veto; the owner of a record may change and delete with it."""

	def make() -> str:
		import frappe

		name = insert_raw(
			"Web Form",
			name="zz-clients",
			title="zz clients",
			route="zz-clients",
			doc_type="Client",
			module="Core",
			published=1,
			login_required=0,
			allow_edit=1,
			allow_delete=1,
			allow_multiple=1,
			show_list=1,
		)
		for fieldname in ("first_name", "last_name"):
			insert_raw(
				"Web Form Field",
				parent=name,
				parenttype="Web Form",
				parentfield="web_form_fields",
				fieldname=fieldname,
				fieldtype="Data",
				show_in_filter=1,
			)
		frappe.clear_cache()
		return name

	return committing(make)


def test_a_web_form_writes_shows_and_deletes_no_client(visitor, world, web_form, stored):
	path = "frappe.website.doctype.web_form.web_form."
	before = stored("Client", world.own, "*")
	for answer in (
		visitor.call(f"{path}accept", web_form=web_form, data=json.dumps({"first_name": "zz by form"})),
		visitor.call(
			f"{path}accept", web_form=web_form, data=json.dumps({"name": world.own, "first_name": "x"})
		),
		visitor.call(f"{path}delete", web_form_name=web_form, docname=world.own),
		visitor.call(f"{path}delete_multiple", web_form_name=web_form, docnames=json.dumps([world.own])),
		visitor.call(f"{path}get_form_data", doctype="ToDo", docname=world.own, web_form_name=web_form),
		visitor.call(f"{path}get_web_form_filters", web_form_name=web_form),
		visitor.call(f"{path}get_link_options", web_form_name=web_form, doctype="ToDo"),
	):
		visitor.is_refused(answer)
	assert stored("Client", world.own, "*") == before
	assert not stored("Client", {"first_name": "zz by form"})
	for page in (
		"/zz-clients",
		"/zz-clients/list",
		f"/zz-clients/{world.other}",
		f"/zz-clients/{world.other}/edit",
	):
		answer = visitor.get(page)
		assert MARKERS["other client"] not in answer.text, page


MAY_WRITE_MAILS = {"system manager"}


def test_mail_to_anybody_about_nothing_is_for_those_who_write_mails(visitor, world, stored):
	answer = visitor.call(
		"frappe.core.doctype.communication.email.make",
		recipients="victim@example.com",
		subject="zz mail about nothing",
		content="x",
		send_email=0,
	)
	if visitor.role not in MAY_WRITE_MAILS:
		visitor.is_refused(answer)
		assert not stored(
			"Communication", {"subject": "zz mail about nothing", "owner": visitor.user or "Guest"}
		)


def test_text_messages_are_sent_by_staff(visitor, world):
	answer = visitor.call(
		"frappe.core.doctype.sms_settings.sms_settings.send_sms", receiver_list='["+49151"]', msg="x"
	)
	if visitor.role in (
		"counsellor",
		"counsellor without undertaking",
		"coordinator",
		"administrator role",
		"system manager",
	):
		assert answer.status_code != 403
	else:
		visitor.is_refused(answer)


def test_a_mail_about_a_client_is_not_moved_to_another_record(visitor, world, copies, stored):
	name = copies["Communication"]["other"]
	answer = visitor.call("frappe.email.relink", name=name, reference_doctype="ToDo", reference_name="x")
	visitor.is_refused(answer)
	assert stored("Communication", name, "reference_name") == world.other


def test_access_log_entries_about_records_one_cannot_read_are_not_made_up(visitor, world, stored):
	answer = visitor.call(
		"frappe.core.doctype.access_log.access_log.make_access_log",
		doctype="Client",
		document=world.other,
		file_type="PDF",
	)
	if "other client" in visitor.sees:
		assert answer.status_code == 200
	else:
		visitor.is_refused(answer)
		assert not stored("Access Log", {"reference_document": world.other, "user": visitor.user or "Guest"})


@pytest.mark.parametrize(
	("doctype", "values"),
	[
		(
			"Notification",
			{"document_type": "Client", "subject": "x", "event": "Save", "channel": "System Notification"},
		),
		(
			"Webhook",
			{
				"__newname": "zz webhook",
				"webhook_doctype": "Client",
				"request_url": "https://example.com",
				"webhook_docevent": "on_update",
			},
		),
		("Web Form", {"doc_type": "Client", "title": "x", "route": "x", "module": "Core"}),
		(
			"Print Format",
			{"name": "zz", "doc_type": "Client", "module": "Core", "html": "x", "custom_format": 1},
		),
		("Milestone Tracker", {"document_type": "Client", "track_field": "status"}),
		("Document Share Key", {"reference_doctype": "Client", "reference_docname": "x"}),
		("Data Import", {"reference_doctype": "Client", "import_type": "Insert New Records"}),
		("Assignment Rule", {"document_type": "Client", "name": "zz", "rule": "Round Robin"}),
		("Kanban Board", {"reference_doctype": "Client", "kanban_board_name": "zz", "field_name": "status"}),
	],
)
def test_nobody_makes_what_carries_clients_away(attacker, world, doctype, values, stored):
	if "reference_docname" in values:
		values = {**values, "reference_docname": world.other}
	for answer in (
		attacker.call("frappe.client.insert", doc={"doctype": doctype, **values}),
		attacker.session.post(f"/api/resource/{doctype}", json=values),
	):
		attacker.is_refused(answer)


ASKING_COPIES = (
	"name in (select name from `tabVersion` where data like '%zq%')",
	"exists(select 1 from tabComment where content like '%zqotherclient%')",
	"1=1 union select data from `__UserSettings`",
	["name in (select content from tabFile)"],
)


@pytest.mark.parametrize("doctype", ["ToDo", "Notification Log", "File"])
def test_no_list_of_another_doctype_asks_tables_that_hold_copies(attacker, world, doctype):
	for filters in ASKING_COPIES:
		for answer in (
			attacker.call("frappe.client.get_list", doctype=doctype, filters=filters),
			attacker.call("frappe.desk.reportview.get", doctype=doctype, fields=["name"], filters=filters),
			attacker.call("frappe.desk.search.search_link", doctype=doctype, txt="", filters=filters),
			attacker.get(f"/api/resource/{doctype}", filters=filters),
		):
			assert answer.status_code in (401, 403, 404, 417), f"{answer.status_code} {answer.text[:300]}"
