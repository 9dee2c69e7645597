"""A mother comes with her children and her brother: one conversation, several persons, entered once. In German."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .test_quick_consultation import choose, field, open_client

if TYPE_CHECKING:
	from playwright.sync_api import Page


class Family(NamedTuple):
	counsellor: str
	mother: str
	daughter: str
	son: str
	brother: str
	topic: str
	password: str


@pytest.fixture(scope="module")
def family(site: str, committed: Callable) -> Iterator[Family]:
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		counsellor = make.make_user("Refugee Support Counsellor", language="de", time_zone="Europe/Berlin")
		make.make_volunteer_profile(counsellor, helper_kind="Staff")
		mother, daughter, son, brother = (
			make.make_client(first_name=name, last_name="Familientest").name
			for name in ("Rahel", "Selam", "Yonas", "Dawit")
		)
		members = [{"client": mother, "relation": "Adult"}]
		members += [{"client": child, "relation": "Child"} for child in (daughter, son)]
		make.make("Client Household", household_name="Familie Familientest", members=members)
		make.make_relation(brother, "Sibling of", mother)
		topic = make.make_topic("family-topic", label="Familienthema")
		commit()
		frappe.clear_cache()
		yield Family(counsellor, mother, daughter, son, brother, topic, make.PASSWORD)


def tick(page: "Page", scope: str, client: str) -> None:
	page.locator(f"{scope} .refugee-support-family input[data-client='{client}']").check()


def last_consultation(client: str):
	import frappe

	frappe.db.rollback()  # see what the web server committed
	name = frappe.get_all("Consultation", {"client": client}, pluck="name", order_by="creation desc", limit=1)
	return frappe.get_doc("Consultation", name[0])


def test_a_family_consultation_is_recorded_in_one_entry_and_counted_as_one_contact(
	family: Family, login: Callable
) -> None:
	import frappe

	page = login(family.counsellor, family.password)
	open_client(page, family.mother)
	page.locator(".page-actions .btn-primary", has_text="Beratung").first.click()
	offered = page.locator(".modal.show .refugee-support-family")
	offered.locator("text=Mitberaten").wait_for()
	assert "Selam Familientest" in offered.inner_text() and "Bruder" not in offered.inner_text()
	assert "Geschwister" in offered.inner_text(), "the brother does not live with them but is offered, too"
	page.wait_for_timeout(1000)
	tick(page, ".modal.show", family.daughter)
	tick(page, ".modal.show", family.brother)
	choose(page, "main_topic", "Familien", "Familienthema")
	page.locator(".modal.show .btn-modal-primary").click()
	page.locator(".modal.show").wait_for(state="hidden")

	saved = last_consultation(family.mother)
	assert [row.client for row in saved.family_members] == [family.daughter, family.brother]
	rows = frappe.get_all("Service Record", {"source_name": saved.name}, ["participation", "contacts"])
	assert sorted((row.participation, row.contacts) for row in rows) == [
		("Family Member", 0),
		("Family Member", 0),
		("Main Person", 1),
	]


def test_another_client_brings_another_family_and_drops_the_ticks(family: Family, login: Callable) -> None:
	page = login(family.counsellor, family.password)
	page.evaluate("name => refugee_support.new_consultation(name)", family.mother)
	field(page, "main_topic").wait_for()
	page.wait_for_timeout(1200)
	tick(page, ".modal.show", family.son)
	choose(page, "main_topic", "Familien", "Familienthema")
	page.evaluate("name => frappe.quick_entry.dialog.set_value('client', name)", family.brother)
	page.locator(f".modal.show input[data-client='{family.mother}']").wait_for()
	page.locator(".modal.show .btn-modal-primary").click()
	page.locator(".modal.show").wait_for(state="hidden")
	assert last_consultation(family.brother).family_members == []


def test_in_the_form_ticks_and_list_agree(family: Family, login: Callable) -> None:
	import frappe

	from tests.site import factories as make

	consultation = make.make_consultation(
		family.mother, main_topic=family.topic, family_members=[{"client": family.son}]
	)
	type(frappe.local.db).commit(frappe.local.db)
	page = login(family.counsellor, family.password)
	page.evaluate("name => frappe.set_route('Form', 'Consultation', name)", consultation.name)
	son = page.locator(f".refugee-support-family input[data-client='{family.son}']:visible")
	son.wait_for()
	assert son.is_checked()
	page.locator(f".refugee-support-family input[data-client='{family.daughter}']:visible").check()
	page.wait_for_timeout(800)
	page.evaluate("void cur_frm.save()")
	page.wait_for_function("!cur_frm.is_dirty()")
	frappe.db.rollback()
	stored = frappe.get_doc("Consultation", consultation.name)
	assert {row.client for row in stored.family_members} == {family.son, family.daughter}


def test_relations_stand_on_the_page_of_either_person(family: Family, login: Callable) -> None:
	page = login(family.counsellor, family.password)
	for one, other, word in (
		(family.mother, "Dawit Familientest", "Geschwister"),
		(family.brother, "Rahel Familientest", "Geschwister"),
	):
		open_client(page, one)
		shown = page.locator(".refugee-support-relations:visible", has_text=other)
		shown.wait_for()
		assert word in shown.inner_text()
	assert page.locator(".refugee-support-relations:visible").count() == 1
