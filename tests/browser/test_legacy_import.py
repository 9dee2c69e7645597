"""An old workbook on its way in, at the desk, in German: read, mapped, checked, decided, written, paused, undone.

There is no worker here: `work` does what one would do, when the form has queued it.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
	from playwright.sync_api import Locator, Page

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SOON = 10_000  # milliseconds


class World(NamedTuple):
	counsellor: str
	document: str
	password: str
	file: Path


@pytest.fixture(scope="module")
def world(site: str, committed: Callable, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
	import frappe

	from refugee_support.demo.moving import FILE_NAME, old_workbook
	from tests.site import factories as make

	here = ("8", "Muhammed", "Ahmadizadeh", date(1990, 5, 6))
	file = tmp_path_factory.mktemp("old") / FILE_NAME
	file.write_bytes(old_workbook(here))
	with committed() as commit:
		german = {"language": "de", "time_zone": "Europe/Berlin"}
		counsellor = make.make_user("Refugee Support Counsellor", **german)
		make.make_volunteer_profile(counsellor, helper_kind="Staff")
		make.make_client(first_name="Mohammad", last_name="Ahmadizadeh", date_of_birth="1990-05-06")
		frappe.set_user(counsellor)
		document = frappe.get_doc(
			{
				"doctype": "Legacy Import",
				"title": "Beratungen 2018 bis 2020",
				"source": "Beratungstabelle",
				"data_as_of": "2026-10-01",
				"default_minutes": 30,
			}
		).insert()
		frappe.set_user("Administrator")
		commit()
		frappe.clear_cache()
		yield World(counsellor, document.name, make.PASSWORD, file)


@pytest.fixture
def page(world: World, login: Callable) -> "Page":
	page = login(world.counsellor, world.password)
	page.set_viewport_size(WIDE)
	page.goto(f"/app/legacy-import/{world.document}")
	page.locator(".form-message, .form-layout").first.wait_for()
	return page


def work(world: World, job: str) -> None:
	"""What a worker does with the job the form has queued."""
	import frappe

	from refugee_support.moving import run

	frappe.db.rollback()
	frappe.set_user(world.counsellor)
	getattr(run, job)(world.document, "de")
	frappe.db.commit()
	frappe.set_user("Administrator")


def stored(world: World, field: str) -> object:
	import frappe

	frappe.db.rollback()
	return frappe.db.get_value("Legacy Import", world.document, field)


def picture(page: "Page", name: str, size: dict[str, int] = WIDE) -> None:
	from tests.browser.conftest import screenshot_path

	page.set_viewport_size(size)
	page.wait_for_timeout(500)
	page.screenshot(path=screenshot_path(f"legacy-import-{name}", 1), full_page=True)
	page.set_viewport_size(WIDE)


def press(page: "Page", name: str) -> None:
	page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()


def dialog(page: "Page") -> "Locator":
	shown = page.locator(".modal.show")
	shown.wait_for()
	return shown


def look_at(page: "Page", name: str) -> "Locator":
	"""What a menu leads to. The form draws itself anew when the server says that the record has changed, and a click in
	that moment goes nowhere: people click again."""
	from playwright.sync_api import TimeoutError as NothingOpened

	for _again in range(5):
		press(page, "Ansehen")
		try:
			page.get_by_text(name, exact=True).locator("visible=true").click(timeout=3000)
			page.locator(".modal.show").wait_for(timeout=5000)
			break
		except NothingOpened:
			continue
	return dialog(page)


def says(page: "Page", text: str) -> None:
	page.get_by_text(re.compile(text, re.IGNORECASE)).locator("visible=true").first.wait_for(timeout=SOON)


def test_an_old_workbook_is_moved_in_and_taken_back(page: "Page", world: World) -> None:
	"""One walk, because each step needs the one before."""
	upload(page, world)
	map_columns(page, world)
	decide_values(page, world)
	decide_duplicates(page, world)
	write(page, world)
	undo(page, world)


def upload(page: "Page", world: World) -> None:
	says(page, "laden Sie .* hoch")
	picture(page, "empty")
	page.locator("[data-fieldname=file] button.btn-attach").click()
	chosen = dialog(page)
	chosen.locator("input[type=file]").first.set_input_files(world.file)
	picture(page, "upload")
	chosen.get_by_role("button", name="Hochladen", exact=True).click()
	page.get_by_role("button", name="Datei lesen", exact=True).wait_for(timeout=SOON)
	picture(page, "uploaded")
	press(page, "Datei lesen")


def map_columns(page: "Page", world: World) -> None:
	page.get_by_role("button", name="Datei prüfen", exact=True).wait_for(timeout=SOON)
	picture(page, "mapped")
	preview = look_at(page, "Vorschau")
	assert "Klient-Nr" in preview.inner_text()
	picture(page, "preview")
	preview.locator(".btn-modal-close").click()
	press(page, "Datei prüfen")
	says(page, "Wartet")
	picture(page, "waiting")
	work(world, "check")
	says(page, "Werte sind noch nicht bekannt")


def decide_values(page: "Page", world: World) -> None:
	picture(page, "checked")
	press(page, "Werte klären")
	asked = dialog(page)
	assert "Duldnug" in asked.inner_text() and "grüne Karte" in asked.inner_text()
	picture(page, "values")
	picture(page, "values-phone", NARROW)
	for number in range(asked.locator("input[data-fieldtype=Autocomplete]").count()):
		field = asked.locator("input[data-fieldtype=Autocomplete]").nth(number)
		if not field.input_value():
			field.fill("leer lassen")
			asked.locator(".awesomplete li").locator("visible=true").first.click()
	picture(page, "values-chosen")
	asked.get_by_role("button", name="Speichern und prüfen").click()
	says(page, "Wartet")
	work(world, "check")


def decide_duplicates(page: "Page", world: World) -> None:
	says(page, "vielleicht Personen, die schon hier sind")
	press(page, "Doppelte klären")
	asked = dialog(page)
	text = asked.inner_text()
	assert "Muhammed Ahmadizadeh" in text and "Mohammad Ahmadizadeh" in text and "Nochmal" not in text
	picture(page, "duplicates")
	picture(page, "duplicates-phone", NARROW)
	asked.locator("select").first.select_option("Same Person")
	asked.get_by_role("button", name="Speichern", exact=True).click()
	says(page, "Geprüft:")
	picture(page, "ready")
	picture(page, "ready-phone", NARROW)


def write(page: "Page", world: World) -> None:
	import frappe

	from refugee_support.moving import progress

	press(page, "Ausführen")
	says(page, "Wartet")
	progress.note(world.document, 7, 18)
	says(page, "7 von 18 Zeilen")
	picture(page, "running")
	press(page, "Pausieren")
	page.get_by_role("button", name="Fortsetzen", exact=True).wait_for(timeout=SOON)
	assert stored(world, "status") == "Paused"
	picture(page, "paused")
	press(page, "Fortsetzen")
	says(page, "Wartet")
	work(world, "write")
	page.get_by_role("button", name="Rückgängig machen", exact=True).wait_for(timeout=SOON)
	picture(page, "finished")
	assert stored(world, "status") == "Finished"
	assert frappe.db.exists("Client", {"first_name": "Svitlana", "last_name": "Bondar"})
	page.goto(f"/app/legacy-import-row?legacy_import={world.document}")
	says(page, "E5")
	picture(page, "rows")
	page.goto(f"/app/legacy-import/{world.document}")


def undo(page: "Page", world: World) -> None:
	import frappe

	press(page, "Rückgängig machen")
	picture(page, "undo")
	dialog(page).get_by_role("button", name="Ja", exact=True).click()
	says(page, "Rückgängig gemacht")
	picture(page, "undone")
	assert stored(world, "status") == "Undone"
	assert not frappe.db.exists("Client", {"first_name": "Svitlana", "last_name": "Bondar"})
	assert frappe.db.exists("Client", {"first_name": "Mohammad", "last_name": "Ahmadizadeh"})
