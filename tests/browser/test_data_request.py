"""A request for a copy of one's data in a real Chromium, in German: recorded, prepared by one, released by another."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from tests.browser.conftest import button, german_counsellors, picture


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
		users = german_counsellors("Birgit", "Boris", last_name="Beratung")
		client = make.make_client(first_name="Amina", last_name="Auskunft", main_language="ar").name
		consultation = make.make_consultation(client, main_topic=make.make_topic("request-topic"))
		make.make_note(consultation.name, note="Vertraulich notiert")
		commit()
		frappe.clear_cache()
		yield World(*users, client, make.PASSWORD)


def work(user: str, name: str) -> None:
	"""What a worker does with the job the form has queued: there is none here."""
	import frappe

	from refugee_support.own_data import job

	frappe.db.rollback()
	frappe.set_user(user)
	job.work(name, frappe.db.get_value("Client Data Request", name, "run"), "de")
	frappe.db.commit()
	frappe.set_user("Administrator")


def test_a_copy_that_cannot_be_made_says_why_and_can_be_tried_again(
	login: Callable, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
	import frappe

	from refugee_support.own_data import making

	def missing(*about: object) -> bytes:
		frappe.throw("Auf diesem Server fehlen Schriften.")

	page = login(world.other, world.password)
	values = {"doctype": "Client Data Request", "client": world.client, "kind": "Portability"}
	values |= {"received_on": frappe.utils.nowdate(), "identified_by": "Known in Person"}
	name = page.evaluate(
		"doc => frappe.xcall('frappe.client.insert', { doc }).then((made) => made.name)", values
	)
	page.evaluate("name => frappe.set_route('Form', 'Client Data Request', name)", name)
	page.get_by_text("Einträge, über die noch zu entscheiden ist").first.wait_for()
	page.evaluate(
		"frappe.model.set_value(cur_frm.doc.decisions[0].doctype, cur_frm.doc.decisions[0].name, 'decision', 'Give')"
	)
	button(page, "Kopie vorbereiten")
	page.get_by_text("Die Kopie wird erstellt").first.wait_for()
	with monkeypatch.context() as broken:
		broken.setattr(making, "pdf_of", missing)
		work(world.other, name)
	page.get_by_text(
		"Die Kopie konnte nicht erstellt werden: Auf diesem Server fehlen Schriften."
	).first.wait_for()
	picture(page, "data-request-failed")
	button(page, "Erneut versuchen")
	page.get_by_text("Die Kopie wird erstellt").first.wait_for()
	button(page, "Anhalten")
	page.locator(".page-head .custom-actions button:visible", has_text="Kopie vorbereiten").first.wait_for()


def test_a_request_is_recorded_prepared_and_released_by_another(login: Callable, world: World) -> None:
	page = login(world.one, world.password)
	page.evaluate("client => frappe.new_doc('Client Data Request', { client })", world.client)
	page.locator("[data-fieldname='identified_by'] select:visible").select_option("Known in Person")
	picture(page, "data-request-new")
	page.locator(".page-head .primary-action:visible").click()
	page.get_by_text("Einträge, über die noch zu entscheiden ist: 1").first.wait_for()
	picture(page, "data-request-open")
	page.evaluate(
		"frappe.model.set_value(cur_frm.doc.decisions[0].doctype, cur_frm.doc.decisions[0].name, 'decision', 'Give')"
	)
	button(page, "Kopie vorbereiten")
	page.get_by_text("Die Kopie wird erstellt").first.wait_for()
	picture(page, "data-request-being-made")
	assert not page.locator("button:visible", has_text="Kopie öffnen").count()
	work(world.one, page.evaluate("cur_frm.doc.name"))
	page.get_by_text("Das haben Sie vorbereitet").first.wait_for()  # the form finds out by itself
	assert not page.locator("button:visible", has_text="Kopie freigeben").count()
	name = page.evaluate("cur_frm.doc.name")
	other = login(world.other, world.password)
	other.evaluate("name => frappe.set_route('Form', 'Client Data Request', name)", name)
	other.get_by_text("Bitte lesen Sie die ganze Kopie").first.wait_for()
	assert other.locator("button:visible", has_text="Kopie öffnen (PDF)").count()
	picture(other, "data-request-prepared")
	button(other, "Kopie freigeben")
	other.locator(".modal.show .btn-modal-primary").click()
	other.get_by_text("Freigegeben. Bitte händigen Sie sie").first.wait_for()
	picture(other, "data-request-released")
	other.evaluate("name => frappe.set_route('Form', 'Client', name)", world.client)
	other.locator(".form-tabs .nav-link", has_text="Datenschutz").click()
	other.get_by_text("Anfragen zu den eigenen Daten").first.wait_for()
	picture(other, "data-request-privacy-file")
