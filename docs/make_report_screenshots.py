"""Take the pictures of docs/berichte-bauen.md, in German, on a running demo site:

bin/demo && <bench>/env/bin/python docs/make_report_screenshots.py http://refugee-support-demo.localhost:8000
"""

from collections.abc import Callable

from make_screenshots import go, main_of
from playwright.sync_api import Page

COORDINATOR = "koordination@example.org"


def examples(page: Page) -> None:
	go(page, "refugee-support-evaluation")
	page.locator(".links-widget-box").last.wait_for()
	page.mouse.move(800, 500)
	page.mouse.wheel(0, 3000)


def built(page: Page, name: str) -> None:
	go(page, f"service-record/view/report/{name}")
	page.locator(".dt-row").nth(1).wait_for()


def grouping(page: Page) -> None:
	built(page, "Contacts by Main Topic")
	page.locator(".group-by-button").first.click()


def chart(page: Page) -> None:
	"""A chart of the lines shown: from the menu behind the three dots."""
	built(page, "Contacts by Main Topic")
	page.keyboard.press("Escape")
	page.locator(".menu-btn-group button:visible").first.click()


def saving(page: Page) -> None:
	built(page, "Contacts by Main Topic")
	page.evaluate("() => cur_list.save_report('save_as')")


def standard(page: Page, name: str, filters: str = "") -> None:
	page.set_viewport_size({"width": 1280, "height": 1180})
	go(page, f"query-report/{name}{filters}")
	page.locator(".dt-row").nth(1).wait_for()
	page.wait_for_timeout(2000)


TWO_YEARS = "from_date=2024-12-01&to_date=2026-11-25"
PICTURES: dict[str, Callable[[Page], None]] = {
	"berichte-beispiele": examples,
	"berichte-beispiel": lambda page: built(page, "Contacts by Main Topic"),
	"berichte-gruppieren": grouping,
	"berichte-menue": chart,
	"berichte-speichern": saving,
	"berichte-nachfrage": lambda page: standard(page, "Demand over Time", "?period=Quarter"),
	"berichte-merkmale": lambda page: standard(
		page, "Characteristics of Persons", "?characteristic=region&second_characteristic=gender"
	),
	"berichte-wege": lambda page: standard(page, "Path of Integration"),
	"berichte-behoerden": lambda page: standard(page, "Decisions of Authorities", f"?{TWO_YEARS}&internal=1"),
	"berichte-gleichbehandlung": lambda page: standard(
		page, "Equal Treatment Monitor", f"?{TWO_YEARS}&by=gender&smallest=5&authority=JOBCENTER_ME_AKTIV"
	),
}

if __name__ == "__main__":
	main_of(__doc__, COORDINATOR, PICTURES)
