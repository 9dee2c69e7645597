"""Duties in a real browser, in German: a helper takes an open one with one click; report on progress in German."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.conftest import picture_path

if TYPE_CHECKING:
	from playwright.sync_api import Page


def picture(page: "Page", name: str) -> None:
	page.screenshot(path=picture_path(name))


def settle(page: "Page") -> None:
	page.wait_for_load_state("networkidle")
	page.wait_for_timeout(800)


def test_a_cafe_helper_takes_an_open_duty_with_one_click(
	site: str, committed: Callable, login: Callable
) -> None:
	import frappe

	from refugee_support import access
	from tests.site import factories as make

	with committed() as commit:
		settings = {"language": "de", "time_zone": "Europe/Berlin"}
		helper = make.make_user(access.CAFE_HELPER, first_name="Cemile", **settings)
		make.make_volunteer_profile(helper, full_name="Cemile Beispiel")
		make.give_task(helper, "LANGUAGE_CAFE")
		colleague = make.make_helper(access.CAFE_HELPER, full_name="Bernd Muster")
		duty = make.make_duty()
		day = frappe.utils.add_days(frappe.utils.nowdate(), 4)
		make.make_duty(starts_at=f"{day} 18:00:00", ends_at=f"{day} 20:00:00")
		make.make_duty(user=colleague, starts_at=f"{day} 15:00:00", ends_at=f"{day} 17:00:00")
		commit()
		frappe.clear_cache()
		page = login(helper, make.PASSWORD)
		settle(page)
		picture(page, "duties-workspace")
		page.locator(".shortcut-widget-box", has_text="Offene Dienste").first.click()
		page.locator(".list-row").first.wait_for()
		settle(page)
		picture(page, "duties-open")
		page.locator(".list-row", has=page.locator(f"[data-name='{duty.name}']")).locator(
			"button.btn-action"
		).first.click()
		page.get_by_text("Der Dienst gehört jetzt Ihnen").wait_for()
		page.locator(f"[data-name='{duty.name}']").first.wait_for(
			state="detached"
		)  # at once, not after a reload
		frappe.db.rollback()
		assert frappe.db.get_value("Duty Shift", duty.name, "user") == helper
		page.goto("/app/duty-shift")
		page.locator(".list-row").first.wait_for()
		settle(page)
		picture(page, "duties-list")
		page.goto(f"/app/duty-shift/{duty.name}")
		page.wait_for_function("name => window.cur_frm && cur_frm.docname === name", arg=duty.name)
		settle(page)
		picture(page, "duty")
		assert page.get_by_role("button", name="Zurückgeben").first.is_visible()
		assert helper not in page.locator(".form-layout").inner_text()  # the name, not the address
		page.goto("/app/duty-shift/view/calendar/default")
		page.locator(".fc-event").first.wait_for()
		settle(page)
		picture(page, "duties-calendar")


def test_a_coordinator_sees_the_progress_of_learners_in_german(
	site: str, committed: Callable, login: Callable
) -> None:
	import frappe

	from refugee_support import access
	from tests.site import factories as make

	with committed() as commit:
		for number in range(14):
			client = make.make_client(first_name=f"L{number}", gender="Female" if number < 9 else "Male").name
			make.make_level(client, level="A1", assessed_on="2013-02-01")
			make.make_level(client, level="A2" if number % 9 < 6 else "A1", assessed_on="2013-06-01")
		user = make.make_user(access.COORDINATOR, language="de", time_zone="Europe/Berlin")
		make.make_volunteer_profile(user)
		commit()
		frappe.clear_cache()
		page = login(user, make.PASSWORD)
		page.goto("/app/query-report/Progress in German?from_date=2013-01-01&to_date=2013-12-31")
		page.locator(".dt-row").nth(2).wait_for()
		settle(page)
		picture(page, "progress-in-german")
		assert page.get_by_text("Mindestens eine Stufe höher").first.is_visible()
