"""The help with job applications in the German desk: a helper fills an empty profile, and sees nothing else."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import screenshot_path

if TYPE_CHECKING:
	from playwright.sync_api import Page


@pytest.fixture(scope="module")
def made(committed: Callable) -> Iterator[dict[str, Any]]:
	import frappe
	from frappe.utils import add_days, add_months, nowdate

	from refugee_support import access
	from tests.site import factories as make

	with committed() as commit:
		helper = make.make_user(access.APPLICATION_HELPER, language="de")
		make.make_volunteer_profile(helper, full_name="Rolf Steinhauer")
		client = make.make_client(
			first_name="Samir",
			last_name="Haddad",
			mobile_no="0211 5550177",
			street="Am Markt 1",
			postal_code="40699",
			municipality="Erkrath",
			occupation="Elektriker",
			date_of_birth="1988-04-02",
		)
		support = make.make_application_support(client.name, helper, goal="Als Elektriker arbeiten")
		of_this = {"application_support": support.name}
		make.make(
			"Client Career Station",
			title="Elektriker",
			organisation="Al-Nur Elektro",
			place="Homs",
			from_date="2007-09-01",
			to_date="2014-06-01",
			**of_this,
		)
		make.make(
			"Client Job Application",
			employer="Elektro Schmitz GmbH",
			position="Elektrohelfer",
			sent_on=add_days(nowdate(), -3),
			interview_on=f"{nowdate()} 10:00:00",
			**of_this,
		)
		late = add_months(nowdate(), -5)
		make.make(
			"Client Qualification",
			title_original="شهادة الثانوية المهنية",
			german_equivalent="Elektroniker (Facharbeiterbrief)",
			procedure="Recognition",
			applied_on=late,
			documents_complete_on=late,
			**of_this,
		)
		course = make.make(
			"Client Career Station", kind="Course", title="Erste Hilfe", from_date="2024-03-01", **of_this
		)
		course.update({"to_date": "2024-03-01", "certificate_valid_until": add_days(nowdate(), 20)}).save()
		commit()
		frappe.clear_cache()
		yield {"helper": helper, "support": support.name, "client": client.name, "password": make.PASSWORD}


def screenshot(page: "Page", number: int) -> None:
	page.wait_for_timeout(600)
	page.screenshot(path=screenshot_path("application support", number), full_page=True)


def test_a_helper_fills_the_profile_in_german(login: Callable, made: dict[str, Any]) -> None:
	page = login(made["helper"], made["password"])
	page.get_by_text("Menschen, denen ich helfe").first.click()
	page.locator(".list-row-container").first.wait_for()
	screenshot(page, 1)
	page.get_by_text("Samir Haddad").first.click()
	page.wait_for_function(f"window.cur_frm && cur_frm.doc.name === '{made['support']}'")
	page.locator("[data-fieldname=goal] textarea:visible").wait_for()
	screenshot(page, 2)
	page.get_by_role("tab", name="Profil").click()
	page.get_by_role("button", name="Flucht und Asylverfahren").first.wait_for()
	screenshot(page, 3)

	page.get_by_role("button", name="Flucht und Asylverfahren").first.click()
	dialog = page.locator(".modal.show")
	dialog.wait_for()
	assert dialog.locator("[data-fieldname=title] input").input_value() == "Flucht und Asylverfahren"
	screenshot(page, 4)
	dialog.get_by_role("button", name="Speichern").click()
	dialog.wait_for(state="hidden")
	page.wait_for_function("cur_frm.doc.__onload?.overview?.stations.length === 3")

	page.evaluate("() => frappe.hide_msgprint(true)")
	page.get_by_role("tab", name="Bewerbungen").click()
	page.get_by_text("Elektro Schmitz GmbH").first.wait_for()
	screenshot(page, 5)
	assert not page.locator(".msgprint-dialog.show, .modal.show").count()


def test_the_tracker_and_its_calendar_are_german_and_lead_to_the_application(
	login: Callable, made: dict[str, Any]
) -> None:
	page = login(made["helper"], made["password"])
	page.goto("/app/client-job-application")
	page.locator(".list-row-container", has_text="Elektro Schmitz GmbH").wait_for()
	screenshot(page, 6)
	page.goto("/app/client-job-application/view/calendar/default")
	event = page.locator(".fc-event", has_text="Gespräch: Elektro Schmitz GmbH").first
	event.wait_for()
	screenshot(page, 7)
	event.click()
	page.wait_for_function("window.cur_frm && cur_frm.doctype === 'Client Job Application'")
	page.wait_for_load_state("networkidle")
	screenshot(page, 8)
	page.goto(f"/app/application-support/{made['support']}")
	page.get_by_role("tab", name="Profil").click()
	page.get_by_text("Entscheidung war fällig bis").first.wait_for()
	page.get_by_text("Nachweis gültig bis").first.wait_for()
	screenshot(page, 9)


def test_a_helper_finds_no_client(login: Callable, made: dict[str, Any]) -> None:
	page = login(made["helper"], made["password"])
	assert page.evaluate("() => frappe.model.can_read('Client')") is False
	answer = page.request.get(f"/api/resource/Client/{made['client']}")
	assert answer.status == 403
