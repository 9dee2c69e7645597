"""The client record: names, dates, status today, characteristics over time."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from refugee_support.search import client_query
from tests.site import records as make


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


@pytest.mark.parametrize(
	("values", "field"),
	[
		({"date_of_birth": "2100-01-01"}, "Date of Birth"),
		({"date_of_birth": "1899-12-31"}, "Date of Birth"),
		({"arrival_date": "2100-01-01"}, "Arrived in Germany On"),
		({"date_of_birth": "2000-05-01", "arrival_date": "2000-04-30"}, "Arrived in Germany On"),
		({"status": "Closed", "closed_on": "2100-01-01"}, "Closed On"),
	],
)
def test_an_impossible_date_is_refused_and_names_the_field(values: dict, field: str) -> None:
	with pytest.raises(frappe.ValidationError, match=field):
		make.client(**values)


def test_a_child_born_in_germany_arrives_on_its_birthday() -> None:
	assert make.client(date_of_birth="2026-01-05", arrival_date="2026-01-05").name


def test_a_status_that_ends_before_it_starts_is_refused_with_its_row() -> None:
	rows = [{"residence_status": make.status(), "valid_from": "2026-02-01", "valid_until": "2026-01-31"}]
	with pytest.raises(frappe.ValidationError, match="row 1"):
		make.client(residence_history=rows)


def test_the_status_today_comes_from_the_history_whatever_its_order() -> None:
	old, current, future = make.status(), make.status(), make.status()
	client = make.client(
		residence_history=[
			{"residence_status": future, "valid_from": add_days(getdate(), 10)},
			{"residence_status": current, "valid_from": "2023-01-01", "valid_until": "2027-01-01"},
			{"residence_status": old, "valid_from": "2020-01-01"},
		]
	)
	assert client.residence_status == current
	assert getdate(client.residence_valid_until) == getdate("2027-01-01")


def test_a_changed_level_of_german_is_dated_and_the_first_one_holds_from_the_beginning() -> None:
	client = make.client(german_level="A1")
	client.german_level = "A2"
	client.save()
	levels = [(row.value, row.valid_from and getdate(row.valid_from)) for row in client.characteristics]
	assert levels == [("A1", None), ("A2", getdate())]


def test_two_changes_on_one_day_leave_one_entry() -> None:
	client = make.client(german_level="A1")
	for level in ("A2", "B1"):
		client.german_level = level
		client.save()
	assert [row.value for row in client.characteristics] == ["A1", "B1"]


def test_a_characteristic_in_the_future_is_refused() -> None:
	row = {"characteristic": "German Level", "value": "C1", "valid_from": add_days(getdate(), 1)}
	with pytest.raises(frappe.ValidationError, match="row 1"):
		make.client(characteristics=[row])


def test_one_name_is_enough() -> None:
	assert make.client(first_name="Tsegay", last_name=None).client_name == "Tsegay"


def test_markup_in_a_name_is_text() -> None:
	client = make.client(first_name="<script>alert(1)</script>", last_name="<b>Ali</b>")
	assert client.client_name == "‹script›alert(1)‹/script› ‹b›Ali‹/b›"


def test_client_numbers_say_nothing_and_are_never_given_out_twice() -> None:
	first = make.client(first_name="Sesam")
	frappe.set_user("Administrator")
	frappe.delete_doc("Client", first.name, force=True)
	assert make.client().name > first.name


def test_pseudonyms_are_neither_the_name_nor_the_number() -> None:
	client = make.client()
	assert len(client.person_key) == 20
	assert client.name not in client.person_key


def test_a_pseudonym_cannot_be_chosen_from_outside() -> None:
	assert make.client(person_key="chosen").person_key != "chosen"


@pytest.mark.parametrize("typed", ["mull", "MÜLLER", "öz mul", "дмит"])
def test_a_client_is_found_by_any_part_of_the_name_in_any_script(typed: str) -> None:
	client = make.client(first_name="Özlem", last_name="Müller-Dmitriev", native_name="Дмитриев")
	found = client_query("Client", typed, "name", 0, 20, None)
	assert client.name in [row[0] for row in found]


def test_a_client_is_found_by_number_and_told_apart_by_year_and_country() -> None:
	client = make.client(date_of_birth="1988-03-01", nationality="Afghanistan")
	assert client_query("Client", client.name.lower(), "name", 0, 20, None) == [
		(client.name, client.client_name, "", "1988", "Afghanistan")
	]


def test_a_filter_from_the_browser_changes_nothing_in_the_search() -> None:
	client = make.client(first_name="Einzigartig")
	found = client_query("Client", "Einzigartig", "name", 0, 20, {"mobile_no": ["like", "0%"]})
	assert [row[0] for row in found] == [client.name]


def test_only_counsellors_change_the_support_team() -> None:
	volunteer = make.volunteer()
	client = make.client(
		support_team=[{"helper": volunteer, "from_date": "2026-01-01", "to_date": getdate()}]
	)
	frappe.set_user(volunteer)
	client = frappe.get_doc("Client", client.name)
	client.support_team[0].to_date = None
	with pytest.raises(frappe.PermissionError, match="counsellors"):
		client.save()


def test_a_volunteer_is_on_the_team_of_the_client_they_record() -> None:
	volunteer = make.volunteer()
	frappe.set_user(volunteer)
	client = make.client()
	assert [row.helper for row in client.support_team] == [volunteer]
	assert frappe.get_doc("Client", client.name).has_permission("write")


def test_a_team_membership_that_ends_before_it_starts_is_refused() -> None:
	team = [{"helper": make.volunteer(), "from_date": "2026-02-01", "to_date": "2026-01-01"}]
	with pytest.raises(frappe.ValidationError, match="Support Team, row 1"):
		make.client(support_team=team)
