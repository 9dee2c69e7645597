"""Door 10: documents that a request makes up. What is stored decides, not what the request says about it."""

import json

import pytest

FORGED = {
	"as it is": {},
	"new": {"__islocal": 1},
	"unsaved": {"__unsaved": 1},
	"my own": {"owner": "{user}", "counsellor": "{user}"},
	"on my team": {"support_team": [{"helper": "{user}", "from_date": "2020-01-01"}], "__islocal": 1},
}


def forged(visitor, world, how):
	made_up = json.loads(json.dumps(FORGED[how]).replace("{user}", visitor.user or "Guest"))
	return {"doctype": "Client", "name": world.other, "first_name": "x", **made_up}


@pytest.mark.parametrize("how", FORGED)
@pytest.mark.parametrize("path", ["/api/method/run_doc_method", "/api/v2/method/run_doc_method"])
def test_methods_of_a_client_run_for_its_readers_only(attacker, world, stored, path, how):
	document = json.dumps(forged(attacker, world, how))
	arguments = {"method": "add_comment", "args": json.dumps({"text": "zqforgedzq"})}
	arguments |= (
		{"docs": document} if "v2" not in path else {"document": document, "kwargs": {"text": "zqforgedzq"}}
	)
	if attacker.role == "counsellor":
		return
	attacker.looks(attacker.session.post(path, json=arguments))
	assert not stored(
		"Comment",
		{"reference_doctype": "Client", "reference_name": world.other, "content": ["like", "%zqforged%"]},
	)


@pytest.mark.parametrize("how", FORGED)
def test_a_made_up_client_is_not_printed(attacker, world, how):
	document = json.dumps({**forged(attacker, world, how), "household": world.names["other household"]})
	answer = attacker.call("frappe.www.printview.get_html_and_style", doc=document, print_format="Standard")
	attacker.looks(answer)
	if attacker.role != "counsellor":
		attacker.is_refused(answer)


@pytest.mark.parametrize("whose", ["own", "other"])
def test_printing_is_for_counsellors(visitor, world, whose):
	name = getattr(world, whose)
	for answer in (
		visitor.call(
			"frappe.www.printview.get_html_and_style", doc="Client", name=name, print_format="Standard"
		),
		visitor.get("/printview", doctype="Client", name=name),
		visitor.get("/api/method/frappe.utils.print_format.download_pdf", doctype="Client", name=name),
	):
		visitor.looks(answer)
		if visitor.role != "counsellor":
			assert answer.status_code in (401, 403, 404), answer.text[:300]


@pytest.mark.parametrize("how", FORGED)
@pytest.mark.parametrize(
	"way",
	["frappe.client.save", "frappe.desk.form.save.savedocs", "frappe.client.set_value", "v1", "v2", "bulk"],
)
def test_a_client_is_changed_by_its_readers_only(attacker, world, stored, way, how):
	if attacker.role == "counsellor":
		return
	document = forged(attacker, world, how)
	answer = {
		"frappe.client.save": lambda: attacker.call(way, doc=document),
		"frappe.desk.form.save.savedocs": lambda: attacker.call(way, doc=json.dumps(document), action="Save"),
		"frappe.client.set_value": lambda: attacker.call(
			way, doctype="Client", name=world.other, fieldname=document
		),
		"v1": lambda: attacker.session.put(f"/api/resource/Client/{world.other}", json=document),
		"v2": lambda: attacker.session.put(f"/api/v2/document/Client/{world.other}", json=document),
		"bulk": lambda: attacker.call(
			"frappe.client.bulk_update", docs=json.dumps([{**document, "docname": world.other}])
		),
	}[way]()
	attacker.looks(answer)
	assert stored("Client", world.other, "first_name") == "zqotherclientzq"


@pytest.mark.parametrize(
	"doctype", ["Client", "Client Household", "Consultation", "Consultation Note", "Confidential Record"]
)
@pytest.mark.parametrize("way", ["frappe.client.delete", "v1", "v2", "frappe.desk.reportview.delete_items"])
def test_nobody_deletes_what_they_may_not_see(attacker, world, stored, kind_of, doctype, way):
	if attacker.role == "counsellor":
		return
	name = world.names[f"other {kind_of[doctype]}"]
	answer = {
		"frappe.client.delete": lambda: attacker.call(way, doctype=doctype, name=name),
		"v1": lambda: attacker.session.delete(f"/api/resource/{doctype}/{name}"),
		"v2": lambda: attacker.session.delete(f"/api/v2/document/{doctype}/{name}"),
		"frappe.desk.reportview.delete_items": lambda: attacker.call(
			way, doctype=doctype, items=json.dumps([name])
		),
	}[way]()
	attacker.looks(answer)
	assert stored(doctype, name) == name


def test_a_volunteer_changes_a_client_of_the_team_in_the_form(volunteer, world, stored):
	document = volunteer.call("frappe.client.get", doctype="Client", name=world.own).json()["message"]
	document["occupation"] = "baker"
	answer = volunteer.call("frappe.client.save", doc=document)
	assert answer.status_code == 200, answer.text
	assert stored("Client", world.own, "occupation") == "baker"
