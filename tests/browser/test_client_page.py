"""The page of a client in a real Chromium, in German: on a desk and on a telephone."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
	from playwright.sync_api import Page


class World(NamedTuple):
	counsellor: str
	client: str
	password: str


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe
	from frappe.utils import add_days, nowdate

	from tests.site import factories as make

	with committed() as commit:
		counsellor = make.make_user("Refugee Support Counsellor", language="de", time_zone="Europe/Berlin")
		make.make_volunteer_profile(counsellor, helper_kind="Staff")
		client = make.make_client(
			first_name="<img src=x onerror=window.hit=1>",
			last_name="Weg",
			native_name="<b>أمينة</b>",
			arrival_date="2022-04-01",
			residence_history=[
				{"residence_status": "GEST", "valid_from": "2022-04-01"},
				{
					"residence_status": "AE252F",
					"valid_from": "2023-05-01",
					"valid_until": add_days(nowdate(), 20),
				},
			],
			characteristics=[
				{"characteristic": "German Level", "value": "A2", "valid_from": "2023-09-01"},
				{"characteristic": "German Level", "value": "B1", "valid_from": "2025-02-01"},
			],
			german_level="B1",
		)
		make.make_consultation(client.name, main_topic=make.make_topic("page-topic", label="<i>Thema</i>"))
		make.make_goal(client.name, goal="<u>Prüfung</u> B2")
		commit()
		frappe.clear_cache()
		yield World(counsellor, client.name, make.PASSWORD)


def open_client(page: "Page", client: str) -> None:
	page.evaluate("name => frappe.set_route('Form', 'Client', name)", client)
	page.locator(".rs-page .rs-path svg").wait_for()


def test_the_page_tells_status_renewal_and_path_in_german(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	open_client(page, world.client)
	text = page.locator(".rs-page").inner_text()
	for words in ("Auf einen Blick", "Verlängerung bis", "Letzte Kontakte", "Fehlende Angaben"):
		assert words.casefold() in page.locator(".form-dashboard").inner_text().casefold(), words
	assert "At a Glance" not in text and "Support Team" not in text
	svg = page.locator(".rs-path svg")
	assert svg.get_attribute("role") == "img"
	assert "B1" in svg.inner_html() and "Sprachniveau erreicht" in svg.get_attribute("aria-label")


def test_nothing_typed_by_people_becomes_markup(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	open_client(page, world.client)
	assert page.locator(".rs-page b, .rs-page i, .rs-page u, .rs-page img").count() == 0
	assert page.evaluate("window.hit") is None


def test_a_click_on_a_missing_fact_leads_to_its_field(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	open_client(page, world.client)
	page.locator(".rs-missing button", has_text="Staatsangehörigkeit").first.click()
	page.wait_for_timeout(1500)
	assert page.evaluate("document.activeElement.dataset.fieldname") == "nationality"


def test_on_a_telephone_nothing_is_cut_off(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	page.set_viewport_size({"width": 390, "height": 844})
	open_client(page, world.client)
	page.wait_for_timeout(500)
	wide = page.evaluate(
		"""() => [...document.querySelectorAll('.rs-page *')]
			.filter(node => node.getBoundingClientRect().right > window.innerWidth + 1).length"""
	)
	assert wide == 0
