"""Door 1: counts. How many there are with this name is an answer about a person."""

import pytest

DOCTYPES = ("Client", "Client Household", "Consultation", "Consultation Note", "Confidential Record")
CHILDREN = {
	"Client Support Team Member": "Client",
	"Client Household Member": "Client Household",
	"Client Characteristic": "Client",
}


def count(visitor, way, doctype, filters):
	if way == "v2":
		return visitor.get(f"/api/v2/doctype/{doctype}/count", filters=filters)
	method = {"client": "frappe.client.get_count", "reportview": "frappe.desk.reportview.get_count"}[way]
	return visitor.call(method, doctype=doctype, filters=filters)


@pytest.mark.parametrize("way", ["client", "reportview", "v2"])
@pytest.mark.parametrize("doctype", DOCTYPES)
def test_counts_what_the_list_shows_and_nothing_else(visitor, world, doctype, way):
	ours = [world.names[f"{whose} {kind}"] for whose in ("own", "other") for kind in [kind_of(doctype)]]
	answer = count(visitor, way, doctype, {"name": ["in", ours]})
	visitor.learns_no_number(answer, len(visitor.records_of(doctype)))
	if visitor.records_of(doctype):
		assert number(answer) == len(visitor.records_of(doctype))


@pytest.mark.parametrize("way", ["client", "reportview", "v2"])
def test_a_name_as_filter_is_no_oracle(visitor, world, way):
	answer = count(visitor, way, "Client", {"first_name": "zqotherclientzq"})
	visitor.learns_no_number(answer, int("other client" in visitor.sees))


@pytest.mark.parametrize("way", ["client", "reportview", "v2"])
def test_a_persons_religion_as_filter_is_no_oracle(visitor, world, way):
	answer = count(visitor, way, "Confidential Record", {"religion": "zqownconfidentialzq"})
	visitor.learns_no_number(answer, int("own confidential" in visitor.sees))


@pytest.mark.parametrize("way", ["client", "reportview"])
@pytest.mark.parametrize("doctype", CHILDREN)
def test_rows_of_child_tables_are_not_counted_for_others(visitor, world, doctype, way):
	parents = [world.other, world.names["other household"]]
	answer = count(visitor, way, doctype, {"parent": ["in", parents]})
	if answer.status_code == 200:
		visitor.learns_no_number(answer, 99 if visitor.role == "counsellor" else 0)
	else:
		assert answer.status_code in (401, 403), answer.text[-500:]


@pytest.mark.parametrize(
	("method", "arguments"),
	[
		("frappe.client.get", {"doctype": "Client", "filters": {"first_name": "zqotherclientzq"}}),
		("frappe.client.get", {"doctype": "Client", "filters": '{"first_name": "zqotherclientzq"}'}),
		("frappe.client.get", {"doctype": "Client", "name": {"first_name": "zqotherclientzq"}}),
		("frappe.desk.form.load.getdoc", {"doctype": "Client", "name": {"first_name": "zqotherclientzq"}}),
		("frappe.desk.form.load.getdoc", {"doctype": "Client", "name": {"first_name": "nobody"}}),
		(
			"frappe.client.get_doc_permissions",
			{"doctype": "Client", "docname": {"first_name": "zqotherclientzq"}},
		),
	],
)
def test_found_or_not_found_is_no_answer_about_a_person(attacker, world, method, arguments):
	attacker.is_refused(attacker.call(method, **arguments))


@pytest.mark.parametrize("spelling", ["client", "CLIENT", " Client", "cLIENT "])
def test_another_spelling_of_the_doctype_opens_nothing(attacker, world, spelling):
	"""On SQLite, and on MariaDB where tables know no capitals, it would be the same table without its guards."""
	card = {"document_type": spelling, "function": "Count"}
	for answer in (
		attacker.call("frappe.client.get_count", doctype=spelling, filters={}),
		attacker.call("frappe.client.get_list", doctype=spelling, fields=["first_name"]),
		attacker.call("frappe.client.get", doctype=spelling, name=world.other),
		attacker.call("frappe.desk.search.search_widget", doctype=spelling, txt=""),
		attacker.call("frappe.desk.doctype.number_card.number_card.get_result", doc=card, filters="[]"),
		attacker.call("frappe.www.printview.get_html_and_style", doc=spelling, name=world.other),
		attacker.call("frappe.client.save", doc={"doctype": spelling, "name": world.other}),
		attacker.get(f"/api/resource/{spelling.strip()}"),
		attacker.get(f"/api/v2/document/{spelling.strip()}/{world.other}"),
	):
		if spelling.strip() != "Client" or answer.request.method == "POST":
			attacker.is_refused(answer)


def test_service_records_are_counted_for_those_who_read_them(visitor, world):
	answer = visitor.call(
		"frappe.desk.reportview.get_count", doctype="Service Record", filters={"topic": "test-topic"}
	)
	visitor.learns_no_number(answer, 10**6 if visitor.reads_service_records else 0)
	if visitor.reads_service_records:
		assert number(answer) >= 2


def kind_of(doctype):
	return {
		"Client": "client",
		"Client Household": "household",
		"Consultation": "summary",
		"Consultation Note": "note",
		"Confidential Record": "confidential",
	}[doctype]


def number(answer):
	body = answer.json()
	return body.get("message", body.get("data"))
