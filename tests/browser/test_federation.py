"""From a released report to a federation's sums in a real Chromium, in German: handed on, taken in, read, also on a phone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.browser.conftest import button, picture

if TYPE_CHECKING:
	from playwright.sync_api import Page


class World(NamedTuple):
	user: str
	report: str
	evaluation: str
	password: str


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe

	from refugee_support import access
	from tests.site import factories as make
	from tests.site.test_evaluation_report import plant, released, table

	with committed() as commit:
		german = {"language": "de", "time_zone": "Europe/Berlin"}
		user = make.make_user(access.COORDINATOR, **german)
		second = make.make_user(access.COORDINATOR, **german)
		for one in (user, second):
			make.make_volunteer_profile(one)
		plant(countries={"Syria": 12, "Ukraine": 31, "Eritrea": 3})
		plant(countries={"Syria": 9, "Ukraine": 14}, gender="Male")
		report = released(
			{"writer": user, "second": second},
			table("Persons", "Nationality", "Gender"),
			table("Contacts", "Main Topic"),
			table("Hours", "Main Topic"),
		)
		document = frappe.get_doc({"doctype": "Federation Evaluation", "title": "Mitglieder 2009"}).insert()
		commit()
		frappe.clear_cache()
		yield World(user, report.name, document.name, make.PASSWORD)


def hand_on(page: "Page", name: str, folder: Path) -> Path:
	button(page, "Austauschdatei für einen Verband")
	field = page.locator(".modal.show input[data-fieldname='association']")
	field.fill(name)
	with page.expect_download() as download:
		page.locator(".modal.show .btn-modal-primary").click()
	path = folder / f"{name}.json"
	download.value.save_as(path)
	page.wait_for_function("!document.querySelector('.modal.show')")
	return path


def load(page: "Page", *files: Path) -> None:
	with page.expect_file_chooser() as chooser:
		button(page, "Dateien laden")
	chooser.value.set_files(files)


def test_a_report_is_handed_on_and_taken_in_and_a_wrong_file_says_why(
	login: Callable, world: World, tmp_path: Path
) -> None:
	page = login(world.user, world.password)
	page.set_viewport_size({"width": 1280, "height": 900})
	page.evaluate("name => frappe.set_route('Form', 'Evaluation Report', name)", world.report)
	page.locator(".custom-actions button:visible", has_text="Austauschdatei").first.wait_for()
	north = hand_on(page, "Verein Nord", tmp_path)
	page.get_by_text("Als Austauschdatei mit Zahlen weitergegeben").first.wait_for()
	wrong = tmp_path / "falsch.json"
	wrong.write_text(north.read_text(encoding="utf-8").replace("Nord", "Mord"), encoding="utf-8")
	page.evaluate("name => frappe.set_route('Form', 'Federation Evaluation', name)", world.evaluation)
	page.get_by_text("Noch ist keine Datei geladen").first.wait_for()
	load(page, wrong)
	page.get_by_text("Die Datei wurde nach dem Erstellen verändert").first.wait_for()
	picture(page, "federation-refused")
	# Waits until it stands still, which Escape would not
	page.locator(".modal.show .btn-modal-close").click()
	page.wait_for_function("!document.querySelector('.modal.show')")
	load(page, north)
	page.locator(".federation-figures td", has_text="Verein Nord").first.wait_for()
	page.get_by_text("Menschen sind je Verein einmal gezählt").first.wait_for()
	assert page.locator(".federation-figures svg").count() == 3
	picture(page, "federation-wide")
	page.set_viewport_size({"width": 390, "height": 844})
	page.wait_for_timeout(500)
	assert page.evaluate("document.documentElement.scrollWidth <= 392"), "tables scroll, the page does not"
	picture(page, "federation-phone")
	page.evaluate("frappe.new_doc('Federation Evaluation')")
	page.locator("[data-fieldname='title'] input:visible").wait_for()
	picture(page, "federation-new")
