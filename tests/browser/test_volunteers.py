"""People who help, in the German desk: what is missing, starting, saying goodbye, own hours, who can help."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import screenshot_path

if TYPE_CHECKING:
	from playwright.sync_api import Page


@pytest.fixture(scope="module")
def people(committed: Callable) -> Iterator[dict[str, Any]]:
	import frappe
	from frappe.utils import add_days, nowdate

	from refugee_support import access
	from tests.site import factories as make

	def helper(role: str, name: str, **profile: Any) -> str:
		user = make.make_user(role, language="de")
		make.make_volunteer_profile(user, full_name=name, **profile)
		return user

	with committed() as commit:
		thursday = [{"weekday": "Thursday", "time_of_day": "Evening"}]
		tigrinya = [{"language": "ti", "level": "Native Language"}, {"language": "de", "level": "C1"}]
		made: dict[str, Any] = {
			"administrator": helper(access.ADMINISTRATOR, "Petra Hambloch", helper_kind="Staff"),
			"coordinator": helper(access.COORDINATOR, "Annette Vosskamp"),
			"counsellor": helper(access.COUNSELLOR, "Miriam Tannert", helper_kind="Staff"),
			"volunteer": helper(
				access.VOLUNTEER,
				"Daniel Tesfai",
				availability=thursday,
				languages=tigrinya,
				phone="0211 5550123",
			),
			"leaving": helper(access.VOLUNTEER, "Wolfgang Ehlers"),
		}
		for number in range(3):
			client = make.make_client(first_name=f"Zqgeheim{number}")
			make.put_on_team(client.name, made["leaving"])
		made["deadline"] = make.make_deadline(client.name, responsible=made["leaving"]).name
		made["interested"] = make.make(
			"Volunteer Profile",
			full_name="Hanna Stratmann",
			email="hanna.stratmann@example.org",
			conversation_on=add_days(nowdate(), -3),
			undertaking_signed_on=add_days(nowdate(), -1),
			tasks=[{"task": task, "from_date": nowdate()} for task in ("LANGUAGE_CAFE", "CHILDCARE")],
		).name
		for user in ("volunteer", "coordinator"):
			profile = frappe.db.get_value("Volunteer Profile", {"user": made[user]})
			task = "COUNSELLING" if user == "volunteer" else "COORDINATION"
			values = {"task": task, "hours": 2.5, "date": nowdate(), "funding_programme": "KOMM_AN_NRW"}
			make.make("Volunteer Hours", volunteer=profile, **values)
		made["profile_of"] = {
			user: frappe.db.get_value("Volunteer Profile", {"user": made[user]})
			for user in ("volunteer", "leaving", "administrator")
		}
		commit()
		yield made


@pytest.fixture
def desk(
	login: Callable, people: dict[str, Any], request: pytest.FixtureRequest
) -> Callable[[str, str], "Page"]:
	from tests.site.factories import PASSWORD

	def open_as(who: str, route: str) -> "Page":
		page = login(people[who], PASSWORD)
		go(page, route)
		return page

	return open_as


def go(page: "Page", route: str) -> None:
	page.goto(f"/app/{route}")
	page.wait_for_function("window.frappe && frappe.boot && frappe.router")
	page.wait_for_load_state("networkidle")
	page.wait_for_timeout(2500)


def shoot(page: "Page", name: str) -> None:
	page.screenshot(path=screenshot_path(name, 1))


def button(page: "Page", label: str) -> None:
	page.locator(".page-actions button:visible", has_text=label).first.click()


def test_the_administrator_sees_at_a_glance_what_is_to_do(desk: Callable) -> None:
	page = desk("administrator", "")
	page.get_by_text("Schritte fehlen").first.wait_for()
	shoot(page, "workspace-administrator")


def test_what_is_missing_is_listed_and_said_again_when_one_tries(desk: Callable, people: dict) -> None:
	page = desk("administrator", f"volunteer-profile/{people['interested']}")
	page.get_by_text("Datenschutzunterweisung", exact=True).first.wait_for()
	shoot(page, "volunteer-onboarding")
	button(page, "Aktivieren")
	page.locator(".modal.show .msgprint", has_text="Führungszeugnis").wait_for()
	shoot(page, "volunteer-not-yet")
	assert "Datenschutz" in page.locator(".modal.show .msgprint").inner_text()


def test_goodbye_hands_over_numbers_without_names(desk: Callable, people: dict) -> None:
	page = desk("administrator", f"volunteer-profile/{people['profile_of']['leaving']}")
	button(page, "Abschied")
	page.locator(".modal.show [data-fieldname='things'] .grid-row").nth(3).wait_for()
	everything = page.locator(".modal.show [data-fieldname='everything'] input").first
	everything.fill("Miriam")
	page.locator(".modal.show .awesomplete [role='option']", has_text="Miriam Tannert").first.click()
	page.wait_for_timeout(1000)
	shoot(page, "volunteer-leaving")
	assert "Zqgeheim" not in page.content()
	page.locator(".modal.show .btn-primary", has_text="Verabschieden").click()
	page.locator(".indicator-pill", has_text="Ausgeschieden").first.wait_for(timeout=60000)
	shoot(page, "volunteer-left")

	import frappe

	frappe.db.rollback()
	assert frappe.db.get_value("Legal Deadline", people["deadline"], "responsible") == people["counsellor"]
	assert not frappe.db.get_value("User", people["leaving"], "enabled")


def test_a_volunteer_enters_hours_and_changes_their_details(desk: Callable, people: dict) -> None:
	page = desk("volunteer", "volunteer-hours")
	page.locator(".page-actions .primary-action, .page-head .primary-action").first.click()
	hours = page.locator(".modal.show [data-fieldname='hours'] input").first
	hours.wait_for()
	hours.fill("1,5")
	page.wait_for_timeout(500)
	shoot(page, "my-hours")
	page.locator(".modal.show .btn-primary", has_text="Speichern").click()
	page.get_by_text("Stunden gespeichert").wait_for()
	go(page, f"volunteer-profile/{people['profile_of']['volunteer']}")
	button(page, "Meine Angaben ändern")
	page.locator(".modal.show [data-fieldname='availability'] .grid-row").first.wait_for()
	page.wait_for_timeout(800)
	shoot(page, "my-details")
	page.locator(".modal.show [data-fieldname='phone'] input").first.fill("0211 999")
	page.locator(".modal.show .btn-primary", has_text="Speichern").click()
	page.wait_for_timeout(2500)
	assert "0211 999" in page.content()


def test_a_coordinator_finds_who_speaks_tigrinya_on_thursday(desk: Callable) -> None:
	page = desk("coordinator", "query-report/Who Can Help?language=ti&weekday=Thursday")
	page.get_by_text("Daniel Tesfai").first.wait_for()
	page.wait_for_timeout(1500)
	shoot(page, "who-can-help")
	go(page, "query-report/Hours of Volunteers")
	page.locator(".dt-row").nth(1).wait_for()
	page.wait_for_timeout(1500)
	shoot(page, "hours-of-volunteers")
