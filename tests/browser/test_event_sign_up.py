"""A guest signs up in Arabic, from right to left, on a phone; and answers the question at the end."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import picture

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page


@pytest.fixture
def phone(browser: "Browser", base_url: str) -> "Iterator[Page]":
	context = browser.new_context(
		base_url=base_url, locale="ar", viewport={"width": 412, "height": 915}, has_touch=True
	)
	yield context.new_page()
	context.close()


def test_a_guest_signs_up_in_arabic_and_cancels(site: str, committed: Callable, phone: "Page") -> None:
	import frappe

	from tests.site import factories

	frappe.cache.delete_keys("rl:")
	with committed() as commit:
		event = factories.make_event(description="Ankommen und Fragen stellen")
		commit()
		phone.goto(f"/event-sign-up/new?lang=ar&event={event.name}")
		phone.wait_for_function("window.frappe && frappe.web_form && frappe.web_form.fields_dict")
		phone.locator(".event-languages").wait_for()
		assert phone.evaluate("document.documentElement.dir") == "rtl"
		assert "التسجيل في فعالية" in phone.locator(".web-form-container").inner_text()
		phone.locator("[data-fieldname='participant_name'] input").fill("فاطمة حسن")
		phone.locator("[data-fieldname='phone'] input").fill("0211 555 123")
		assert phone.locator(".submit-btn:visible").first.inner_text() == "تسجيل"
		assert phone.get_by_text("Discard").locator("visible=true").count() == 0
		phone.wait_for_timeout(500)
		picture(phone, "event-sign-up-arabic")
		phone.locator(".submit-btn:visible").first.tap()
		phone.locator(".event-answer").wait_for()
		assert "تم تسجيلك" in phone.locator(".event-answer").inner_text()
		picture(phone, "event-thank-you-arabic")
		phone.locator(".success-page a").tap()
		phone.locator("[data-answer='cancel']").wait_for()
		picture(phone, "event-place-arabic")
		phone.locator("[data-answer='cancel']").tap()
		phone.get_by_text("تم إلغاء تسجيلك").wait_for()
		frappe.db.rollback()
		stored = frappe.get_all(
			"Event Registration", {"event": event.name}, ["participant_name", "status", "language"]
		)
		assert [tuple(row.values()) for row in stored] == [("فاطمة حسن", "Cancelled", "ar")]
		event.db_set("starts_at", frappe.utils.add_to_date(None, hours=-1))
		commit()
		phone.goto(f"/event-question?key={event.exit_token}&lang=ar")
		picture(phone, "event-question-arabic")
		phone.locator("[data-answer='Helpful']").tap()
		phone.get_by_text("شكرًا").wait_for()
		frappe.db.rollback()
		assert frappe.get_all("Exit Answer", {"event": event.name}, pluck="answer") == ["Helpful"]


def test_the_desk_shows_events_and_who_signed_up_in_german(
	site: str, committed: Callable, login: Callable
) -> None:
	import frappe

	from tests.site import factories

	with committed() as commit:
		counsellor = factories.make_user(
			"Refugee Support Counsellor", language="de", time_zone="Europe/Berlin", first_name="Britta"
		)
		factories.make_volunteer_profile(counsellor, helper_kind="Staff", full_name="Britta Beispiel")
		event = factories.make_event(capacity=1)
		for number in range(2):
			factories.make_registration(event.name, participant_name=f"Gast {number}", phone=str(number))
		commit()
		frappe.clear_cache()
		page = login(counsellor, factories.PASSWORD)
		page.goto(f"/app/community-event/{event.name}")
		page.wait_for_function("name => window.cur_frm && cur_frm.docname === name", arg=event.name)
		page.wait_for_load_state("networkidle")
		page.wait_for_timeout(1000)
		picture(page, "event-desk")
		assert page.get_by_role("button", name="Wer angemeldet ist").is_visible()
		assert page.evaluate("cur_frm.doc.waiting_people") == 1
		page.goto(f"/app/event-registration?event={event.name}")
		page.locator(".list-row").first.wait_for()
		page.wait_for_timeout(1000)
		picture(page, "event-registrations")
		assert page.locator(".list-row .indicator-pill:visible", has_text="Wartet").count() == 1
		page.goto("/app/community-event/view/calendar/default")
		page.locator(".fc-event", has_text="Ankommen in Erkrath").first.wait_for()
		picture(page, "event-calendar")
