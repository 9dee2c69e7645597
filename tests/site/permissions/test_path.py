"""The path of integration over real HTTP: what test_every_doctype.py does not ask."""

import pytest

BOUND_VOLUNTEERS = ("volunteer on the team", "volunteer not on the team", "volunteer until yesterday")


@pytest.mark.parametrize("doctype", ["Integration Milestone", "Integration Plan", "Integration Goal"])
def test_nobody_deletes_a_step_of_a_path(visitor, world, doctype):
	name = world.names[f"own {doctype}"]
	visitor.is_refused(visitor.call("frappe.client.delete", doctype=doctype, name=name))


@pytest.mark.parametrize("whose", ["own", "other"])
def test_the_page_of_a_client_opens_for_its_readers_only(visitor, world, whose):
	answer = visitor.call("refugee_support.client_page.client_page", client=getattr(world, whose))
	if f"{whose} client" in visitor.sees:
		assert answer.status_code == 200, answer.text[-500:]
		visitor.looks(answer, {f"{whose} Integration Goal"})
	else:
		visitor.is_refused(answer)


@pytest.mark.parametrize("wrong", [{"first_name": "zqotherclientzq"}, ["RSC-00001"], 7, ""])
def test_a_page_is_asked_for_by_a_number_only(visitor, world, wrong):
	answer = visitor.call("refugee_support.client_page.client_page", client=wrong)
	visitor.looks(answer)
	assert answer.status_code in (401, 403, 404, 417), answer.text[-500:]


def test_nobody_confirms_data_of_a_client_they_may_not_see(visitor, world):
	if "other client" in visitor.sees:
		return
	arguments = {"client": world.other, "fields": ["municipality"]}
	visitor.is_refused(visitor.call("refugee_support.data_quality.confirm", **arguments))


@pytest.mark.parametrize("method", ["preview", "apply", "undo"])
def test_only_counsellors_change_titles_by_law(visitor, change_by_law, method):
	module = "refugee_support.refugee_support.doctype.residence_status_change.residence_status_change"
	answer = visitor.call(f"{module}.{method}", name=change_by_law)
	if visitor.role == "counsellor":
		assert answer.status_code == 200, answer.text[-500:]
	elif method == "preview" and visitor.role in BOUND_VOLUNTEERS:  # of their clients: nobody holds the title
		visitor.looks(answer)
		assert answer.json()["message"]["number"] == 0
	else:
		assert answer.status_code in (401, 403, 404), answer.text[-500:]
		visitor.looks(answer)


def test_the_data_quality_report_is_for_counsellors(visitor, world):
	answer = visitor.call("frappe.desk.query_report.run", report_name="Client Data Quality", filters={})
	if visitor.role == "counsellor":
		visitor.looks(answer, {"own client", "other client"})
	else:
		visitor.looks(answer)


@pytest.fixture(scope="module")
def change_by_law(world):
	from tests.site import factories
	from tests.site.permissions.conftest import committing

	def make():
		return factories.make(
			"Residence Status Change",
			change_title="zz",
			legal_source="zz",
			residence_status="AE24",
			valid_on="2026-02-01",
			new_valid_until="2027-03-04",
		).name

	return committing(make)
