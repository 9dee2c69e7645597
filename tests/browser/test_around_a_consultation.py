"""Before and after a conversation, on a desktop and on a phone, in German: appointment, interpreter, letter, follow-up."""

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .conftest import screenshot_path

if TYPE_CHECKING:
	from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}


class World(NamedTuple):
	counsellor: str
	volunteer: str
	client: str
	appointment: str
	booking: str
	topic: str
	password: str


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe
	from frappe.utils import add_days, nowdate

	from tests.site import factories as make

	with committed() as commit:
		german = {"language": "de", "time_zone": "Europe/Berlin"}
		counsellor = make.make_user("Refugee Support Counsellor", **german)
		volunteer = make.make_user("Refugee Support Volunteer", **german)
		for user, kind in ((counsellor, "Staff"), (volunteer, "Volunteer")):
			make.make_volunteer_profile(user, helper_kind=kind)
		client = make.make_client(first_name="Rojin", last_name="Geheimnam", main_language="ku").name
		make.put_on_team(client, counsellor)
		sister = make.make_client(first_name="Berivan", last_name="Geheimnam").name
		make.make_relation(client, "Sibling of", sister)
		topic = make.make_topic("around-topic", label="Umgebungsthema")
		past = make.make_appointment(
			client, starts_at=f"{add_days(nowdate(), -1)} 09:00:00", topic=topic, place="Bürgerbüro"
		)
		booking = make.make_booking(client, volunteer, place="Ausländeramt, Zimmer 2")
		make.make_consultation(client, main_topic=topic, counsellor=counsellor, follow_up_on=nowdate())
		make.make_referral(client, answer_expected_by=add_days(nowdate(), 5))
		commit()
		frappe.clear_cache()
		yield World(counsellor, volunteer, client, past.name, booking.name, topic, make.PASSWORD)


def go(page: "Page", *route: str) -> None:
	page.evaluate("route => frappe.set_route(...route)", list(route))
	page.wait_for_function(
		"route => frappe.get_route().join('/') === route && !frappe.request.ajax_count", arg="/".join(route)
	)
	page.wait_for_timeout(1500)


def picture(page: "Page", name: str) -> None:
	page.screenshot(path=screenshot_path(f"around-{name}", page.viewport_size["width"]))


def too_wide(page: "Page") -> int:
	"""By how many pixels the page can be pushed sideways. Frappe's own tabs stick out by two."""
	wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
	return wide if wide > 2 else 0


def stored(doctype: str, filters: dict, fields):
	import frappe

	frappe.db.rollback()  # see what the web server committed
	return frappe.db.get_value(doctype, filters, fields, as_dict=True)


def yesterday() -> str:
	from frappe.utils import add_days, nowdate

	return add_days(nowdate(), -1)


def photograph() -> bytes:
	"""A small picture, as a camera hands it over."""

	def chunk(kind: bytes, data: bytes) -> bytes:
		return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

	header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
	pixels = zlib.compress(b"".join(b"\0" + b"\xee" * 24 for _ in range(8)))
	return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_an_appointment_becomes_a_consultation_with_one_click(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	go(page, "Form", "Client Appointment", world.appointment)
	picture(page, "appointment")
	page.locator(".page-actions .btn-primary", has_text="Hat stattgefunden").first.click()
	page.locator(".modal.show [data-fieldname='main_topic'] input").first.wait_for()
	page.wait_for_timeout(1500)
	values = page.evaluate("frappe.quick_entry.dialog.get_values(true)")
	assert (values["client"], values["main_topic"], values["channel"], values["duration_minutes"]) == (
		world.client,
		world.topic,
		"Accompaniment",
		60,
	)
	assert values["consultation_date"] == yesterday(), "the day of the appointment, not today"
	assert "Begleitung zu einem Termin" in page.locator(".modal.show").inner_text()
	picture(page, "took-place")
	page.locator(".modal.show .btn-modal-primary:not(.hide)").click()
	page.locator(".modal.show").wait_for(state="hidden")
	appointment = stored("Client Appointment", {"name": world.appointment}, ["state", "consultation"])
	assert appointment.state == "Took Place"
	activity = stored("Consultation Activity", {"parent": appointment.consultation}, "activity")
	assert activity.activity == "ACCOMPANIMENT"


def test_the_calendar_shows_appointments(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	page.evaluate("frappe.set_route('List', 'Client Appointment', 'Calendar', 'default')")
	page.locator(".fc-event", has_text="Rojin").first.wait_for()
	picture(page, "calendar")


def test_an_interpreter_answers_on_a_phone_and_reads_no_surname(world: World, login: Callable) -> None:
	page = login(world.volunteer, world.password)
	page.set_viewport_size(PHONE)
	go(page, "List", "Interpreter Booking", "List")
	picture(page, "bookings")
	go(page, "Form", "Interpreter Booking", world.booking)
	page.wait_for_timeout(800)
	shown = page.locator("body").inner_text()
	assert "Ausländeramt" in shown and "Rojin" in shown and "Geheimnam" not in shown
	assert too_wide(page) <= 0
	picture(page, "booking")
	page.locator(".form-layout .btn-primary:visible", has_text="Ich komme").first.click()
	page.locator(".modal.show .btn-modal-primary:not(.hide)").first.click()
	page.locator(".modal.show").wait_for(state="hidden")
	page.wait_for_timeout(1500)
	assert stored("Interpreter Booking", {"name": world.booking}, "state").state == "Confirmed"


def test_a_letter_is_photographed_in_three_taps(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	page.set_viewport_size(PHONE)
	go(page, "Form", "Client", world.client)
	with page.expect_file_chooser() as camera:  # on a phone: the camera
		page.evaluate("void refugee_support.capture_letter(cur_frm.doc.name)")
	camera.value.set_files({"name": "IMG.png", "mimeType": "image/png", "buffer": photograph()})
	page.locator(".modal.show img").first.wait_for()
	page.wait_for_timeout(800)
	assert too_wide(page) <= 0
	picture(page, "letter")
	page.locator(".modal.show .btn-modal-primary:not(.hide)").click()
	page.locator(".modal.show").wait_for(state="hidden")
	page.wait_for_timeout(1500)
	letter = stored("Received Letter", {"client": world.client}, ["name", "state"])
	assert letter.state == "New"
	file = stored("File", {"attached_to_name": letter.name}, ["file_name", "is_private"])
	assert file.is_private == 1 and "IMG" not in file.file_name
	go(page, "Form", "Received Letter", letter.name)
	page.locator("img[alt='Seite des Schreibens']").first.wait_for()
	picture(page, "letter-form")


def test_a_follow_up_is_done_from_the_list(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	go(page, "List", "Consultation", "List")
	page.evaluate("cur_list.filter_area.clear().then(() => cur_list.refresh())")
	page.locator(".list-row .btn-action, .list-row button", has_text="Erledigt").first.wait_for()
	picture(page, "follow-ups")
	page.locator(".list-row .btn-action, .list-row button", has_text="Erledigt").first.click()
	page.locator(".modal.show [data-fieldname='result'] input").fill("Bescheid ist da")
	page.locator(".modal.show .btn-modal-primary:not(.hide)").first.click()
	page.locator(".modal.show").wait_for(state="hidden")
	page.wait_for_timeout(1500)
	done = stored("Consultation", {"counsellor": world.counsellor, "follow_up_done": 1}, "follow_up_result")
	assert done.follow_up_result == "Bescheid ist da"


@pytest.mark.parametrize("width", [1280, 390])
def test_every_new_page_fits_the_screen(world: World, login: Callable, width: int) -> None:
	page = login(world.counsellor, world.password)
	page.set_viewport_size({"width": width, "height": 844})
	pushed = {}
	for name, route in {
		"client": ("Form", "Client", world.client),
		"referrals": ("List", "Client Referral", "List"),
		"no-contact": ("query-report", "Clients without Contact"),
		"open-follow-ups": ("query-report", "Open Follow-Ups"),
		"appointments": ("List", "Client Appointment", "List"),
	}.items():
		go(page, *route)
		picture(page, name)
		pushed[name] = too_wide(page)
	page.evaluate("name => refugee_support.new_consultation(name)", world.client)
	page.locator(".modal.show .refugee-support-family input").first.wait_for()
	page.wait_for_timeout(1000)
	picture(page, "dialog")
	pushed["dialog"] = too_wide(page)
	assert {name: pixels for name, pixels in pushed.items() if pixels > 0} == {}
