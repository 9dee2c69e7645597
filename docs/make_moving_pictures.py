"""Take the pictures of docs/moving-in.md, in German, on a running demo site, where an old spreadsheet waits on its way in:

bin/demo && <bench>/env/bin/python docs/make_moving_pictures.py http://refugee-support-demo.localhost:8000
"""

from collections.abc import Callable

from make_screenshots import go, main_of
from playwright.sync_api import Page

COUNSELLOR = "beraterin@example.org"
TALL = {"width": 1280, "height": 1280}


def on_the_import(show: Callable[[Page], None]) -> Callable[[Page], None]:
	"""Each picture begins with the form as it opens."""

	def shown(page: Page) -> None:
		the_import(page)
		show(page)

	return shown


def the_import(page: Page) -> None:
	page.set_viewport_size({"width": 1280, "height": 860})
	go(page, "legacy-import")
	name = page.evaluate(
		"""() => frappe.db.get_list('Legacy Import', {filters: {source: ['like', '%(Demo)%']}, limit: 1})
			.then(rows => rows[0].name)"""
	)
	go(page, f"legacy-import/{name}")
	page.get_by_role("button", name="Datei prüfen", exact=True).wait_for()


def press(page: Page, name: str) -> None:
	page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()


def columns(page: Page) -> None:
	page.set_viewport_size(TALL)
	page.locator(".section-head", has_text="Spalten").click()
	page.locator("[data-fieldname=sheet_map]").first.scroll_into_view_if_needed()
	page.evaluate("() => document.querySelector('[data-fieldname=sheet_map]').scrollIntoView()")
	page.evaluate("() => window.scrollBy(0, -120)")


def preview(page: Page) -> None:
	press(page, "Ansehen")
	page.get_by_text("Vorschau", exact=True).locator("visible=true").click()
	page.locator(".modal.show").wait_for()


def refused(page: Page) -> None:
	page.evaluate("() => document.querySelector('[data-fieldname=rows_total]').scrollIntoView()")
	page.evaluate("() => window.scrollBy(0, -160)")


def dialog(page: Page, button: str) -> None:
	press(page, button)
	page.locator(".modal.show").wait_for()


PICTURES: dict[str, Callable[[Page], None]] = {
	"umzug-geprueft": lambda page: None,
	"umzug-spalten": columns,
	"umzug-vorschau": preview,
	"umzug-ergebnis": refused,
	"umzug-werte": lambda page: dialog(page, "Werte klären"),
	"umzug-doppelte": lambda page: dialog(page, "Doppelte klären"),
}

if __name__ == "__main__":
	main_of(__doc__, COUNSELLOR, {name: on_the_import(show) for name, show in PICTURES.items()})
