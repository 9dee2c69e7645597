"""Take the pictures of README and docs, in German, on a running demo site:

	bin/demo && <bench>/env/bin/python docs/make_screenshots.py http://refugee-support-demo.localhost:8000

Needs Playwright (in the bench once bin/test ran) and a Chromium of the system. The people in the pictures are
invented: they come from refugee_support/demo.
"""

import argparse
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "screenshots"
PASSWORD = "Willkommen-Erkrath-2026"  # of every demo login, see refugee_support/demo
SIZE = {"width": 1280, "height": 860}
Pictures = Mapping[str, Callable[[Page], None]]
FLAGS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-background-networking",
	"--disable-sync",
	"--no-first-run",
]


def main() -> None:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("address")
	address = parser.parse_args().address.rstrip("/")
	FOLDER.mkdir(exist_ok=True)
	with chromium() as browser:
		for login, pictures in PICTURES.items():
			page = open_desk(browser, address, login)
			for name, show in pictures.items():
				take(page, name, show)
			page.context.close()


def main_of(description: str | None, login: str, pictures: Pictures) -> None:
	"""For the pictures of one page of docs/, all or those that are named."""
	parser = argparse.ArgumentParser(description=description)
	parser.add_argument("address")
	parser.add_argument("only", nargs="*")
	arguments = parser.parse_args()
	with chromium() as browser:
		page = open_desk(browser, arguments.address.rstrip("/"), login)
		for name, show in pictures.items():
			if not arguments.only or name in arguments.only:
				take(page, name, show)


@contextmanager
def chromium() -> Iterator[Browser]:
	with sync_playwright() as playwright:
		path = shutil.which("chromium") or shutil.which("google-chrome")
		browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
		yield browser
		browser.close()


def take(page: Page, name: str, show: Callable[[Page], None]) -> None:
	show(page)
	page.wait_for_timeout(1500)
	page.screenshot(path=FOLDER / f"{name}.png")
	print(f"{name}.png")


def open_desk(browser: Browser, address: str, login: str) -> Page:
	context = browser.new_context(
		base_url=address, locale="de-DE", timezone_id="Europe/Berlin", viewport=SIZE, device_scale_factor=1
	)
	page = context.new_page()
	answer = page.request.post("/api/method/login", data={"usr": login, "pwd": PASSWORD})
	assert answer.ok, f"{login} cannot log in: is {address} a demo site?"
	go(page, "")
	return page


def go(page: Page, route: str) -> None:
	page.goto(f"/app/{route}")
	page.wait_for_function("window.frappe && frappe.boot && frappe.router")
	page.wait_for_load_state("networkidle")
	page.wait_for_timeout(1500)


def first_client(page: Page) -> None:
	"""Somebody with a household, a status that runs out and several conversations."""
	go(page, "client")
	name = page.evaluate(
		"""() => frappe.db.get_list('Client', {
			filters: {residence_valid_until: ['>', frappe.datetime.get_today()], household: ['is', 'set'],
				status: 'Active', native_name: ['is', 'set'], german_level: ['is', 'set']},
			order_by: 'residence_valid_until asc', limit: 1}).then(rows => rows[0].name)"""
	)
	go(page, f"client/{name}")


def phone(page: Page) -> None:
	page.set_viewport_size({"width": 390, "height": 1400})
	first_client(page)


def application(page: Page, status: str) -> None:
	"""The one that has waited longest in this state."""
	go(page, "authority-application")
	name = page.evaluate(
		"""status => frappe.db.get_list('Authority Application', {
			filters: {status}, order_by: 'creation asc', limit: 1}).then(rows => rows[0].name)""",
		status,
	)
	go(page, f"authority-application/{name}")


def quick_consultation(page: Page) -> None:
	first_client(page)
	page.locator(".page-actions .btn-primary", has_text="Beratung").first.click()
	topic = page.locator(".modal.show [data-fieldname='main_topic'] input").first
	topic.wait_for()
	page.wait_for_timeout(1500)
	topic.fill("Kinder")
	page.wait_for_timeout(1500)


def report(page: Page) -> None:
	go(page, "query-report/Consultations over Time?characteristic=residence_category&period=Quarter")
	page.locator(".dt-row").nth(2).wait_for()
	page.wait_for_timeout(2000)


def letter(page: Page) -> None:
	"""A refusal with its computation."""
	go(page, "authority-letter")
	name = page.evaluate(
		"""() => frappe.db.get_list('Authority Letter', {
			filters: {letter_kind: 'Administrative Decision', authority: 'JOBCENTER_ME_AKTIV'}, limit: 1}).then(rows => rows[0].name)"""
	)
	go(page, f"authority-letter/{name}")
	page.locator("[data-fieldname='computation'] p").first.scroll_into_view_if_needed()


def calendar(page: Page) -> None:
	go(page, "legal-deadline/view/calendar")
	page.locator(".fc-event").first.wait_for()


def everything(page: Page) -> None:
	go(page, "refugee-support-calendar")
	page.locator(".fc-event").first.wait_for()


def arriving(page: Page) -> None:
	"""Somebody who misses a few steps, police certificate included."""
	go(page, "volunteer-profile")
	open_profile(page, "['status', '=', 'Interested'], ['stage', '=', 'Instruction Due']")


def leaving(page: Page) -> None:
	"""The farewell of a volunteer with clients; nothing is saved."""
	go(page, "volunteer-profile")
	open_profile(page, "['status', '=', 'Active'], ['user', '=', 'ehrenamt@example.org']")
	page.locator(".page-actions button:visible", has_text="Abschied").first.click()
	page.locator(".modal.show [data-fieldname='things'] .grid-row").nth(1).wait_for()


def open_profile(page: Page, filters: str) -> None:
	name = page.evaluate(
		f"() => frappe.db.get_list('Volunteer Profile', {{filters: [{filters}], limit: 1}}).then(r => r[0].name)"
	)
	go(page, f"volunteer-profile/{name}")


PICTURES: dict[str, dict[str, Callable[[Page], None]]] = {
	"beraterin@example.org": {
		"workspace-counsellor": lambda page: go(page, ""),
		"client": first_client,
		"quick-consultation": quick_consultation,
		"consultations": lambda page: go(page, "consultation"),
		"application": lambda page: application(page, "Waiting for Documents"),
		"application-refused": lambda page: application(page, "Decided"),
		"letter": letter,
		"deadlines": lambda page: go(page, "legal-deadline"),
		"deadline-calendar": calendar,
		"everything-coming-up": everything,
		"client-phone": phone,  # last: the window stays narrow
	},
	"ehrenamt@example.org": {
		"workspace-volunteer": lambda page: go(page, ""),
		"clients-volunteer": lambda page: go(page, "client"),
	},
	"verwaltung@example.org": {
		"workspace-administrator": lambda page: go(page, ""),
		"volunteer-onboarding": arriving,
		"volunteer-leaving": leaving,
	},
	"koordination@example.org": {
		"who-can-help": lambda page: go(page, "query-report/Who Can Help?language=ti"),
		"workspace-coordinator": lambda page: go(page, ""),
		"report": report,
	},
}

if __name__ == "__main__":
	main()
