"""A letter is entered, explained in German, dealt with by two people and seen in the calendar."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .conftest import screenshot_path

if TYPE_CHECKING:
	from playwright.sync_api import Page


class Office(NamedTuple):
	counsellor: str
	colleague: str
	client: str
	letter: str
	deadline: str
	not_computed: str
	password: str


@pytest.fixture(scope="module")
def office(site: str, committed: Callable) -> Iterator[Office]:
	import frappe
	from frappe.utils import add_days, add_to_date, now_datetime, nowdate

	from tests.site import factories as make

	with committed() as commit:
		counsellor, colleague = (
			make.make_user("Refugee Support Counsellor", language="de", time_zone="Europe/Berlin")
			for _number in range(2)
		)
		for user in (counsellor, colleague):
			make.make_volunteer_profile(user, helper_kind="Staff")
		client = make.make_client(first_name="Selam", last_name="Fristentest").name
		own = {"authority": "JOBCENTER_ME_AKTIV", "responsible": counsellor}
		written = {"letter_date": add_days(nowdate(), -9), "posted_on": add_days(nowdate(), -8)}
		letter = make.make_letter(client, subject="Mehrbedarf abgelehnt", **own, **written)
		asylum = {"letter_kind": "Asylum Decision", "authority": "BAMF", "delivery": "Formal Service"}
		unknown = make.make_letter(
			client, responsible=counsellor, served_on=add_days(nowdate(), -1), **asylum
		)
		make.make_deadline(client, due_on=add_days(nowdate(), 2), kind="Appointment", responsible=counsellor)
		make.make_deadline(client, due_on=add_days(nowdate(), -1), responsible=counsellor)
		late = add_to_date(now_datetime(), hours=-30)
		frappe.db.set_single_value("Refugee Support Settings", "deadline_reminders_ran_at", late)
		commit()
		frappe.clear_cache()
		yield Office(
			*(counsellor, colleague, client, letter.name, letter.deadline, unknown.deadline, make.PASSWORD)
		)
		frappe.db.set_single_value("Refugee Support Settings", "deadline_reminders_ran_at", None)


def go(page: "Page", route: str) -> None:
	page.goto(f"/app/{route}")
	page.wait_for_function("window.frappe && frappe.boot && frappe.router")
	page.wait_for_load_state("networkidle")


def test_a_letter_explains_its_deadline_in_german(office: Office, login: Callable) -> None:
	page = login(office.counsellor, office.password)
	go(page, f"authority-letter/{office.letter}")
	steps = page.locator("[data-fieldname='computation']")
	steps.locator("text=§ 37 Abs. 2 Satz 1 SGB X").first.wait_for()
	assert "maßgeblich ist der Bescheid" in steps.inner_text()
	page.screenshot(path=screenshot_path("letter", 1), full_page=True)
	steps.locator("p").first.scroll_into_view_if_needed()
	page.screenshot(path=screenshot_path("letter", 2))


def test_the_list_shows_in_words_and_colours_what_must_be_done(office: Office, login: Callable) -> None:
	page = login(office.counsellor, office.password)
	go(page, "legal-deadline")
	page.locator(".list-row .indicator-pill", has_text="Nicht berechnet").first.wait_for()
	first = page.locator(".list-row-container .indicator-pill").first.inner_text()
	assert first.strip() == "Nicht berechnet"
	assert page.locator(".list-row .indicator-pill.red", has_text="Überfällig").count() >= 1
	page.screenshot(path=screenshot_path("deadlines", 1))


def test_the_calendar_shows_deadlines_and_opens_them(office: Office, login: Callable) -> None:
	page = login(office.counsellor, office.password)
	go(page, "legal-deadline/view/calendar")
	event = page.locator(".fc-event", has_text="Selam Fristentest").first
	event.wait_for()
	page.screenshot(path=screenshot_path("deadline-calendar", 1))
	event.click()
	page.wait_for_function("frappe.get_route()[0] === 'Form' && frappe.get_route()[1] === 'Legal Deadline'")


def test_a_silent_check_is_told_on_the_workspace(office: Office, login: Callable) -> None:
	page = login(office.counsellor, office.password)
	go(page, "refugee-counselling")
	warning = page.locator(".refugee-support-late")
	warning.wait_for()
	assert "26 Stunden" in warning.inner_text()
	page.screenshot(path=screenshot_path("late", 1), full_page=True)


def test_one_person_marks_a_deadline_as_met_and_another_confirms_it(office: Office, login: Callable) -> None:
	import frappe

	page = login(office.counsellor, office.password)
	go(page, f"legal-deadline/{office.deadline}")
	page.locator(".page-actions .btn", has_text="Als erledigt melden").click()
	page.locator(".modal.show [data-fieldname='evidence_note'] textarea").fill("Fax, Sendebericht 12:03")
	page.locator(".modal.show .btn-modal-primary").click()
	page.locator(".form-message", has_text="zweite Person").wait_for()
	assert page.locator(".page-actions .btn", has_text="Als zweite Person bestätigen").count() == 0
	page.screenshot(path=screenshot_path("deadline", 1), full_page=True)

	second = login(office.colleague, office.password)
	go(second, f"legal-deadline/{office.deadline}")
	second.locator(".page-actions .btn", has_text="Als zweite Person bestätigen").click()
	second.locator(".page-head .indicator-pill", has_text="Eingehalten").wait_for()
	frappe.db.rollback()
	assert frappe.db.get_value("Legal Deadline", office.deadline, "status") == "Met"
