"""What axe-core finds serious outside of the desk: the pages of guests, the help, and what is printed."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from .conftest import screenshot_path

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page

ADMINISTRATOR = "Refugee Support Administrator"
COORDINATOR = "Refugee Support Coordinator"
COUNSELLOR = "Refugee Support Counsellor"
JUDGE = """async (within) => {
	const { violations } = await axe.run(within, { resultTypes: ['violations'], iframes: false });
	return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).flatMap(
		({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help} – ${html.slice(0, 160)}`));
}"""


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[dict[str, str]]:
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		people = {}
		for role in (ADMINISTRATOR, COORDINATOR, COUNSELLOR):
			people[role] = make.make_user(role, language="de", time_zone="Europe/Berlin")
			make.make_volunteer_profile(people[role], helper_kind="Staff")
		client = make.make_client(first_name="Salima", last_name="Haddad", main_language="ar")
		event = make.make_event()
		registration = make.make_registration(event.name)
		other = make.make_event()
		other.db_set("starts_at", frappe.utils.add_to_date(None, hours=-1))
		profile = frappe.db.get_value("Volunteer Profile", {"user": people[COUNSELLOR]})
		application = make.make_application(client.name)
		report = make.make_evaluation_report()
		activity = make.make_activity()
		commit()
		frappe.clear_cache()
		yield {
			**people,
			"event": event.name,
			"place": registration.token,
			"question": other.exit_token,
			"Participants of the Event": event.name,
			"Confidentiality Undertaking": profile,
			"Missing Documents List": application.name,
			"Evaluation Report Council": report.name,
			"Evaluation Report Internal": report.name,
			"Evaluation Report Plain Language": report.name,
			"Advocacy Dossier": activity.name,
		}


@pytest.fixture
def guest(browser: "Browser", base_url: str) -> "Iterator[Page]":
	context = browser.new_context(base_url=base_url, locale="de-DE", viewport={"width": 390, "height": 844})
	yield context.new_page()
	context.close()


def judged(page: "Page", within: str = "body") -> list[str]:
	from axe_playwright_python.base import AXE_SCRIPT

	page.evaluate(AXE_SCRIPT)
	return page.evaluate(JUDGE, within)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_guest_can_use_the_sign_up(guest: "Page", world: dict[str, str], language: str) -> None:
	guest.goto(f"/event-sign-up/new?lang={language}&event={world['event']}")
	guest.wait_for_function("window.frappe && frappe.web_form && frappe.web_form.fields_dict")
	guest.wait_for_timeout(500)
	assert judged(guest, ".web-form-container") == []


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("address", ["event-place?key={place}", "event-question?key={question}"])
def test_a_guest_can_use_the_page(guest: "Page", world: dict[str, str], address: str, language: str) -> None:
	guest.goto(f"/{address.format(**world)}&lang={language}")
	assert judged(guest) == []


def test_everybody_can_read_the_help(login: Callable, world: dict[str, str]) -> None:
	from tests.site.factories import PASSWORD

	page = login(world[COUNSELLOR], PASSWORD)
	for name in ("kurz-erklaert", "administrators", "berichte-bauen", "figures", "consultations"):
		page.goto(f"/refugee-support-help?page={name}")
		page.set_viewport_size({"width": 390, "height": 844})
		assert judged(page, ".refugee-support-help") == [], name
		wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
		assert wide <= 1, f"{name} is {wide} px wider than a phone"
	page.screenshot(path=screenshot_path("help-on-a-phone", 1))


@pytest.mark.parametrize(
	("role", "doctype", "print_format"),
	[
		(COUNSELLOR, "Authority Application", "Missing Documents List"),
		(COUNSELLOR, "Community Event", "Participants of the Event"),
		(ADMINISTRATOR, "Volunteer Profile", "Confidentiality Undertaking"),
		(COORDINATOR, "Evaluation Report", "Evaluation Report Council"),
		(COORDINATOR, "Evaluation Report", "Evaluation Report Internal"),
		(COORDINATOR, "Evaluation Report", "Evaluation Report Plain Language"),
		(COORDINATOR, "Advocacy Activity", "Advocacy Dossier"),
	],
)
def test_what_is_printed_can_be_read_out(
	login: Callable, world: dict[str, str], role: str, doctype: str, print_format: str
) -> None:
	from tests.site.factories import PASSWORD

	page = login(world[role], PASSWORD)
	answer = page.goto(
		f"/printview?doctype={quote(doctype)}&name={quote(world[print_format])}&format={quote(print_format)}"
	)
	assert answer and answer.ok
	page.screenshot(path=screenshot_path(f"print-{print_format}", 1), full_page=True)
	assert judged(page, ".print-format") == []
