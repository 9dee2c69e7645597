"""Nothing typed is lost: connection gone, session timed out, answer lost, page left. And nothing is sent twice."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .conftest import picture_path
from .test_quick_consultation import World, choose, consultations_of, field, world

if TYPE_CHECKING:
	from playwright.sync_api import Page

__all__ = ["world"]  # the fixture
TYPED = "Kindergeld: Nachweis der Schule fehlt noch."
SAVE = ".modal.show .btn-modal-primary:not(.hide)"


def end_session(page: "Page") -> None:
	"""Off the desk first: the answer to a request that is still under way would bring the cookie back."""
	page.goto("about:blank")
	page.context.clear_cookies()


def log_in(page: "Page", user: str, password: str) -> None:
	answer = page.request.post("/api/method/login", data={"usr": user, "pwd": password})
	assert answer.ok
	open_desk(page)


def open_desk(page: "Page") -> None:
	page.goto("/app")
	page.wait_for_function("window.frappe && frappe.boot && frappe.router && frappe.get_route()")


def type_consultation(page: "Page", world: World) -> None:
	page.evaluate("name => refugee_support.new_consultation(name)", world.client)
	field(page, "main_topic").wait_for()
	page.wait_for_timeout(1200)
	choose(page, "main_topic", "Browser", "Browserthema")
	field(page, "summary", "textarea").fill(TYPED)
	page.wait_for_timeout(1200)  # a moment after the last key it is kept


def stored(page: "Page") -> str:
	return page.evaluate("JSON.stringify(localStorage)")


def drafts_in(page: "Page") -> int:
	return stored(page).count("refugee_support:draft:")


def number_of(client: str) -> int:
	return len(consultations_of(client))


@pytest.fixture
def page(world: World, login: Callable) -> "Page":
	return login(world.counsellor, world.password)


def test_after_a_lost_connection_and_a_time_out_everything_is_there_and_is_sent_once(
	world: World, page: "Page"
) -> None:
	before = number_of(world.client)
	# Frappe's desk stays frozen when the connection is lost while it loads a script.
	page.wait_for_load_state("networkidle")
	type_consultation(page, world)
	page.context.set_offline(True)
	page.locator(SAVE).click()
	page.locator(".modal.show .modal-body", has_text="keine Verbindung").wait_for()
	page.context.set_offline(False)
	page.context.clear_cookies()  # meanwhile the session has ended
	page.reload()
	assert number_of(world.client) == before

	log_in(page, world.counsellor, world.password)
	page.locator(".refugee-support-draft", has_text=TYPED[:20]).wait_for()
	page.locator(".refugee-support-draft .btn-primary").click()
	field(page, "main_topic").wait_for()
	page.wait_for_timeout(1500)
	values = page.evaluate("frappe.quick_entry.dialog.get_values(true)")
	assert (values["client"], values["main_topic"]) == (world.client, world.topic)
	assert values["summary"] == TYPED
	page.locator(SAVE).click()
	page.locator(".modal.show").wait_for(state="hidden")
	assert number_of(world.client) == before + 1
	assert drafts_in(page) == 0, "what is sent is no draft any more"


def test_when_only_the_answer_is_lost_saving_again_makes_no_second_record(world: World, page: "Page") -> None:
	before = number_of(world.client)
	type_consultation(page, world)

	def lose_the_answer(route) -> None:
		route.fetch()
		route.abort()

	page.route("**/api/method/refugee_support.drafts.send", lose_the_answer, times=1)
	page.locator(SAVE).click()
	message = page.locator(".modal.show .modal-body", has_text="keine Verbindung")
	assert re.search(r"bleibt bis \d\d:\d\d auf", message.inner_text())
	assert number_of(world.client) == before + 1
	page.locator(".modal.show .msgprint-dialog .btn-modal-close").click()
	page.locator(".modal.show .msgprint-dialog").wait_for(state="hidden")
	page.locator(SAVE).click()
	page.locator(".modal.show").wait_for(state="hidden")
	assert number_of(world.client) == before + 1


@pytest.mark.parametrize("body", ['{"exc_type":"OperationalError"}', "<html>Internal Server Error</html>"])
def test_a_server_whose_database_is_down_says_so_and_the_form_stays(
	world: World, page: "Page", body: str
) -> None:
	before = number_of(world.client)
	type_consultation(page, world)
	kind = "application/json" if body.startswith("{") else "text/html"
	answer = {"status": 500, "body": body, "content_type": kind}
	page.route("**/api/method/refugee_support.drafts.send", lambda route: route.fulfill(**answer), times=1)
	page.locator(SAVE).click()
	page.locator(".modal.show .modal-body", has_text="steht noch hier").wait_for()
	page.screenshot(path=picture_path(f"server-cannot-{kind[:4]}"))
	page.locator(".modal.show .msgprint-dialog .btn-modal-close").click()
	page.locator(".modal.show .msgprint-dialog").wait_for(state="hidden")
	assert field(page, "summary", "textarea").input_value() == TYPED
	page.locator(SAVE).click()
	page.locator(".modal.show").wait_for(state="hidden")
	assert number_of(world.client) == before + 1


def test_two_clicks_make_one_record(world: World, page: "Page") -> None:
	before = number_of(world.client)
	type_consultation(page, world)
	page.evaluate(f"document.querySelectorAll('{SAVE}').forEach(b => {{ b.click(); b.click(); }})")
	page.locator(".modal.show").wait_for(state="hidden")
	page.wait_for_timeout(1500)
	assert number_of(world.client) == before + 1


def test_the_next_person_at_this_device_can_neither_read_nor_open_a_draft(world: World, page: "Page") -> None:
	type_consultation(page, world)
	assert drafts_in(page) == 1
	assert "Kindergeld" not in stored(page) and world.client not in stored(page).replace("recent", "")
	end_session(page)
	log_in(page, world.volunteer, world.password)
	page.wait_for_timeout(1500)
	assert page.locator(".refugee-support-draft").count() == 0
	assert page.evaluate("refugee_support.drafts.mine()") == []
	end_session(page)
	log_in(page, world.counsellor, world.password)
	page.locator(".refugee-support-draft", has_text="Kindergeld").wait_for()


def test_logging_out_takes_the_draft_off_the_device_after_asking(world: World, page: "Page") -> None:
	type_consultation(page, world)
	page.evaluate("frappe.quick_entry.dialog.hide()")
	page.locator("#alert-container .alert", has_text="Entwurf").wait_for()
	page.evaluate("void frappe.app.logout()")
	page.locator(".modal.show", has_text="nicht gesendet").wait_for()
	assert drafts_in(page) == 1
	page.locator(".modal.show .btn-primary:visible").first.click()
	page.wait_for_url("**/login**")
	assert drafts_in(page) == 0


def test_after_twelve_hours_a_draft_is_gone(world: World, page: "Page") -> None:
	type_consultation(page, world)
	page.evaluate(
		"""() => { for (const name of Object.keys(localStorage).filter(n => n.startsWith('refugee_support:draft:'))) {
			const draft = JSON.parse(localStorage.getItem(name));
			localStorage.setItem(name, JSON.stringify({...draft, at: draft.at - 12 * 3600 * 1000 - 1}));
		} }"""
	)
	open_desk(page)
	page.wait_for_timeout(1500)
	assert drafts_in(page) == 0
	assert page.locator(".refugee-support-draft").count() == 0


def test_a_discarded_draft_is_gone(world: World, page: "Page") -> None:
	type_consultation(page, world)
	open_desk(page)
	page.locator(".refugee-support-draft .btn-default").click()
	page.locator(".modal.show").wait_for(state="hidden")
	assert drafts_in(page) == 0


def test_changes_in_the_long_form_are_offered_again(world: World, page: "Page") -> None:
	name = consultations_of(world.client)[0].name
	open_form = "name => frappe.set_route('Form', 'Consultation', name)"
	page.evaluate(open_form, name)
	page.wait_for_function("name => cur_frm?.doc.name === name", arg=name)
	summary = page.locator(".form-layout:visible [data-fieldname='summary'] textarea").first
	summary.fill("Neu: Bescheid ist da.")
	page.wait_for_timeout(400)
	page.keyboard.press("Tab")
	page.wait_for_timeout(1500)
	open_desk(page)
	page.locator(".refugee-support-draft", has_text="Bescheid ist da").wait_for()
	page.locator(".refugee-support-draft .btn-primary").click()
	page.wait_for_function("cur_frm?.doc.summary === 'Neu: Bescheid ist da.' && cur_frm.is_dirty()")
	page.evaluate("void cur_frm.save()")
	page.wait_for_function("!cur_frm.is_dirty()")
	page.wait_for_timeout(800)
	assert drafts_in(page) == 0
