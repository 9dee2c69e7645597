"""Each role lands on a page of its own, and everything on it opens."""

import json
from typing import Any

import frappe
import pytest
from frappe.apps import get_default_path
from frappe.desk.desktop import Workspace, get_desktop_page, get_workspace_sidebar_items
from frappe.desk.doctype.number_card.number_card import get_result

from refugee_support import access
from tests.site import factories as make

WORKSPACES = {
	access.COUNSELLOR: "Refugee Counselling",
	access.VOLUNTEER: "Volunteer Counselling",
	access.CAFE_HELPER: "Language Cafe",
	access.APPLICATION_HELPER: "Job Application Help",
	access.COORDINATOR: "Refugee Support Evaluation",
	access.ADMINISTRATOR: "Refugee Support Administration",
}
ROLES = sorted(WORKSPACES)


def helper(*roles: str) -> str:
	user = make.make_user(*roles, new_password="")  # nobody logs in: hashing would only cost time
	make.make_volunteer_profile(user)
	return user


def sidebar() -> list[str]:
	return [page["name"] for page in get_workspace_sidebar_items()["pages"]]


def page(name: str) -> dict[str, Any]:
	blocks = get_desktop_page(json.dumps({"name": name, "title": name, "public": 1}))
	return {kind: part["items"] for kind, part in blocks.items()}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_its_own_workspace_and_no_other(role: str) -> None:
	frappe.set_user(helper(role))
	assert sidebar() == [WORKSPACES[role]]


def test_who_has_two_roles_sees_two_workspaces_counselling_first() -> None:
	frappe.set_user(helper(access.COORDINATOR, access.COUNSELLOR))
	assert sidebar() == ["Refugee Counselling", "Refugee Support Evaluation"]


def test_ours_come_before_the_workspaces_of_other_apps() -> None:
	assert sidebar()[: len(WORKSPACES)] == list(WORKSPACES.values())


@pytest.mark.parametrize("role", ROLES)
def test_after_login_there_is_a_page_to_land_on(role: str) -> None:
	frappe.set_user(helper(role))
	landing = get_default_path()
	assert landing.strip("/").split("/")[1:] in ([], [frappe.scrub(WORKSPACES[role]).replace("_", "-")])


@pytest.mark.parametrize("role", ROLES)
def test_everything_on_a_workspace_is_there_for_its_role(role: str) -> None:
	"""Frappe leaves out what somebody may not open: nothing may be left out."""
	frappe.set_user(helper(role))
	document = frappe.get_doc("Workspace", WORKSPACES[role])
	shown = page(document.name)
	assert len(shown["shortcuts"]) == len(document.shortcuts)
	assert len(shown["number_cards"]) == len(document.number_cards)
	assert len(shown["charts"]) == len(document.charts)
	links = [link for card in shown["cards"] for link in card["links"]]
	assert len(links) == len([link for link in document.links if link.type == "Link"])


@pytest.mark.parametrize("role", ROLES)
def test_every_document_behind_a_workspace_is_readable(role: str) -> None:
	frappe.set_user(helper(role))
	document = frappe.get_doc("Workspace", WORKSPACES[role])
	for shortcut in document.shortcuts:
		right = "create" if shortcut.doc_view == "New" else "read"
		if shortcut.type == "DocType":
			assert frappe.has_permission(shortcut.link_to, right), shortcut.label
	for link in document.links:
		if link.type == "Link" and link.link_type == "DocType":
			assert frappe.has_permission(link.link_to, "read"), link.label


@pytest.mark.parametrize("role", ROLES)
def test_another_role_cannot_load_the_page(role: str) -> None:
	other = access.CAFE_HELPER if role != access.CAFE_HELPER else access.COUNSELLOR
	frappe.set_user(helper(other))
	assert not Workspace(
		{"name": WORKSPACES[role], "title": WORKSPACES[role], "public": 1}, True
	).is_permitted()


def number(card: str) -> float:
	document = frappe.get_doc("Number Card", card)
	return get_result(document.as_dict(), document.filters_json)


def test_a_volunteer_counts_only_the_clients_of_her_teams() -> None:
	hers, everybodys = make.make_client(), make.make_client()
	volunteer, counsellor = helper(access.VOLUNTEER), helper(access.COUNSELLOR)
	make.put_on_team(hers.name, volunteer)
	for client in (hers, everybodys):
		make.make_consultation(client.name, follow_up_on=frappe.utils.nowdate(), counsellor=volunteer)
	frappe.set_user(volunteer)
	assert number("Refugee Support Clients in Support") == 1
	assert number("Refugee Support Open Follow-Ups") == 1
	frappe.set_user(counsellor)
	everybody = frappe.db.count(
		"Client", {"status": "Active", "is_restricted": 0}
	)  # but who must not be found
	assert number("Refugee Support Clients in Support") == everybody


@pytest.mark.parametrize("role", [access.CAFE_HELPER, access.APPLICATION_HELPER, access.COORDINATOR])
def test_who_sees_no_client_gets_no_number_of_clients(role: str) -> None:
	frappe.set_user(helper(role))
	with pytest.raises(frappe.PermissionError):
		number("Refugee Support Clients in Support")


@pytest.mark.parametrize("role", [access.VOLUNTEER, access.CAFE_HELPER, access.ADMINISTRATOR])
def test_who_evaluates_nothing_gets_no_number_of_contacts(role: str) -> None:
	frappe.set_user(helper(role))
	with pytest.raises(frappe.PermissionError):
		number("Refugee Support Contacts This Year")


def test_contacts_of_this_month_and_year_are_those_of_the_service_records() -> None:
	frappe.set_user(helper(access.COORDINATOR))
	before = number("Refugee Support Contacts This Month"), number("Refugee Support Contacts This Year")
	frappe.set_user("Administrator")
	make.make_consultation(make.make_client().name, consultation_date=frappe.utils.nowdate())
	frappe.set_user(helper(access.COORDINATOR))
	after = number("Refugee Support Contacts This Month"), number("Refugee Support Contacts This Year")
	assert after == (before[0] + 1, before[1] + 1)
