"""From an empty profile to the finished Bewerbungsmappe, in German, as a helper of the job-application team."""

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.browser.conftest import picture_path

if TYPE_CHECKING:
	from playwright.sync_api import Page

HELPER = "hannah.helfer@example.com"


class World(NamedTuple):
	helper: str
	support: str
	password: str


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe
	import pypdf

	from tests.site import factories as make

	with committed() as commit:
		helper = make.make_user(
			"Application Support Helper",
			language="de",
			time_zone="Europe/Berlin",
			email=HELPER,
			first_name="Hannah",
			last_name="Helfer",
		)
		make.make_volunteer_profile(helper, helper_kind="Volunteer", full_name="Hannah Helfer")
		client = make.make_client(first_name="Samir", last_name="Mappe", mobile_no="0211 0000001")
		support = make.make_application_support(client.name, helper, address="Beispielweg 5\n40699 Erkrath")
		paper = pypdf.PdfWriter()
		paper.add_blank_page(595, 842)
		content = io.BytesIO()
		paper.write(content)
		degree = make.make("Client Qualification", application_support=support.name, title_original="شهادة")
		file = make.make_file(
			degree.doctype, degree.name, "urkunde.pdf", content.getvalue(), attached_to_field="certificate"
		)
		degree.db_set("certificate", file.file_url)
		commit()
		frappe.clear_cache()
		yield World(helper, support.name, make.PASSWORD)


def open_form(page: "Page", doctype: str, name: str) -> None:
	page.goto(f"/app/{doctype}/{name}")
	page.wait_for_function("name => window.cur_frm && cur_frm.docname === name", arg=name)
	page.wait_for_load_state("networkidle")
	page.wait_for_timeout(500)


def picture(page: "Page", name: str) -> None:
	page.set_viewport_size({"width": 1280, "height": 860})
	page.wait_for_timeout(300)
	page.screenshot(path=picture_path(name))


def choose(page: "Page", entry: str) -> None:
	page.locator(".inner-group-button", has_text="Bewerbungsunterlagen").locator("button").click()
	page.locator(".inner-group-button .dropdown-item:visible", has_text=entry).first.click()
	page.wait_for_selector(".modal.show .modal-title")
	page.wait_for_timeout(600)


def make_pdf(page: "Page") -> str:
	"""The address of the PDF that opens."""
	with page.expect_popup() as opened:
		page.locator(".modal.show .btn-modal-primary:visible").first.click()
	address = opened.value.url
	opened.value.close()
	return address


def add_station(page: "Page", world: World) -> None:
	page.goto("/app/client-career-station/new")
	page.wait_for_function("window.cur_frm && cur_frm.doctype === 'Client Career Station'")
	page.wait_for_timeout(500)
	assert not page.evaluate("cur_frm.doc.country")
	page.evaluate(
		"""support => cur_frm.set_value({application_support: support, title: 'Elektroinstallateur',
			organisation: 'Werkstatt', place: 'Aleppo', country: 'Syria', from_date: '2008-03-01', to_date: '2014-09-30',
			description: 'Hausinstallation'})""",
		world.support,
	)
	page.evaluate("void cur_frm.save()")
	page.wait_for_function("!cur_frm.is_new() && !cur_frm.is_dirty()")


def test_from_an_empty_profile_to_the_finished_folder_in_german(login: Callable, world: World) -> None:
	import frappe

	page = login(world.helper, world.password)
	add_station(page, world)
	open_form(page, "application-support", world.support)
	assert page.locator(".title-text", has_text="Samir Mappe").count()

	choose(page, "Lebenslauf")
	page.locator(".modal.show [data-fieldname=occupation] input").fill("Elektroniker")
	frame = page.frame_locator(".modal.show iframe.career-preview")
	frame.locator(".occupation", has_text="Elektroniker").wait_for()
	assert frame.locator("text=03/2008 – 09/2014").count() and frame.locator("text=Aleppo, Syrien").count()
	picture(page, "cv-dialog")
	assert "/private/files/" in make_pdf(page)

	open_form(page, "application-support", world.support)
	choose(page, "Anschreiben")
	page.locator(".modal.show [data-fieldname=template] input").fill("Handwerk")
	page.locator(".modal.show .awesomplete [role=option]", has_text="Elektro und Handwerk").first.click()
	page.wait_for_timeout(600)  # the desk looks the title up
	page.locator(".modal.show .btn-modal-primary").click()
	page.wait_for_function("window.cur_frm && cur_frm.doctype === 'Client Cover Letter' && !cur_frm.is_new()")
	page.wait_for_timeout(1500)
	page.locator(".page-actions button:visible", has_text="PDF erstellen").click()
	page.locator(".msgprint", has_text="leer").wait_for()
	page.locator(".modal.show .btn-modal-close:visible").first.click()
	page.locator(".modal.show").wait_for(state="hidden")
	page.evaluate(
		"""cur_frm.set_value({recipient: 'Elektro GmbH\\n40699 Erkrath', subject: 'Bewerbung als Elektroniker',
			body: 'Sie suchen eine Fachkraft.\\n\\nIch komme gern zu einem Probetag.'})"""
	)
	letter = page.frame_locator("iframe.career-preview")
	letter.locator("text=Ich komme gern zu einem Probetag.").wait_for()
	picture(page, "cover-letter-form")
	with page.expect_popup():
		page.locator(".page-actions button:visible", has_text="PDF erstellen").click()

	open_form(page, "application-support", world.support)
	choose(page, "Bewerbungsmappe")
	assert page.locator(".modal.show .grid-row", has_text="شهادة").count()
	picture(page, "folder-dialog")
	assert "/private/files/" in make_pdf(page)
	frappe.db.rollback()
	contents = frappe.db.get_value(
		"Client Application Folder", {"application_support": world.support}, "contents"
	)
	assert contents.splitlines() == ["Anschreiben", "Lebenslauf", "شهادة"]
	open_form(page, "application-support", world.support)
	page.get_by_role("tab", name="Bewerbungen").click()
	for paper in ("Lebenslauf, Klassisch", "Anschreiben", "Bewerbungsmappe"):
		page.get_by_role("link", name=paper, exact=True).wait_for()
	picture(page, "papers")
