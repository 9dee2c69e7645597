"""Door 3: from a DocType one may read along a link into client data."""

import pytest

JOINS = {
	"link field": {"fields": ["name", "client.first_name"]},
	"link field with a name of its own": {"fields": ["client.first_name as x"]},
	"table and link": {"fields": ["name", "`tabClient`.`first_name`"]},
	"order": {"fields": ["name"], "order_by": "client.first_name"},
	"group": {"fields": ["count(*)"], "group_by": "client.first_name"},
	"filter": {"fields": ["name"], "filters": {"client.first_name": "zqotherclientzq"}},
	"filter with DocType": {"fields": ["name"], "filters": [["Client", "first_name", "like", "zq%"]]},
}


@pytest.mark.parametrize("join", JOINS)
@pytest.mark.parametrize("doctype", ["Consultation", "Confidential Record", "Consultation Note"])
def test_no_list_joins_client_data(attacker, world, doctype, join):
	attacker.is_refused(attacker.call("frappe.desk.reportview.get", doctype=doctype, **JOINS[join]))
	attacker.is_refused(attacker.get(f"/api/resource/{doctype}", **JOINS[join]))


@pytest.mark.parametrize("doctype", ["ToDo", "User", "Counselling Topic", "Gender", "Version", "Comment"])
def test_no_list_of_another_doctype_reads_our_tables(attacker, world, doctype):
	for column in ("`tabClient`.`first_name`", "(select max(first_name) from `tabClient`) as x"):
		answer = attacker.call("frappe.desk.reportview.get", doctype=doctype, fields=["name", column])
		attacker.is_refused(answer)


def test_no_group_by_count_over_a_join(attacker, world):
	answer = attacker.call(
		"frappe.desk.listview.get_group_by_count",
		doctype="Consultation",
		current_filters="[]",
		field="client.first_name",
	)
	attacker.is_refused(answer)


def test_no_value_over_a_join(attacker, world):
	answer = attacker.call(
		"frappe.client.get_value", doctype="Consultation", fieldname="client.first_name", filters={}
	)
	attacker.is_refused(answer)


def test_a_doctype_of_somebody_else_that_links_to_clients_gives_no_names(visitor, linking_doctype):
	for arguments in (
		{"fields": ["name", "person.first_name"]},
		{"fields": '["name", "person.first_name as x"]'},
	):
		visitor.is_refused(visitor.call("frappe.client.get_list", doctype=linking_doctype, **arguments))
		visitor.is_refused(visitor.get(f"/api/resource/{linking_doctype}", **arguments))
	visitor.is_refused(
		visitor.call(
			"frappe.desk.search.search_widget",
			doctype=linking_doctype,
			query="frappe.client.get_list",
			txt='["person.first_name"]',
			searchfield="{}",
		)
	)


def test_a_doctype_of_somebody_else_stays_readable(visitor, linking_doctype):
	answer = visitor.call("frappe.client.get_list", doctype=linking_doctype, fields=["name", "person"])
	visitor.looks(answer)
	if visitor.user:
		assert answer.status_code == 200, answer.text


def test_nobody_records_a_consultation_for_a_client_they_may_not_see(visitor, world):
	answer = visitor.call(
		"frappe.client.insert",
		doc={
			"doctype": "Consultation",
			"client": world.other,
			"main_topic": "test-topic",
			"duration_minutes": 10,
			"channel": "Office",
			"counsellor": visitor.user,
		},
	)
	if visitor.role == "counsellor":
		assert answer.status_code == 200, answer.text
		return visitor.looks(answer)
	visitor.is_refused(answer)


def test_nobody_adds_a_person_they_may_not_see_to_a_consultation(volunteer, world):
	answer = volunteer.call(
		"frappe.client.insert",
		doc={
			"doctype": "Consultation",
			"client": world.own,
			"family_members": [{"client": world.other}],
			"main_topic": "test-topic",
			"duration_minutes": 10,
			"channel": "Office",
			"counsellor": volunteer.user,
		},
	)
	volunteer.is_refused(answer)
