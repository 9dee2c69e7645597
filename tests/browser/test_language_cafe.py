"""At the door of a language café, on a tablet, with fingers: one tap for each guest, whatever the connection does."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.browser.conftest import screenshot_path

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page

CAFE_HELPER = "Language Cafe Helper"
SEND = "**/api/method/refugee_support.cafe.**"


class World(NamedTuple):
	helper: str
	carer: str
	client: str
	password: str


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		german = {"language": "de", "time_zone": "Europe/Berlin"}
		helper = make.make_user(CAFE_HELPER, **german)
		make.make_volunteer_profile(helper, full_name="Hanna Helferin")
		carer = make.make_carer(full_name="Karim Kinderfreund")
		client = make.make_guest(first_name="Salima", last_name="Gastfreund", gender="Female")
		make.make_client(first_name="Salima", last_name="Geheim")
		commit()
		frappe.clear_cache()
		yield World(helper, carer, client.name, make.PASSWORD)


@pytest.fixture
def session(world: World) -> Iterator[str]:
	"""A session of its own for each test."""
	import frappe

	from tests.conftest import really_commit
	from tests.site import factories as make

	frappe.db.rollback()
	frappe.set_user("Administrator")
	name = make.make_cafe_session(
		title="Sprachcafé am Mittwoch",
		room=f"Raum {frappe.db.count('Language Cafe Session') + 1}",
		with_childcare=1,
		places_under_3=2,
		places_3_to_6=6,
		helpers=[{"helper": world.helper, "duty": "Host"}, {"helper": world.carer, "duty": "Childcare"}],
	).name
	really_commit()
	yield name


@pytest.fixture
def tablet(browser: "Browser", base_url: str, world: World, session: str) -> "Iterator[Callable[[], Page]]":
	"""A tablet on its side, with touch, logged in, on the check-in page."""
	contexts = []

	def open_page(width: int = 1024, height: int = 768) -> "Page":
		context = browser.new_context(
			base_url=base_url,
			locale="de-DE",
			timezone_id="Europe/Berlin",
			viewport={"width": width, "height": height},
			has_touch=True,
			is_mobile=True,
		)
		contexts.append(context)
		page = context.new_page()
		answer = page.request.post("/api/method/login", data={"usr": world.helper, "pwd": world.password})
		assert answer.ok, answer.text()[:200]
		open_check_in(page, session)
		return page

	yield open_page
	for context in contexts:
		context.close()


def open_check_in(page: "Page", session: str) -> None:
	page.goto(f"/app/language-cafe-check-in/{session}")
	page.locator(".rs-cafe-taps").wait_for()
	page.locator(".rs-cafe-connection[data-state=online][data-waiting='0']").wait_for()


def button(page: "Page", text: str) -> Any:
	return page.locator(".rs-cafe button", has_text=text).first


def total(page: "Page") -> int:
	return int(page.locator(".rs-cafe-total").inner_text())


def everything_is_stored(page: "Page") -> None:
	page.locator(".rs-cafe-connection[data-state=online][data-waiting='0']").wait_for(timeout=20_000)


def stored(session: str) -> list[Any]:
	import frappe

	frappe.db.rollback()  # see what the web server committed
	fields = ["gender", "age_bracket", "first_time", "client", "tap_id"]
	return frappe.get_all("Cafe Attendance", {"session": session}, fields)


def photograph(page: "Page", name: str) -> None:
	page.screenshot(path=screenshot_path(f"language-cafe-{name}", 1), full_page=True)


def test_thirty_guests_in_a_row_are_thirty_taps_and_none_is_lost(session: str, tablet: Callable) -> None:
	page = tablet()
	for number in range(30):
		button(page, ("Frau", "Mann", "Mädchen")[number % 3]).tap()
	assert total(page) == 30  # at once, whatever the server does
	everything_is_stored(page)
	rows = stored(session)
	assert len(rows) == 30
	assert sum(row.gender == "Male" for row in rows) == 10
	assert sum(row.age_bracket == "Under 18" for row in rows) == 10
	photograph(page, "thirty-guests")


def test_first_time_holds_for_one_guest_and_undo_takes_the_last_one_back(
	session: str, tablet: Callable
) -> None:
	page = tablet()
	button(page, "Zum ersten Mal").tap()
	button(page, "Frau").tap()
	button(page, "Mann").tap()
	everything_is_stored(page)
	assert sorted((row.gender, row.first_time) for row in stored(session)) == [("Female", 1), ("Male", 0)]
	button(page, "Rückgängig").tap()
	assert total(page) == 1
	everything_is_stored(page)
	assert [row.gender for row in stored(session)] == ["Female"]


def test_keys_count_too(session: str, tablet: Callable) -> None:
	page = tablet()
	page.locator(".rs-cafe-total").click()
	for key in ("1", "0", "2", "9", "Backspace"):
		page.keyboard.press(key)
	everything_is_stored(page)
	assert sorted((row.gender, row.first_time) for row in stored(session)) == [("Female", 0), ("Male", 1)]


def test_without_connection_counting_goes_on_survives_a_reload_and_arrives_once(
	session: str, tablet: Callable
) -> None:
	page = tablet()
	button(page, "Frau").tap()
	everything_is_stored(page)
	page.context.set_offline(True)
	for _number in range(5):
		button(page, "Mann").tap()
	button(page, "Rückgängig").tap()
	page.locator(".rs-cafe-connection[data-state=offline]").wait_for()
	assert total(page) == 5
	assert "Keine Verbindung" in page.locator(".rs-cafe-connection").inner_text()
	photograph(page, "offline")
	assert len(stored(session)) == 1
	page.context.set_offline(False)
	page.route(SEND, lambda route: route.abort())  # the desk comes back, the check-in's server not yet
	page.reload()
	page.wait_for_timeout(3000)
	page.unroute(SEND)
	everything_is_stored(page)
	assert total(page) == 5
	assert sorted(row.gender for row in stored(session)) == ["Female", *["Male"] * 4]


def test_an_answer_that_is_lost_does_not_count_a_guest_twice(session: str, tablet: Callable) -> None:
	page = tablet()
	lost = []

	def lose_the_answer(route: Any) -> None:
		if lost:
			route.continue_()
			return
		lost.append(route.fetch())  # the server has stored it, the tablet never hears of it
		route.abort()

	page.route("**/api/method/refugee_support.cafe.check_in.send", lose_the_answer)
	button(page, "Frau").tap()
	page.wait_for_timeout(6000)
	everything_is_stored(page)
	assert lost and len(stored(session)) == total(page) == 1


def test_two_tablets_see_each_others_numbers(session: str, tablet: Callable) -> None:
	first, second = tablet(), tablet(800, 1180)
	for _number in range(3):
		button(first, "Frau").tap()
	button(second, "Mann").tap()
	for page in (first, second):
		page.wait_for_function("document.querySelector('.rs-cafe-total').textContent === '4'", timeout=15_000)
	photograph(second, "upright")


def test_a_guest_by_name_in_three_letters_and_two_taps(world: World, session: str, tablet: Callable) -> None:
	page = tablet()
	page.locator(".rs-cafe-search").fill("zal")
	page.locator(".rs-cafe-results", has_text="Gastfreund").or_(
		page.locator(".rs-cafe-results p")
	).first.wait_for()
	page.locator(".rs-cafe-search").fill("sal")
	found = page.locator(".rs-cafe-guest")
	found.first.wait_for()
	assert found.all_inner_texts() == ["Salima Gastfreund"]  # who did not agree is not found
	found.first.tap()
	everything_is_stored(page)
	assert [row.client for row in stored(session)] == [world.client]
	page.locator(".rs-cafe-name", has_text="Salima").wait_for()
	page.locator(".rs-cafe-search").fill("sal")
	page.locator(".rs-cafe-guest:disabled", has_text="ist da").wait_for()
	assert world.client not in page.content()


def test_a_child_finds_a_place_when_the_carer_has_come(session: str, tablet: Callable) -> None:
	page = tablet()
	page.locator(".rs-cafe-free", has_text="noch keine Betreuungsperson").wait_for()
	button(page, "Karim").tap()
	page.locator(".rs-cafe-free", has_text="3 bis 6: 6 frei").wait_for()
	button(page, "Kind bringen").tap()
	for name, value in (("child_first_name", "Mila"), ("guardian", "Frau Haddad"), ("phone", "0211 1234")):
		page.locator(f".modal.show [data-fieldname='{name}'] input").fill(value)
	page.locator(".modal.show [data-fieldname='allergies'] textarea").fill("Nüsse")
	page.wait_for_timeout(500)
	photograph(page, "child")
	page.locator(".modal.show .btn-modal-primary").click()
	child = page.locator(".rs-cafe-child", has_text="Mila")
	child.wait_for()
	assert "Nüsse" in child.inner_text()
	photograph(page, "childcare")
	child.locator("button", has_text="Abgeholt").tap()
	page.locator(".rs-cafe-child[data-status='Picked Up']").wait_for()


def test_a_child_that_cannot_be_sent_stays_typed(session: str, tablet: Callable) -> None:
	page = tablet()
	button(page, "Kind bringen").tap()
	page.locator(".modal.show [data-fieldname='child_first_name'] input").fill("Mila")
	page.locator(".modal.show [data-fieldname='guardian'] input").fill("Frau Haddad")
	page.wait_for_timeout(500)
	page.context.set_offline(True)
	page.locator(".modal.show .btn-modal-primary").click()
	page.locator(".modal.show", has_text="Dafür ist eine Verbindung nötig").wait_for()
	assert page.locator("[data-fieldname='child_first_name'] input").last.input_value() == "Mila"
