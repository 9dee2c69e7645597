"""Erasing somebody in a real Chromium, in German: proposed by one counsellor, released by another one."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from tests.browser.conftest import button, german_counsellors, picture

PHONE = {"width": 390, "height": 844}


class World(NamedTuple):
	one: str
	other: str
	client: str
	password: str


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		users = german_counsellors("Lea", "Leo", last_name="Löschung")
		client = make.make_client(first_name="Zqamina", last_name="Zqweg", status="Active").name
		make.make_consultation(client, main_topic=make.make_topic("erasure-topic"))
		commit()
		frappe.clear_cache()
		yield World(*users, client, make.PASSWORD)


def test_one_proposes_another_releases_and_nobody_finds_the_person_any_more(
	login: Callable, world: World
) -> None:
	import frappe

	from refugee_support.refugee_support.doctype.client_erasure import client_erasure

	page = login(world.one, world.password)
	page.evaluate("client => frappe.new_doc('Client Erasure', { client })", world.client)
	page.locator("[data-fieldname='reason'] select:visible").select_option("Request of the Person")
	picture(page, "erasure-new")
	page.locator(".page-head .primary-action:visible").click()
	page.get_by_text("Sie haben das vorgeschlagen").first.wait_for()
	assert not page.locator("button:visible", has_text="Löschung freigeben").count()
	page.locator("[data-fieldname='preview']").get_by_text("Beratung: 1").first.wait_for()
	name = page.evaluate("cur_frm.doc.name")
	picture(page, "erasure-proposed")

	other = login(world.other, world.password)
	other.evaluate("name => frappe.set_route('Form', 'Client Erasure', name)", name)
	other.get_by_text("Was Sie freigeben, lässt sich nicht zurückholen").first.wait_for()
	other.set_viewport_size(PHONE)
	picture(other, "erasure-second-person-phone")
	other.set_viewport_size({"width": 1280, "height": 900})
	button(other, "Löschung freigeben")
	shown = other.locator(".modal.show")
	shown.wait_for()
	picture(other, "erasure-warning")
	shown.locator("button", has_text="Löschung freigeben").click()
	other.wait_for_function("cur_frm.doc.status === 'Released'")
	assert frappe.db.exists("Client", world.client)

	frappe.db.rollback()
	assert client_erasure.carry_out(name)  # what a worker does: there is none here
	frappe.db.commit()
	other.goto(f"/app/client-erasure/{name}")  # what the browser itself still remembers is gone with the page
	other.get_by_text("Nichts hier sagt, wer es war").first.wait_for()
	assert "Zqweg" not in other.content() and world.client not in other.locator(".form-layout").inner_text()
	picture(other, "erasure-done")
	found = other.evaluate(
		"name => frappe.xcall('frappe.client.get_list', { doctype: 'Client', filters: { name } })",
		world.client,
	)
	assert found == []
