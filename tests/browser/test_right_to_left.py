"""The desk of a volunteer who reads Arabic: from right to left, in the words of ar.po, nothing outside of the window."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from .conftest import screenshot_path
from .test_walk import PHONE, WALK, WIDE

if TYPE_CHECKING:
	from playwright.sync_api import Page

ARABIC = re.compile("[؀-ۿ]")


@pytest.fixture(scope="module")
def people(site: str, committed: Callable) -> Iterator[dict[str, str]]:
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		users = {}
		for key, role in (("volunteer", "Refugee Support Volunteer"), ("cafe", "Language Cafe Helper")):
			users[key] = make.make_user(
				role,
				language="ar",
				time_zone="Europe/Berlin",
				email=f"rtl-{key}@example.com",
				first_name="Rana",
			)
			make.make_volunteer_profile(users[key], full_name="Rana Rechtslinks")
		client = make.make_client(first_name="Salima", last_name="Haddad", main_language="ar")
		make.put_on_team(client.name, users["volunteer"])
		make.make_consultation(client.name, summary="Brief gelesen.")
		make.make_cafe_session()
		make.make_duty()
		commit()
		frappe.clear_cache()
		yield {**users, "client": client.name}


def look(page: "Page", name: str, *view: str) -> str:
	"""Open it, on both widths: nothing lies outside of the window, nothing of ours is cut off."""
	page.evaluate("view => walk.open(...view)", list(view))
	found = []
	for width, size in (("wide", WIDE), ("phone", PHONE)):
		page.set_viewport_size(size)
		page.evaluate("walk.settle()")
		page.screenshot(path=screenshot_path(f"arabic-{name}-{width}", 1))
		found += [
			f"{width}: {finding}"
			for finding in [*page.evaluate("walk.unexpected()"), *page.evaluate("walk.cut()")]
		]
	page.set_viewport_size(WIDE)
	assert not found, "\n".join([name, *found])
	return page.evaluate("(frappe.container.page || document.body).innerText")


@pytest.fixture
def open_arabic(login: Callable, people: dict[str, str]) -> Callable:
	from tests.site.factories import PASSWORD

	def open_desk(key: str) -> "Page":
		page = login(people[key], PASSWORD)
		assert page.evaluate("document.documentElement.dir") == "rtl"
		page.evaluate(WALK)
		return page

	return open_desk


def test_a_volunteer_finds_their_way_from_right_to_left(
	open_arabic: Callable, people: dict[str, str]
) -> None:
	page = open_arabic("volunteer")
	text = look(page, "workspace", "workspace", "Volunteer Counselling")
	assert "استشارة جديدة" in text and "مناوباتي" in text
	assert "اسم" in look(page, "clients", "list", "Client")
	look(page, "client", "form", "Client", people["client"])
	assert "مناوب" in look(page, "duties", "list", "Duty Shift")
	look(page, "hours", "new", "Volunteer Hours")


def test_the_quick_consultation_is_in_arabic(open_arabic: Callable, people: dict[str, str]) -> None:
	page = open_arabic("volunteer")
	page.evaluate("name => refugee_support.new_consultation(name)", people["client"])
	page.locator(".modal.show [data-fieldname='main_topic'] input").wait_for()
	page.wait_for_timeout(1200)
	labels = page.locator(".modal.show .control-label:visible").all_inner_texts()
	assert len([label for label in labels if ARABIC.search(label)]) >= 6, labels
	page.screenshot(path=screenshot_path("arabic-quick-consultation-wide", 1))
	page.set_viewport_size(PHONE)
	page.wait_for_timeout(300)
	page.screenshot(path=screenshot_path("arabic-quick-consultation-phone", 1))


def test_the_check_in_is_in_arabic(open_arabic: Callable) -> None:
	page = open_arabic("cafe")
	text = look(page, "check-in", "page", "language-cafe-check-in")
	assert "امرأة" in text and "رجل" in text
