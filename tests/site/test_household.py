"""Households with dated membership."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from tests.site import records as make


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def members(household: str) -> list[tuple]:
	rows = frappe.get_doc("Client Household", household).members
	return [
		(row.client, row.from_date and getdate(row.from_date), row.to_date and getdate(row.to_date))
		for row in rows
	]


def test_choosing_a_household_on_the_client_makes_them_a_member_from_the_beginning() -> None:
	household = make.household()
	client = make.client(household=household.name)
	assert members(household.name) == [(client.name, None, None)]
	assert frappe.db.get_value("Client Household", household.name, "number_of_members") == 1


def test_moving_ends_one_membership_and_begins_the_next() -> None:
	old, new = make.household(), make.household()
	client = make.client(household=old.name)
	client.household = new.name
	client.save()
	assert members(old.name) == [(client.name, None, getdate(add_days(getdate(), -1)))]
	assert members(new.name) == [(client.name, getdate(), None)]


def test_leaving_without_a_new_household() -> None:
	household = make.household()
	client = make.client(household=household.name)
	client.household = None
	client.save()
	assert members(household.name)[0][2] == getdate(add_days(getdate(), -1))


def test_a_member_added_in_the_household_shows_on_the_client() -> None:
	client = make.client()
	household = make.household(members=[{"client": client.name, "from_date": "2024-01-01"}])
	assert frappe.db.get_value("Client", client.name, "household") == household.name
	household.members[0].to_date = add_days(getdate(), -1)
	household.save()
	assert not frappe.db.get_value("Client", client.name, "household")


def test_editing_a_household_does_not_disturb_who_edits_the_client() -> None:
	client = make.client()
	opened = frappe.get_doc("Client", client.name)
	make.household(members=[{"client": client.name}])
	opened.mobile_no = "0171 3920003"
	opened.save()


def test_the_same_person_twice_at_the_same_time_is_refused_with_both_rows() -> None:
	client = make.client()
	with pytest.raises(frappe.ValidationError, match="rows 1 and 2"):
		make.household(
			members=[
				{"client": client.name, "from_date": "2024-01-01", "to_date": "2024-12-31"},
				{"client": client.name, "from_date": "2024-12-31"},
			]
		)


def test_leaving_and_coming_back_is_possible() -> None:
	client = make.client()
	rows = [
		{"client": client.name, "to_date": "2024-12-30"},
		{"client": client.name, "from_date": "2024-12-31"},
	]
	assert make.household(members=rows).number_of_members == 1


def test_a_membership_that_ends_before_it_starts_is_refused() -> None:
	row = {"client": make.client().name, "from_date": "2025-02-01", "to_date": "2025-01-01"}
	with pytest.raises(frappe.ValidationError, match="row 1"):
		make.household(members=[row])


def test_a_volunteer_sees_a_household_only_if_they_support_everybody_in_it() -> None:
	volunteer = make.volunteer()
	team = [{"helper": volunteer, "from_date": "2026-01-01"}]
	mother, child = make.client(support_team=team), make.client()
	household = make.household(members=[{"client": mother.name}, {"client": child.name}])
	frappe.set_user(volunteer)
	assert not frappe.get_doc("Client Household", household.name).has_permission("read")
	assert household.name not in frappe.get_list("Client Household", pluck="name")
	frappe.set_user("Administrator")
	child.reload().update({"support_team": team}).save()
	frappe.set_user(volunteer)
	assert household.name in frappe.get_list("Client Household", pluck="name")
