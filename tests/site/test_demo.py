"""The demo is made, completed and removed on a real site. A small part of its world is enough here: the whole
takes minutes, and tests/unit/test_demo_data.py looks at all of it."""

from datetime import date

import frappe
import pytest
from frappe.utils import getdate
from frappe.utils.password import check_password

from refugee_support import demo
from refugee_support.demo import registry
from refugee_support.demo.advocacy import activity_name
from refugee_support.demo.careers import told
from refugee_support.demo.commands import create_or_complete
from refugee_support.demo.duplicates import recorded_twice
from refugee_support.demo.evaluation import last_half_years
from refugee_support.demo.plan import SEED, build
from refugee_support.demo.plan.model import World
from refugee_support.demo.plan.tables import rows
from tests.site import factories as make

DAY = "2025-06-30"
HOUSEHOLDS, CONVERSATIONS = 3, 15
COUNSELLOR, VOLUNTEER = "beraterin@example.org", "ehrenamt@example.org"
NOT_BOUND = "lena.marquardt@example.org"  # has not signed the undertaking yet
COORDINATOR = "koordination@example.org"
HELPERS = (COUNSELLOR, VOLUNTEER, NOT_BOUND, COORDINATOR)
COUNTED = (
	"Application Support",
	"Application Support Talk",
	"Authority Application",
	"Authority Letter",
	"Client",
	"Client Appointment",
	"Client Consent",
	"Client CV",
	"Client Data Request",
	"Client Erasure",
	"Community Event",
	"Course Entitlement",
	"Duty Shift",
	"Data Breach",
	"Event Registration",
	"Exit Answer",
	"Language Cafe Session",
	"Language Level Record",
	"Client Career Skill",
	"Client Career Station",
	"Client Household",
	"Client Job Application",
	"Client Qualification",
	"Client Referral",
	"Client Relation",
	"Consultation",
	"Consultation Note",
	"Confidential Record",
	"Deadline Reminder",
	"Evaluation Report",
	"Integration Goal",
	"Integration Milestone",
	"Integration Plan",
	"Interpreter Booking",
	"Received Letter",
	"Legacy Import",
	"Legacy Import Key",
	"Legacy Import Row",
	"Legal Deadline",
	"User",
)
SETTINGS = "Refugee Support Settings"


def small(today: object, seed: int = SEED, helpers: tuple[str, ...] = HELPERS) -> World:
	world = build(getdate(today), seed)
	world.helpers = [helper for helper in world.helpers if helper.email in helpers]
	twice = recorded_twice(world)
	world.households.sort(key=lambda household: twice not in household.people)  # theirs is one of the few
	world.households = world.households[:HOUSEHOLDS]
	for person in world.people:
		person.team = [member for member in person.team if member.helper in helpers]
	people = {None, *(person.number for person in world.people)}
	talks = [c for c in world.conversations if c.client in people and c.helper in helpers]
	world.conversations = talks[-CONVERSATIONS:]
	kept = {c.number for c in world.conversations}
	world.notes = [note for note in world.notes if note.conversation in kept]
	world.secrets = [secret for secret in world.secrets if secret.client in people]
	return world


@pytest.fixture(autouse=True)
def empty_site_and_small_world(monkeypatch: pytest.MonkeyPatch) -> None:
	"""What other tests left committed would rightly make the demo refuse."""
	monkeypatch.setattr(registry, "build", small)
	for doctype in (*COUNTED, "Service Record"):
		if doctype != "User":
			frappe.db.delete(doctype)


@pytest.fixture
def made() -> World:
	demo.create(DAY)
	return small(DAY)


def counts() -> dict[str, int]:
	return {
		doctype: frappe.db.count(doctype) for doctype in (*COUNTED, "Service Record", "Volunteer Profile")
	}


def last_changes() -> dict[str, object]:
	return {doctype: frappe.get_all(doctype, pluck="modified", order_by="name") for doctype in COUNTED}


def test_all_of_the_plan_is_made(made: World) -> None:
	assert frappe.db.count("Client") == len(made.people) + 1  # one of them is recorded twice
	assert frappe.db.count("Client Household") == HOUSEHOLDS
	client = frappe.get_doc("Client", {"first_name": made.people[0].first_name})
	assert client.residence_status == made.people[0].title_on(made.today).code
	assert client.household
	assert len(client.support_team) == len(made.people[0].team)


def test_service_records_are_written_by_the_consultations(made: World) -> None:
	rows = frappe.get_all(
		"Service Record", {"source_doctype": "Consultation"}, ["participation", "age_group"]
	)
	expected = sum(1 + len(c.family) for c in made.conversations)
	assert len(rows) == expected
	assert all(row.age_group for row in rows)


def test_milestones_write_themselves_and_some_people_have_a_plan(made: World) -> None:
	kinds = set(frappe.get_all("Integration Milestone", pluck="kind"))
	assert {"Residence Permit Granted", "Level Reached"} <= kinds
	assert frappe.db.count("Integration Goal") == 4 * frappe.db.count("Integration Plan")


def test_the_councils_report_is_released_by_somebody_else_than_its_writer_and_used_before_the_committee(
	made: World,
) -> None:
	report = frappe.get_last_doc("Evaluation Report")
	assert (report.status, report.owner) == ("Released", COORDINATOR)
	assert report.released_by != COORDINATOR
	assert "Vier-Augen-Prinzip" in report.print_council() and report.print_plain()
	assert frappe.db.get_value("Advocacy Activity", activity_name(), "evaluation_report") == report.name


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31)])
def test_the_councils_report_compares_half_years_that_are_over_and_in_the_two_years_of_the_demo(
	today: date,
) -> None:
	(first, last), (first_before, last_before) = last_half_years(today)
	assert last < today < last.replace(year=last.year + 1)
	assert (first, last) == (first_before.replace(year=first.year), last_before.replace(year=last.year))
	assert first_before.year == first.year - 1 and today.replace(year=today.year - 2) <= first_before


def test_the_application_team_helps_people_of_the_demo_at_different_stages(
	monkeypatch: pytest.MonkeyPatch,
) -> None:
	team = (*HELPERS, "bewerbung@example.org")
	monkeypatch.setattr(registry, "build", with_working_lives(team))
	demo.create(DAY)
	stages = frappe.get_all("Application Support", pluck="status", order_by="status")
	assert stages == ["Applying", "Documents", "Documents", "Profile", "Ready", "Result"]
	refused = frappe.get_last_doc("Client Job Application", {"outcome": "Refused"})
	assert frappe.db.get_value("Legal Deadline", refused.deadline, "due_on") == refused.claim_until
	made = frappe.get_all("Client CV", ["file", "pages"])
	assert [row.pages for row in made] == [1, 1] and all(row.file for row in made)
	result = frappe.get_last_doc("Service Record", {"service_type": "Application Support Result"})
	assert (result.support_result, result.hours_per_week) == ("Job", 40)
	frappe.set_user("bewerbung@example.org")
	assert len(frappe.get_list("Application Support")) == 6
	frappe.set_user("Administrator")
	demo.remove()
	assert not any(frappe.db.count(doctype) for doctype in COUNTED if doctype != "User")


def with_working_lives(team: tuple[str, ...]) -> object:
	"""The few households with somebody who has one of the six working lives, and no conversations."""

	def world_of(day: object, seed: int = SEED) -> World:
		world = small(day, seed, team)
		whole = build(getdate(day), seed)
		kept = {person.number for _help, person in told(whole)} | {recorded_twice(whole).number}
		world.households = [home for home in whole.households if {one.number for one in home.people} & kept]
		for person in world.people:
			person.team = [member for member in person.team if member.helper in team]
		world.notes, world.secrets, world.conversations = [], [], []
		return world

	return world_of


def test_what_data_protection_asks_for_is_there_to_look_at_and_goes_again(
	monkeypatch: pytest.MonkeyPatch,
) -> None:
	colleague = "jonas.brinkhoff@example.org"
	with_two = with_people_who_live_alone((*HELPERS, colleague, "verwaltung@example.org"))
	monkeypatch.setattr(registry, "build", with_two)
	demo.create(DAY)
	answered = frappe.get_last_doc("Client Data Request", {"kind": "Portability"})
	assert (answered.status, answered.prepared_by, answered.released_by) == (
		"Given Out",
		colleague,
		COUNSELLOR,
	)
	assert frappe.db.count("File", {"attached_to_name": answered.name}) == 2
	assert frappe.db.count("Client Data Request", {"status": "Open"}) == 1
	erasure = frappe.get_last_doc("Client Erasure")
	assert (erasure.status, erasure.proposed_by) == ("Proposed", colleague)
	breach = frappe.get_last_doc("Data Breach")
	assert breach.status == "Closed" and breach.reported_at < breach.report_due_at
	demo.create(DAY)
	assert [
		frappe.db.count(doctype) for doctype in ("Client Data Request", "Client Erasure", "Data Breach")
	] == [2, 1, 1]
	demo.remove()
	assert not any(frappe.db.count(doctype) for doctype in COUNTED if doctype != "User")
	assert not frappe.get_all("File", {"attached_to_name": answered.name})


def with_people_who_live_alone(team: tuple[str, ...]) -> object:
	def world_of(day: object, seed: int = SEED) -> World:
		world = small(day, seed, team)
		alone = [home for home in build(getdate(day), seed).households if len(home.people) == 1]
		known = {home.number for home in world.households}
		alone = [home for home in alone if home.number not in known]
		gone = [home for home in alone if home.people[0].status != "Active"]
		world.households += [*gone[:3], *[home for home in alone if home not in gone][-1:]]
		for person in world.people:
			person.team = [member for member in person.team if member.helper in team]
		return world

	return world_of


def test_an_old_spreadsheet_waits_with_what_is_new_perhaps_here_already_and_refused(made: World) -> None:
	(name,) = frappe.get_all("Legacy Import", pluck="name")
	document = frappe.get_doc("Legacy Import", name)
	assert document.status == "Checked" and document.owner == COUNSELLOR
	assert document.rows_created > document.rows_refused > 2 and document.rows_duplicate == 1
	assert {row.old_value for row in document.value_map} == {"Duldnug", "grüne Karte"}
	reasons = frappe.get_all("Legacy Import Row", {"outcome": "Not Taken"}, pluck="problem")
	assert any("Diesen Tag gibt es nicht" in reason for reason in reasons)


def test_events_of_the_demo_are_held_open_full_and_for_children_and_clients_among_the_guests(
	made: World,
) -> None:
	events = frappe.get_all("Community Event", ["name", "status", "waiting_people", "present_people", "kind"])
	assert len(events) == 4
	held = [event for event in events if event.status == "Held"]  # all of them: this demo is of 2025
	assert any(event.present_people for event in held)
	assert sum(bool(event.waiting_people) for event in events) == 1
	assert "Event for Children" in {event.kind for event in events}
	clients = set(frappe.get_all("Event Registration", {"client": ["is", "set"]}, pluck="client"))
	assert clients and clients <= set(frappe.get_all("Client", pluck="name"))
	counted = {"source_doctype": "Event Registration", "person_key": ["is", "set"]}
	assert frappe.db.count("Service Record", counted) == 2
	assert frappe.db.count("Course Entitlement") == 2
	assert frappe.db.count("Exit Answer") == 3


def test_an_event_that_got_lost_is_made_again(made: World) -> None:
	before = counts()
	lost = frappe.get_all("Event Registration", {"client": ["is", "set"]}, pluck="name", limit=1)[0]
	frappe.delete_doc("Event Registration", lost)
	demo.create()
	assert counts() == before


def test_made_again_changes_nothing(made: World) -> None:
	before, changes = counts(), last_changes()
	demo.create()
	assert counts() == before
	assert last_changes() == changes


def test_an_interrupted_demo_is_completed_with_the_day_it_was_begun(made: World) -> None:
	before = counts()
	lost = frappe.get_all("Consultation", pluck="name", limit=5)
	for name in lost:
		frappe.delete_doc("Consultation", name, force=True)
	demo.create("2025-08-31")
	assert counts() == before
	assert set(lost) <= set(frappe.get_all("Consultation", pluck="name"))


def test_no_demo_beside_real_clients() -> None:
	make.make_client()
	with pytest.raises(frappe.ValidationError, match="not from the demo"):
		demo.create()
	assert not frappe.db.exists("User", COUNSELLOR)


def test_no_demo_where_an_account_is_taken() -> None:
	make.make_user(email=COUNSELLOR)
	with pytest.raises(frappe.ValidationError, match=COUNSELLOR):
		create_or_complete(None)


def test_the_site_says_that_it_is_a_demo(made: World) -> None:
	assert frappe.db.get_single_value(SETTINGS, "association_name").startswith("Demo:")


def test_one_login_for_each_role_with_the_one_password(monkeypatch: pytest.MonkeyPatch) -> None:
	everybody = tuple(row["email"] for row in rows("team"))
	monkeypatch.setattr(registry, "build", lambda day, seed: small(day, seed, everybody))
	demo.create(DAY)
	logins = demo.logins()
	roles = {
		role
		for login in logins
		for role in frappe.get_roles(login["user"])
		if "Support" in role or "Cafe" in role
	}
	assert len(roles) == 6
	for login in logins:
		assert check_password(login["user"], login["password"])
		assert frappe.db.get_value("User", login["user"], ["language", "time_zone"]) == (
			"de",
			"Europe/Berlin",
		)


def test_no_logins_without_a_demo() -> None:
	assert demo.logins() == []


def test_each_helper_sees_their_clients(made: World) -> None:
	own = sum(any(m.helper == VOLUNTEER and m.holds_on(getdate()) for m in p.team) for p in made.people)
	own += frappe.db.count("Access Grant", {"user": VOLUNTEER})  # and stands in for somebody
	seen = {}
	for user in (COUNSELLOR, VOLUNTEER, NOT_BOUND):
		frappe.set_user(user)
		seen[user] = len(frappe.get_list("Client", limit=0))
	assert seen == {COUNSELLOR: len(made.people) + 1, VOLUNTEER: own, NOT_BOUND: 0}


def test_removal_leaves_what_was_there_before() -> None:
	frappe.db.set_single_value(SETTINGS, "association_name", "Ein Verein")
	before = counts()
	demo.create(DAY)
	demo.remove()
	assert counts() == before
	assert registry.Registry.load() is None
	assert frappe.db.get_single_value(SETTINGS, "association_name") == "Ein Verein"
	assert not frappe.get_all("Comment", {"subject": ["like", f"%{COUNSELLOR}"]})


def test_removal_takes_hand_made_consultations_of_demo_clients_and_leaves_other_clients(made: World) -> None:
	visitor = make.make_client(first_name="Zu", last_name="Besuch")
	theirs = make.make_consultation(visitor.name)
	make.make_consultation(frappe.get_all("Client", {"name": ["!=", visitor.name]}, pluck="name")[0])
	demo.remove()
	assert frappe.get_all("Client", pluck="name") == [visitor.name]
	assert frappe.get_all("Consultation", pluck="name") == [theirs.name]
	assert frappe.get_all("Service Record", pluck="source_name") == [theirs.name]


def test_removal_without_a_demo_does_nothing() -> None:
	before = counts()
	demo.remove()
	assert counts() == before
