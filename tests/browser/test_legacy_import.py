"""An old workbook on its way in, at the desk: read, checked, decided, written."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
	from playwright.sync_api import Page

FILE = Path(__file__).parents[1] / "data/legacy/linked_sheets.xlsx"


class World(NamedTuple):
	counsellor: str
	document: str
	password: str


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		german = {"language": "de", "time_zone": "Europe/Berlin"}
		counsellor = make.make_user("Refugee Support Counsellor", **german)
		make.make_volunteer_profile(counsellor, helper_kind="Staff")
		frappe.set_user(counsellor)
		document = make.make_legacy_import(FILE.read_bytes(), FILE.name)
		frappe.set_user("Administrator")
		commit()
		frappe.clear_cache()
		yield World(counsellor, document.name, make.PASSWORD)


def picture(page: "Page", name: str) -> None:
	from tests.browser.conftest import screenshot_path

	page.wait_for_timeout(800)
	page.screenshot(path=screenshot_path(name, 1), full_page=True)


def test_sheets_and_columns_are_proposed_and_the_preview_shows_the_rows(
	world: World, login: Callable
) -> None:
	page = login(world.counsellor, world.password)
	page.goto(f"/app/legacy-import/{world.document}")
	page.get_by_role("button", name="Datei prüfen").wait_for()
	picture(page, "legacy-import-form")
	page.get_by_role("button", name="Vorschau").click()
	dialog = page.locator(".modal.show")
	dialog.get_by_text("Beispiel").first.wait_for()
	picture(page, "legacy-import-preview")
	assert "Klient-Nr" in dialog.inner_text()
