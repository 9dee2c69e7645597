"""An application from the checklist to the decision, in German, as a volunteer and as a counsellor."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.browser.conftest import picture_path

if TYPE_CHECKING:
	from playwright.sync_api import Page


class World(NamedTuple):
	counsellor: str
	volunteer: str
	client: str
	application: str
	refused: str
	password: str


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe
	from frappe.utils import add_days, nowdate

	from tests.site import factories as make

	with committed() as commit:
		german = {"language": "de", "time_zone": "Europe/Berlin"}
		counsellor = make.make_user(
			"Refugee Support Counsellor",
			**german,
			email="britta.beispiel@example.com",
			first_name="Britta",
			last_name="Beispiel",
		)
		volunteer = make.make_user(
			"Refugee Support Volunteer",
			**german,
			email="emil.ehrenamt@example.com",
			first_name="Emil",
			last_name="Ehrenamt",
		)
		make.make_volunteer_profile(counsellor, helper_kind="Staff", full_name="Britta Beispiel")
		make.make_volunteer_profile(volunteer, helper_kind="Volunteer", full_name="Emil Ehrenamt")
		client = make.make_client(first_name="Salima", last_name="Haddad", main_language="ar")
		make.put_on_team(client.name, volunteer)
		application = make.make_application(client.name, application_type="KG", responsible=volunteer)
		refused = make.make_application(
			client.name,
			application_type="WG",
			responsible=volunteer,
			submitted_on=add_days(nowdate(), -60),
			submission_channel="By Post",
			decided_on=add_days(nowdate(), -3),
			outcome="Rejected",
			refusal_reason="Documents Missing",
		)
		commit()
		frappe.clear_cache()
		yield World(counsellor, volunteer, client.name, application.name, refused.name, make.PASSWORD)


def open_form(page: "Page", name: str) -> None:
	page.goto(f"/app/authority-application/{name}")
	page.wait_for_function(
		"name => window.cur_frm && cur_frm.docname === name && cur_frm.doc.__onload", arg=name
	)
	page.wait_for_load_state("networkidle")
	page.wait_for_timeout(800)


def picture(page: "Page", name: str) -> None:
	page.set_viewport_size({"width": 1280, "height": 860})  # as docs/make_screenshots.py
	page.wait_for_timeout(300)
	page.screenshot(path=picture_path(name))


def status(page: "Page") -> str:
	return page.evaluate("cur_frm.doc.status")


def act(page: "Page", action: str) -> None:
	page.locator(".actions-btn-group button").first.click()
	page.locator(".actions-btn-group .dropdown-item:visible", has_text=action).click()


def test_a_volunteer_sees_what_is_missing_and_files_by_a_dialog(login: Callable, world: World) -> None:
	page = login(world.volunteer, world.password)
	open_form(page, world.application)
	hints = page.locator("[data-fieldname='hints']")
	assert "Es fehlt noch: Antrag auf Kindergeld (KG 1)" in hints.inner_text()
	assert "nur gemeinsam mit der Klientin oder dem Klienten anrufen" in hints.inner_text()
	picture(page, "application-volunteer")
	act(page, "Antrag einreichen")
	dialog = page.locator(".modal.show")
	dialog.locator("[data-fieldname='submission_channel'] select").select_option(label="Persönlich")
	picture(page, "application-dialog")
	dialog.locator(".btn-modal-primary").click()
	page.wait_for_function("cur_frm.doc.status === 'Filed'")
	page.wait_for_timeout(1500)
	picture(page, "application-filed")
	assert "noch keinen Nachweis der Einreichung" in hints.inner_text()


def test_a_dialog_closed_without_saving_changes_nothing(login: Callable, world: World) -> None:
	page = login(world.counsellor, world.password)
	open_form(page, world.refused)
	act(page, "Rechtsbehelf einlegen")
	page.locator(".modal.show .btn-modal-close").click()
	page.wait_for_timeout(500)
	assert status(page) == "Decided"
	assert page.locator("#freeze").count() == 0


def test_after_a_refusal_a_counsellor_is_told_the_remedy_and_a_volunteer_has_no_action(
	login: Callable, world: World
) -> None:
	page = login(world.counsellor, world.password)
	open_form(page, world.refused)
	assert "Üblicher Rechtsbehelf: Widerspruch" in page.locator("[data-fieldname='hints']").inner_text()
	picture(page, "application-refused")
	act(page, "Rechtsbehelf einlegen")
	picture(page, "application-remedy-dialog")
	page = login(world.volunteer, world.password)
	open_form(page, world.refused)
	assert page.locator(".actions-btn-group:visible .dropdown-item").count() == 0


def test_choosing_a_type_fills_the_checklist_before_saving(login: Callable, world: World) -> None:
	page = login(world.counsellor, world.password)
	page.goto("/app/authority-application/new")
	page.wait_for_function("window.cur_frm && cur_frm.is_new()")
	page.evaluate(
		"client => cur_frm.set_value('client', client).then(() => cur_frm.set_value('application_type', 'SGB2_HA'))",
		world.client,
	)
	page.wait_for_function("(cur_frm.doc.documents || []).length > 10")
	assert page.evaluate("cur_frm.doc.authority") == "JOBCENTER_ME_AKTIV"
	page.wait_for_timeout(800)
	picture(page, "application-new")


def test_the_list_speaks_german_and_offers_no_bulk_actions(login: Callable, world: World) -> None:
	page = login(world.counsellor, world.password)
	page.goto("/app/authority-application")
	page.locator(".list-row").first.wait_for()
	page.wait_for_timeout(1200)
	assert page.locator(".list-row .indicator-pill", has_text=re.compile("Abgelehnt")).count() >= 1
	picture(page, "application-list")
	page.locator(".list-row-checkbox").first.click()
	page.locator(".actions-btn-group button").first.click()
	page.wait_for_timeout(800)
	assert page.locator(".modal.show").count() == 0, "nobody is told off for ticking a row"
	offered = page.locator(".actions-btn-group .dropdown-item:visible").all_inner_texts()
	assert not [text for text in offered if "Antrag" in text], offered
