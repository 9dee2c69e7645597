"""From a consultation to the released wording in German, and what a coordinator makes of it."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.browser.conftest import screenshot_path

if TYPE_CHECKING:
	from playwright.sync_api import Page


class World(NamedTuple):
	counsellor: str
	coordinator: str
	consultation: str
	activity: str
	password: str


WHAT = {
	"happened_on": "2026-11-20",
	"place": "Eingang des Amtes",
	"area_of_life": "Authorities and Benefits",
	"main_ground": "Language or Accent",
	"actor_kind": "Public Authority",
	"form": "Service or Access Refused",
	"what_happened": "Ohne Deutsch kein Termin, sagte man an der Tür.",
	"wanted": "Dass künftig jemand übersetzt.",
	"consent": "Anonymised Wording May Be Used",
	"consent_on": "2026-11-20",
	"wording_headline": "Kein Termin ohne Deutsch",
	"wording_period": "Herbst 2026",
}


@pytest.fixture(scope="module")
def world(site: str, committed: Callable) -> Iterator[World]:
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		german = {"language": "de", "time_zone": "Europe/Berlin"}
		counsellor = make.make_user("Refugee Support Counsellor", **german, first_name="Britta")
		coordinator = make.make_user("Refugee Support Coordinator", **german, first_name="Carla")
		for user in (counsellor, coordinator):
			make.make_volunteer_profile(user, helper_kind="Staff")
		client = make.make_client(first_name="Zarghuna", last_name="Popalzai")
		consultation = make.make_consultation(client.name, counsellor=counsellor)
		released = make.make_incident(
			client.name,
			**{name: WHAT[name] for name in ("consent", "consent_on", "wording_headline", "wording_period")},
			anonymised_wording="An der Tür hieß es, ohne Deutsch gebe es keinen Termin. Es war niemand da, der übersetzte.",
		)
		from refugee_support.refugee_support.doctype.unequal_treatment_incident import (
			unequal_treatment_incident as incidents,
		)

		incidents.release_wording(released.name)
		wording = frappe.db.get_value(released.doctype, released.name, "released_wording")
		activity = make.make_activity(
			title="Sprachmittlung am Schalter",
			body="Sozialausschuss Erkrath",
			agenda_item="Ö 7: Zugang zu Leistungen",
			statement="Wer kein Deutsch spricht, kommt an der Tür nicht weiter.",
			demand="Eine Telefon-Sprachmittlung an jedem Schalter.",
			incidents=[{"wording": wording}],
			figures="Von 184 Kontakten im dritten Quartal brauchten 61 eine Sprachmittlung.",
			figures_source="Auswertung 3. Quartal 2026",
			promise="Ein Probelauf im Jobcenter",
			promised_by="Beigeordnete",
			promise_due_on="2027-03-31",
			responsible=coordinator,
		)
		commit()
		frappe.clear_cache()
		yield World(counsellor, coordinator, consultation.name, activity.name, make.PASSWORD)


def form(page: "Page", path: str) -> None:
	page.goto(f"/app/{path}")
	page.wait_for_function("window.cur_frm && cur_frm.doc && !cur_frm.is_new()")
	page.wait_for_timeout(1200)


def picture(page: "Page", name: str, full: bool = False) -> None:
	page.wait_for_timeout(400)
	page.screenshot(path=screenshot_path(f"advocacy-{name}", 1), full_page=full)


def test_from_a_consultation_in_two_clicks_to_a_hint_and_its_mend(login: Callable, world: World) -> None:
	page = login(world.counsellor, world.password)
	form(page, f"consultation/{world.consultation}")
	page.get_by_role("button", name="Ungleichbehandlung").click()
	page.wait_for_function("cur_frm.doctype === 'Unequal Treatment Incident' && cur_frm.doc.client")
	picture(page, "new-incident")
	page.evaluate("values => cur_frm.set_value(values)", {**WHAT, "authority": "JOBCENTER_ME_AKTIV"})
	page.evaluate("cur_frm.set_value('anonymised_wording', 'Frau Popalsai bekam am 12.10. keinen Termin.')")
	page.wait_for_timeout(500)
	page.evaluate("void cur_frm.save()")
	page.wait_for_function("!cur_frm.is_new() && cur_frm.doc.__onload")
	page.wait_for_timeout(1500)
	hints = page.locator("[data-fieldname='wording_check']")
	assert "„Popalsai“ könnte ein Name" in hints.inner_text()
	assert "„12.10.“ ist ein genauer Tag" in hints.inner_text()
	hints.scroll_into_view_if_needed()
	picture(page, "hints")
	page.evaluate("cur_frm.set_value('anonymised_wording', 'Im Herbst bekam eine Frau keinen Termin.')")
	page.get_by_role("button", name="Fassung freigeben").click()
	page.wait_for_function("cur_frm.doc.wording_state === 'Released'")
	page.evaluate("window.scrollTo(0, 0)")
	picture(page, "released")


def test_a_coordinator_sees_the_wording_the_activity_and_no_incident(login: Callable, world: World) -> None:
	page = login(world.coordinator, world.password)
	form(page, f"advocacy-activity/{world.activity}")
	assert page.locator(
		".frappe-control[data-fieldname='incidents']", has_text="Kein Termin ohne Deutsch"
	).count()
	picture(page, "activity")
	page.goto("/app/incident-wording")
	page.locator(".list-row").first.wait_for()
	picture(page, "wordings")
	page.goto("/app/advocacy-activity")
	page.locator(".list-row").first.wait_for()
	picture(page, "activities")
	assert page.evaluate("frappe.model.can_read('Unequal Treatment Incident')") in (False, None)


def test_the_dossier_is_one_german_page(login: Callable, world: World) -> None:
	page = login(world.coordinator, world.password)
	page.goto(
		f"/printview?doctype=Advocacy Activity&name={world.activity}&format=Advocacy Dossier&no_letterhead=1"
	)
	text = page.locator(".dossier").inner_text()
	for words in ("Was Menschen uns berichtet haben", "Herbst 2026", "Sozialausschuss Erkrath", "31.03.2027"):
		assert words in text
	picture(page, "dossier", full=True)
	values = {"doctype": "Advocacy Activity", "name": world.activity, "format": "Advocacy Dossier"}
	answer = page.request.get("/api/method/frappe.utils.print_format.download_pdf", params=values)
	assert answer.ok and answer.body().startswith(b"%PDF")
	screenshot_path("advocacy-dossier", 1).with_suffix(".pdf").write_bytes(answer.body())
