"""A walk over the whole desk, in German, as each role: every workspace, list, form, report and page of ours.

Looked at, in a wide window and on a phone: no English, nothing cut off, no error, no failed request, and nothing that
axe-core finds serious. Each view is walked by one of the roles that have it, its workspace by each. All views by all
roles, with a picture of each: `bin/test tests/browser/test_walk.py --long-walk`.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from .conftest import screenshot_path
from .walk_exemptions import AXE, ENGLISH

if TYPE_CHECKING:
	from playwright.sync_api import Page

MODULE = "Refugee Support"
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
WALK = (Path(__file__).parent / "walk.js").read_text(encoding="utf-8")
ROLES = {
	"volunteer": "Refugee Support Volunteer",
	"cafe": "Language Cafe Helper",
	"applications": "Application Support Helper",
	"coordinator": "Refugee Support Coordinator",
	"administrator": "Refugee Support Administrator",
	"counsellor": "Refugee Support Counsellor",
}
# Where axe-core looks: lists are Frappe's own, all of one make
JUDGED = ("workspace", "page", "new", "form", "report")
LOOK = """exempt => [...walk.unexpected(), ...walk.untranslated(exempt), ...walk.cut()]"""


class View(NamedTuple):
	kind: str  # a key of OPEN in walk.js
	names: tuple[str, ...]

	def __str__(self) -> str:
		return " ".join((self.kind, *self.names))


@pytest.fixture(scope="module")
def people(site: str, committed: Callable) -> Iterator[dict[str, str]]:
	"""One user of each role, and one record of each kind about a client of the volunteer and the application team."""
	import frappe

	from tests.site import factories as make

	with committed() as commit:
		users = {key: german_user(role, key) for key, role in ROLES.items()}
		make_records(users)
		commit()
		frappe.clear_cache()
		yield users


def german_user(role: str, key: str) -> str:
	from tests.site import factories as make

	user = make.make_user(
		role,
		language="de",
		time_zone="Europe/Berlin",
		email=f"rundgang.{key}@example.com",
		first_name="Rita",
		last_name="Rundgang",
	)
	make.make_volunteer_profile(user, full_name="Rita Rundgang")
	return user


def make_records(users: dict[str, str]) -> None:
	from tests.site import factories as make
	from tests.site.permissions.planted import PLANTED

	client = make.make_client(first_name="Salima", last_name="Haddad", main_language="ar", municipality="Erkrath")
	make.put_on_team(client.name, users["volunteer"])
	make.make_household(client.name, household_name="Haddad")
	consultation = make.make_consultation(client.name, summary="Brief gelesen.", counsellor=users["volunteer"])
	make.make_note(consultation.name, note="Vertraulich.")
	make.make_confidential_record(client.name, religion="Jesidisch")
	make.make_application(client.name, application_type="KG", responsible=users["volunteer"])
	make.make_representation(client.name, scope="Kindergeld")
	make.make_relation(client.name, "Parent of", outside_person="Karim Haddad")
	make.make_duty()
	make.make_activity()
	make.make_event()
	make.make_evaluation_report()
	roles = {"volunteer on the team": "volunteer", "application helper": "applications", "counsellor": "counsellor"}
	world = SimpleNamespace(
		own=client.name,
		users={name: users[key] for name, key in roles.items()},
		names={"own summary": consultation.name, "own client": client.name},
	)
	world.users["stand-in"] = german_user(ROLES["volunteer"], "stand-in")
	for number, entry in enumerate(PLANTED):
		entry.make(make, world, client.name, f"Beispiel {number}")


@pytest.fixture(scope="module")
def plan(people: dict[str, str], pytestconfig: pytest.Config) -> dict[str, list[View]]:
	"""Who walks where. Those with few views come first: what only counsellors have is enough for them."""
	everything = {key: views_of(user) for key, user in people.items()}
	if is_long(pytestconfig):
		return everything
	shared: dict[str, list[View]] = {key: [] for key in everything}
	for view in {view: None for views in everything.values() for view in views}:
		able = [key for key, views in everything.items() if view in views]
		shared[min(able, key=lambda key: len(shared[key]))].append(view)
	return shared


def is_long(config: pytest.Config) -> bool:
	return bool(config.getoption("--long-walk", default=False))


def views_of(user: str) -> list[View]:
	"""What of our module this user may open."""
	import frappe
	from frappe.desk.desktop import get_workspace_sidebar_items

	frappe.set_user(user)
	try:
		views = [View("workspace", (page["name"],)) for page in get_workspace_sidebar_items()["pages"]]
		for doctype in frappe.get_all("DocType", {"module": MODULE, "istable": 0}, pluck="name", order_by="name"):
			views += views_of_doctype(doctype)
		views += [View("page", (page,)) for page in frappe.get_all("Page", {"module": MODULE}, pluck="name")
			if frappe.get_doc("Page", page).is_permitted()]
		for name in frappe.get_all("Report", {"module": MODULE, "disabled": 0}, pluck="name", order_by="name"):
			report = frappe.get_doc("Report", name)
			if report.is_permitted() and frappe.has_permission(report.ref_doctype, "report"):
				saved = report.report_type == "Report Builder"
				views.append(View("saved", (report.ref_doctype, name)) if saved else View("report", (name,)))
		return views
	finally:
		frappe.set_user("Administrator")


def views_of_doctype(doctype: str) -> Iterator[View]:
	import frappe

	if not frappe.has_permission(doctype, "read"):
		return
	meta = frappe.get_meta(doctype)
	if meta.issingle:
		yield View("form", (doctype, doctype))
		return
	yield View("list", (doctype,))
	if frappe.has_permission(doctype, "create") and not meta.in_create:
		yield View("new", (doctype,))
	if record := frappe.get_list(doctype, limit=1, order_by="creation desc", pluck="name"):
		yield View("form", (doctype, record[0]))


class Walker:
	"""One person's way through the desk, and what was found on it."""

	def __init__(self, page: "Page", role: str, pictures: bool) -> None:
		from axe_playwright_python.base import AXE_SCRIPT

		self.page, self.role, self.pictures = page, role, pictures
		self.requests: list[str] = []
		self.found: list[str] = []
		page.on("response", self.note_failure)
		page.set_viewport_size(WIDE)
		page.evaluate(AXE_SCRIPT)
		page.evaluate(WALK)

	def note_failure(self, response: Any) -> None:
		if response.status >= 400 and "socket.io" not in response.url:
			self.requests.append(f"{response.status}: {response.url.split('?')[0]}")

	def visit(self, view: View) -> None:
		self.requests.clear()
		self.page.evaluate("([kind, names]) => walk.open(kind, ...names)", [view.kind, view.names])
		self.look(view, "wide")
		self.note(view, "wide", self.requests)
		if view.kind in JUDGED:
			self.note(view, "wide", self.page.evaluate("walk.axe_findings", [row[:2] for row in AXE]))
		self.page.set_viewport_size(PHONE)
		self.page.evaluate("walk.rest")
		self.look(view, "phone")
		self.page.set_viewport_size(WIDE)

	def look(self, view: View, width: str) -> None:
		self.note(view, width, self.page.evaluate(LOOK, list(ENGLISH)))
		if self.pictures:
			name = re.sub(r"[^A-Za-z0-9]+", "-", f"walk {self.role} {view.kind} {view.names[0]} {width}")
			self.page.screenshot(path=screenshot_path(name, 1))

	def note(self, view: View, width: str, findings: list[str]) -> None:
		self.found += [f"{view}, {width}: {finding}" for finding in findings]


@pytest.mark.parametrize("role", ROLES)
def test_the_desk_is_german_whole_and_usable_for(
	role: str, login: Callable, people: dict[str, str], plan: dict[str, list[View]], pytestconfig: pytest.Config
) -> None:
	from tests.site.factories import PASSWORD

	import time
	walker = Walker(login(people[role], PASSWORD), role, is_long(pytestconfig))
	for view in plan[role]:
		t = time.time()
		walker.visit(view)
		print(f"{time.time() - t:.1f} {view}")
	screenshot_path(f"walk-{role}", 1).with_suffix(".json").write_text(json.dumps(walker.found, ensure_ascii=False, indent=1))
	assert not walker.found, "\n".join([f"{len(walker.found)} findings as {role}:", *walker.found])
