"""Door 5: titles. A client's number is no secret, the name behind it is."""

import pytest


@pytest.mark.parametrize("whose", ["own", "other"])
def test_the_title_of_a_client_is_for_readers(visitor, world, whose):
	answer = visitor.call(
		"frappe.desk.search.get_link_title", doctype="Client", docname=getattr(world, whose)
	)
	visitor.looks(answer, {f"{whose} client"})


@pytest.mark.parametrize("whose", ["own", "other"])
def test_the_title_of_a_household_is_for_readers(visitor, world, whose):
	name = world.names[f"{whose} household"]
	visitor.looks(
		visitor.call("frappe.desk.search.get_link_title", doctype="Client Household", docname=name),
		{f"{whose} household"},
	)


def test_a_stranger_gets_the_number_instead_of_an_error(visitors, world):
	answer = visitors["coordinator"].call(
		"frappe.desk.search.get_link_title", doctype="Client", docname=world.own
	)
	assert answer.json()["message"] == world.own


def test_titles_of_colleagues_profiles_are_for_those_who_read_them(visitor, world):
	answer = visitor.call(
		"frappe.client.get_list",
		doctype="Volunteer Profile",
		fields=["name", "full_name"],
		limit_page_length=0,
	)
	visitor.looks(answer, {"profile"})


@pytest.mark.parametrize("fields", [["first_name"], ["client_name", "native_name"], '["first_name"]'])
@pytest.mark.parametrize("whose", ["own", "other"])
def test_fields_fetched_with_a_link_are_for_readers(visitor, world, whose, fields):
	answer = visitor.call(
		"frappe.client.validate_link", doctype="Client", docname=getattr(world, whose), fields=fields
	)
	visitor.looks(answer, {f"{whose} client"})


@pytest.mark.parametrize("fields", [["greatest(first_name, '')"], ["household.household_name"]])
def test_no_functions_and_joins_are_fetched_with_a_link(attacker, world, fields):
	answer = attacker.call(
		"frappe.client.validate_link", doctype="Client", docname=world.other, fields=fields
	)
	attacker.is_refused(answer)


@pytest.mark.parametrize("whose", ["own", "other"])
def test_single_values_are_for_readers(visitor, world, whose):
	answer = visitor.call(
		"frappe.client.get_value", doctype="Client", fieldname="first_name", filters=getattr(world, whose)
	)
	visitor.looks(answer, {f"{whose} client"})


def test_a_document_of_mine_does_not_carry_the_titles_of_what_it_names(visitor, world, todo_about):
	"""A ToDo about a client cannot be made today; one that is there already must not tell."""
	name = todo_about(visitor, "Client", world.other)
	visitor.looks(visitor.call("frappe.desk.form.load.getdoc", doctype="ToDo", name=name))
	visitor.looks(visitor.get(f"/api/resource/ToDo/{name}"))
	visitor.looks(visitor.call("frappe.www.printview.get_html_and_style", doc="ToDo", name=name))


def test_a_document_of_another_doctype_does_not_carry_them_either(visitor, world, linking_document):
	answer = visitor.call(
		"frappe.desk.form.load.getdoc", doctype=linking_document[0], name=linking_document[1]
	)
	visitor.looks(answer, {"other client"} if visitor.role == "counsellor" else set())


def test_a_reader_gets_titles_with_the_document(counsellor, world):
	answer = counsellor.call(
		"frappe.desk.form.load.getdoc", doctype="Consultation", name=world.names["own summary"]
	)
	assert answer.json()["_link_titles"][f"Client::{world.own}"].startswith("zqownclientzq")
