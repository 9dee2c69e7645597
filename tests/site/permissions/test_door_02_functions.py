"""Door 2: functions, hidden fields and conditions in the columns, order, grouping and filters of a list."""

import pytest

LISTS = (
	"frappe.client.get_list",
	"frappe.desk.reportview.get",
	"frappe.desk.reportview.get_list",
)
ATTACKS = {
	"greatest": {"fields": ["greatest(first_name, last_name) as name"]},
	"replace": {"fields": ["replace(first_name, 'zq', 'ZQ') as name"]},
	"max": {"fields": ["max(first_name) as name"]},
	"group_concat": {"fields": ["group_concat(first_name) as name"]},
	"count of another column": {"fields": ["count(distinct first_name) as name"]},
	"sum": {"fields": ["sum(first_name like 'zqother%') as name"]},
	"sub-query": {"fields": ["name", "(select max(religion) from `tabConfidential Record`) as x"]},
	"other table": {"fields": ["name", "`tabConfidential Record`.`religion`"]},
	"order by function": {"order_by": "length(first_name) desc"},
	"order by other table": {"order_by": "`tabConfidential Record`.`religion`"},
	"order by an unknown column": {"order_by": "no_such_column desc"},
	"group by function": {"group_by": "left(first_name, 3)", "fields": ["count(*) as n"]},
	"raw filter": {"filters": ["first_name like 'zqother%'"]},
	"raw filter with function": {"filters": [["ifnull(first_name, '')", "like", "zqother%"]]},
	"filter on other table": {"filters": [["Confidential Record", "religion", "like", "zq%"]]},
	"raw or-filter": {"or_filters": ["1 = 1"]},
	"filter of odd length": {"filters": [["first_name", "zqotherclientzq"]]},
	"aggregate of another DocType": {
		"fields": ["name"],
		"group_by": "name",
		"aggregate_function": "count",
		"aggregate_on_doctype": "Confidential Record",
		"aggregate_on_field": "name",
	},
	"name of the result column": {"pluck": "first_name"},
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_list_takes_plain_readable_columns_only(attacker, world, attack):
	arguments = {"doctype": "Client", "fields": ["name"], **ATTACKS[attack]}
	attacker.is_refused(attacker.call("frappe.desk.reportview.get", **arguments))


@pytest.mark.parametrize("attack", [key for key in ATTACKS if "aggregate" not in key])
def test_rest_lists_take_plain_readable_columns_only(attacker, world, attack):
	arguments = {"fields": ["name"], **ATTACKS[attack]}
	attacker.is_refused(attacker.get("/api/resource/Client", **arguments))
	attacker.is_refused(attacker.get("/api/v2/document/Client", **arguments))


@pytest.mark.parametrize("method", LISTS)
@pytest.mark.parametrize(
	"fields", [["name", "first_name"], ["*"], ["`tabClient`.`name`", "`tabClient`.`first_name`"]]
)
def test_lists_show_the_clients_of_today(visitor, world, method, fields):
	answer = visitor.call(method, doctype="Client", fields=fields, limit_page_length=0)
	visitor.looks(answer, {"own client", "other client"})
	if not visitor.reads_clients and answer.status_code == 200:
		assert not answer.json().get("message")


HANGING_ON_A_CLIENT = [
	"Client Household",
	"Consultation",
	"Consultation Note",
	"Confidential Record",
	"Authority Application",
	"Client Representation",
]


@pytest.mark.parametrize("doctype", HANGING_ON_A_CLIENT)
def test_lists_of_what_hangs_on_a_client_show_the_same(visitor, world, doctype):
	answer = visitor.call("frappe.client.get_list", doctype=doctype, fields=["*"], limit_page_length=0)
	visitor.looks(answer, visitor.records_of(doctype))


@pytest.mark.parametrize("path", ["/api/resource/", "/api/v1/resource/", "/api/v2/document/"])
def test_rest_lists_show_the_same(visitor, world, path):
	answer = visitor.get(f"{path}Client", fields=["name", "first_name"], limit=500, limit_page_length=500)
	visitor.looks(answer, {"own client", "other client"})


@pytest.mark.parametrize("path", ["/api/resource/", "/api/v2/document/"])
@pytest.mark.parametrize("doctype", ["Client", *HANGING_ON_A_CLIENT])
@pytest.mark.parametrize("whose", ["own", "other"])
def test_a_document_opens_for_its_readers_only(visitor, world, path, doctype, whose, kind_of):
	name = world.names[f"{whose} {kind_of[doctype]}"]
	visitor.looks(visitor.get(f"{path}{doctype}/{name}"), {f"{whose} {kind_of[doctype]}"})
	answer = visitor.call("frappe.desk.form.load.getdoc", doctype=doctype, name=name)
	visitor.looks(answer, {f"{whose} {kind_of[doctype]}"})


def test_the_report_builder_groups_service_records_for_coordinators(visitor, world):
	answer = visitor.call(
		"frappe.desk.reportview.get",
		doctype="Service Record",
		fields=["`tabService Record`.`topic`"],
		group_by="`tabService Record`.`topic`",
		aggregate_function="count",
		aggregate_on_doctype="Service Record",
		aggregate_on_field="name",
		order_by="_aggregate_column desc",
	)
	visitor.looks(answer)
	assert ("test-topic" in answer.text) is visitor.reads_service_records, answer.text[:500]


@pytest.mark.parametrize("field", ["sum(minutes)", "max(source_name)", "person_key like 'a%'"])
def test_service_records_take_plain_columns_only(attacker, world, field):
	answer = attacker.call("frappe.desk.reportview.get", doctype="Service Record", fields=[field])
	attacker.is_refused(answer)


def test_neighbours_of_a_foreign_record_are_no_oracle(visitor, world):
	answer = visitor.call(
		"frappe.desk.form.utils.get_next",
		doctype="Client",
		value=world.other,
		prev=0,
		sort_field="first_name",
	)
	if visitor.role == "counsellor":
		return visitor.looks(answer)
	visitor.is_refused(answer)
