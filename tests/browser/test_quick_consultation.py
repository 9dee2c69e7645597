"""The first minute of the day: a returning client, a conversation, saved. In German, as the people who do it."""

import re
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
	from playwright.sync_api import Page

# Frappe's own message; 16-dev cannot translate it.
CONFLICT = re.compile("geändert, nachdem es geöffnet wurde|has been modified after you have opened it")
COUNSELLOR = "Refugee Support Counsellor"


class World(NamedTuple):
	counsellor: str
	volunteer: str
	coordinator: str
	client: str
	foreign: str
	topic: str
	password: str


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		german = {"language": "de", "time_zone": "Europe/Berlin"}
		counsellor, volunteer, coordinator = (
			make.make_user(role, **german)
			for role in (COUNSELLOR, "Refugee Support Volunteer", "Refugee Support Coordinator")
		)
		for user, kind in ((counsellor, "Staff"), (volunteer, "Volunteer"), (coordinator, "Staff")):
			make.make_volunteer_profile(user, helper_kind=kind)
		client = make.make_client(first_name="Salima", last_name="Rückkehrerin", main_language="ar")
		foreign = make.make_client(first_name="<b>Fremde</b>", last_name="Person")
		make.put_on_team(client.name, volunteer)
		topic = make.make_topic("browser-topic", label="Browserthema")
		make.make_consultation(client=client.name, main_topic=topic)
		commit()
		frappe.clear_cache()
		yield World(counsellor, volunteer, coordinator, client.name, foreign.name, topic, make.PASSWORD)


def field(page: "Page", name: str, tag: str = "input"):
	return page.locator(f".modal.show [data-fieldname='{name}'] {tag}").first


def choose(page: "Page", name: str, typed: str, shown: str) -> None:
	"""Type and take a suggestion: two interactions."""
	field(page, name).fill(typed)
	page.locator(
		f".modal.show [data-fieldname='{name}'] [role='option']:visible", has_text=shown
	).first.click()
	page.wait_for_timeout(300)


def open_client(page: "Page", client: str) -> None:
	page.evaluate("name => frappe.set_route('Form', 'Client', name)", client)
	page.wait_for_function("name => cur_frm && cur_frm.doc.name === name && !cur_frm.is_new()", arg=client)
	# What Frappe still reads would take back what is typed meanwhile.
	page.wait_for_function("!frappe.request.ajax_count")


def consultations_of(client: str) -> list:
	import frappe

	frappe.db.rollback()  # see what the web server committed
	fields = ["name", "main_topic", "counsellor", "language", "contact_number"]
	return frappe.get_all("Consultation", {"client": client}, fields, order_by="creation desc")


def test_a_returning_client_takes_at_most_six_interactions_and_a_minute(
	world: World, login: Callable
) -> None:
	page = login(world.counsellor, world.password)
	open_client(page, world.client)
	before, started = len(consultations_of(world.client)), time.monotonic()
	page.locator(".page-actions .btn-primary", has_text="Beratung").first.click()  # 1
	field(page, "main_topic").wait_for()
	page.wait_for_timeout(1200)
	choose(page, "main_topic", "Browser", "Browserthema")  # 2, 3
	field(page, "summary", "textarea").fill("Kindergeld nachgereicht.")  # 4
	page.locator(".modal.show .btn-modal-primary").click()  # 5
	page.locator(".modal.show").wait_for(state="hidden")
	assert time.monotonic() - started < 60
	now = consultations_of(world.client)
	assert len(now) == before + 1
	assert (now[0].main_topic, now[0].counsellor, now[0].language) == (world.topic, world.counsellor, "ar")
	assert now[0].contact_number == before + 1


def test_typing_can_start_at_once(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	open_client(page, world.client)
	page.locator(".page-actions .btn-primary", has_text="Beratung").first.click()
	field(page, "main_topic").wait_for()
	page.wait_for_timeout(1500)
	focused = "document.activeElement.closest('[data-fieldname]')?.dataset.fieldname"
	assert page.evaluate(focused) == "main_topic"


def test_the_shortcut_opens_the_dialog_from_anywhere(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	page.keyboard.press("Shift+Alt+K")
	field(page, "client").wait_for()
	page.wait_for_timeout(1000)
	choose(page, "client", "ruckkehr", "Salima")
	assert page.evaluate("frappe.quick_entry.dialog.get_value('client')") == world.client


def test_a_refused_consultation_keeps_everything_typed(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	page.evaluate("name => refugee_support.new_consultation(name)", world.client)
	field(page, "main_topic").wait_for()
	page.wait_for_timeout(1200)
	choose(page, "main_topic", "Browser", "Browserthema")
	field(page, "summary", "textarea").fill("Das darf nicht verloren gehen.")
	page.evaluate("frappe.quick_entry.dialog.set_value('consultation_date', '2099-01-01')")
	page.wait_for_timeout(500)
	page.locator(".modal.show .btn-modal-primary").click()
	page.locator(".modal.show .modal-body", has_text="Datum liegt in der Zukunft").wait_for()
	page.keyboard.press("Escape")
	page.wait_for_timeout(600)
	assert page.evaluate("frappe.quick_entry.dialog.get_value('summary')") == "Das darf nicht verloren gehen."
	assert page.evaluate("frappe.quick_entry.dialog.get_value('main_topic')") == world.topic


def test_the_second_of_two_people_gets_the_conflict_and_loses_nothing(world: World, login: Callable) -> None:
	first, second = (login(world.counsellor, world.password) for _ in range(2))
	for page in (first, second):
		open_client(page, world.client)
	first.evaluate("cur_frm.set_value('occupation', 'Schneiderin')")
	first.evaluate("void cur_frm.save()")  # a save that finds nothing to do never ends
	first.wait_for_function("!cur_frm.is_dirty() && cur_frm.doc.occupation === 'Schneiderin'")
	second.evaluate("cur_frm.set_value('street', 'Lange Straße 1')")
	second.evaluate("void cur_frm.save().catch(() => null)")
	# Frappe 16 has it in English alone
	conflict = re.compile("Dokument wurde geändert, nachdem es geöffnet wurde|after you have opened it")
	second.locator(".modal.show .modal-body", has_text=conflict).wait_for()
	assert second.evaluate("cur_frm.doc.street") == "Lange Straße 1"


def test_markup_in_a_name_is_shown_as_text(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	page.evaluate("frappe.set_route('List', 'Client')")
	page.locator(".list-row", has_text="‹b›Fremde‹/b› Person").first.wait_for()
	assert page.locator(".list-row b", has_text="Fremde").count() == 0
	open_client(page, world.foreign)
	assert "‹b›Fremde‹/b› Person" in page.locator(".title-text:visible").first.inner_text()


def test_a_volunteer_finds_only_the_clients_of_their_team(world: World, login: Callable) -> None:
	page = login(world.volunteer, world.password)
	page.evaluate("frappe.set_route('List', 'Client')")
	page.locator(".list-row", has_text="Salima").first.wait_for()
	assert page.locator(".list-row", has_text="Fremde").count() == 0
	found = page.evaluate(
		"""() => frappe.call({method: 'frappe.desk.search.search_link',
			args: {doctype: 'Client', txt: ''}}).then(r => r.message.map(row => row.value))"""
	)
	assert found == [world.client]


def test_a_coordinator_cannot_open_a_client(world: World, login: Callable) -> None:
	page = login(world.coordinator, world.password)
	page.evaluate("name => frappe.set_route('Form', 'Client', name)", world.client)
	page.wait_for_timeout(2500)
	assert "Salima" not in page.locator("body").inner_text()
