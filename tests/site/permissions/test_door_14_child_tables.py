"""Door 14: rows of child tables, asked for without their document."""

import json

import pytest

CHILDREN = {
	"Client Support Team Member": "Client",
	"Client Characteristic": "Client",
	"Client Language": "Client",
	"Client Residence Status": "Client",
	"Client Household Member": "Client Household",
	"Consultation Participant": "Consultation",
	"Consultation Topic": "Consultation",
	"Application Document": "Authority Application",
}
# Parents a forger may claim.
CLAIMS = ("Client", "Client Household", "Consultation", "User", "ToDo", None)


@pytest.mark.parametrize("child", CHILDREN)
def test_rows_of_documents_one_may_not_see_are_not_listed(visitor, world, child):
	for claim in CLAIMS:
		for answer in (
			visitor.call(
				"frappe.client.get_list", doctype=child, parent=claim, fields=["*"], limit_page_length=0
			),
			visitor.call(
				"frappe.desk.reportview.get_list", doctype=child, parent_doctype=claim, fields=["*"]
			),
			visitor.get(f"/api/resource/{child}", parent=claim or "", fields=["*"], limit_page_length=0),
		):
			visitor.looks(answer)
			if visitor.role != "counsellor":
				assert f'"{world.other}"' not in answer.text, answer.text[:500]
				assert f'"{world.names["other household"]}"' not in answer.text


def test_readers_list_the_rows_of_their_clients(volunteer, world):
	answer = volunteer.call(
		"frappe.client.get_list",
		doctype="Client Support Team Member",
		parent="Client",
		fields=["parent", "helper"],
		limit_page_length=0,
	)
	parents = {row["parent"] for row in answer.json()["message"]}
	assert world.own in parents and world.other not in parents


@pytest.mark.parametrize(
	"child", ["Client Characteristic", "Client Household Member", "Client Support Team Member"]
)
def test_a_row_of_a_document_one_may_not_see_does_not_open(visitor, world, child, child_row):
	name = child_row(child)
	for answer in (
		visitor.get(f"/api/resource/{child}/{name}"),
		visitor.get(f"/api/v2/document/{child}/{name}"),
		visitor.call("frappe.client.get", doctype=child, name=name, parent=CHILDREN[child]),
		visitor.call(
			"frappe.client.get_value", doctype=child, fieldname="parent", filters=name, parent=CHILDREN[child]
		),
		visitor.call("frappe.desk.form.load.getdoc", doctype=child, name=name),
	):
		visitor.looks(answer)
		if visitor.role != "counsellor":
			assert world.other not in answer.text and world.names["other household"] not in answer.text, (
				answer.text[:500]
			)


@pytest.mark.parametrize(
	"child", ["Client Characteristic", "Client Household Member", "Client Support Team Member"]
)
def test_a_row_is_not_moved_to_a_document_of_mine(visitor, world, child, child_row, stored):
	if visitor.role == "counsellor":
		return
	name = child_row(child)
	mine = {"parent": world.own, "parenttype": "Client", "parentfield": "support_team"}
	for answer in (
		visitor.session.put(f"/api/resource/{child}/{name}", json=mine),
		visitor.session.put(f"/api/v2/document/{child}/{name}", json=mine),
		visitor.session.delete(f"/api/resource/{child}/{name}"),
		visitor.session.delete(f"/api/v2/document/{child}/{name}"),
		visitor.call("frappe.client.set_value", doctype=child, name=name, fieldname="idx", value=9),
		visitor.call("frappe.client.delete", doctype=child, name=name),
	):
		visitor.is_refused(answer)
	assert stored(child, name, "parent") in (world.other, world.names["other household"])


def test_nobody_puts_themselves_on_a_support_team(visitor, world, stored):
	row = {
		"doctype": "Client Support Team Member",
		"parent": world.other,
		"parenttype": "Client",
		"parentfield": "support_team",
		"helper": visitor.user,
		"from_date": "2020-01-01",
	}
	if visitor.role == "counsellor":
		return
	existing = {**row, "name": stored("Client Support Team Member", {"parent": world.other})}
	for answer in (
		visitor.call("frappe.client.save", doc=existing),
		visitor.call("frappe.client.save", doc={**existing, "parent": world.own}),
		visitor.call("frappe.desk.form.save.savedocs", doc=json.dumps(existing), action="Save"),
		visitor.session.post(
			"/api/method/run_doc_method", json={"docs": json.dumps(existing), "method": "submit"}
		),
		visitor.session.post(
			"/api/v2/method/run_doc_method", json={"document": json.dumps(existing), "method": "submit"}
		),
		visitor.call("frappe.client.insert_many", docs=json.dumps([row])),
		visitor.call(
			"frappe.desk.form.save.savedocs",
			doc=json.dumps({**row, "name": "new-client-support-team-member-1", "__islocal": 1}),
			action="Save",
		),
		visitor.call("frappe.client.insert", doc=row),
		visitor.session.post("/api/resource/Client Support Team Member", json=row),
		visitor.session.post("/api/v2/document/Client Support Team Member", json=row),
		visitor.call(
			"frappe.client.save", doc={"doctype": "Client", "name": world.other, "support_team": [row]}
		),
		visitor.session.put(f"/api/resource/Client/{world.other}", json={"support_team": [row]}),
		visitor.call(
			"frappe.desk.form.save.savedocs",
			doc=json.dumps({"doctype": "Client", "name": world.other, "support_team": [row]}),
			action="Save",
		),
	):
		visitor.looks(answer)
		assert answer.status_code in (401, 403, 404, 409, 417), answer.request.url + answer.text[-3000:]
	if visitor.user:
		assert not stored("Client Support Team Member", {"parent": world.other, "helper": visitor.user})
