"""Incidents of unequal treatment: their claim, their wording for use outside, who reads what."""

from datetime import date
from typing import Any

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, getdate, nowdate

from refugee_support import access, advocacy, service_records
from refugee_support.refugee_support.doctype.unequal_treatment_incident.unequal_treatment_incident import (
	confirm_wording,
	release_wording,
)
from tests.site import factories
from tests.site import records as make

pytestmark = pytest.mark.usefixtures("site")

INCIDENT, WORDING, ACTIVITY = "Unequal Treatment Incident", "Incident Wording", "Advocacy Activity"
CLEAN = {
	"consent": "Anonymised Wording May Be Used",
	"consent_on": "2026-11-01",
	"wording_headline": "Kein Termin ohne Deutsch",
	"wording_period": "Herbst 2026",
	"anonymised_wording": "An der Tür hieß es, ohne Deutsch gebe es keinen Termin.",
}
JOB = {"area_of_life": "Work", "actor_kind": "Employer or Recruiter", "actor": "Bäckerei", "authority": None}


@pytest.fixture
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def deadline_of(incident: Any) -> Any:
	name = frappe.db.get_value("Legal Deadline", {"incident": incident.name})
	return name and frappe.get_doc("Legal Deadline", name)


# --- The record ---


def test_an_incident_made_from_an_application_knows_whom_and_which_authority(counsellor: str) -> None:
	client = factories.make_client().name
	application = factories.make_application(client)
	incident = factories.make_incident(None, authority=None, actor_kind=None, application=application.name)
	assert (incident.client, incident.authority) == (client, application.authority)
	assert incident.actor_kind == "Public Authority"


def test_an_incident_made_from_a_consultation_is_about_its_client_and_nobody_else(counsellor: str) -> None:
	client, other = factories.make_client().name, factories.make_client().name
	consultation = factories.make_consultation(client).name
	assert factories.make_incident(None, consultation=consultation).client == client
	with pytest.raises(frappe.ValidationError, match="took part"):
		factories.make_incident(other, consultation=consultation)


@pytest.mark.parametrize(
	("values", "says"),
	[
		({"happened_on": "2126-01-01"}, "lies in the future"),
		({"claim_made_on": "2020-01-01"}, "before the incident"),
		({"authority": None, "actor": ""}, "choose the public authority"),
		({"consent": "Anonymised Wording May Be Used"}, "agreed to the use outside"),
		({"happened_on": "2026-02-30"}, "no such day"),
	],
)
def test_bad_input_names_the_field_and_the_mend(values: dict, says: str) -> None:
	with pytest.raises(frappe.ValidationError, match=says):
		factories.make_incident(**values)


def test_the_title_names_nobody() -> None:
	client = factories.make_client(first_name="Zarghuna").name
	assert "Zarghuna" not in factories.make_incident(client).title


def test_with_an_advice_office_it_counts_as_referred() -> None:
	incident = factories.make_incident(referred_to="ADA_NRW")
	assert incident.status == "Referred" and getdate(incident.referred_on) == getdate()


# --- The two months of the AGG ---


def test_a_refusal_at_work_gets_a_deadline_of_two_months_explained_in_words(counsellor: str) -> None:
	client = factories.make_client().name
	incident = factories.make_incident(client, **JOB, responsible=counsellor)
	deadline = deadline_of(incident)
	assert deadline.kind == "Claim" and deadline.responsible == counsellor and deadline.is_computed
	assert getdate(deadline.due_on) == getdate(incident.claim_until) > getdate(add_days(nowdate(), 50))
	assert "§ 15 Abs. 4" in deadline.steps_de and "AGG" in deadline.steps_en
	assert "Amina" not in deadline.title


def test_what_an_authority_decides_gets_no_deadline() -> None:
	incident = factories.make_incident(factories.make_client().name)
	assert incident.agg_claim == "No" and not incident.claim_until and not deadline_of(incident)


def test_the_deadline_follows_the_incident(counsellor: str) -> None:
	incident = factories.make_incident(factories.make_client().name, **JOB)
	before = getdate(deadline_of(incident).due_on)
	incident.known_on = nowdate()
	incident.save()
	assert getdate(deadline_of(incident).due_on) > before
	assert frappe.db.count("Legal Deadline", {"incident": incident.name}) == 1


def test_a_claim_that_was_made_is_checked_by_a_second_person(counsellor: str) -> None:
	incident = factories.make_incident(factories.make_client().name, **JOB)
	incident.claim_made_on = nowdate()
	incident.save()
	deadline = deadline_of(incident)
	assert deadline.done_by == counsellor and deadline.status == "Open" and deadline.needs_check


@pytest.mark.parametrize("change", [{"agg_claim": "No"}, {"status": "Withdrawn"}, {"result": "Not Pursued"}])
def test_where_no_claim_will_be_made_the_deadline_is_void_and_says_why(counsellor: str, change: dict) -> None:
	incident = factories.make_incident(factories.make_client().name, **JOB)
	incident.update(change).save()
	deadline = deadline_of(incident)
	assert deadline.status == "Void" and deadline.closing_reason


def test_what_is_over_when_it_is_recorded_reminds_nobody_and_the_form_says_so() -> None:
	incident = factories.make_incident(factories.make_client().name, **JOB, happened_on="2026-01-05")
	incident.run_method("onload")
	assert not deadline_of(incident) and incident.get_onload("claim_is_over")


def test_an_incident_of_nobody_has_a_last_day_without_a_deadline() -> None:
	incident = factories.make_incident(None, **JOB)
	assert incident.claim_until and not deadline_of(incident)


# --- The wording ---


def incident_with(text: str | None = None, client: str | None = None, **values: Any) -> Any:
	values = {**CLEAN, **({"anonymised_wording": text} if text else {}), **values}
	return factories.make_incident(client or factories.make_client().name, **values)


def test_a_clean_wording_is_released_as_a_document_without_a_way_back(counsellor: str) -> None:
	client = factories.make_client(first_name="Zarghuna", last_name="Popalzai").name
	incident = incident_with(client=client)
	assert release_wording(incident.name) == {"state": "Released", "hints": []}
	wording = frappe.get_doc(WORDING, frappe.db.get_value(INCIDENT, incident.name, "released_wording"))
	assert wording.wording == CLEAN["anonymised_wording"]
	told = frappe.as_json(wording.as_dict())
	assert client not in told and incident.name not in told and "Zarghuna" not in told
	links = {field.options for field in frappe.get_meta(WORDING).get_link_fields()}
	assert not links & {"Client", INCIDENT}


@pytest.mark.parametrize(
	("text", "hint"),
	[
		("Frau Popalsai bekam keinen Termin.", "“Popalsai” may be a name"),
		("زرغونه bekam keinen Termin.", "may be a name"),
		("Am 12.10.2026 gab es keinen Termin.", "exact day"),
		("Zeichen 4711/0815-3: kein Termin.", "file number"),
	],
)
def test_what_tells_who_it_was_needs_a_second_person(counsellor: str, text: str, hint: str) -> None:
	client = factories.make_client(
		first_name="Zarghuna", last_name="Popalzai", native_name="زرغونه پوپلزی"
	).name
	incident = incident_with(text, client)
	answer = release_wording(incident.name)
	assert answer["state"] == "Waiting for Second Person" and hint in " ".join(answer["hints"])
	assert not frappe.db.get_value(INCIDENT, incident.name, "released_wording")
	with pytest.raises(frappe.ValidationError, match="Somebody else"):
		confirm_wording(incident.name)
	second = make.counsellor()
	frappe.set_user(second)
	assert confirm_wording(incident.name)["state"] == "Released"
	assert frappe.db.get_value(INCIDENT, incident.name, "wording_released_by") == second


def test_names_of_the_family_are_found_too() -> None:
	client, child = factories.make_client().name, factories.make_client(first_name="Parwana").name
	factories.make_household(client, child)
	hints = release_wording(incident_with("Auch Parwana wurde abgewiesen.", client).name)["hints"]
	assert any("Parwana" in hint for hint in hints)


def test_a_rare_combination_is_named_and_counted_on_the_statistics() -> None:
	client = factories.make_client(nationality="Bhutan", municipality="Erkrath").name
	factories.make_consultation(client)
	text = "Eine Person aus Bhutan bekam keinen Termin."
	assert "country of origin" in release_wording(incident_with(text, client).name)["hints"][0]
	for _number in range(4):
		factories.make_consultation(factories.make_client(nationality="Bhutan").name)
	assert release_wording(incident_with(text, client).name)["state"] == "Released"


def test_without_consent_nothing_is_released() -> None:
	incident = incident_with(consent="Counted Only")
	with pytest.raises(frappe.ValidationError, match="Consent to Use"):
		release_wording(incident.name)


def test_a_changed_text_is_checked_again_and_the_released_one_stays() -> None:
	incident = incident_with()
	release_wording(incident.name)
	incident.reload()
	incident.anonymised_wording = "Frau Beispiel bekam keinen Termin."
	incident.save()
	assert incident.wording_state == "Changed since Release"
	stored = frappe.db.get_value(WORDING, incident.released_wording, "wording")
	assert stored == CLEAN["anonymised_wording"]


def test_no_form_releases_anything() -> None:
	incident = incident_with("Frau Beispiel bekam keinen Termin.")
	incident.update({"wording_state": "Released", "wording_released_by": "Administrator"}).save()
	assert incident.wording_state == "Not Released" and not incident.wording_released_by


@pytest.mark.parametrize("change", [{"consent": "No Use Outside"}, {"status": "Withdrawn"}])
def test_a_withdrawn_consent_empties_the_wording(change: dict) -> None:
	incident = incident_with()
	release_wording(incident.name)
	incident.reload()
	incident.update(change).save()
	wording = frappe.get_doc(WORDING, incident.released_wording)
	assert (wording.status, wording.wording, wording.period) == ("Withdrawn", None, None)
	assert frappe.db.get_value(INCIDENT, incident.name, "wording_state") == "Withdrawn"


# --- Who reads what ---


def test_incidents_are_read_by_counsellors_alone_and_wordings_by_coordinators_too() -> None:
	client = factories.make_client().name
	incident = incident_with(client=client)
	release_wording(incident.name)
	wording = frappe.db.get_value(INCIDENT, incident.name, "released_wording")
	volunteer, coordinator = make.volunteer(), factories.make_helper(access.COORDINATOR)
	factories.put_on_team(client, volunteer)
	readers = {make.counsellor(): (True, True), volunteer: (False, False), coordinator: (False, True)}
	for user, (reads_incident, reads_wording) in readers.items():
		frappe.set_user(user)
		assert frappe.has_permission(INCIDENT, "read", incident.name) is reads_incident
		assert frappe.has_permission(WORDING, "read", wording) is reads_wording
		for doctype, reads in ((INCIDENT, reads_incident), (WORDING, reads_wording)):
			assert frappe.has_permission(doctype, "read") is reads
			assert not frappe.has_permission(doctype, "delete")
		assert not frappe.has_permission(WORDING, "write", wording)


def test_a_counsellor_of_another_team_sees_no_incident_of_that_client(counsellor: str) -> None:
	incident, of_nobody = factories.make_incident(factories.make_client().name), factories.make_incident()
	assert frappe.get_list(INCIDENT, pluck="name", filters={"name": incident.name})
	make.counsellors_see_own_teams_only()
	found = frappe.get_list(INCIDENT, {"name": ["in", [incident.name, of_nobody.name]]}, pluck="name")
	assert found == [of_nobody.name]


def test_the_release_is_refused_to_whoever_may_not_write_the_incident() -> None:
	incident = incident_with()
	for user in (make.volunteer(), factories.make_helper(access.COORDINATOR)):
		frappe.set_user(user)
		for action in (release_wording, confirm_wording):
			with pytest.raises(frappe.PermissionError):
				action(incident.name)


# --- Statistics ---


def rows_of(incident: Any) -> list[Any]:
	fields = [
		"service_type",
		"participation",
		"contacts",
		"minutes",
		"nationality",
		"authority",
		"person_key",
	]
	return frappe.get_all("Service Record", {"source_name": incident.name}, fields)


def test_an_incident_is_counted_once_and_is_no_contact() -> None:
	client = factories.make_client(nationality="Syria")
	(row,) = rows_of(incident := factories.make_incident(client.name))
	assert (row.service_type, row.contacts, row.minutes) == (INCIDENT, 0, 0)
	assert (row.person_key, row.nationality) == (client.person_key, "Syria")
	assert row.authority == incident.authority
	(row,) = rows_of(factories.make_incident())
	assert (row.participation, row.person_key) == ("Anonymous", None)


def test_what_was_entered_by_mistake_is_not_counted() -> None:
	incident = factories.make_incident(factories.make_client().name)
	incident.update({"status": "Withdrawn"}).save()
	assert rows_of(incident) == []


def test_the_ground_is_not_in_the_statistics() -> None:
	incident = factories.make_incident(main_ground="Religion or Belief")
	row = frappe.get_all("Service Record", {"source_name": incident.name}, ["*"])[0]
	assert "Religion or Belief" not in frappe.as_json(row)


def test_a_rebuild_writes_the_same_rows() -> None:
	incidents = [factories.make_incident(factories.make_client().name), factories.make_incident()]

	def rows() -> list[Any]:
		names = {"source_name": ["in", [incident.name for incident in incidents]]}
		return frappe.get_all("Service Record", names, ["*"], order_by="name")

	before = rows()
	service_records.rebuild()
	assert len(before) == 2 and rows() == before


def test_a_merge_takes_the_incident_along() -> None:
	from refugee_support.merging.combine import merge

	survivor, merged = factories.make_client(), factories.make_client()
	incident = factories.make_incident(merged.name, **JOB)
	merge(survivor.name, merged.name, {})
	assert frappe.db.get_value(INCIDENT, incident.name, "client") == survivor.name
	assert {row.person_key for row in rows_of(incident)} == {survivor.person_key}


# --- Advocacy ---


def test_a_coordinator_writes_down_what_was_said_and_uses_released_wordings_only() -> None:
	incident = incident_with()
	release_wording(incident.name)
	wording = frappe.db.get_value(INCIDENT, incident.name, "released_wording")
	coordinator = factories.make_helper(access.COORDINATOR)
	frappe.set_user(coordinator)
	values = {"doctype": ACTIVITY, "title": "Termine", "body": "Sozialausschuss", "promise": "Ein Aushang"}
	activity = frappe.get_doc({**values, "incidents": [{"wording": wording}] * 2}).insert()
	assert (activity.responsible, activity.promise_state) == (coordinator, "Open")
	assert [case.wording for case in activity.wordings()] == [CLEAN["anonymised_wording"]]
	frappe.set_user("Administrator")
	frappe.get_doc(INCIDENT, incident.name).update({"consent": "No Use Outside"}).save()
	frappe.set_user(coordinator)
	activity.reload().save()  # what was used once does not stop other changes
	assert [case.wording for case in activity.wordings()] == [None]
	with pytest.raises(frappe.ValidationError, match="withdrawn"):
		frappe.get_doc({**values, "incidents": [{"wording": wording}]}).insert()


@pytest.mark.parametrize(
	("values", "says"),
	[
		({"promise_due_on": "2126-01-01"}, "what was promised"),
		({"promise": "x", "promise_due_on": "2020-01-01"}, "before the activity"),
		({"follow_up_on": "2020-01-01"}, "before the activity"),
		({"responsible": "Guest"}, "coordination or counselling"),
	],
)
def test_bad_input_in_an_activity_names_the_field(values: dict, says: str) -> None:
	with pytest.raises(frappe.ValidationError, match=says):
		factories.make_activity(**values)


def test_a_promise_that_is_due_rings_once_and_again_when_it_is_moved() -> None:
	coordinator = factories.make_helper(access.COORDINATOR)
	values = {"activity_date": "2026-10-01", "promise": "Aushang", "promise_due_on": "2026-11-01"}
	activity = factories.make_activity(responsible=coordinator, **values)
	bells = {"for_user": coordinator, "document_type": ACTIVITY}
	assert advocacy.remind(date(2026, 10, 31)) == 0
	assert (advocacy.remind(date(2026, 11, 1)), advocacy.remind(date(2026, 11, 2))) == (1, 0)
	assert frappe.db.count("Notification Log", bells) == 1
	activity.reload().update({"promise_due_on": "2026-12-01"}).save()
	assert advocacy.remind(date(2026, 12, 1)) == 1
	activity.reload().update({"promise_state": "Kept", "promise_due_on": "2026-12-15"}).save()
	assert advocacy.remind(date(2026, 12, 24)) == 0


def test_the_dossier_tells_the_case_in_german_and_nothing_else() -> None:
	client = factories.make_client(first_name="Zarghuna").name
	incident = incident_with(client=client, what_happened="Geheim und genau.")
	release_wording(incident.name)
	wording = frappe.db.get_value(INCIDENT, incident.name, "released_wording")
	activity = factories.make_activity(incidents=[{"wording": wording}], statement="<b>Wir</b> fordern mehr.")
	frappe.set_user(factories.make_helper(access.COORDINATOR))
	page = frappe.get_print(ACTIVITY, activity.name, "Advocacy Dossier", no_letterhead=1)
	assert CLEAN["anonymised_wording"] in page and "Behörden und Leistungen" in page
	assert "Zarghuna" not in page and "Geheim" not in page and "<b>Wir" not in page


# --- The report whose figures were shown ---


def report_of(writer: str) -> Any:
	frappe.set_user(writer)
	return factories.make_evaluation_report(
		title="Beratung 2008", from_date="2008-01-01", to_date="2008-12-31"
	)


def test_only_a_released_report_is_named_and_the_dossier_says_which() -> None:
	writer, second = (factories.make_helper(access.COORDINATOR) for _ in range(2))
	report = report_of(writer)
	with pytest.raises(frappe.ValidationError, match="not released yet"):
		factories.make_activity(evaluation_report=report.name)
	apply_workflow(report, "Ask for Review")
	frappe.set_user(second)
	apply_workflow(frappe.get_doc("Evaluation Report", report.name), "Release Report")
	activity = factories.make_activity(evaluation_report=report.name)
	page = frappe.get_print(ACTIVITY, activity.name, "Advocacy Dossier", no_letterhead=1)
	assert "Beratung 2008 (01.01.2008 – 31.12.2008)" in page
	activity.reload().update({"evaluation_report": None}).save()
	assert "Beratung 2008" not in frappe.get_print(
		ACTIVITY, activity.name, "Advocacy Dossier", no_letterhead=1
	)


@pytest.mark.parametrize("role", [access.VOLUNTEER, access.ADMINISTRATOR, access.CAFE_HELPER])
def test_whoever_may_not_read_reports_reaches_none_through_an_activity(role: str) -> None:
	report = report_of(factories.make_helper(access.COORDINATOR))
	frappe.set_user("Administrator")
	activity = factories.make_activity()
	frappe.db.set_value(ACTIVITY, activity.name, "evaluation_report", report.name)
	frappe.set_user(factories.make_helper(role))
	for doctype, name in ((ACTIVITY, activity.name), ("Evaluation Report", report.name)):
		assert not frappe.has_permission(doctype, "read", name)
		assert not frappe.has_permission(doctype, "print", name)
	with pytest.raises((frappe.PermissionError, frappe.DoesNotExistError)):  # as if there were none
		frappe.get_print(ACTIVITY, activity.name, "Advocacy Dossier", no_letterhead=1)
	with pytest.raises(frappe.PermissionError):
		frappe.get_list(ACTIVITY, fields=["name", "evaluation_report.title"])
