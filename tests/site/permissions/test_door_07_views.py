"""Door 7: the other views of a list. Each either asks the list's own question or is closed."""

import pytest

from tests.site.permissions.conftest import live_updates

CLOSED = {
	"calendar": (
		"frappe.desk.calendar.get_events",
		{
			"doctype": "Consultation",
			"start": "2000-01-01",
			"end": "2100-01-01",
			"field_map": '{"start": "consultation_date", "end": "consultation_date", "title": "summary"}',
		},
	),
	"calendar of deadlines, Frappe's own": (
		"frappe.desk.calendar.get_events",
		{
			"doctype": "Legal Deadline",
			"start": "2000-01-01",
			"end": "2100-01-01",
			"field_map": '{"start": "due_on", "end": "due_on", "title": "action"}',
		},
	),
	"moving a deadline in the calendar": (
		"frappe.desk.calendar.update_event",
		{"args": '{"doctype": "Legal Deadline", "name": "x"}', "field_map": '{"start": "due_on"}'},
	),
	"kanban of deadlines": (
		"frappe.desk.doctype.kanban_board.kanban_board.quick_kanban_board",
		{"doctype": "Legal Deadline", "board_name": "x", "field_name": "status"},
	),
	"map": ("frappe.geo.utils.get_coords", {"doctype": "Client", "filters": "[]", "type": "coordinates"}),
	"tree": ("frappe.desk.treeview.get_children", {"doctype": "Client", "parent": ""}),
	"tree with a method": (
		"frappe.desk.treeview.get_all_nodes",
		{"doctype": "Client", "label": "x", "parent": "", "tree_method": "frappe.client.get_list"},
	),
	"filter dashboard": (
		"frappe.desk.reportview.get_filter_dashboard_data",
		{"doctype": "Client", "stats": '[{"name": "first_name", "type": "Data"}]', "filters": "[]"},
	),
	"statistics": ("frappe.desk.reportview.get_stats", {"doctype": "Client", "stats": '["first_name"]'}),
	"goal": (
		"frappe.utils.goal.get_monthly_goal_graph_data",
		{
			"title": "x",
			"doctype": "Client",
			"docname": "x",
			"goal_value_field": "first_name",
			"goal_total_field": "first_name",
			"goal_history_field": "x",
			"goal_doctype": "Client",
			"goal_doctype_link": "name",
			"goal_field": "first_name",
			"date_field": "creation",
			"filter_str": "1=1",
			"aggregation": "max",
		},
	),
	"web list": ("frappe.www.list.get", {"doctype": "Client"}),
	"web list data": ("frappe.www.list.get_list_data", {"doctype": "Client"}),
	"web form": ("frappe.website.doctype.web_form.web_form.get_form_data", {"doctype": "Client"}),
	"web form link options": (
		"frappe.website.doctype.web_form.web_form.get_link_options",
		{"web_form_name": "x", "doctype": "Client"},
	),
	"column of a report": (
		"frappe.desk.query_report.get_data_for_custom_field",
		{"doctype": "Client", "field": "first_name"},
	),
	"linked documents": ("frappe.desk.form.linked_with.get", {"doctype": "Client", "docname": "x"}),
	"export with children": (
		"frappe.core.doctype.data_export.exporter.export_data",
		{"doctype": "Client", "all_doctypes": 1, "with_data": 1},
	),
	"import template with data": (
		"frappe.core.doctype.data_import.data_import.download_template",
		{
			"doctype": "Client",
			"export_records": "all",
			"export_fields": '{"Client": ["first_name"]}',
			"file_type": "CSV",
		},
	),
	"bulk update": (
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		{"doctype": "Client", "docnames": "[]", "action": "update", "data": "{}"},
	),
	"names for mentions in mails": (
		"frappe.email.get_contact_list",
		{"txt": "", "extra_filters": '[["Client", "name", "=", "x"]]'},
	),
	"kanban": (
		"frappe.desk.doctype.kanban_board.kanban_board.quick_kanban_board",
		{"doctype": "Client", "board_name": "x", "field_name": "status"},
	),
	"rename": ("frappe.client.rename_doc", {"doctype": "Client", "old_name": "x", "new_name": "y"}),
	"merge": (
		"frappe.model.rename_doc.update_document_title",
		{"doctype": "Client", "docname": "x", "name": "y", "merge": 1},
	),
}


@pytest.mark.parametrize("view", CLOSED)
def test_a_view_without_use_is_closed_to_everybody(attacker, world, view):
	method, arguments = CLOSED[view]
	attacker.is_refused(attacker.call(method, **arguments))


def test_our_calendar_of_deadlines_shows_what_its_reader_sees(visitor, world):
	method, dates = (
		"refugee_support.deadlines.calendar.get_events",
		{"start": "2000-01-01", "end": "2100-01-01"},
	)
	visitor.looks(
		visitor.call(method, **dates),
		{"own Legal Deadline", "other Legal Deadline", "own client", "other client"},
	)
	filters = '[["Legal Deadline", "action", "like", "zq%"]]'
	visitor.looks(visitor.call(method, **dates, filters=filters, doctype="Client", fields='["first_name"]'))


@pytest.mark.parametrize("action", ["mark_met", "confirm_met", "reopen", "close"])
def test_a_deadline_is_dealt_with_by_its_readers_only(visitor, world, action, stored):
	method = f"refugee_support.refugee_support.doctype.legal_deadline.legal_deadline.{action}"
	more = {"close": {"status": "Void", "reason": "x"}, "reopen": {"reason": "x"}}.get(action, {})
	if visitor.role == "counsellor":
		return
	answer = visitor.call(method, name=world.names["other Legal Deadline"], **more)
	visitor.is_refused(answer)
	assert stored("Legal Deadline", world.names["other Legal Deadline"], "status") == "Open"


@pytest.mark.parametrize(
	"view", ["list?doctype=Client", "printview?doctype=Client&name={other}", "print/Client/{other}"]
)
def test_web_pages_show_no_client_to_strangers(visitor, world, view):
	answer = visitor.get("/" + view.format(other=world.other))
	assert "zqotherclientzq" not in answer.text or visitor.role == "counsellor", answer.text[:300]


@pytest.mark.parametrize("field", ["status", "first_name", "owner"])
def test_group_counts_are_of_the_clients_of_today(visitor, world, field):
	answer = visitor.call(
		"frappe.desk.listview.get_group_by_count", doctype="Client", current_filters="[]", field=field
	)
	visitor.looks(answer, {"own client", "other client"} if field == "first_name" else set())
	if not visitor.reads_clients and answer.status_code == 200:
		assert not answer.json().get("message")


def test_sidebar_statistics_count_tags_only_of_readable_clients(visitor, world):
	answer = visitor.call(
		"frappe.desk.reportview.get_sidebar_stats", doctype="Client", stats='["_user_tags"]', filters="[]"
	)
	visitor.looks(answer)


@pytest.mark.parametrize("column", ['["first_name"]', '["greatest(first_name, 1)"]'])
def test_sidebar_statistics_list_values_of_readable_clients_only(visitor, world, column):
	visitor.looks(visitor.call("frappe.desk.reportview.get_sidebar_stats", doctype="Client", stats=column))


@pytest.mark.parametrize("file_format", ["CSV", "Excel"])
def test_export_is_for_counsellors(visitor, world, file_format):
	answer = visitor.call(
		"frappe.desk.reportview.export_query",
		doctype="Client",
		fields=["name", "first_name"],
		file_format_type=file_format,
		title="Client",
	)
	visitor.looks(answer, {"own client", "other client"} if visitor.role == "counsellor" else set())
	if not visitor.role.startswith("counsellor"):
		visitor.is_refused(answer)


def test_coordinators_export_service_records(visitor, world):
	answer = visitor.call(
		"frappe.desk.reportview.export_query",
		doctype="Service Record",
		fields=["service_date", "topic"],
		file_format_type="CSV",
		title="Service Record",
	)
	visitor.looks(answer)
	assert ("test-topic" in answer.text) is (visitor.role == "coordinator"), answer.text[:300]


def test_open_links_are_counted_for_readers_only(visitor, world):
	answer = visitor.call(
		"frappe.desk.notifications.get_open_count",
		doctype="Client",
		name=world.other,
		items='["Consultation"]',
	)
	if visitor.role == "counsellor":
		return visitor.looks(answer)
	visitor.is_refused(answer)


# What the desk asks for when it opens a list and a form: none of it may fail for those who work with it.
DESK = {
	"meta": ("frappe.desk.form.load.getdoctype", {"doctype": "Client", "with_parent": 1}),
	"list settings": ("frappe.desk.listview.get_list_settings", {"doctype": "Client"}),
	"boards": ("frappe.desk.doctype.kanban_board.kanban_board.get_kanban_boards", {"doctype": "Client"}),
	"saved filters": (
		"frappe.client.get_list",
		{
			"doctype": "List Filter",
			"filters": {"reference_doctype": "Client"},
			"fields": ["name", "filter_name", "for_user", "filters"],
		},
	),
	"user settings": (
		"frappe.model.utils.user_settings.save",
		{"doctype": "Client", "user_settings": '{"last_view": "List"}'},
	),
	"rows": (
		"frappe.desk.reportview.get",
		{
			"doctype": "Client",
			"fields": '["`tabClient`.`name`","`tabClient`.`owner`","`tabClient`.`creation`","`tabClient`.`modified`","`tabClient`.`modified_by`","`tabClient`.`_user_tags`","`tabClient`.`_comments`","`tabClient`.`_assign`","`tabClient`.`_liked_by`","`tabClient`.`docstatus`","`tabClient`.`idx`","`tabClient`.`client_name`","`tabClient`.`status`"]',
			"filters": '[["Client","status","=","Active"],["Client","first_name","like","%zq%"]]',
			"order_by": "`tabClient`.`creation` desc",
			"start": 0,
			"page_length": 20,
			"view": "List",
			"group_by": "",
			"with_comment_count": 1,
		},
	),
	"count": (
		"frappe.desk.reportview.get_count",
		{
			"doctype": "Client",
			"filters": '[["Client","status","=","Active"]]',
			"fields": "[]",
			"distinct": "false",
			"limit": 1001,
		},
	),
	"status filter": (
		"frappe.desk.search.search_link",
		{
			"doctype": "Residence Status",
			"txt": "",
			"reference_doctype": "Client",
			"ignore_user_permissions": 0,
		},
	),
}


@pytest.mark.parametrize("step", DESK)
@pytest.mark.parametrize("role", ["counsellor", "volunteer on the team"])
def test_the_desk_opens_a_list_without_an_error(visitors, world, role, step):
	method, arguments = DESK[step]
	answer = visitors[role].call(method, **arguments)
	visitors[role].looks(answer, {"own client", "other client"} if step == "rows" else set())
	assert answer.status_code == 200, answer.text[-500:]


@pytest.mark.parametrize("role", ["counsellor", "volunteer on the team"])
def test_the_desk_follows_a_list_live(visitors, role):
	method, arguments = live_updates("Client")
	assert visitors[role].call(method, **arguments).status_code == 200


@pytest.mark.parametrize("role", ["counsellor", "volunteer on the team"])
def test_the_desk_opens_saves_and_leaves_a_form_without_an_error(visitors, world, role):
	visitor = visitors[role]
	answer = visitor.call("frappe.desk.form.load.getdoc", doctype="Client", name=world.own)
	visitor.looks(answer, {"own client", "own file"})
	document = answer.json()["docs"][0]
	document["occupation"] = role
	for method, arguments in (
		("frappe.desk.form.save.savedocs", {"doc": document, "action": "Save"}),
		("frappe.desk.form.load.get_docinfo", {"doctype": "Client", "name": world.own}),
		(
			"frappe.desk.notifications.get_open_count",
			{"doctype": "Client", "name": world.own, "items": '["Consultation"]'},
		),
		live_updates("Client", world.own),
		(
			"frappe.desk.form.utils.get_next",
			{
				"doctype": "Client",
				"value": world.own,
				"prev": 0,
				"filters": "[]",
				"sort_order": "desc",
				"sort_field": "creation",
			},
		),
	):
		answer = visitor.call(
			method,
			**{
				key: value if isinstance(value, str | int) else to_json(value)
				for key, value in arguments.items()
			},
		)
		assert answer.status_code == 200, f"{method}: {answer.text[-500:]}"
		visitor.looks(answer)


def to_json(value):
	import json

	return json.dumps(value)


def test_group_counts_do_not_name_linked_records(attacker, world):
	answer = attacker.call(
		"frappe.desk.listview.get_group_by_count", doctype="Client", current_filters="[]", field="household"
	)
	attacker.is_refused(answer)
