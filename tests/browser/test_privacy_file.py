"""The privacy file of a client in a real Chromium, in German: on a desk and on a telephone."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.browser.conftest import picture

if TYPE_CHECKING:
	from playwright.sync_api import Page

REVOKED = "Widerrufen"


class World(NamedTuple):
	counsellor: str
	client: str
	password: str


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe
	from frappe.utils import add_days, nowdate

	from tests.site import factories as make

	with committed() as commit:
		german = {"language": "de", "time_zone": "Europe/Berlin"}
		name = {"first_name": "Birgit", "last_name": "Beratung"}
		counsellor = make.make_user("Refugee Support Counsellor", **german, **name)
		make.make_volunteer_profile(counsellor, full_name="Birgit Beratung", helper_kind="Staff")
		client = make.make_client(first_name="Amina", last_name="Datenschutz", main_language="ar").name
		make.make_consent(client, valid_until=add_days(nowdate(), 700), text_version="1")
		make.make_consent(
			client, "Photographs", withdrawn_on=nowdate(), withdrawn_how="Orally", text_version="1"
		)
		make.make_consent(client, "Attendance by Name", text_version="1")
		make.make_consent(
			client, "Release From Confidentiality", recipient_name="Praxis Dr. Muster", scope="Attest"
		)
		make.make_consultation(client, main_topic=make.make_topic("privacy-topic"))
		commit()
		frappe.clear_cache()
		yield World(counsellor, client, make.PASSWORD)


def open_file(page: "Page", client: str) -> "Page":
	page.evaluate("name => frappe.set_route('Form', 'Client', name)", client)
	page.locator(".form-tabs .nav-link", has_text="Datenschutz").click()
	page.locator(".rs-privacy .rs-card").first.wait_for()
	return page


def test_the_tab_says_what_was_agreed_and_what_it_means_today(world: World, login: Callable) -> None:
	page = open_file(login(world.counsellor, world.password), world.client)
	picture(page, "privacy-file")
	text = page.locator(".rs-privacy").inner_text()
	for expected in (
		"Rechtsgrundlage",
		"Gültig",
		REVOKED,
		"Fotos",
		"Mündlich",
		"Praxis Dr. Muster",
		"Attest",
	):
		assert expected in text, text
	assert "Birgit Beratung" in text  # has just opened the record
	for english in ("In Force", "Taken Back", "Legal Basis", "Signed on Paper"):
		assert english not in text


def test_on_a_telephone_nothing_is_wider_than_the_screen(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	page.set_viewport_size({"width": 390, "height": 844})
	open_file(page, world.client)
	picture(page, "privacy-file-phone")
	widths = page.evaluate(
		"[...document.querySelectorAll('.rs-privacy .rs-card')].map(card => card.getBoundingClientRect().right)"
	)
	assert max(widths) <= 390


def test_a_new_consent_is_begun_here_with_language_and_text_proposed(world: World, login: Callable) -> None:
	page = open_file(login(world.counsellor, world.password), world.client)
	card = page.locator(".rs-privacy .rs-card", has=page.locator("h6", has_text="Weitergabe"))
	card.locator("button").click()
	page.wait_for_function(
		"cur_frm?.doctype === 'Client Consent' && cur_frm.doc.consent_text?.includes('-ar-')"
	)
	made = page.evaluate("[cur_frm.doc.client, cur_frm.doc.purpose, cur_frm.doc.consent_text]")
	assert made == [world.client, "Passing On Data", "PASSING_ON_DATA-ar-1"]


def test_the_list_speaks_the_language_of_its_reader_whoever_wrote_the_consent(
	world: World, login: Callable
) -> None:
	page = login(world.counsellor, world.password)
	page.evaluate("client => frappe.set_route('List', 'Client Consent', { client })", world.client)
	rows = page.locator(".list-row-container .list-subject")
	rows.first.wait_for()
	text = " ".join(rows.all_inner_texts())
	assert "Fotos · " in text and "Sprachcafé mit Namen · " in text, text
	for english in ("Photographs", "Attendance by Name", "Release From Confidentiality"):
		assert english not in text
