"""Somebody is recorded a second time: asked before saving, nothing typed is lost; then two records become one."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
	from playwright.sync_api import Page


class World(NamedTuple):
	counsellor: str
	known: str
	twin: str
	password: str


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		german = {"language": "de", "time_zone": "Europe/Berlin"}
		counsellor = make.make_user("Refugee Support Counsellor", **german)
		make.make_volunteer_profile(counsellor, helper_kind="Staff")
		known = make.make_client(
			first_name="Zarifullah",
			last_name="Wardakyar",
			native_name="ظریف‌الله وردک‌یار",
			date_of_birth="1991-03-07",
		)
		twin = make.make_client(
			first_name="Sarif Ullah",
			last_name="Vardakyar",
			date_of_birth="1991-07-03",
			mobile_no="+49 170 0000000",
		)
		make.make_consultation(client=twin.name)
		commit()
		frappe.clear_cache()
		yield World(counsellor, known.name, twin.name, make.PASSWORD)


def picture(page: "Page", name: str) -> None:
	from tests.browser.conftest import screenshot_path

	page.wait_for_timeout(600)
	page.screenshot(path=screenshot_path(name, 1))


def test_a_person_recorded_already_is_shown_before_saving_and_nothing_typed_is_lost(
	world: World, login: Callable
) -> None:
	page = login(world.counsellor, world.password)
	page.evaluate("frappe.new_doc('Client')")
	for fieldname, value in (("first_name", "Zarif Ullah"), ("last_name", "Wardakjar")):
		field = page.locator(f".modal.show [data-fieldname='{fieldname}'] input").first
		field.fill(value)
		field.blur()
	page.locator(".modal.show .btn-primary:visible").last.click()
	hint = page.locator(".refugee-support-duplicates.show")
	hint.wait_for()
	assert world.known in hint.inner_text()
	assert (
		"gleicher Name in anderer Schreibweise" in hint.inner_text() or "ähnlicher Name" in hint.inner_text()
	)
	picture(page, "duplicate-hint")
	hint.get_by_text("Zurück zum Formular").click()
	hint.wait_for(state="hidden")  # it fades out: the next one must not be taken for it
	assert page.locator(".modal.show [data-fieldname='last_name'] input").first.input_value() == "Wardakjar"
	page.locator(".modal.show .btn-primary:visible").last.click()
	hint = page.locator(".refugee-support-duplicates.show")
	hint.wait_for()
	hint.get_by_text("Es ist eine andere Person").click()
	page.wait_for_function("cur_frm && cur_frm.doc.last_name === 'Wardakjar' && !cur_frm.is_new()")


def test_two_records_are_compared_merged_and_separated_again(world: World, login: Callable) -> None:
	import frappe

	page = login(world.counsellor, world.password)
	page.evaluate("name => frappe.set_route('Form', 'Client', name)", world.known)
	page.wait_for_function("name => cur_frm && cur_frm.doc.name === name", arg=world.known)
	page.evaluate(
		"([a, b]) => { refugee_support.merge_clients(a, b, () => cur_frm.reload_doc()) }",
		[world.known, world.twin],
	)
	dialog = page.locator(".refugee-support-merge.show")
	dialog.wait_for()
	assert "Was umzieht" in dialog.inner_text()
	assert "Beratung: 1" in dialog.inner_text()
	picture(page, "merge-preview")
	dialog.locator(".btn-primary:visible").click()
	page.locator(".refugee-support-merged").wait_for()
	frappe.db.rollback()
	assert not frappe.db.exists("Client", world.twin)
	page.wait_for_timeout(1000)
	page.locator(".refugee-support-merged button").click()
	page.locator(".modal.show .btn-primary:visible").last.click()
	page.get_by_text("ist wieder ein eigener Eintrag").wait_for()
	frappe.db.rollback()
	assert frappe.db.get_value("Client", world.twin, "mobile_no") == "+49 170 0000000"


def test_the_list_finds_a_name_in_any_spelling(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	page.evaluate("frappe.set_route('List', 'Client', 'List')")
	field = page.locator("[data-fieldname='any_spelling'] input")
	field.wait_for()
	field.fill("Sarifulla Wardakjar")
	field.press("Enter")
	page.locator(".list-row", has_text="Wardakyar").first.wait_for()
