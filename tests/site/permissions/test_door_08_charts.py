"""Door 8: charts and number cards, whose definition a request may bring along."""

import json

import pytest

CHART = "frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
CARD = "frappe.desk.doctype.number_card.number_card.get_result"
COUNT_BY_NAME = {
	"name": "x",
	"chart_type": "Group By",
	"document_type": "Client",
	"group_by_type": "Count",
	"group_by_based_on": "first_name",
	"filters_json": "[]",
}
HEATMAP = {
	"name": "x",
	"chart_type": "Count",
	"type": "Heatmap",
	"document_type": "Client",
	"based_on": "creation",
	"value_based_on": "",
	"filters_json": "[]",
}
SERIES = {
	"name": "x",
	"chart_type": "Count",
	"type": "Line",
	"document_type": "Client",
	"based_on": "creation",
	"timespan": "Last Year",
	"time_interval": "Yearly",
	"filters_json": "[]",
}


@pytest.mark.parametrize("chart", [COUNT_BY_NAME, HEATMAP, SERIES], ids=["group by", "heatmap", "series"])
@pytest.mark.parametrize("doctype", ["Client", "Consultation", "Confidential Record", "Service Record"])
def test_no_chart_of_ours_comes_with_a_request(attacker, world, chart, doctype):
	answer = attacker.call(CHART, chart=json.dumps({**chart, "document_type": doctype}), no_cache=1)
	attacker.is_refused(answer)


@pytest.mark.parametrize(
	"field",
	[
		"creation), (select group_concat(first_name) from `tabClient`",
		"(select 1)",
		"creation) from `tabFile` -- ",
	],
)
@pytest.mark.parametrize(
	"key", ["based_on", "value_based_on", "group_by_based_on", "aggregate_function_based_on"]
)
def test_names_in_a_chart_are_names(attacker, world, key, field):
	for chart in (COUNT_BY_NAME, HEATMAP, SERIES):
		answer = attacker.call(
			CHART, chart=json.dumps({**chart, "document_type": "ToDo", key: field}), no_cache=1
		)
		attacker.is_refused(answer)


def test_a_stored_chart_over_clients_is_shown_to_nobody(visitor, stored_chart):
	for arguments in (
		{"chart_name": stored_chart("Client")},
		{"chart_name": stored_chart("Client"), "refresh": 1},
		{"chart": json.dumps({"name": stored_chart("Client")})},
	):
		visitor.is_refused(visitor.call(CHART, **arguments))


def test_a_stored_chart_of_service_records_is_shown_to_those_who_report_on_them(visitor, stored_chart):
	answer = visitor.call(CHART, chart_name=stored_chart("Service Record"), refresh=1)
	if visitor.reads_service_records:
		assert answer.status_code == 200, answer.text[-500:]
		# Frappe 15 shows the code, 16 its title.
		assert "test-topic" in answer.text or "Testthema" in answer.text, answer.text[:300]
	else:
		visitor.is_refused(answer)


def test_the_cached_result_is_for_the_same_people(visitor, counsellor, stored_chart):
	name = stored_chart("Service Record")
	counsellor.call(CHART, chart_name=name, refresh=1)
	for arguments in ({"chart_name": name}, {"chart": json.dumps({"name": name})}):
		answer = visitor.call(CHART, **arguments)
		if not visitor.reads_service_records:
			visitor.is_refused(answer)


@pytest.mark.parametrize(
	"method",
	["frappe.desk.doctype.dashboard_chart.dashboard_chart.create_dashboard_chart", "frappe.client.insert"],
)
def test_nobody_stores_a_chart_over_clients(attacker, world, method):
	chart = {"doctype": "Dashboard Chart", "chart_name": "zz stolen", **SERIES, "name": None}
	arguments = {"doc": chart} if method.endswith("insert") else {"args": json.dumps(chart)}
	attacker.is_refused(attacker.call(method, **arguments))


@pytest.mark.parametrize(
	"doctype", ["Client", "Consultation", "Confidential Record", "Client Household", "Consultation Note"]
)
def test_a_number_card_counts_what_its_reader_sees(visitor, world, doctype, kind_of):
	ours = [world.names[f"{whose} {kind_of[doctype]}"] for whose in ("own", "other")]
	card = {"name": "x", "document_type": doctype, "function": "Count"}
	answer = visitor.call(CARD, doc=json.dumps(card), filters=json.dumps([["name", "in", ours]]))
	visitor.learns_no_number(answer, len(visitor.records_of(doctype)))


@pytest.mark.parametrize("function", ["Sum", "Minimum", "Maximum", "Average"])
@pytest.mark.parametrize(
	"field",
	[
		"(select count(*) from `tabClient`)",
		"length(first_name)",
		"no_such_column",
		"household.household_name",
	],
)
def test_a_number_card_takes_plain_readable_columns_only(attacker, world, function, field):
	card = {"document_type": "Client", "function": function, "aggregate_function_based_on": field}
	attacker.is_refused(attacker.call(CARD, doc=json.dumps(card), filters="[]"))


@pytest.mark.parametrize(
	"field", ["(select count(*) from `tabClient`)", "idx) + (select count(*) from `tabFile`"]
)
def test_a_number_card_of_another_doctype_reads_none_of_our_tables(attacker, world, field):
	card = {"document_type": "ToDo", "function": "Sum", "aggregate_function_based_on": field}
	attacker.is_refused(attacker.call(CARD, doc=json.dumps(card), filters="[]"))


@pytest.mark.parametrize(
	"filters", ["[\"first_name like 'zqother%'\"]", '[["ifnull(first_name,1)", "=", 1]]']
)
def test_a_number_card_takes_no_raw_conditions(attacker, world, filters):
	card = {"document_type": "Client", "function": "Count"}
	attacker.is_refused(attacker.call(CARD, doc=json.dumps(card), filters=filters))


def test_coordinators_have_number_cards_of_service_records(visitor, world):
	card = {"document_type": "Service Record", "function": "Sum", "aggregate_function_based_on": "minutes"}
	answer = visitor.call(
		CARD, doc=json.dumps(card), filters='[["Service Record", "topic", "=", "test-topic"]]'
	)
	if visitor.reads_service_records:
		assert answer.json()["message"] >= 60
	else:
		visitor.learns_no_number(answer, 0)


def test_charts_of_other_doctypes_work_as_before(counsellor, world):
	chart = {**COUNT_BY_NAME, "document_type": "ToDo", "group_by_based_on": "status"}
	assert counsellor.call(CHART, chart=json.dumps(chart), no_cache=1).status_code == 200
