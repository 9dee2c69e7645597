"""Without a mouse: a volunteer logs in, finds a client, records a consultation and saves it. Keys only, and wherever the
focus goes it is to be seen and has a name a screen reader can say."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .conftest import screenshot_path

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page

# Where the focus is: its name, as a screen reader says it, and how it shows. Frappe's own bar and sidebar apart.
FOCUS = """() => {
	const at = document.activeElement;
	if (!at || at === document.body) return null;
	const style = getComputedStyle(at);
	const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
	const text = (at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || at.placeholder
		|| at.title || at.getAttribute('data-original-title') || at.alt || '').trim();
	const box = at.getBoundingClientRect();
	return {
		text, tag: at.tagName, css: at.className?.toString() || '',
		field: at.closest('[data-fieldname]')?.dataset.fieldname || '',
		dialog: !!at.closest('.modal'),
		shown: ring || style.boxShadow !== 'none',
		ours: !at.closest('.navbar, .layout-side-section, .sticky-top > .navbar, .form-footer'),
		seen: box.width > 0 && box.height > 0,
	};
}"""


class World(NamedTuple):
	volunteer: str
	password: str
	client: str
	topic: str


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		user = make.make_user(
			"Refugee Support Volunteer",
			language="de",
			time_zone="Europe/Berlin",
			email="tastatur@example.com",
			first_name="Tara",
		)
		make.make_volunteer_profile(user, full_name="Tara Tastatur")
		client = make.make_client(first_name="Salima", last_name="Haddad", main_language="ar")
		make.put_on_team(client.name, user)
		topic = make.make_topic("keyboard-topic", label="Tastaturthema")
		commit()
		frappe.clear_cache()
		yield World(user, make.PASSWORD, client.name, topic)


class Keys:
	"""Somebody at a keyboard, and what they met on their way."""

	def __init__(self, page: "Page") -> None:
		self.page = page
		self.unseen: list[str] = []

	def press(self, key: str) -> None:
		self.page.keyboard.press(key)
		self.page.wait_for_timeout(30)

	def to(self, wanted: Callable[[dict], bool], key: str = "Tab", at_most: int = 150) -> dict:
		"""Press Tab until the focus is where it is wanted, looking at every stop."""
		way = []
		for _press in range(at_most):
			self.press(key)
			stop = self.page.evaluate(FOCUS)
			if not stop:
				continue
			way.append(stop["text"] or f"({stop['tag']} {stop['css']})")
			if stop["ours"] and not stop["shown"]:
				self.unseen.append(f"{stop['tag']} {stop['css']} “{stop['text'][:40]}”")
			if wanted(stop):
				return stop
		raise AssertionError(f"not reached with {key}; the way was: {way}")

	def to_text(self, text: str, **more: int) -> dict:
		return self.to(lambda stop: text in stop["text"], **more)

	def to_field(self, field: str) -> dict:
		return self.to(lambda stop: stop["field"] == field)

	def type(self, text: str) -> None:
		self.page.keyboard.type(text, delay=25)


@pytest.fixture
def page(browser: "Browser", base_url: str, request: pytest.FixtureRequest) -> "Iterator[Page]":
	context = browser.new_context(
		base_url=base_url,
		locale="de-DE",
		timezone_id="Europe/Berlin",
		viewport={"width": 1280, "height": 860},
	)
	page = context.new_page()
	yield page
	page.screenshot(path=screenshot_path(request.node.nodeid, 1))
	context.close()


def test_a_volunteer_records_a_consultation_without_a_mouse(world: World, page: "Page") -> None:
	import frappe

	keys = Keys(page)
	page.goto("/login")
	page.wait_for_selector("#login_email")
	if page.evaluate("document.activeElement.id") != "login_email":
		keys.to(lambda stop: "login_email" in page.evaluate("document.activeElement.id"))
	keys.type(world.volunteer)
	keys.to(lambda stop: page.evaluate("document.activeElement.id") == "login_password")
	keys.type(world.password)
	keys.press("Enter")
	page.wait_for_function(
		"window.frappe && frappe.boot && frappe.router && frappe.get_route()?.[0] === 'Workspaces'"
	)
	page.locator(".shortcut-widget-box").first.wait_for()
	page.locator(".number-widget-box .number").first.wait_for()

	# From the first page to the list, by the number that says how many clients there are
	keys.unseen.clear()
	keys.to_text("Meine Klient:innen: ")
	keys.press("Enter")
	page.wait_for_function("frappe.get_route()[0] === 'List' && frappe.get_route()[1] === 'Client'")
	page.locator(".list-row", has_text="Salima Haddad").wait_for()

	# Find the client in another spelling
	keys.to_field("any_spelling")
	keys.type("Hadad")
	keys.press("Tab")
	page.wait_for_function("!frappe.request.ajax_count")
	keys.to(lambda stop: stop["tag"] == "A" and "Salima Haddad" in stop["text"], key="Tab")
	keys.press("Enter")
	page.wait_for_function("name => cur_frm && cur_frm.doc.name === name", arg=world.client)
	page.wait_for_function("!frappe.request.ajax_count")
	page.wait_for_timeout(500)

	# Record a consultation
	keys.to(lambda stop: stop["tag"] == "BUTTON" and "Beratung" in stop["text"] and not stop["dialog"])
	keys.press("Enter")
	page.locator(".modal.show [data-fieldname='main_topic'] input").wait_for()
	page.wait_for_timeout(1200)
	assert page.evaluate(FOCUS)["field"] == "main_topic"
	keys.type("Tastatur")
	page.locator(".modal.show [role='option']:visible", has_text="Tastaturthema").first.wait_for()
	# the list of everything, shown at first, has given way to what was typed
	page.wait_for_function(
		"[...document.querySelectorAll('.modal.show [data-fieldname=main_topic] [role=option]')]"
		".filter(option => option.checkVisibility()).length <= 3"
	)
	chosen = page.locator(
		".modal.show [role='option'][aria-selected='true']:visible", has_text="Tastaturthema"
	)
	for _press in range(5):
		if chosen.count():
			break
		keys.press("ArrowDown")
	keys.press("Enter")
	page.wait_for_timeout(300)
	assert page.evaluate("frappe.quick_entry.dialog.get_value('main_topic')") == world.topic
	keys.to_field("summary")
	keys.type("Nur mit Tasten.")
	keys.to(lambda stop: "btn-modal-primary" in stop["css"])
	keys.press("Enter")
	page.locator(".modal.show").wait_for(state="hidden")

	frappe.db.rollback()
	[saved] = frappe.get_all(
		"Consultation", {"client": world.client}, ["summary", "main_topic", "counsellor"]
	)
	assert (saved.summary, saved.main_topic, saved.counsellor) == (
		"Nur mit Tasten.",
		world.topic,
		world.volunteer,
	)
	assert not keys.unseen, "\n".join(["the focus is not to be seen on:", *dict.fromkeys(keys.unseen)])
