"""On the client's form: who may see this record and who has; and taking somebody out of sight."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.browser.conftest import picture_path

if TYPE_CHECKING:
	from playwright.sync_api import Page


class World(NamedTuple):
	counsellor: str
	colleague: str
	client: str
	password: str


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		german = {"language": "de", "time_zone": "Europe/Berlin"}
		people = {}
		for first, last, role in (
			("Petra", "Sommer", "Refugee Support Counsellor"),
			("Jens", "Winter", "Refugee Support Counsellor"),
			("Karin", "Lenz", "Refugee Support Volunteer"),
			("Ali", "Demir", "Refugee Support Volunteer"),
		):
			user = make.make_user(role, **german, first_name=first, last_name=last)
			make.make_volunteer_profile(user, full_name=f"{first} {last}")
			people[last] = user
		client = make.make_client(first_name="Salima", last_name="Beispiel", main_language="ar").name
		make.put_on_team(client, people["Lenz"])
		frappe.set_user(people["Sommer"])
		make.make_access_grant(client, people["Demir"], purpose="Interpreting", to_date=make.in_days(20))
		frappe.set_user("Administrator")
		commit()
		frappe.clear_cache()
		yield World(people["Sommer"], people["Winter"], client, make.PASSWORD)


def open_client(page: "Page", client: str) -> None:
	page.evaluate("name => frappe.set_route('Form', 'Client', name)", client)
	page.wait_for_function("name => cur_frm && cur_frm.doc.name === name && !cur_frm.is_new()", arg=client)


def choose(page: "Page", entry: str) -> None:
	page.get_by_role("button", name="Zugriff", exact=True).click()
	page.locator(".dropdown-menu.show").get_by_text(entry, exact=True).click()


def test_a_counsellor_reads_who_may_see_the_record_and_who_has(world: World, login: Callable) -> None:
	page = login(world.colleague, world.password)
	open_client(page, world.client)
	page = login(world.counsellor, world.password)
	open_client(page, world.client)
	choose(page, "Wer darf das sehen?")
	dialog = page.locator(".modal.show")
	dialog.get_by_text("Wer diese Akte heute sehen darf").wait_for()
	text = dialog.inner_text()
	for line in (
		"Karin Lenz",
		"Unterstützungsteam",
		"Ali Demir",
		"Zugriffsfreigabe",
		"Hauptamtliche Beratung",
	):
		assert line in text, text
	assert "Jens Winter" in text and "Lesen" in text
	page.wait_for_timeout(400)
	page.screenshot(path=picture_path("who-may-see"))
	assert dialog.locator("td:has-text('undefined'), td:has-text('null')").count() == 0


def test_a_counsellor_takes_a_client_out_of_sight_and_back(world: World, login: Callable) -> None:
	page = login(world.counsellor, world.password)
	open_client(page, world.client)
	choose(page, "Darf nicht gefunden werden")
	dialog = page.locator(".modal.show")
	dialog.get_by_text("Jens Winter").click()
	page.wait_for_timeout(300)
	dialog.get_by_role("button", name="Schützen").click()
	page.get_by_text("Diese Person darf nicht gefunden werden").first.wait_for()
	page.wait_for_function("() => cur_frm.doc.is_restricted === 1")
	page.wait_for_timeout(1500)  # the form draws its buttons again, which closes an open menu
	choose(page, "Darf wieder gefunden werden")
	page.locator(".modal.show .btn-primary:visible").click()
	page.wait_for_function("() => cur_frm && cur_frm.doc.is_restricted === 0")
