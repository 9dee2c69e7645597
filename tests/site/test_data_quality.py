"""The report of missing and old data, and the click that says "still correct"."""

from datetime import timedelta

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_months, getdate, now_datetime

from refugee_support import access, data_quality
from refugee_support.client_page import client_page
from refugee_support.refugee_support.report.client_data_quality.client_data_quality import execute
from tests.site import records as make


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def rows(**filters: str | int) -> dict[str, dict]:
	return {row["client"]: row for row in execute(filters)[1]}


def old_client(**values: str) -> Document:
	"""Somebody whose data nobody has looked at for two years."""
	client = make.client(**{"municipality": "Hilden", "employment_status": "Mini-Job", **values})
	then = now_datetime() - timedelta(days=730)
	frappe.db.set_value("Client", client.name, "creation", then, update_modified=False)
	frappe.db.set_value("Client Characteristic", {"parent": client.name}, "creation", then)
	return frappe.get_doc("Client", client.name)


def test_the_report_names_what_is_missing_and_who_can_mend_it(counsellor: str) -> None:
	team = [{"helper": counsellor, "from_date": "2026-01-01"}]
	client = make.client(nationality=None, date_of_birth="1990-01-01", support_team=team)
	row = rows()[client.name]
	assert "nationality" in row["missing_fields"] and "date_of_birth" not in row["missing_fields"]
	assert "Nationality" in row["missing"]
	assert row["team"] == frappe.utils.get_fullname(counsellor)


def test_what_nobody_confirmed_for_a_year_is_asked_again_and_one_click_ends_it() -> None:
	client = old_client()
	assert set(rows()[client.name]["stale_fields"]) == {"municipality", "employment_status"}
	data_quality.confirm(client.name, frappe.as_json(["municipality"]))  # as the desk sends it
	assert rows()[client.name]["stale_fields"] == ["employment_status"]
	client.reload()
	confirmed = {row.characteristic: row.confirmed_on for row in client.characteristics}
	assert confirmed == {"Municipality": getdate(), "Employment Status": None}


def test_a_confirmed_status_is_dated_in_its_history_and_changes_no_statistics() -> None:
	row = {"residence_status": make.status(), "valid_from": "2024-01-01"}
	client = make.client(residence_history=[row])
	milestones = frappe.db.count("Integration Milestone", {"client": client.name})
	data_quality.confirm(client.name, ["residence_status"])
	client.reload()
	assert client.residence_history[0].confirmed_on == getdate()
	assert frappe.db.count("Integration Milestone", {"client": client.name}) == milestones


def test_the_settings_say_how_old_is_old() -> None:
	client = old_client()
	frappe.db.set_single_value("Refugee Support Settings", "ask_again_after", 36)
	assert rows()[client.name]["stale_fields"] == []
	frappe.db.set_single_value("Refugee Support Settings", "ask_again_after", 0)
	assert rows()[client.name]["stale_fields"] == []


def test_the_page_of_the_client_asks_too() -> None:
	client = old_client()
	stale = client_page(client.name)["stale"]
	assert [(row["fieldname"], row["value"]) for row in stale] == [
		("municipality", "Hilden"),
		("employment_status", "Mini-Job"),
	]


def test_filters_narrow_the_report(counsellor: str) -> None:
	mine = old_client(support_team=[{"helper": counsellor, "from_date": "2026-01-01"}])
	other = old_client()
	assert other.name not in rows(mine=1) and mine.name in rows(mine=1)
	assert all(not row["missing_fields"] for row in rows(kind="Still Correct?").values())
	assert {field for row in rows(field="gender").values() for field in row["missing_fields"]} == {"gender"}
	assert rows(nonsense="x")


def test_closed_clients_are_not_asked_about() -> None:
	client = make.client(status="Closed", closed_on="2026-01-01")
	assert client.name not in rows()


@pytest.mark.parametrize("field", ["first_name", "person_key", "support_team", "occupation", "nonsense"])
def test_only_volatile_facts_can_be_confirmed(field: str) -> None:
	client = make.client(occupation="x")
	with pytest.raises(frappe.ValidationError, match="cannot be confirmed"):
		data_quality.confirm(client.name, [field])


def test_an_empty_fact_cannot_be_confirmed() -> None:
	with pytest.raises(frappe.ValidationError, match="cannot be confirmed"):
		data_quality.confirm(make.client().name, ["municipality"])


def test_a_request_cannot_date_a_confirmation() -> None:
	day = add_months(getdate(), 12)
	row = {"characteristic": "German Level", "value": "A1", "confirmed_on": day}
	client = make.client(characteristics=[row], german_level="A1")
	assert not client.characteristics[0].confirmed_on


def test_nobody_confirms_or_is_asked_about_a_client_they_may_not_see() -> None:
	client = old_client()
	make.counsellors_see_own_teams_only()
	frappe.set_user(make.counsellor())
	assert client.name not in rows()
	with pytest.raises(frappe.PermissionError):
		data_quality.confirm(client.name, frappe.as_json(["municipality"]))  # as the desk sends it


@pytest.mark.parametrize("role", [access.VOLUNTEER, access.COORDINATOR, access.ADMINISTRATOR])
def test_the_report_is_for_counsellors(role: str) -> None:
	frappe.set_user(make._helper(role))
	with pytest.raises(frappe.PermissionError):
		execute({})


def test_a_volunteer_confirms_for_their_own_clients() -> None:
	volunteer = make.volunteer()
	client = make.client(
		municipality="Hilden", support_team=[{"helper": volunteer, "from_date": "2026-01-01"}]
	)
	frappe.set_user(volunteer)
	data_quality.confirm(client.name, frappe.as_json(["municipality"]))  # as the desk sends it
	assert frappe.db.get_value("Client Characteristic", {"parent": client.name}, "confirmed_on") == getdate()
