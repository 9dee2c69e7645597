"""What somebody reads who has just begun and has nothing yet: why a page is empty, what to do, and where help is."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from .conftest import screenshot_path

if TYPE_CHECKING:
	from playwright.sync_api import Page

VOLUNTEER = "Refugee Support Volunteer"


@pytest.fixture(scope="module")
def people(site: str, committed: Callable) -> Iterator[dict[str, str]]:
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		german = {"language": "de", "time_zone": "Europe/Berlin"}
		new = make.make_user(VOLUNTEER, email="neu@example.com", **german)
		make.make_volunteer_profile(new, full_name="Nadia Neu")
		unsigned = make.make_user(VOLUNTEER, email="ohne@example.com", **german)
		counsellor = make.make_user("Refugee Support Counsellor", email="beratung@example.com", **german)
		make.make_volunteer_profile(counsellor, helper_kind="Staff")
		client = make.make_client(first_name="Salima", last_name="Haddad")
		commit()
		frappe.clear_cache()
		yield {"new": new, "unsigned": unsigned, "counsellor": counsellor, "client": client.name}


def reading(page: "Page", *route: str) -> str:
	page.evaluate("route => frappe.set_route(...route)", list(route))
	box = page.locator(
		".no-result .msg-box:visible, .report-wrapper ~ div .msg-box:visible, .msg-box:visible"
	).first
	box.wait_for()
	return box.inner_text()


def test_a_new_volunteer_reads_why_the_list_is_empty_and_what_a_nought_means(
	login: Callable, people: dict[str, str]
) -> None:
	from tests.site.factories import PASSWORD

	page = login(people["new"], PASSWORD)
	page.locator(".number-widget-box .rs-nothing", has_text="Nichts ist überfällig.").first.wait_for()
	assert "Ihnen ist heute niemand anvertraut" in reading(page, "List", "Client", "List")
	page.screenshot(path=screenshot_path("empty-clients", 1))
	assert "dauert keine Minute" in reading(page, "List", "Consultation", "List")


def test_without_an_undertaking_the_list_says_so(login: Callable, people: dict[str, str]) -> None:
	from tests.site.factories import PASSWORD

	page = login(people["unsigned"], PASSWORD)
	assert "Verschwiegenheitsverpflichtung" in reading(page, "List", "Client", "List")


def test_an_empty_report_and_a_new_client_say_what_to_do(login: Callable, people: dict[str, str]) -> None:
	from tests.site.factories import PASSWORD

	page = login(people["counsellor"], PASSWORD)
	page.evaluate("frappe.set_route('query-report', 'Open Follow-Ups')")
	page.locator(".msg-box:visible", has_text="nichts zu tun").wait_for()
	page.evaluate("name => frappe.set_route('Form', 'Client', name)", people["client"])
	page.locator(".rs-page button", has_text="Die erste erfassen").click()
	page.locator(".modal.show [data-fieldname='main_topic'] input").wait_for()


def test_the_question_mark_leads_to_the_right_heading(login: Callable, people: dict[str, str]) -> None:
	from tests.site.factories import PASSWORD

	page = login(people["counsellor"], PASSWORD)
	page.evaluate("frappe.set_route('List', 'Legal Deadline', 'List')")
	mark = page.locator(".rs-help:visible")
	page.wait_for_function(
		"document.querySelector(\".rs-help[href$='#briefe-und-fristen']\")?.checkVisibility()"
	)
	assert mark.get_attribute("aria-label") == "Hilfe zu dieser Seite"
	page.goto(mark.get_attribute("href"))
	assert page.locator("#briefe-und-fristen").inner_text() == "Briefe und Fristen"
	assert page.evaluate("document.querySelector('#briefe-und-fristen').getBoundingClientRect().top") < 400


def test_the_list_of_letters_opens_although_it_knows_their_deadlines(
	login: Callable, people: dict[str, str]
) -> None:
	"""The long walk found it refused to everybody but the Administrator."""
	from tests.site.factories import PASSWORD

	page = login(people["counsellor"], PASSWORD)
	for doctype in ("Authority Letter", "Deadline Reminder", "Consultation Note"):
		with page.expect_response("**/api/method/frappe.desk.reportview.get") as answer:
			page.evaluate("doctype => frappe.set_route('List', doctype, 'List')", doctype)
		assert answer.value.ok, doctype
