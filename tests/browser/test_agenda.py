"""The calendar of everything: seen, switched and read with the keyboard, wide and on a phone."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .conftest import picture_path

if TYPE_CHECKING:
	from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}
DEADLINE, CAFE = "Selam Kalendertest", "Café im Kalendertest"


class Team(NamedTuple):
	counsellor: str
	helper: str
	password: str


@pytest.fixture(scope="module")
def team(site: str, committed: Callable) -> Iterator[Team]:
	from frappe.utils import nowdate

	from refugee_support import access
	from tests.site import factories as make

	with committed() as commit:
		german = {"language": "de", "time_zone": "Europe/Berlin"}
		users = [make.make_user(role, **german) for role in (access.COUNSELLOR, access.CAFE_HELPER)]
		for user in users:
			make.make_volunteer_profile(user)
		client = make.make_client(first_name="Selam", last_name="Kalendertest").name
		make.make_deadline(client, due_on=nowdate(), responsible=users[0])
		make.make_cafe_session(title=CAFE)
		commit()
		yield Team(*users, make.PASSWORD)


def open_calendar(page: "Page") -> None:
	page.goto("/app/refugee-support-calendar")
	page.locator(".fc-view").wait_for()


def shown(page: "Page", text: str) -> bool:
	page.wait_for_load_state("networkidle")
	return page.locator(".rs-agenda", has_text=text).count() == 1


def test_what_is_switched_off_by_the_keyboard_goes_and_stays_away(team: Team, login: Callable) -> None:
	page = login(team.counsellor, team.password)
	open_calendar(page)
	page.locator(".fc-event", has_text=DEADLINE).wait_for()
	page.locator(".fc-event", has_text=CAFE).wait_for()
	page.screenshot(path=picture_path("agenda-wide"))
	switch = page.get_by_role("button", name="Fristen", exact=True)
	switch.focus()
	page.keyboard.press("Space")
	page.locator(".fc-event", has_text=DEADLINE).wait_for(state="detached")
	assert switch.get_attribute("aria-pressed") == "false" and shown(page, CAFE)
	open_calendar(page)
	page.locator(".fc-event", has_text=CAFE).wait_for()
	assert not shown(page, DEADLINE)


def test_a_click_opens_the_record(team: Team, login: Callable) -> None:
	page = login(team.counsellor, team.password)
	open_calendar(page)
	page.locator(".fc-event", has_text=DEADLINE).click()
	page.wait_for_url("**/app/legal-deadline/*")


def test_on_a_phone_it_is_a_list_from_today_and_a_helper_reads_no_name(team: Team, login: Callable) -> None:
	page = login(team.helper, team.password)
	page.set_viewport_size(PHONE)
	open_calendar(page)
	page.locator(".fc-list-item, .fc-list-event", has_text=CAFE).wait_for()  # Frappe 15, 16
	page.screenshot(path=picture_path("agenda-phone"))
	assert not shown(page, DEADLINE)
	switches = page.locator(".rs-agenda-kinds button").all_inner_texts()
	assert switches == ["Dienste", "Sprachcafés", "Veranstaltungen"]
