"""Door 4: the search of link fields, whose arguments switch permissions off and name columns."""

import pytest

SEARCHES = ("frappe.desk.search.search_link", "frappe.desk.search.search_widget")


@pytest.mark.parametrize("method", SEARCHES)
@pytest.mark.parametrize(
	"extra",
	[{}, {"ignore_user_permissions": 1}, {"ignore_user_permissions": True, "reference_doctype": "ToDo"}],
)
@pytest.mark.parametrize("txt", ["", "zq"])
def test_search_finds_clients_of_today_only(visitor, world, method, extra, txt):
	answer = visitor.call(method, doctype="Client", txt=txt, page_length=200, **extra)
	visitor.looks(answer, {"own client", "other client"} if txt else set())


@pytest.mark.parametrize(
	"doctype", ["Client Household", "Consultation", "Confidential Record", "Consultation Note"]
)
def test_search_finds_what_hangs_on_them_for_readers_only(visitor, world, doctype):
	for extra in ({}, {"ignore_user_permissions": 1}):
		answer = visitor.call(
			"frappe.desk.search.search_widget", doctype=doctype, txt="", page_length=200, **extra
		)
		visitor.looks(answer)
		if answer.status_code == 200 and not visitor.reads_clients:
			assert not answer.json().get("message"), answer.text[:500]


def test_filter_fields_show_no_hidden_column(visitor, world):
	answer = visitor.call(
		"frappe.desk.search.search_widget",
		doctype="Confidential Record",
		txt="",
		filter_fields='["religion"]',
		page_length=200,
	)
	visitor.looks(answer)
	assert answer.status_code != 200 or "zqownconfidentialzq" not in answer.text


@pytest.mark.parametrize(
	"arguments",
	[
		{"searchfield": "no_such_column"},
		{"searchfield": "client.first_name"},
		{"filters": ["first_name like 'zqother%'"]},
		{"filters": '["1=1 or ifnull(first_name, 1) = 1"]'},
		{"filters": [["Confidential Record", "religion", "like", "zq%"]]},
		{"filters": {"ifnull(first_name, '')": "x"}},
		{"query": "frappe.client.get_list"},
		{"query": "frappe.desk.reportview.get_list"},
		{"query": "frappe.core.doctype.user.user.user_query"},
		{"query": "frappe.desk.reportview.export_query"},
	],
)
@pytest.mark.parametrize("method", SEARCHES)
def test_search_takes_no_conditions_columns_or_functions_from_a_request(attacker, world, method, arguments):
	attacker.is_refused(attacker.call(method, doctype="Client", txt="zq", **arguments))


def test_a_query_for_another_doctype_does_not_reach_ours(attacker, world):
	answer = attacker.call(
		"frappe.desk.search.search_link",
		doctype="Contact",
		txt="",
		query="frappe.contacts.doctype.contact.contact.contact_query",
		filters={"link_doctype": "Client", "link_name": world.other},
	)
	attacker.is_refused(answer)


def test_master_data_is_found_by_all_who_use_the_app(visitor, world):
	answer = visitor.call("frappe.desk.search.search_link", doctype="Counselling Topic", txt="test")
	visitor.looks(answer)
	uses_the_app = visitor.role not in ("system manager", "website user", "guest")
	assert ("test-topic" in answer.text) is uses_the_app, answer.text[:500]


def test_the_word_client_may_be_searched_for(counsellor, world):
	answer = counsellor.call("frappe.desk.search.search_link", doctype="Counselling Topic", txt="Client")
	assert answer.status_code == 200, answer.text
	answer = counsellor.call("frappe.utils.global_search.search", text="Client")
	assert answer.status_code == 200, answer.text
