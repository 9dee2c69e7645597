"""The desk in a real Chromium, in German, as each role."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
	"--no-sandbox",
	"--disable-gpu",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--no-first-run",
)
FAILED = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
	parser.addoption(
		"--long-walk", action="store_true", help="test_walk.py: all views by all roles, with pictures"
	)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
	report = yield
	if report.failed:
		item.stash[FAILED] = True
	return report


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
	from playwright.sync_api import sync_playwright

	name = next((name for name in BROWSERS if runs(name)), None)
	if not name:
		pytest.skip("there is no Chromium on this machine")
	with sync_playwright() as playwright:
		chromium = playwright.chromium.launch(executable_path=shutil.which(name), args=FLAGS)
		yield chromium
		chromium.close()


def runs(name: str) -> bool:
	"""Ubuntu's package is only a pointer to a snap, which may not be there."""
	return (
		bool(shutil.which(name)) and subprocess.run([name, "--version"], capture_output=True).returncode == 0
	)


@pytest.fixture
def login(
	browser: "Browser", base_url: str, request: pytest.FixtureRequest
) -> "Iterator[Callable[..., Page]]":
	"""`login(user, password)` opens a session of its own and returns its page, on the desk."""
	pages: list[Page] = []

	def open_desk(user: str, password: str) -> "Page":
		context = browser.new_context(
			base_url=base_url,
			locale="de-DE",
			timezone_id="Europe/Berlin",
			viewport={"width": 1400, "height": 900},
		)
		page = context.new_page()
		pages.append(page)
		answer = page.request.post("/api/method/login", data={"usr": user, "pwd": password})
		assert answer.ok, f"{user} cannot log in: {answer.status} {answer.text()[:200]}"
		page.goto("/app")
		page.wait_for_function("window.frappe && frappe.boot && frappe.router && frappe.get_route()")
		return page

	yield open_desk
	for number, page in enumerate(pages, start=1):
		if request.node.stash.get(FAILED, False):
			page.screenshot(path=screenshot_path(request.node.nodeid, number), full_page=True)
		page.context.close()


def screenshot_path(test: str, number: int) -> Path:
	return picture_path(f"{re.sub(r'[^A-Za-z0-9]+', '-', test).strip('-')[-120:]}-{number}")


def picture_path(name: str) -> Path:
	"""Where a picture to look at goes."""
	folder = Path(os.environ.get("REFUGEE_SUPPORT_SCREENSHOTS", "/tmp/refugee-support-screenshots"))
	folder.mkdir(parents=True, exist_ok=True)
	return folder / f"{name}.png"


def picture(page: "Page", name: str) -> None:
	"""The whole page, to look at."""
	page.screenshot(path=picture_path(name), full_page=True)


def button(page: "Page", label: str) -> None:
	"""Press a button of the form's own, beside the title."""
	page.locator(".page-head .custom-actions button:visible", has_text=label).first.click()


def german_counsellors(*first_names: str, last_name: str) -> list[str]:
	"""Paid counsellors whose desk is German, for what takes two people. The caller commits."""
	from tests.site import factories as make

	users = []
	for first in first_names:
		user = make.make_user(
			"Refugee Support Counsellor",
			language="de",
			time_zone="Europe/Berlin",
			first_name=first,
			last_name=last_name,
		)
		make.make_volunteer_profile(user, full_name=f"{first} {last_name}", helper_kind="Staff")
		users.append(user)
	return users
