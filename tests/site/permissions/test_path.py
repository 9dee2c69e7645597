"""The path of integration over real HTTP: milestones, plans and goals are for the readers of the client."""

import pytest

DOCTYPES = ("Integration Milestone", "Integration Plan", "Integration Goal")


def names(world, doctype):
	kind = {"Integration Milestone": "milestone", "Integration Plan": "plan", "Integration Goal": "goal"}[
		doctype
	]
	return {whose: world.names[f"{whose} {kind}"] for whose in ("own", "other")}


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_lists_show_what_the_visitor_may_see_and_nothing_else(visitor, world, doctype):
	answer = visitor.call("frappe.client.get_list", doctype=doctype, fields=["*"], limit_page_length=0)
	if not visitor.reads_clients and answer.status_code != 200:
		return visitor.is_refused(answer)
	visitor.looks(answer, visitor.records_of(doctype))


@pytest.mark.parametrize("doctype", DOCTYPES)
@pytest.mark.parametrize("whose", ["own", "other"])
def test_one_document_opens_only_to_its_readers(visitor, world, doctype, whose):
	name = names(world, doctype)[whose]
	answer = visitor.get("/api/method/frappe.desk.form.load.getdoc", doctype=doctype, name=name)
	kind = {"Integration Milestone": "milestone", "Integration Plan": "plan", "Integration Goal": "goal"}[
		doctype
	]
	if f"{whose} {kind}" in visitor.sees:
		visitor.looks(answer, {f"{whose} {kind}"})
	else:
		visitor.is_refused(answer)


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_nobody_writes_into_the_path_of_a_client_they_may_not_see(visitor, world, doctype):
	if "other client" in visitor.sees:
		return
	values = {
		"Integration Milestone": {"kind": "Own Flat", "milestone_date": "2026-01-01"},
		"Integration Plan": {"started_on": "2026-01-01"},
		"Integration Goal": {"plan": world.names["other plan"], "goal": "x", "area": "Work"},
	}[doctype]
	answer = visitor.call("frappe.client.insert", doc={"doctype": doctype, "client": world.other, **values})
	visitor.is_refused(answer)


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_nobody_deletes_a_step_of_a_path(visitor, world, doctype):
	answer = visitor.call("frappe.client.delete", doctype=doctype, name=names(world, doctype)["own"])
	visitor.is_refused(answer)
