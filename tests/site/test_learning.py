"""First steps in the desk: each role is offered what it can do, and each person has their own ticks."""

import json
from typing import Any

import frappe
import pytest

from refugee_support import access, learning
from tests.site import factories as make
from tests.site.test_workspaces import WORKSPACES

RECORD = "Record a consultation"


@pytest.fixture(autouse=True)
def onboarding(rolled_back: None, monkeypatch: pytest.MonkeyPatch) -> None:
	"""Switched on, as Frappe's set-up leaves it."""
	of_the_site = frappe.get_system_settings
	monkeypatch.setattr(
		frappe, "get_system_settings", lambda key: 1 if key == "enable_onboarding" else of_the_site(key)
	)


def helper(role: str) -> str:
	user = make.make_user(role, new_password="", language="de")
	make.make_volunteer_profile(user)
	return user


def steps(role: str) -> list[dict[str, Any]]:
	"""What the workspace of this role offers to whoever is logged in."""
	name = WORKSPACES[role]
	page = learning.get_desktop_page(json.dumps({"name": name, "title": name, "public": 1}))
	return [step for item in page["onboardings"]["items"] for step in item["items"]]


def done(role: str) -> dict[str, bool]:
	return {step["name"]: bool(step["is_complete"] or step["is_skipped"]) for step in steps(role)}


@pytest.mark.parametrize("role", WORKSPACES)
def test_each_role_can_take_every_step_it_is_offered(role: str) -> None:
	frappe.set_user(helper(role))
	offered = steps(role)
	assert len(offered) >= 3
	for step in offered:
		if step["action"] == "Show Form Tour":
			assert frappe.has_permission(step["reference_document"], "create"), step["name"]
			assert frappe.has_permission("Form Tour", "read", step["form_tour"])
		else:
			assert may_open(step["path"]), step["name"]


def may_open(path: str) -> bool:
	first, *rest = path.split("/")
	if first == "query-report":
		report = frappe.get_doc("Report", rest[0])
		return report.is_permitted() and frappe.has_permission(report.ref_doctype, "report")
	if frappe.db.exists("Page", first):
		return frappe.get_doc("Page", first).is_permitted()
	doctypes = frappe.get_all("DocType", {"module": learning.MODULE}, pluck="name")
	doctype = next(name for name in doctypes if name.lower().replace(" ", "-") == first)
	return bool(frappe.has_permission(doctype, "read"))


def test_one_volunteers_tick_is_no_other_volunteers() -> None:
	first, second = helper(access.VOLUNTEER), helper(access.VOLUNTEER)
	frappe.set_user(first)
	learning.update_onboarding_step(RECORD, "is_complete", 1)
	assert done(access.VOLUNTEER)[RECORD]
	frappe.set_user(second)
	assert not done(access.VOLUNTEER)[RECORD]


def test_who_has_taken_or_skipped_every_step_is_no_longer_shown_them() -> None:
	first, second = helper(access.VOLUNTEER), helper(access.VOLUNTEER)
	frappe.set_user(first)
	for number, step in enumerate(done(access.VOLUNTEER)):
		learning.update_onboarding_step(step, learning.STATES[number % 2], "1")
	assert steps(access.VOLUNTEER) == []
	frappe.set_user(second)
	assert steps(access.VOLUNTEER)


def test_nobody_ticks_a_step_of_another_role_or_changes_its_text() -> None:
	frappe.set_user(helper(access.CAFE_HELPER))
	with pytest.raises(frappe.PermissionError):
		learning.update_onboarding_step(RECORD, "is_complete", 1)
	with pytest.raises(frappe.PermissionError):
		learning.update_onboarding_step("Let guests in", "description", "<b>x</b>")


def test_the_sentences_after_a_step_are_german() -> None:
	frappe.set_user(helper(access.VOLUNTEER))
	frappe.local.lang = "de"
	titles = {step["callback_title"] for step in steps(access.VOLUNTEER) if step["path"]}
	assert "Ihre Klient:innen" in titles and "Your clients" not in titles
