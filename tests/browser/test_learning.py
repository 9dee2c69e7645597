"""The first steps of a volunteer in the German desk: what they are offered, one tour to its end, and the tick."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from .conftest import screenshot_path

if TYPE_CHECKING:
	from playwright.sync_api import Page

STEPS = [
	"Klient:in wiederfinden",
	"Eine Beratung erfassen",
	"Antrag an eine Behörde ausfüllen",
	"Fristen im Blick behalten",
	"Ihre Stunden eintragen",
]


@pytest.fixture(scope="module")
def volunteer(site: str, committed: Callable) -> Iterator[str]:
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		enabled = frappe.db.get_single_value("System Settings", "enable_onboarding")
		frappe.db.set_single_value("System Settings", "enable_onboarding", 1)
		user = make.make_user(
			"Refugee Support Volunteer", language="de", time_zone="Europe/Berlin", first_name="Nadia"
		)
		make.make_volunteer_profile(user, full_name="Nadia Neu")
		client = make.make_client(first_name="Salima", last_name="Haddad")
		make.put_on_team(client.name, user)
		commit()
		frappe.clear_cache()
		yield user
		frappe.db.set_single_value("System Settings", "enable_onboarding", enabled)
		commit()


@pytest.fixture
def page(login: Callable, volunteer: str) -> "Page":
	from tests.site.factories import PASSWORD

	page = login(volunteer, PASSWORD)
	page.locator(".onboarding-widget-box .onboarding-step").first.wait_for()
	return page


def test_a_volunteer_takes_a_tour_of_the_consultation_and_has_the_step_behind_them(page: "Page") -> None:
	box = page.locator(".onboarding-widget-box")
	assert "Ihre ersten Schritte" in box.inner_text()
	assert [text.strip() for text in box.locator(".step-text").all_inner_texts()] == STEPS
	page.screenshot(path=screenshot_path("first-steps", 1))

	box.get_by_text("Eine Beratung erfassen").click()
	box.get_by_role("button", name="Formular zeigen").click()
	tour = page.locator("#driver-popover-item")
	tour.get_by_text("Wer war da?").wait_for()
	page.screenshot(path=screenshot_path("tour-consultation", 1))
	seen = []
	for _step in range(20):
		seen.append(tour.locator(".driver-popover-title").inner_text())
		forward = tour.locator(".driver-next-btn")
		last = forward.inner_text() != "Weiter"
		forward.click()
		if last:
			break
		page.wait_for_timeout(400)  # the next field is scrolled to
	assert seen[0] == "Wer war da?" and seen[-1] == "Bleibt noch etwas zu tun?", seen

	page.locator(".modal.show .btn-primary").click()
	page.wait_for_function("frappe.get_route()[0] === 'Workspaces'")
	page.locator(".onboarding-step.complete", has_text="Eine Beratung erfassen").wait_for()
	page.reload()
	page.locator(".onboarding-step.complete", has_text="Eine Beratung erfassen").wait_for()
	assert page.locator(".onboarding-step.complete").count() == 1


def test_looking_at_the_clients_explains_them_in_german(page: "Page") -> None:
	page.locator(".onboarding-step", has_text="Klient:in wiederfinden").click()
	page.get_by_role("button", name="Zu den Klient:innen").click()
	dialog = page.locator(".modal.show")
	dialog.get_by_text("Jede Schreibweise ist recht").wait_for()
	assert dialog.locator(".modal-title").inner_text().strip() == "Ihre Klient:innen"
	page.screenshot(path=screenshot_path("first-steps-clients", 1))
	dialog.locator(".btn-primary:visible").click()
	page.locator(".list-row", has_text="Salima Haddad").wait_for()
