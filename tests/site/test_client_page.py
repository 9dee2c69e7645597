"""The page of a client: everything at one glance, as far as the reader may see it, with a bounded number of queries."""

from typing import Any

import frappe
import pytest
from frappe.utils import add_days, add_years, getdate

from refugee_support.client_page import client_page
from tests.site import factories
from tests.site import records as make


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def queries_of(client: str, monkeypatch: pytest.MonkeyPatch) -> int:
	"""How often the page asks the database, with master data and DocTypes known already."""
	client_page(client)
	asked: list[str] = []
	original = frappe.local.db.sql
	with monkeypatch.context() as patch:
		patch.setattr(
			frappe.local.db, "sql", lambda *args, **kw: asked.append(args[0]) or original(*args, **kw)
		)
		frappe.local.request_cache.clear()
		client_page(client)
	return len(asked)


def test_the_number_of_queries_does_not_grow_with_the_number_of_consultations(
	monkeypatch: pytest.MonkeyPatch,
) -> None:
	client, topic = make.client(), make.topic()
	make.consultation(client=client.name, main_topic=topic)
	few = queries_of(client.name, monkeypatch)
	row = frappe.get_all("Consultation", {"client": client.name}, ["*"])[0]
	fields = [field for field in row if field != "name"]
	values = [[f"many-{number}", *(row[field] for field in fields)] for number in range(200)]
	frappe.db.bulk_insert("Consultation", ["name", *fields], values)
	many = queries_of(client.name, monkeypatch)
	assert frappe.db.count("Consultation", {"client": client.name}) == 201
	assert many == few <= 40


def test_the_page_says_who_it_is() -> None:
	client = make.client(
		native_name="أمينة",
		date_of_birth=add_years(getdate(), -30),
		nationality="Syria" if frappe.db.exists("Country", "Syria") else None,
		main_language="ar",
		interpreter_needed=1,
	)
	person = client_page(client.name)["person"]
	assert (person["native_name"], person["age"], person["interpreter_needed"]) == ("أمينة", 30, 1)
	assert person["languages"] == ["Arabic"]


@pytest.mark.parametrize(
	("days", "level"),
	[(-1, "Ended"), (0, "Urgent"), (30, "Urgent"), (31, "Soon"), (120, "Soon"), (121, "Calm")],
)
def test_the_title_says_until_when_and_how_urgent_that_is(days: int, level: str) -> None:
	until = add_days(getdate(), days)
	rows = [{"residence_status": make.status(), "valid_from": "2020-01-01", "valid_until": until}]
	status = client_page(make.client(residence_history=rows).name)["status"]
	assert (status["until"], status["days"], status["level"]) == (until, days, level)
	assert status["file_by"] <= until


def test_the_next_follow_up_is_the_earliest_open_one_and_the_last_three_contacts_are_the_latest() -> None:
	client, topic = make.client(), make.topic()
	for number, (follow_up, done) in enumerate([(9, 0), (3, 0), (1, 1), (None, 0)], start=1):
		make.consultation(
			client=client.name,
			main_topic=topic,
			consultation_date=f"2026-01-{number:02d}",
			follow_up_on=follow_up and add_days(getdate(), follow_up),
			follow_up_done=done,
		)
	page = client_page(client.name)
	assert page["next"]["follow_up"].follow_up_on == add_days(getdate(), 3)
	assert [str(row.consultation_date) for row in page["contacts"]] == [
		"2026-01-04",
		"2026-01-03",
		"2026-01-02",
	]
	assert page["contacts"][0].topic == "Testthema"


def test_the_next_legal_deadline_is_the_open_one_that_ends_first() -> None:
	client = make.client()
	frappe.set_user("Administrator")
	first, later = (factories.make_deadline(client.name) for _n in range(2))
	frappe.db.set_value("Legal Deadline", later.name, "due_on", add_days(getdate(), 40))
	frappe.db.set_value("Legal Deadline", first.name, "due_on", add_days(getdate(), 9))
	deadline = client_page(client.name)["next"]["deadline"]
	assert (deadline["name"], deadline["days"]) == (first.name, 9)
	frappe.db.set_value("Legal Deadline", first.name, "status", "Met")
	assert client_page(client.name)["next"]["deadline"]["name"] == later.name


def test_open_applications_are_shown_to_all_applicants_and_closed_ones_to_nobody() -> None:
	frappe.set_user("Administrator")
	mother, child = factories.make_client(), factories.make_client()
	application = factories.make_application(mother.name)
	frappe.get_doc(
		{
			"doctype": "Application Applicant",
			"parent": application.name,
			"parenttype": "Authority Application",
			"parentfield": "co_applicants",
			"client": child.name,
		}
	).db_insert()
	for client in (mother, child):
		assert [row.name for row in client_page(client.name)["applications"]] == [application.name]
	frappe.db.set_value("Authority Application", application.name, "status", "Concluded")
	assert client_page(mother.name)["applications"] == []


def test_the_team_of_today_is_shown_by_name(counsellor: str) -> None:
	volunteer = make.volunteer()
	client = make.client(
		support_team=[
			{"helper": counsellor, "from_date": "2026-01-01"},
			{"helper": volunteer, "from_date": "2026-01-01", "to_date": add_days(getdate(), -1)},
		]
	)
	assert client_page(client.name)["team"] == [frappe.utils.get_fullname(counsellor)]


def test_the_path_is_shown_in_order_without_what_was_withdrawn() -> None:
	rows = [
		{"characteristic": "German Level", "value": "A2", "valid_from": "2024-03-01"},
		{"characteristic": "German Level", "value": "B1", "valid_from": "2025-03-01"},
	]
	client = make.client(characteristics=rows, german_level="B1")
	steps = client_page(client.name)["path"]["steps"]
	assert [(step["label"], step["strand"]) for step in steps] == [("A2", "Language"), ("B1", "Language")]
	first = frappe.get_doc("Integration Milestone", steps[0]["name"])
	first.update({"withdrawn": 1, "withdrawal_reason": "x"}).save()
	assert [step["label"] for step in client_page(client.name)["path"]["steps"]] == ["B1"]


def test_a_step_known_to_the_month_shows_no_day() -> None:
	client = make.client()
	factories.make_milestone(client.name, milestone_date="2026-03-01", date_precision="Month")
	assert client_page(client.name)["path"]["steps"][0]["shown_day"] == "Mar 2026"


def test_the_active_plan_shows_its_open_goals() -> None:
	client = make.client()
	goal = factories.make_goal(client.name)
	factories.make_goal(client.name, state="Dropped", review="x")
	assert [row.name for row in client_page(client.name)["plan"]["goals"]] == [goal.name]


def test_missing_data_lead_to_their_fields() -> None:
	client = make.client(date_of_birth="1990-01-01", gender=None)
	fields = [row["fieldname"] for row in client_page(client.name)["missing"]]
	assert "gender" in fields and "residence_status" in fields and "date_of_birth" not in fields


def test_a_client_one_may_not_see_has_no_page() -> None:
	client = make.client()
	frappe.set_user(make.volunteer())
	with pytest.raises(frappe.PermissionError):
		client_page(client.name)


def test_a_volunteer_sees_neither_notes_nor_relatives_outside_their_list(counsellor: str) -> None:
	volunteer = make.volunteer()
	team = [{"helper": volunteer, "from_date": "2026-01-01"}]
	mine, foreign = make.client(support_team=team), make.client(first_name="Fremd")
	frappe.set_user("Administrator")
	factories.make_household(mine.name, foreign.name)
	consultation = factories.make_consultation(mine.name, family_members=[{"client": foreign.name}])
	factories.make_note(consultation.name, note="Geheime Notiz")
	frappe.set_user(volunteer)
	page: dict[str, Any] = client_page(mine.name)
	shown = frappe.as_json(page)
	assert page["family"] == [] and page["contacts"] == []
	assert "Fremd" not in shown and "Geheime" not in shown
