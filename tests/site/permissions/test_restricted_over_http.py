"""A client who must not be found, over HTTP: for every role that is not named there is no such person."""

import json

import pytest

from tests.site.permissions.conftest import committing

FIRST, LAST = "zqhiddenzq", "Unsichtbar"


@pytest.fixture(scope="module")
def hidden(world) -> dict[str, str]:
	"""A restricted client with everything that hangs on one, known to a counsellor who is not among the visitors; the
	volunteer of the world is on their support team."""
	from tests.site import factories

	def make() -> dict[str, str]:
		client = factories.make_client(first_name=FIRST, last_name=LAST, street="zqhiddenzq 1")
		household = factories.make_household(client.name, household_name=FIRST)
		consultation = factories.make_consultation(client.name, summary=FIRST)
		note = factories.make_note(consultation.name, note=FIRST)
		record = factories.make_confidential_record(client.name, religion=FIRST)
		attached = factories.make_file("Client", client.name, "zqhiddenzq.txt", FIRST)
		factories.put_on_team(client.name, world.users["volunteer on the team"])
		named = factories.make_helper("Refugee Support Counsellor", helper_kind="Staff")
		factories.restrict(client.name, named)
		return {
			"Client": client.name,
			"Client Household": household.name,
			"Consultation": consultation.name,
			"Consultation Note": note.name,
			"Confidential Record": record.name,
			"file": attached.file_url,
			"named": named,
		}

	return committing(make)


@pytest.mark.parametrize(
	"doctype", ["Client", "Client Household", "Consultation", "Consultation Note", "Confidential Record"]
)
def test_no_door_shows_them(visitor, world, hidden, doctype):
	name = hidden[doctype]
	opened = (
		visitor.call("frappe.desk.form.load.getdoc", doctype=doctype, name=name),
		visitor.get(f"/api/resource/{doctype}/{name}"),
		visitor.get(f"/api/v2/document/{doctype}/{name}"),
		visitor.call("frappe.client.get", doctype=doctype, name=name),
		visitor.session.put(f"/api/resource/{doctype}/{name}", json={"idx": 1}),
		visitor.session.delete(f"/api/resource/{doctype}/{name}"),
	)
	for answer in opened:
		assert FIRST not in answer.text
		assert answer.status_code in (401, 403, 404), f"{answer.request.url} {answer.status_code}"
	for answer in (
		visitor.call("frappe.client.get_list", doctype=doctype, fields=["*"], limit_page_length=0),
		visitor.call("frappe.desk.reportview.get", doctype=doctype, fields=["*"], page_length=500),
		visitor.call(
			"frappe.desk.reportview.export_query",
			doctype=doctype,
			fields=["name"],
			file_format_type="CSV",
			title="x",
		),
		visitor.call("frappe.desk.search.search_link", doctype=doctype, txt=""),
		visitor.call("frappe.desk.search.search_link", doctype=doctype, txt=name),
		visitor.call("frappe.client.get_value", doctype=doctype, fieldname="name", filters={"name": name}),
		visitor.call("frappe.client.validate_link", doctype=doctype, docname=name, fields=["owner"]),
		visitor.call("frappe.www.printview.get_html_and_style", doc=doctype, name=name),
	):
		assert FIRST not in answer.text, answer.text[:300]
		if f'"{name}"' not in (answer.request.body or b"").decode() + answer.request.url:
			assert name not in answer.text, answer.text[:300]
	for answer in (
		visitor.call("frappe.client.get_count", doctype=doctype, filters={"name": name}),
		visitor.call(
			"frappe.desk.reportview.get_count",
			doctype=doctype,
			fields="[]",
			filters=json.dumps({"name": name}),
		),
	):
		visitor.learns_no_number(answer, 0)


def test_their_name_is_in_no_search_title_group_or_file(visitor, world, hidden):
	client = hidden["Client"]
	for answer in (
		visitor.call("frappe.desk.search.search_link", doctype="Client", txt="zqhidden"),
		visitor.call("frappe.desk.search.get_link_title", doctype="Client", docname=client),
		visitor.call(
			"frappe.desk.listview.get_group_by_count",
			doctype="Client",
			current_filters="[]",
			field="first_name",
		),
		visitor.call("frappe.client.get_list", doctype="File", fields=["*"], limit_page_length=0),
		visitor.call("frappe.client.get_list", doctype="Version", fields=["*"], limit_page_length=0),
		visitor.get(hidden["file"]),
		visitor.call("refugee_support.audit.who_sees.who_sees", client=client),
		visitor.call("refugee_support.audit.who_sees.colleagues_to_name", client=client),
	):
		assert "zqhidden" not in answer.text or "txt" in (answer.request.body or b"").decode(), answer.text[
			:300
		]
		assert hidden["named"] not in answer.text


def test_nobody_restricts_or_frees_whom_they_do_not_see(visitor, world, hidden, stored):
	path = "refugee_support.refugee_support.doctype.restricted_client_access.restricted_client_access"
	for answer in (
		visitor.call(f"{path}.lift", client=hidden["Client"]),
		visitor.call(f"{path}.restrict", client=hidden["Client"], users=[visitor.user]),
	):
		visitor.is_refused(answer)
	assert stored("Client", hidden["Client"], "is_restricted") == 1
	if "own client" not in visitor.sees or visitor.role != "counsellor":
		visitor.is_refused(visitor.call(f"{path}.restrict", client=world.own, users=[visitor.user]))
		assert stored("Client", world.own, "is_restricted") == 0


def test_the_named_counsellor_works_with_them(hidden, http):
	from tests.site import factories

	session = http(hidden["named"], factories.PASSWORD)
	assert FIRST in session.get(f"/api/resource/Client/{hidden['Client']}").text
	assert session.get(hidden["file"]).status_code == 200


def test_their_services_are_counted_for_the_coordinator(visitors, hidden):
	answer = visitors["coordinator"].call(
		"frappe.client.get_list", doctype="Service Record", filters={"source_name": hidden["Consultation"]}
	)
	assert len(answer.json()["message"]) == 1
