"""A walk over the desk, in German, as each role: workspaces, lists, new forms, records, reports and pages of ours.

Looked at in a wide window and on a phone: no English, nothing cut off, no error in a script, no failed request, no
dialog out of nowhere, and nothing that axe-core finds serious. Here each role walks over its own page, and what most
work happens on is walked over once. Everything, as every role, with a picture of each (a quarter of an hour on two idle cores):

	bin/test tests/browser/test_walk.py --long-walk
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .conftest import picture_path, screenshot_path
from .walk_exemptions import AXE, ENGLISH, SCRIPTS

if TYPE_CHECKING:
	from playwright.sync_api import Page, Response

MODULE = "Refugee Support"
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
WALK = (Path(__file__).parent / "walk.js").read_text(encoding="utf-8")
LOOK = "exempt => [...walk.unexpected(), ...walk.untranslated(exempt), ...walk.cut()]"
ROLES = {
	"cafe": "Language Cafe Helper",
	"applications": "Application Support Helper",
	"coordinator": "Refugee Support Coordinator",
	"administrator": "Refugee Support Administrator",
	"volunteer": "Refugee Support Volunteer",
	"counsellor": "Refugee Support Counsellor",
}
# What most work happens on: a form or a list for each, and the reports with a make of their own.
LISTS = {"Client", "Consultation", "Duty Shift", "Legal Deadline", "Volunteer Profile"}
FORMS = {
	"Application Support",
	"Authority Application",
	"Authority Letter",
	"Client",
	"Client Appointment",
	"Client Household",
	"Client Job Application",
	"Consultation",
	"Evaluation Report",
	"Language Cafe Session",
	"Unequal Treatment Incident",
	"Volunteer Hours",
}
RECORDS = {"Client", "Authority Application", "Refugee Support Settings"}
REPORTS = {"Consultations over Time", "Who Can Help", "Open Follow-Ups"}
# Where axe-core looks, which takes seconds: one of each make. On the long walk everywhere but in lists, which are Frappe's.
JUDGED = {"Client", "Consultation", "Consultations over Time"}


class View(NamedTuple):
	kind: str  # a key of OPEN in walk.js
	names: tuple[str, ...]

	def __str__(self) -> str:
		return " ".join((self.kind, *self.names))

	def is_walked_daily(self) -> bool:
		daily = {"list": LISTS, "new": FORMS, "form": RECORDS, "report": REPORTS, "saved": set()}
		return self.names[0] in daily.get(self.kind, {self.names[0]})

	def is_judged_daily(self) -> bool:
		return self.kind in ("workspace", "page") or self.names[0] in JUDGED


# --- who walks, and what there is to see ------------------------------------------------------


@pytest.fixture(scope="module")
def people(site: str, committed: Callable) -> Iterator[dict[str, str]]:
	"""One user of each role, and one record of each kind about a client of the volunteer and the application team."""
	import frappe

	with committed() as commit:
		frappe.db.set_default("country", "Germany")  # as Frappe's set-up leaves a German site
		users = {key: german_user(role, key) for key, role in ROLES.items()}
		make_records(users)
		commit()
		frappe.clear_cache()
		yield users


def german_user(role: str, key: str) -> str:
	from tests.site import factories as make

	user = make.make_user(
		role, language="de", time_zone="Europe/Berlin", email=f"{key}@example.com", first_name="Rita"
	)
	make.make_volunteer_profile(user, full_name="Rita Rundgang")
	return user


def make_records(users: dict[str, str]) -> None:
	"""Whatever the door tests plant about a client, with German words."""
	import frappe

	from tests.site import factories as make
	from tests.site.permissions.planted import PLANTED

	frappe.local.lang = "de"  # some titles are put together when they are saved, in the language of who saves
	client = make.make_client(
		first_name="Salima", last_name="Haddad", main_language="ar", municipality="Erkrath"
	)
	make.put_on_team(client.name, users["volunteer"])
	make.make_household(client.name, household_name="Haddad")
	consultation = make.make_consultation(
		client.name, summary="Brief gelesen.", counsellor=users["volunteer"]
	)
	make.make_note(consultation.name, note="Vertraulich.")
	make.make_confidential_record(client.name, religion="Jesidisch")
	make.make_representation(client.name, scope="Kindergeld")
	make.make_relation(client.name, "Parent of", outside_person="Karim Haddad")
	make.make_activity()
	make.make_duty()
	make.make_evaluation_report()
	world = SimpleNamespace(
		own=client.name,
		users={
			"counsellor": users["counsellor"],
			"volunteer on the team": users["volunteer"],
			"application helper": users["applications"],
			"stand-in": german_user(ROLES["volunteer"], "vertretung"),
		},
		names={"own summary": consultation.name, "own client": client.name},
	)
	for number, entry in enumerate(PLANTED):
		entry.make(make, world, client.name, f"Beispiel {number}")
	make.make_application(client.name, application_type="KG", responsible=users["volunteer"])


@pytest.fixture(scope="module")
def plan(people: dict[str, str], pytestconfig: pytest.Config) -> dict[str, list[View]]:
	"""Who walks where: each view once, by whoever has least to walk; on the long walk everybody everywhere."""
	everything = {key: views_of(user) for key, user in people.items()}
	if is_long(pytestconfig):
		return everything
	shared: dict[str, list[View]] = {key: [] for key in everything}
	for view in {view: None for views in everything.values() for view in views if view.is_walked_daily()}:
		able = [key for key, views in everything.items() if view in views]
		shared[min(able, key=lambda key: len(shared[key]))].append(view)
	return {key: sorted(views, key=lambda view: view.kind != "workspace") for key, views in shared.items()}


def is_long(config: pytest.Config) -> bool:
	return bool(config.getoption("--long-walk", default=False))


def views_of(user: str) -> list[View]:
	"""What of our module this user may open."""
	import frappe
	from frappe.desk.desktop import get_workspace_sidebar_items

	frappe.set_user(user)
	try:
		views = [View("workspace", (page["name"],)) for page in get_workspace_sidebar_items()["pages"]]
		for page in frappe.get_all("Page", {"module": MODULE}, pluck="name"):
			if frappe.get_doc("Page", page).is_permitted():
				views.append(View("page", (page,)))
		for doctype in frappe.get_all(
			"DocType", {"module": MODULE, "istable": 0}, pluck="name", order_by="name"
		):
			views += views_of_doctype(doctype)
		for name in frappe.get_all(
			"Report", {"module": MODULE, "disabled": 0}, pluck="name", order_by="name"
		):
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


# --- the walk ---------------------------------------------------------------------------------


class Walker:
	"""One person's way through the desk, and what was found on it."""

	def __init__(self, page: "Page", role: str, long: bool) -> None:
		from axe_playwright_python.base import AXE_SCRIPT

		self.page, self.role, self.long = page, role, long
		self.failed: list[str] = []
		self.found: list[str] = []
		page.on("response", self.note_failure)
		page.set_viewport_size(WIDE)
		page.evaluate(AXE_SCRIPT)
		page.evaluate(WALK)

	def note_failure(self, response: "Response") -> None:
		if response.status >= 400:
			self.failed.append(f"{response.status}: {response.url.split('?')[0]}")

	def visit(self, view: View) -> None:
		self.failed.clear()
		self.page.evaluate("([kind, names]) => walk.open(kind, ...names)", [view.kind, view.names])
		self.look(view, "wide")
		self.note(view, "wide", self.failed)
		if view.kind != "list" and (self.long or view.is_judged_daily()):
			self.note(view, "wide", self.page.evaluate("walk.axe_findings", [row[:2] for row in AXE]))
		self.page.set_viewport_size(PHONE)
		self.page.evaluate("walk.settle()")
		self.look(view, "phone")
		self.page.set_viewport_size(WIDE)

	def look(self, view: View, width: str) -> None:
		self.note(view, width, self.page.evaluate(LOOK, ", ".join(row[0] for row in ENGLISH)))
		if self.long:
			name = re.sub(r"[^A-Za-z0-9]+", "-", f"walk {self.role} {view.kind} {view.names[0]} {width}")
			self.page.screenshot(path=screenshot_path(name, 1))

	def note(self, view: View, width: str, findings: list[str]) -> None:
		found = [
			f"{view}, {width}: {finding}"
			for finding in findings
			if not (finding.startswith("script:") and any(message in finding for message, _why in SCRIPTS))
		]
		self.found += found
		if self.long:  # an hour is long: what is found can be read on the way, beside the pictures
			with picture_path(f"walk-{self.role}").with_suffix(".txt").open("a", encoding="utf-8") as file:
				file.writelines(f"{line}\n" for line in found)


@pytest.mark.parametrize("role", ROLES)
def test_the_desk_is_german_whole_and_usable_for(
	role: str,
	login: Callable,
	people: dict[str, str],
	plan: dict[str, list[View]],
	pytestconfig: pytest.Config,
) -> None:
	from tests.site.factories import PASSWORD

	walker = Walker(login(people[role], PASSWORD), role, is_long(pytestconfig))
	assert plan[role][0].kind == "workspace"
	for view in plan[role]:
		walker.visit(view)
	assert not walker.found, "\n".join([f"{len(walker.found)} findings as {role}:", *walker.found])


def test_nobody_is_german_until_somebody_says_so(login: Callable, people: dict[str, str]) -> None:
	from tests.site.factories import PASSWORD

	page = login(people["volunteer"], PASSWORD)
	page.evaluate(WALK)
	page.evaluate("walk.open('new', 'Client')")
	told = page.evaluate(
		"['nationality', 'second_nationality', 'main_language'].map(field => cur_frm.doc[field] || '')"
	)
	assert told == ["", "", ""]
