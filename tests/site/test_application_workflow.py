"""The life of an application with two roles: from draft to conclusion, through Frappe's workflow."""

import frappe
import pytest
from frappe.model.workflow import apply_workflow, get_transitions
from frappe.utils import add_days, nowdate

from refugee_support import access
from tests.site import factories
from tests.site import records as make

REMEDY = "Objection (Widerspruch)"


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


@pytest.fixture
def client(counsellor) -> str:
	return make.client().name


@pytest.fixture
def volunteer(client) -> str:
	user = make.volunteer()
	factories.put_on_team(client, user)
	return user


def application(client: str, **values):
	values = {"application_type": factories.make_application_type(), **values}
	return frappe.get_doc({"doctype": "Authority Application", "client": client, **values}).insert()


def filed(client: str, **values):
	return application(client, submitted_on=add_days(nowdate(), -40), submission_channel="By Post", **values)


def decided(client: str, outcome: str = "Rejected", **values):
	return filed(client, decided_on=add_days(nowdate(), -5), outcome=outcome, **values)


def actions(doc) -> set[str]:
	return {row["action"] for row in get_transitions(doc)}


def messages() -> str:
	return str(frappe.get_message_log())


def test_from_draft_to_conclusion(client, volunteer) -> None:
	"""A volunteer files and records, a counsellor objects and concludes."""
	frappe.set_user(volunteer)
	doc = application(client)
	for row in doc.documents:
		row.received = 1
	doc.save()
	assert doc.status == "Ready to File"
	doc.update({"submitted_on": add_days(nowdate(), -30), "submission_channel": "In Person"}).save()
	assert doc.status == "Filed"
	doc.update({"receipt_confirmed_on": add_days(nowdate(), -28), "reference_number": "12 A 3"}).save()
	assert doc.status == "Being Examined"
	doc.update({"documents_due_on": add_days(nowdate(), 10)}).save()
	assert doc.status == "Documents Requested"
	doc = apply_workflow(doc.as_dict(), "Documents Are Handed In")
	doc.update({"decided_on": add_days(nowdate(), -1), "outcome": "Rejected"}).save()
	assert (doc.status, actions(doc)) == ("Decided", set())
	doc = frappe.get_doc(doc.doctype, doc.name)
	frappe.set_user(make.counsellor())
	doc.update({"remedy": REMEDY, "remedy_filed_on": nowdate()}).save()
	doc.update({"remedy_decided_on": nowdate(), "remedy_outcome": "Fully Successful"}).save()
	assert doc.status == "Remedy Decided"
	assert apply_workflow(doc.as_dict(), "Conclude Application").status == "Concluded"


@pytest.mark.parametrize("action", ["File Application", "Record Decision"])
def test_an_action_without_its_facts_says_which_one_is_missing(client, action) -> None:
	doc = application(client) if action == "File Application" else filed(client)
	with pytest.raises(frappe.ValidationError, match="Please enter"):
		apply_workflow(doc.as_dict(), action)


def test_filing_by_the_action_is_today_unless_a_day_was_entered(client) -> None:
	doc = application(client, submission_channel="Fax")
	assert str(apply_workflow(doc.as_dict(), "File Application").submitted_on) == nowdate()


def test_a_state_that_does_not_follow_is_refused(client) -> None:
	doc = application(client)
	doc.status = "Concluded"
	doc.save()
	doc.status = "Remedy Filed"
	with pytest.raises(frappe.ValidationError):
		doc.save()


def test_who_goes_back_is_not_moved_on_again_by_old_facts(client) -> None:
	doc = decided(client)
	doc = apply_workflow(doc.as_dict(), "Correct Decision")
	doc.notes = "Bescheid falsch gelesen"
	doc.save()
	assert doc.status == "Being Examined"
	doc.update({"outcome": "Approved"}).save()
	assert doc.status == "Decided"


def test_without_a_decision_an_action_for_failure_to_act_is_a_way(client) -> None:
	doc = filed(client)
	suing = "Action for Failure to Act (Untätigkeitsklage)"
	doc.update({"remedy": suing, "remedy_filed_on": nowdate()}).save()
	assert doc.status == "Remedy Filed"


# --- who may not ---


def test_a_volunteer_does_not_decide_about_remedies(client, volunteer) -> None:
	doc = decided(client)
	frappe.set_user(volunteer)
	doc = frappe.get_doc(doc.doctype, doc.name)
	assert "File Remedy" not in actions(doc)
	doc.update({"remedy": REMEDY, "remedy_filed_on": nowdate()})
	with pytest.raises(frappe.ValidationError, match="counsellor"):
		doc.save()


def test_a_volunteer_concludes_what_was_approved_and_nothing_that_was_refused(client, volunteer) -> None:
	approved, refused = decided(client, "Approved"), decided(client, "Rejected")
	frappe.set_user(volunteer)
	assert "Conclude Application" in actions(frappe.get_doc(approved.doctype, approved.name))
	with pytest.raises(frappe.ValidationError):
		apply_workflow(refused.as_dict(), "Conclude Application")


def test_what_is_concluded_is_changed_and_reopened_by_counsellors_only(client, volunteer) -> None:
	doc = apply_workflow(decided(client, "Approved").as_dict(), "Conclude Application")
	frappe.set_user(volunteer)
	doc = frappe.get_doc(doc.doctype, doc.name)
	assert actions(doc) == set()
	doc.notes = "noch etwas"
	with pytest.raises(frappe.ValidationError, match="concluded"):
		doc.save()
	frappe.set_user(make.counsellor())
	assert apply_workflow(doc.as_dict(), "Reopen Application").status == "Decided"


def test_nobody_gets_an_email_about_a_client(client) -> None:
	assert not frappe.db.get_value("Workflow", "Authority Application", "send_email_alert")


def test_every_state_has_both_roles_and_a_way_out() -> None:
	workflow = frappe.get_doc("Workflow", "Authority Application")
	states = frappe.get_meta("Authority Application").get_field("status").options.split("\n")
	for state in states:
		assert {row.allow_edit for row in workflow.states if row.state == state} == {
			access.COUNSELLOR,
			access.VOLUNTEER,
		}
		assert any(row.state == state and row.allowed == access.COUNSELLOR for row in workflow.transitions)


# --- warnings ---


def test_filed_without_evidence_is_saved_with_a_warning(client) -> None:
	assert filed(client).name
	assert "no evidence of filing" in messages()
	frappe.clear_messages()
	filed(client, evidence_kind="Receipt Stamp")
	assert "no evidence of filing" not in messages()


def test_a_second_open_application_of_the_same_kind_names_the_first(client) -> None:
	first = filed(client)
	frappe.clear_messages()
	application(client)
	assert first.name in messages()
	frappe.clear_messages()
	application(client, application_type=factories.make_application_type("TEST_OTHER"))
	assert "already an open application" not in messages()


def test_a_decided_application_is_no_duplicate(client) -> None:
	decided(client)
	frappe.clear_messages()
	application(client)
	assert "already an open application" not in messages()


def test_a_volunteer_is_not_told_of_an_application_she_may_not_see(client, volunteer) -> None:
	household = make.household(members=[{"client": client}])
	sibling = make.client(household=household.name).name
	both = application(client, co_applicants=[{"client": sibling}])
	frappe.set_user(volunteer)
	frappe.clear_messages()
	application(client)
	assert both.name not in messages()


# --- what the form says ---


def hints(doc) -> str:
	doc = frappe.get_doc(doc.doctype, doc.name)
	doc.run_method("onload")
	return " | ".join(f"{row['colour']}: {row['message']}" for row in doc.get_onload("hints"))


def test_the_form_says_what_is_missing(client) -> None:
	assert "orange: Still missing: Unterlage TEST_APPLICATION_1; Unterlage" in hints(application(client))


@pytest.mark.parametrize(
	("authority", "remedy"),
	[
		("JOBCENTER_ME_AKTIV", "Objection (Widerspruch)"),
		("FAMILIENKASSE_KINDERGELD", "Objection (Einspruch)"),
		("KREIS_AUSLAENDERBEHOERDE", "Action in Court (Klage)"),
	],
)
def test_after_a_refusal_the_remedy_is_that_of_the_authority(client, authority, remedy) -> None:
	"""domain.md 3.4: no Widerspruch against the Ausländerbehörde in NRW, Einspruch for Kindergeld."""
	told = hints(decided(client, authority=authority))
	assert f"red: Usual remedy: {remedy}" in told
	assert told.count("Usual remedy") == 1


@pytest.mark.parametrize(
	("authority", "months"), [("JOBCENTER_ME_AKTIV", 6), ("KREIS_AUSLAENDERBEHOERDE", 3)]
)
def test_the_action_for_failure_to_act_is_an_opportunity_and_never_red(client, authority, months) -> None:
	"""Section 88 SGG: six months; section 75 VwGO: three."""
	long_ago = add_days(nowdate(), -31 * months - 5)
	silent = filed(client, authority=authority)
	assert "gray: Without a decision, an action for failure to act" in hints(silent)
	silent.update({"submitted_on": long_ago}).save()
	assert "blue: No decision yet: an action for failure to act" in hints(silent)


def test_no_period_of_inaction_is_computed_for_asylum(client) -> None:
	assert "failure to act" not in hints(filed(client, authority="BAMF"))


def test_the_last_day_of_a_residence_title_does_not_move(client) -> None:
	"""Section 81 (4) AufenthG; 26 and 27 December 2026 are no working days."""
	told = hints(application(client, application_type="AT_VERL", file_by="2026-12-27"))
	assert "27-12-2026" in told or "2026-12-27" in told or "27.12.2026" in told
	assert "24" in told.split("office hours is")[1]


# --- representation ---


def test_a_power_of_attorney_that_holds_is_used(client) -> None:
	representation = factories.make_representation(client)
	doc = application(client)
	assert doc.representation == representation.name
	assert "phone and write only together" not in hints(doc)


def test_without_one_the_form_says_not_to_phone_alone(client) -> None:
	factories.make_representation(client, kind="Companion at Appointments")
	factories.make_representation(client, authority=factories.make_authority("TEST_OTHER_AUTHORITY"))
	assert "orange: Nobody has signed a power of attorney" in hints(application(client))


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"withdrawn_on": -1}, "withdrawn on"),
		({"valid_until": -1}, "ended on"),
		({"authority": "TEST_OTHER_AUTHORITY"}, "another authority"),
	],
)
def test_a_representation_that_does_not_hold_is_refused(client, values, sentence) -> None:
	factories.make_authority("TEST_OTHER_AUTHORITY")
	dated = {
		key: add_days(nowdate(), value) if isinstance(value, int) else value for key, value in values.items()
	}
	representation = factories.make_representation(client, **dated)
	with pytest.raises(frappe.ValidationError, match=sentence):
		application(client, representation=representation.name)


def test_somebody_elses_power_of_attorney_is_refused(client) -> None:
	representation = factories.make_representation(make.client().name)
	with pytest.raises(frappe.ValidationError, match="somebody else"):
		application(client, representation=representation.name)


def test_a_withdrawal_shows_on_the_applications_it_was_used_for(client) -> None:
	representation = factories.make_representation(client)
	doc = application(client)
	representation.update({"withdrawn_on": nowdate()}).save()
	assert "red: " in hints(doc) and "withdrawn on" in hints(doc)
	doc.reload().update({"notes": "geht weiter"}).save()


# --- files ---


def test_a_file_of_somebody_else_cannot_be_linked(client) -> None:
	other = factories.make_file("Client", make.client().name, "fremd.txt", "geheim")
	doc = application(client)
	doc.evidence = other.file_url
	with pytest.raises(frappe.ValidationError, match="upload the file itself"):
		doc.save()
	doc.reload()
	doc.documents[0].attachment = other.file_url
	with pytest.raises(frappe.ValidationError, match="upload the file itself"):
		doc.save()


def test_an_uploaded_file_ticks_the_document(client) -> None:
	doc = application(client)
	uploaded = factories.make_file(doc.doctype, doc.name, "mietvertrag.txt", "Vertrag")
	doc.documents[0].attachment = uploaded.file_url
	doc.save()
	assert (doc.documents[0].received, doc.missing_documents) == (1, 1)
