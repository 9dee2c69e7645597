"""Door 10: workflow actions go through the framework's own function, on what is stored, for who may write it."""

import json

import pytest

APPLY = "frappe.model.workflow.apply_workflow"


def application(world, whose: str) -> dict:
	return {"doctype": "Authority Application", "name": world.names[f"{whose} application"]}


@pytest.mark.parametrize("whose", ["own", "other"])
def test_an_action_is_for_who_may_write_the_application(visitor, world, stored, whose):
	document = application(world, whose)
	before = stored(document["doctype"], document["name"], "status")
	action = {"Draft": "Collect Documents", "Waiting for Documents": "Documents Are Complete"}.get(
		before, "Documents Are Missing"
	)
	answer = visitor.call(APPLY, doc=json.dumps(document), action=action)
	visitor.looks(answer)
	after = stored(document["doctype"], document["name"], "status")
	assert (after != before) is (f"{whose} application" in visitor.sees), answer.text[:400]


FORGED = {
	"state": {"status": "Remedy Decided"},
	"condition": {"outcome": "Approved", "decided_on": "2026-01-01"},
	"new": {"__islocal": 1},
	"owner": {"owner": "Administrator", "flags": {"ignore_permissions": 1}},
}


@pytest.mark.parametrize("how", FORGED)
def test_what_the_request_says_about_the_document_does_not_count(volunteer, world, stored, how):
	document = application(world, "other")
	before = stored(document["doctype"], document["name"], ["status", "modified"])
	for doc in ({**document, **FORGED[how]}, json.dumps({**document, **FORGED[how]})):
		for action in ("Collect Documents", "Conclude Application"):
			volunteer.is_refused(volunteer.call(APPLY, doc=doc, action=action))
	assert stored(document["doctype"], document["name"], ["status", "modified"]) == before


def test_a_made_up_state_does_not_open_an_action(volunteer, world, stored):
	document = {**application(world, "own"), **FORGED["condition"], "status": "Decided"}
	before = stored(document["doctype"], document["name"], ["status", "outcome"])
	answer = volunteer.call(APPLY, doc=json.dumps(document), action="Conclude Application")
	assert answer.status_code != 200
	assert stored(document["doctype"], document["name"], ["status", "outcome"]) == before


@pytest.mark.parametrize(
	"document", [["Client"], "Client", {"doctype": "Client", "name": ["like", "%"]}, None]
)
def test_an_action_on_something_that_is_no_stored_document_is_refused(attacker, world, document):
	attacker.is_refused(
		attacker.call(APPLY, doc=json.dumps(document), action="Collect Documents", doctype="Client")
	)


@pytest.mark.parametrize("whose", ["own", "other"])
def test_actions_in_bulk_are_refused_for_everybody(attacker, world, stored, whose):
	document = application(world, whose)
	before = stored(document["doctype"], document["name"], "status")
	for method, arguments in (
		(
			"bulk_workflow_approval",
			{"docnames": json.dumps([document["name"]]), "action": "Give Up Application"},
		),
		("get_common_transition_actions", {"docs": json.dumps([document])}),
	):
		attacker.is_refused(
			attacker.call(f"frappe.model.workflow.{method}", doctype=document["doctype"], **arguments)
		)
	assert stored(document["doctype"], document["name"], "status") == before


@pytest.mark.parametrize("whose", ["own", "other"])
def test_the_list_of_missing_documents_is_printed_by_readers_of_the_application(visitor, world, whose):
	document = application(world, whose)
	answer = visitor.get(
		"/api/method/frappe.utils.print_format.download_pdf", **document, format="Missing Documents List"
	)
	allowed = f"{whose} application" in visitor.sees
	assert answer.content.startswith(b"%PDF") is allowed, answer.text[:300]
	if not allowed:
		visitor.is_refused(answer)
