"""The path of integration: milestones that write themselves, those entered by hand, plans and their goals."""

from datetime import date, timedelta
from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, getdate

from refugee_support.patches import (
	count_milestones,
	mark_bridging_statuses,
	write_milestones_of_known_clients,
)
from tests.site import records as make

YESTERDAY = str(date.today() - timedelta(1))


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def insert(doctype: str, values: dict[str, Any]) -> Document:
	return frappe.get_doc({"doctype": doctype, **values}).insert()


def milestones(client: str, **filters: Any) -> list[tuple]:
	rows = frappe.get_all(
		"Integration Milestone",
		{"client": client, "withdrawn": 0, **filters},
		["kind", "value", "milestone_date"],
		order_by="milestone_date, kind",
	)
	return [(row.kind, row.value, str(row.milestone_date)) for row in rows]


def by_hand(client: str, **values: Any) -> Document:
	defaults = {"kind": "Driving Licence", "milestone_date": "2026-03-01"}
	return insert("Integration Milestone", {"client": client, **defaults, **values})


def dated(characteristic: str, value: str, day: str | None) -> dict[str, Any]:
	return {"characteristic": characteristic, "value": value, "valid_from": day}


# --- milestones that write themselves ---


def test_the_history_of_a_new_client_becomes_their_path() -> None:
	permit = make.status("Humanitarian Permit")
	client = make.client(
		residence_history=[{"residence_status": permit, "valid_from": "2024-05-02"}],
		characteristics=[
			dated("German Level", "A1", None),
			dated("German Level", "B1", "2025-03-01"),
			dated("Employment Status", "Employed Full-Time", "2025-09-01"),
			dated("Accommodation", "Private Flat", "2025-11-01"),
			dated("Municipality", "Hilden", "2025-11-01"),
		],
	)
	assert milestones(client.name) == [
		("Residence Permit Granted", permit, "2024-05-02"),
		("Level Reached", "B1", "2025-03-01"),
		("Job Begun", "Employed Full-Time", "2025-09-01"),
		("Own Flat", "Private Flat", "2025-11-01"),
	]


def test_a_level_changed_in_the_form_is_a_milestone_of_today_and_saving_again_adds_nothing() -> None:
	client = make.client(german_level="A1")
	assert milestones(client.name) == []
	client.german_level = "A2"
	client.save()
	client.occupation = "Schneiderin"
	client.save()
	client.save()
	assert milestones(client.name) == [("Level Reached", "A2", str(getdate()))]


def test_a_corrected_date_corrects_the_milestone_and_writes_no_second_one() -> None:
	client = make.client(characteristics=[dated("German Level", "B1", "2025-03-01")])
	name = frappe.db.get_value("Integration Milestone", {"client": client.name})
	client.characteristics[0].valid_from = "2025-02-01"
	client.save()
	assert milestones(client.name) == [("Level Reached", "B1", "2025-02-01")]
	assert frappe.db.get_value("Integration Milestone", {"client": client.name}) == name


def test_a_removed_row_withdraws_its_milestone_and_keeps_it() -> None:
	client = make.client(characteristics=[dated("German Level", "B1", "2025-03-01")])
	client.set("characteristics", [])
	client.save()
	assert milestones(client.name) == []
	assert milestones(client.name, withdrawn=1) == [("Level Reached", "B1", "2025-03-01")]


def test_rows_that_come_back_under_another_name_are_the_same_milestone() -> None:
	client = make.client(characteristics=[dated("German Level", "B1", "2025-03-01")])
	client.set("characteristics", [dated("German Level", "B1", "2025-03-01")])
	client.save()
	assert frappe.db.count("Integration Milestone", {"client": client.name}) == 1
	assert len(milestones(client.name)) == 1


def test_a_milestone_withdrawn_by_hand_stays_withdrawn() -> None:
	client = make.client(characteristics=[dated("German Level", "B1", "2025-03-01")])
	milestone = frappe.get_doc("Integration Milestone", {"client": client.name})
	milestone.update({"withdrawn": 1, "withdrawal_reason": "Prüfung war eines anderen"})
	milestone.save()
	client.reload()
	client.characteristics[0].valid_from = "2025-02-01"
	client.save()
	assert milestones(client.name) == []


def test_a_status_that_begins_in_the_future_is_no_milestone_yet() -> None:
	row = {"residence_status": make.status(), "valid_from": add_days(getdate(), 10)}
	assert milestones(make.client(residence_history=[row]).name) == []


def test_a_volunteer_who_records_a_level_writes_the_milestone_too() -> None:
	frappe.set_user(make.volunteer())
	client = make.client(german_level="A1")
	client.german_level = "A2"
	client.save()
	assert milestones(client.name) == [("Level Reached", "A2", str(getdate()))]


@pytest.mark.parametrize(
	"values",
	[
		{"residence_history": [{"residence_status": "?", "valid_from": "1999-12-31"}]},
		{"characteristics": [dated("German Level", "B1", "1999-12-31")]},
	],
)
def test_a_history_that_begins_before_birth_is_refused_with_its_row(values: dict[str, Any]) -> None:
	if history := values.get("residence_history"):
		values = {"residence_history": [{**history[0], "residence_status": make.status()}]}
	with pytest.raises(frappe.ValidationError, match=r"row 1.*before the date of birth"):
		make.client(date_of_birth="2000-01-01", **values)


# --- known clients ---


def test_clients_recorded_before_there_were_milestones_get_them_once() -> None:
	client = make.client(characteristics=[dated("German Level", "B1", "2025-03-01")])
	frappe.db.delete("Integration Milestone", {"client": client.name})
	frappe.set_user("Administrator")
	write_milestones_of_known_clients.execute()
	write_milestones_of_known_clients.execute()
	assert frappe.db.count("Integration Milestone", {"client": client.name}) == 1
	assert milestones(client.name) == [("Level Reached", "B1", "2025-03-01")]


def test_fiction_certificates_of_an_older_site_are_marked_and_break_no_path() -> None:
	frappe.set_user("Administrator")
	frappe.db.set_value("Residence Status", "FIKT814", "bridging", 0)
	mark_bridging_statuses.execute()
	days = {"AE252F": "2023-01-01", "FIKT814": "2026-01-01", "AE252F ": "2026-03-01"}
	client = make.client(
		residence_history=[
			{"residence_status": code.strip(), "valid_from": since} for code, since in days.items()
		]
	)
	assert milestones(client.name) == [("Residence Permit Granted", "AE252F", "2023-01-01")]


# --- milestones by hand ---


def test_a_milestone_by_hand_knows_its_strand_and_says_who_helped() -> None:
	milestone = by_hand(make.client().name, helped_by="Language Café")
	assert (milestone.strand, milestone.source, milestone.helped_by) == ("Social", "By Hand", "Language Café")


def test_another_milestone_lies_in_the_part_of_life_chosen() -> None:
	milestone = by_hand(make.client().name, kind="Other Milestone", other_strand="Housing")
	assert milestone.strand == "Housing"


@pytest.mark.parametrize(
	("values", "field"),
	[
		({"milestone_date": "2100-01-01"}, "Date"),
		({"milestone_date": "1999-12-31"}, "before the date of birth"),
		({"milestone_date": "1999-12-01", "date_precision": "Month"}, "before the date of birth"),
		({"kind": "Level Reached"}, "Level of German"),
		({"kind": "Other Milestone"}, "Part of Life"),
		({"milestone_date": None}, "milestone_date"),
		({"withdrawn": 1}, "Reason for Withdrawal"),
	],
)
def test_an_impossible_milestone_is_refused_and_names_the_field(values: dict[str, Any], field: str) -> None:
	client = make.client(date_of_birth="2000-01-05")
	with pytest.raises(frappe.ValidationError, match=field):
		by_hand(client.name, **values)


def test_known_to_the_month_it_may_have_been_after_the_birth_in_that_month() -> None:
	client = make.client(date_of_birth="2000-01-05")
	assert by_hand(client.name, milestone_date="2000-01-01", date_precision="Month").name


def test_what_happened_stays_as_it_was_recorded() -> None:
	milestone = by_hand(make.client().name)
	milestone.milestone_date = "2026-02-01"
	with pytest.raises(frappe.ValidationError, match="withdraw"):
		milestone.save()


def test_a_milestone_entered_by_mistake_is_withdrawn_with_a_reason_and_cannot_be_deleted() -> None:
	milestone = by_hand(make.client().name)
	milestone.update({"withdrawn": 1, "withdrawal_reason": "Falsche Person"})
	milestone.save()
	with pytest.raises(frappe.PermissionError):
		milestone.delete()


def test_a_milestone_cannot_pass_for_an_automatic_one() -> None:
	milestone = by_hand(make.client().name, source="Automatic", history_row="forged")
	assert (milestone.source, milestone.history_row) == ("By Hand", None)


def test_nobody_records_a_milestone_of_a_client_they_may_not_see() -> None:
	client = make.client()
	frappe.set_user(make.volunteer())
	with pytest.raises(frappe.PermissionError):
		by_hand(client.name)


# --- plans and goals ---


def plan(client: str, **values: Any) -> Document:
	return insert("Integration Plan", {"client": client, "started_on": YESTERDAY, **values})


def goal(plan_name: str, **values: Any) -> Document:
	defaults = {"plan": plan_name, "goal": "Prüfung B1", "area": "Language"}
	return insert("Integration Goal", {**defaults, **values})


def test_a_client_has_one_active_plan_and_the_refusal_leads_to_it() -> None:
	client = make.client()
	first = plan(client.name)
	with pytest.raises(frappe.ValidationError, match=first.name):
		plan(client.name)


def test_the_database_refuses_a_second_active_plan_too() -> None:
	client = make.client()
	plan(client.name)
	second = plan(client.name, status="Completed", closing_review="Alles erreicht", closed_on=getdate())
	with pytest.raises(Exception, match=r"[Dd]uplicate|UNIQUE"):
		frappe.db.set_value("Integration Plan", second.name, "active_client", client.name)


def test_a_closed_plan_keeps_its_goals_and_makes_room_for_the_next() -> None:
	client = make.client()
	first = plan(client.name)
	goal(first.name)
	first.update({"status": "Completed", "closing_review": "B1 bestanden"})
	first.save()
	assert plan(client.name).name != first.name
	assert frappe.db.count("Integration Goal", {"plan": first.name}) == 1


def test_a_plan_is_closed_with_a_final_review_only() -> None:
	running = plan(make.client().name)
	running.status = "Completed"
	with pytest.raises(frappe.ValidationError, match="What Was Reached"):
		running.save()


@pytest.mark.parametrize(
	("values", "field"),
	[
		({"started_on": "2100-01-01"}, "Started On"),
		({"status": "Completed", "closing_review": "x", "closed_on": "2020-01-01"}, "Closed On"),
		({"reviews": [{"review_date": "2100-01-01", "review": "x"}]}, "row 1"),
	],
)
def test_an_impossible_plan_is_refused_and_names_the_field(values: dict[str, Any], field: str) -> None:
	with pytest.raises(frappe.ValidationError, match=field):
		plan(make.client().name, **values)


def test_reviews_are_added_with_their_author_and_never_rewritten() -> None:
	running = plan(make.client().name, reviews=[{"review_date": YESTERDAY, "review": "Kurs läuft gut"}])
	running.append("reviews", {"review_date": getdate(), "review": "Kinderbetreuung fehlt"})
	running.save()
	assert all(row.reviewed_by for row in running.reviews)
	running.reviews[0].review = "anders"
	with pytest.raises(frappe.ValidationError, match="as they were written"):
		running.save()
	running.reload()
	running.set("reviews", running.reviews[1:])
	with pytest.raises(frappe.ValidationError, match="as they were written"):
		running.save()


@pytest.mark.parametrize("state", ["Reached", "Dropped"])
def test_a_goal_ends_with_a_review_and_the_day(state: str) -> None:
	first = goal(plan(make.client().name).name, steps=[{"step": "Anmelden", "done": 1}])
	first.state = state
	with pytest.raises(frappe.ValidationError, match="How It Went"):
		first.save()
	first.reload()
	first.update({"state": state, "review": "Sprachcafé half"})
	first.save()
	assert getdate(first.ended_on) == getdate()


def test_a_goal_belongs_to_the_client_of_its_plan_whatever_the_request_says() -> None:
	client, other = make.client(), make.client()
	assert goal(plan(client.name).name, client=other.name).client == client.name


def test_a_closed_plan_takes_no_new_goals() -> None:
	closed = plan(make.client().name, status="Completed", closing_review="x", closed_on=getdate())
	with pytest.raises(frappe.ValidationError, match="closed"):
		goal(closed.name)


def test_goals_of_a_client_one_may_not_see_cannot_be_made_or_read() -> None:
	running = plan(make.client().name)
	theirs = goal(running.name)
	frappe.set_user(make.volunteer())
	assert frappe.get_list("Integration Plan") == frappe.get_list("Integration Goal") == []
	assert not theirs.has_permission("read") and not running.has_permission("read")
	with pytest.raises(frappe.PermissionError):
		goal(running.name)


def test_milestones_and_months_of_an_older_version_are_counted_after_the_update() -> None:
	"""Before, there were no rows of milestones, and consultations did not know the months since arrival."""
	client = make.client(arrival_date="2023-01-15")
	step = by_hand(client.name)
	consultation = make.consultation(client=client.name, consultation_date="2025-01-20")
	of_step = {"source_name": step.name, "service_type": "Integration Milestone"}
	of_consultation = {"source_name": consultation.name}
	as_written = [frappe.get_all("Service Record", one, ["*"]) for one in (of_step, of_consultation)]
	assert as_written[1][0].months_in_germany == 24
	frappe.db.delete("Service Record", of_step)
	frappe.db.set_value("Service Record", of_consultation, "months_in_germany", 0)
	for _again in range(2):
		count_milestones.execute()
		assert [
			frappe.get_all("Service Record", one, ["*"]) for one in (of_step, of_consultation)
		] == as_written
