"""The calendar of everything: each reader's own days, and nobody's name where it does not belong."""

import json
from collections import Counter
from datetime import date

import frappe
import pytest
from frappe.utils import add_days

from refugee_support import access, agenda
from tests.site import factories as make

TODAY = str(date.today())  # whole days away: the time zone of the site does not matter
FIRST, LAST = f"{add_days(TODAY, -30)} 00:00:00", f"{add_days(TODAY, 60)} 00:00:00"
NAMES = ("Zebiba", "Geheimnis", "Tesfay")


@pytest.fixture(autouse=True)
def week() -> frappe._dict:
	"""Two people, and something of every kind."""
	counsellor, helper = make.make_helper(access.COUNSELLOR), make.make_helper(access.APPLICATION_HELPER)
	own = make.make_client(first_name="Zebiba", last_name="Geheimnis", residence_valid_until=None).name
	other = make.make_client(first_name="Tesfay", last_name="Geheimnis").name
	for client in (own, other):
		make.make_deadline(client)
		make.make_appointment(client)
		make.make_consultation(client, follow_up_on=TODAY, follow_up_by=counsellor, counsellor=counsellor)
		frappe.db.set_value("Client", client, "residence_valid_until", add_days(TODAY, 20))
		support = make.make_application_support(client, *([helper] if client == own else []))
		make.make(
			"Client Job Application",
			application_support=support.name,
			employer="Bäckerei",
			next_step="Anrufen",
			next_step_on=add_days(TODAY, 4),
		)
	make.make_duty()
	make.make_cafe_session()
	make.make_event()
	make.make_activity(promise="Ein Probelauf", promise_due_on=add_days(TODAY, 9))
	return frappe._dict(counsellor=counsellor, helper=helper, own=own, other=other)


def seen_by(user: str, **options: str) -> list[dict]:
	frappe.set_user(user)
	return agenda.get_events(FIRST, LAST, **options)


def kinds(events: list[dict]) -> Counter:
	return Counter(event["kind"] for event in events)


def test_a_counsellor_finds_everything_in_one_place(week: frappe._dict) -> None:
	found = kinds(seen_by(week.counsellor))
	assert set(found) == set(agenda.KINDS)
	assert found["Deadlines"] == found["Appointments"] == found["Follow-Ups"] == 2


def test_each_entry_leads_to_a_record_its_reader_may_open(week: frappe._dict) -> None:
	for event in seen_by(week.counsellor):
		frappe.get_doc(event["doctype"], event["name"]).check_permission("read")
		assert event["title"] and event["start"] < event["end"]


def test_a_volunteer_finds_their_clients_only(week: frappe._dict) -> None:
	volunteer = make.make_helper(access.VOLUNTEER)
	make.put_on_team(week.own, volunteer, TODAY)
	events = seen_by(volunteer)
	assert kinds(events)["Deadlines"] == kinds(events)["Appointments"] == 1
	assert "Zebiba" in str(events) and "Tesfay" not in str(events)


def test_without_an_undertaking_nothing_of_clients_is_shown(week: frappe._dict) -> None:
	user = make.make_user(access.COUNSELLOR)
	assert not any(name in str(seen_by(user)) for name in NAMES)


@pytest.mark.parametrize(
	"role, allowed",
	[
		(access.CAFE_HELPER, {"Duties", "Language Cafés", "Events"}),
		(access.COORDINATOR, {"Duties", "Language Cafés", "Events", "Promises"}),
		(access.ADMINISTRATOR, {"Duties", "Language Cafés", "Events"}),
	],
)
def test_roles_without_clients_find_their_work_and_no_name(
	week: frappe._dict, role: str, allowed: set[str]
) -> None:
	user = make.make_helper(role)
	events = seen_by(user)
	assert set(kinds(events)) == set(agenda.get_kinds()) == allowed
	assert not any(name in str(events) for name in NAMES)


def test_the_application_team_finds_the_next_steps_of_those_it_helps(week: frappe._dict) -> None:
	assert kinds(seen_by(week.helper))["Interviews and Next Steps"] == 1


def test_somebody_without_a_role_finds_nothing(week: frappe._dict) -> None:
	assert seen_by(make.make_user()) == [] and agenda.get_kinds() == []


def test_what_is_switched_off_is_not_sent(week: frappe._dict) -> None:
	found = kinds(seen_by(week.counsellor, filters=json.dumps(["Deadlines", "Duties"])))
	assert set(agenda.KINDS) - set(found) == {"Deadlines", "Duties"}


@pytest.mark.parametrize("filters", ["", "{}", "[", '[["client", "=", 1]]', '"Deadlines"', "null"])
def test_filters_that_are_none_switch_nothing_off(week: frappe._dict, filters: str) -> None:
	assert set(kinds(seen_by(week.counsellor, filters=filters))) == set(agenda.KINDS)


def test_only_my_follow_ups_and_only_those_not_done(week: frappe._dict) -> None:
	assert kinds(seen_by(make.make_helper(access.COUNSELLOR)))["Follow-Ups"] == 0
	done = frappe.get_all("Consultation", {"client": week.own}, pluck="name")[0]
	frappe.db.set_value("Consultation", done, "follow_up_done", 1)
	assert kinds(seen_by(week.counsellor))["Follow-Ups"] == 1


def test_what_is_overdue_says_so(week: frappe._dict) -> None:
	frappe.db.set_value("Legal Deadline", {"client": week.own}, "due_on", add_days(TODAY, -1))
	urgent = [event["title"] for event in seen_by(week.counsellor) if event["is_urgent"]]
	assert len(urgent) == 1 and "Zebiba" in urgent[0]


def test_only_what_lies_in_the_days_asked_for(week: frappe._dict) -> None:
	frappe.set_user(week.counsellor)
	assert agenda.get_events(f"{add_days(TODAY, 200)} 00:00:00", f"{add_days(TODAY, 230)} 00:00:00") == []


def test_a_day_that_is_none_gets_a_sentence(week: frappe._dict) -> None:
	frappe.set_user(week.counsellor)
	with pytest.raises(frappe.ValidationError):
		agenda.get_events("bald", LAST)
