"""The help of the site: for whoever is logged in, each place as the desk links to it, and nothing but docs/."""

from collections.abc import Callable, Iterator

import frappe
import pytest

from refugee_support import handbook
from refugee_support.rules.help_pages import ENGLISH, GERMAN
from tests.site import factories as make


@pytest.fixture(scope="module")
def volunteer(site: str, committed: Callable) -> Iterator[str]:
	with committed() as commit:
		user = make.make_user("Refugee Support Volunteer", language="de")
		make.make_volunteer_profile(user)
		commit()
		yield user


def test_every_place_the_desk_links_to_is_on_its_page(site: str) -> None:
	html: dict[str, str] = {}
	for place in {*ENGLISH, *GERMAN}:
		page, _sign, heading = place.partition("#")
		html.setdefault(page, handbook.page_as_html(page) or "")
		assert html[page], place
		assert not heading or f'id="{heading}"' in html[page], place


def test_a_page_shows_its_pictures_and_leads_to_other_pages_but_not_to_the_code(site: str) -> None:
	html = handbook.page_as_html("first-steps")
	assert "data:image/png;base64," in html and 'src="screenshots' not in html
	assert 'href="/refugee-support-help?page=consultations"' in handbook.page_as_html("kurz-erklaert")
	assert "../refugee_support" not in handbook.page_as_html("frappe-versions")


@pytest.mark.parametrize(
	"name", ["", "../README", "screenshots/client", "no-such-page", "decisions.md", "/etc/passwd"]
)
def test_only_pages_of_the_folder_have_a_name(site: str, name: str) -> None:
	assert handbook.page_as_html(name) is None


def test_the_addresses_follow_the_reader_and_the_configuration(
	rolled_back: None, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(frappe.local, "lang", "de")
	assert handbook.links()["Consultation"] == {
		"address": "/refugee-support-help?page=kurz-erklaert#beratung",
		"language": "de",
	}
	monkeypatch.setattr(frappe.local, "lang", "ar")
	monkeypatch.setitem(frappe.local.conf, "refugee_support_docs", "https://example.org/docs/")
	assert handbook.links()["Consultation"] == {
		"address": "https://example.org/docs/consultations.md",
		"language": "en",
	}


def test_a_guest_is_asked_to_log_in_and_a_volunteer_reads(http: Callable, volunteer: str) -> None:
	address = "/refugee-support-help?page=consultations"
	guest = http().get(address, headers={"Accept": "text/html"}, allow_redirects=False)
	assert guest.status_code in (301, 302) and "/login?redirect-to=" in guest.headers["Location"]
	reader = http(volunteer, make.PASSWORD)
	answer = reader.get(address, headers={"Accept": "text/html"})
	assert answer.status_code == 200 and 'id="follow-ups"' in answer.text
	assert (
		reader.get("/refugee-support-help?page=../hooks", headers={"Accept": "text/html"}).status_code == 404
	)


def test_the_list_of_results_opens_although_its_name_begins_like_a_guarded_one(
	http: Callable, volunteer: str
) -> None:
	"""The walk as each role found it refused: “tabConsultation Result” holds “tabConsultation”."""
	reader = http(volunteer, make.PASSWORD)
	asked = {"doctype": "Consultation Result", "fields": '["`tabConsultation Result`.`name`"]'}
	assert reader.get("/api/method/frappe.desk.reportview.get", params=asked).status_code == 200
	for column in ("`tabConsultation`.`summary`", "tabConsultation Result.summary"):
		asked["fields"] = f'["{column}"]'
		assert reader.get("/api/method/frappe.desk.reportview.get", params=asked).status_code == 403
