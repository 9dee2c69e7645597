"""What clients agree to, and what stops at once when they take it back."""

from datetime import date
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from refugee_support import access, consents
from refugee_support.cafe import guests
from refugee_support.client_page import client_page
from refugee_support.consents.privacy_file import privacy_file
from refugee_support.erasing import due
from refugee_support.patches import write_consents_to_the_cafe
from refugee_support.refugee_support.doctype.client_consent import client_consent
from tests.site import factories
from tests.site import records as make


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def consent(client: str | None = None, purpose: str = "Data Processing", **values: Any) -> Any:
	"""As the person who is logged in, with all checks on."""
	defaults = {"given_on": add_days(nowdate(), -10), "how": "Signed on Paper"}
	if purpose in consents.TO_SOMEBODY:
		defaults |= {"scope": "Antrag auf Wohngeld", "recipient_name": "Fachstelle"}
	client = client or make.client().name
	return frappe.get_doc(
		{"doctype": "Client Consent", "client": client, "purpose": purpose, **defaults, **values}
	).insert()


def with_days(values: dict[str, Any]) -> dict[str, Any]:
	"""Numbers are days from today: the day itself is not known before a site is there."""
	return {
		key: add_days(nowdate(), value) if isinstance(value, int) else value for key, value in values.items()
	}


def withdraw(document: Any, **values: Any) -> Any:
	document.reload()
	return document.update({"withdrawn_on": nowdate(), "withdrawn_how": "Orally", **values}).save()


def refer(client: str, **values: Any) -> Any:
	defaults = {"institution": "Fachstelle", "reason": "Needs a Specialist", "passed_on": "Personal Data"}
	return frappe.get_doc({"doctype": "Client Referral", "client": client, **defaults, **values}).insert()


# --- Recording ---


def test_a_form_that_is_handed_out_is_no_consent_until_it_is_signed() -> None:
	form = consent(given_on=None, how=None)
	assert form.state == "Not Given Yet"
	assert consents.agreed_since(form.client, "Data Processing") is None
	form.update({"given_on": nowdate(), "how": "Signed on Paper"}).save()
	assert form.state == "In Force"
	assert str(consents.agreed_since(form.client, "Data Processing")) == nowdate()


@pytest.mark.parametrize(
	("values", "field"),
	[
		({"how": None}, "How"),
		({"how": "Orally Before a Witness"}, "Witness"),
		({"given_on": 1}, "Given On"),
		({"withdrawn_on": 1}, "Withdrawn On"),
		({"withdrawn_on": -11}, "Withdrawn On"),
		({"valid_until": -11}, "Valid Until"),
		({"given_on": None, "withdrawn_on": 0}, "Given On"),
		({"file": "/private/files/from-elsewhere.pdf"}, "Signed Form"),
		({"purpose": "Passing On Data", "recipient_name": None}, "To Whom"),
		({"purpose": "Release From Confidentiality", "scope": None}, "About What"),
	],
)
def test_what_cannot_be_a_consent_is_refused_with_the_name_of_the_field(
	values: dict[str, Any], field: str
) -> None:
	with pytest.raises(frappe.ValidationError, match=field):
		consent(**{"purpose": "Data Processing", **with_days(values)})


def test_of_a_child_photographs_need_all_who_have_custody() -> None:
	child = make.client(date_of_birth=add_days(nowdate(), -365 * 10)).name
	with pytest.raises(frappe.ValidationError, match="Given By"):
		consent(child, "Photographs")
	assert consent(child, "Photographs", given_by="All Custodians").state == "In Force"


def test_a_text_about_something_else_is_refused_and_a_fitting_one_says_language_and_version() -> None:
	frappe.set_user("Administrator")
	text = factories.make_consent_text(purpose="Photographs", language="ti", version="7")
	with pytest.raises(frappe.ValidationError, match="something else"):
		consent(consent_text=text.name)
	given = consent(
		purpose="Photographs", consent_text=text.name, consent_language="ar", text_version="Eigene"
	)
	assert (given.consent_language, given.text_version) == ("ti", "7")


# --- History ---


@pytest.mark.parametrize(
	"change",
	[
		{"purpose": "Photographs"},
		{"given_on": -30},
		{"how": "By E-Mail or Message"},
		{"text_version": "Andere"},
	],
)
def test_what_somebody_agreed_to_is_not_changed_afterwards(change: dict[str, Any]) -> None:
	given = consent(text_version="Formular 2019")
	with pytest.raises(frappe.ValidationError, match="stays as it is"):
		given.update(with_days(change)).save()


def test_a_withdrawal_is_not_taken_back_and_says_who_noted_it(counsellor: str) -> None:
	given = withdraw(consent())
	assert (given.state, given.withdrawn_noted_by) == ("Taken Back", counsellor)
	with pytest.raises(frappe.ValidationError, match="stays as it is"):
		given.update({"withdrawn_on": None}).save()


def test_a_consent_is_not_prolonged_without_asking() -> None:
	given = consent(valid_until=add_days(nowdate(), 30))
	given.update({"valid_until": add_days(nowdate(), 10)}).save()
	with pytest.raises(frappe.ValidationError, match="Valid Until"):
		given.update({"valid_until": add_days(nowdate(), 40)}).save()


def test_a_given_consent_is_deleted_by_nobody() -> None:
	given = consent()
	with pytest.raises(frappe.PermissionError):
		frappe.delete_doc("Client Consent", given.name)
	frappe.set_user("Administrator")
	with pytest.raises(frappe.ValidationError, match="stays"):
		frappe.delete_doc("Client Consent", given.name)


# --- Who may ---


def test_a_volunteer_of_the_team_notes_a_withdrawal_but_nobody_elses() -> None:
	given, foreign = consent(), consent()
	volunteer = make.volunteer()
	factories.put_on_team(given.client, volunteer)
	frappe.set_user(volunteer)
	assert withdraw(given).state == "Taken Back"
	for document in (foreign, frappe.get_doc("Client Consent", foreign.name)):
		with pytest.raises(frappe.PermissionError):
			withdraw(document)
	with pytest.raises(frappe.PermissionError):
		consent(foreign.client)
	assert given.name in frappe.get_list("Client Consent", pluck="name")
	assert foreign.name not in frappe.get_list("Client Consent", pluck="name")


@pytest.mark.parametrize(
	"role", [access.CAFE_HELPER, access.APPLICATION_HELPER, access.COORDINATOR, access.ADMINISTRATOR]
)
def test_nobody_else_reads_what_somebody_agreed_to(role: str) -> None:
	given = consent()
	frappe.set_user(factories.make_helper(role))
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Client Consent", given.name).check_permission("read")


# --- What stops at once: sharing ---


def test_a_consent_in_force_opens_sharing_with_this_institution_without_another_tick() -> None:
	given = consent(purpose="Passing On Data")
	assert refer(given.client).consent_given == 1
	with pytest.raises(frappe.ValidationError, match="Consent Given"):
		refer(given.client, institution="Andere Stelle")


@pytest.mark.parametrize("purpose", consents.TO_SOMEBODY)
def test_after_a_withdrawal_nothing_is_passed_on_whatever_is_ticked(purpose: str) -> None:
	given = consent(purpose=purpose)
	before = refer(given.client)
	withdraw(given)
	with pytest.raises(frappe.ValidationError, match="withdrawn"):
		refer(given.client, consent_given=1)
	assert refer(given.client, passed_on="Address Only").name
	before.reload()
	assert before.update({"outcome": "Declined"}).save().state == "Answered"
	consent(given.client, purpose)
	assert refer(given.client).consent_given == 1


def test_a_consent_that_has_ended_stops_sharing_too() -> None:
	given = consent(purpose="Passing On Data", valid_until=add_days(nowdate(), -1))
	assert given.state == "Ended"
	with pytest.raises(frappe.ValidationError, match="ended"):
		refer(given.client, consent_given=1)


def test_the_consent_of_one_client_says_nothing_about_another() -> None:
	withdraw(consent(purpose="Passing On Data"))
	assert refer(make.client().name, consent_given=1).name


# --- What stops at once: attendance by name ---


def names_at_the_door() -> set[str]:
	return {row.name for row in guests.agreed("Administrator")}


def mirrored(client: str) -> str:
	return str(frappe.db.get_value("Client", client, "cafe_consent_on") or "")


def test_the_door_knows_a_name_from_the_consent_to_its_withdrawal() -> None:
	given = consent(purpose="Attendance by Name")
	assert given.client in names_at_the_door() and mirrored(given.client) == add_days(nowdate(), -10)
	withdraw(given)
	assert given.client not in names_at_the_door() and mirrored(given.client) == ""


def test_nothing_but_a_consent_opens_the_name() -> None:
	client = make.client(cafe_consent_on=nowdate())
	client.update({"cafe_consent_on": nowdate()}).save()
	frappe.db.set_value("Client", client.name, "cafe_consent_on", nowdate())
	assert client.name not in names_at_the_door()


def test_a_client_form_that_was_open_meanwhile_does_not_bring_the_day_back() -> None:
	given = consent(purpose="Attendance by Name")
	opened = frappe.get_doc("Client", given.client)
	withdraw(given)
	opened.update({"mobile_no": "0211 12"}).save()
	assert mirrored(given.client) == ""


def test_a_consent_that_runs_out_is_over_before_the_nightly_job_says_so() -> None:
	given = consent(purpose="Attendance by Name", valid_until=nowdate())
	frappe.db.set_value("Client Consent", given.name, "valid_until", add_days(nowdate(), -1))
	assert given.client not in names_at_the_door() and mirrored(given.client)
	client_consent.end_those_that_ran_out()
	assert frappe.db.get_value("Client Consent", given.name, "state") == "Ended"
	assert mirrored(given.client) == ""


def test_guests_of_an_older_version_have_their_consent_and_a_second_run_changes_nothing() -> None:
	client, other = make.client().name, make.client().name
	frappe.db.set_value("Client", client, "cafe_consent_on", "2025-03-01")
	for _run in range(2):
		write_consents_to_the_cafe.execute()
	filters = {"client": client, "purpose": "Attendance by Name"}
	assert [str(day) for day in frappe.get_all("Client Consent", filters, pluck="given_on")] == ["2025-03-01"]
	assert not frappe.db.exists("Client Consent", {"client": other})
	assert not frappe.db.get_value("Client Consent", filters, "consent_language")  # nobody knows
	assert client in names_at_the_door()
	withdraw(frappe.get_doc("Client Consent", filters))
	write_consents_to_the_cafe.execute()
	assert client not in names_at_the_door() and frappe.db.count("Client Consent", filters) == 1


# --- What stops at once: photographs ---


def test_withdrawing_photographs_reaches_the_lists_of_events() -> None:
	client = make.client().name
	given = consent(client, "Photographs")
	registration = factories.make_registration(client=client, photo_consent=1)
	other = factories.make_registration(photo_consent=1)
	withdraw(given)
	allowed = {
		name: frappe.db.get_value("Event Registration", name, "photo_consent")
		for name in (registration.name, other.name)
	}
	assert allowed == {registration.name: 0, other.name: 1}


def test_after_a_withdrawal_nobody_ticks_photographs_for_the_person() -> None:
	client = make.client().name
	withdraw(consent(client, "Photographs"))
	with pytest.raises(frappe.ValidationError, match="withdrawn their consent to photographs"):
		factories.make_registration(client=client, photo_consent=1)
	registration = factories.make_registration(client=client)
	with pytest.raises(frappe.ValidationError, match="withdrawn their consent to photographs"):
		registration.update({"photo_consent": 1}).save()
	signed_up_before = factories.make_registration(photo_consent=1)
	with pytest.raises(frappe.ValidationError, match="withdrawn their consent to photographs"):
		signed_up_before.update({"client": client}).save()
	consent(client, "Photographs")
	registration.reload().update({"photo_consent": 1}).save()


def test_who_signs_up_anew_after_a_withdrawal_has_said_yes_again() -> None:
	given = consent(make.client().name, "Photographs", given_on=add_days(nowdate(), -9))
	withdraw(given)
	frappe.db.set_value("Client Consent", given.name, "withdrawn_on", add_days(nowdate(), -3))
	registration = factories.make_registration(photo_consent=1)
	registration.update({"client": given.client}).save()
	assert registration.photo_consent


# --- What is said, and by whom decided: data processing ---


def test_the_clients_page_says_that_data_processing_was_withdrawn_until_somebody_agrees_again() -> None:
	given = consent()
	assert not client_page(given.client)["consent_withdrawn"]
	withdraw(given)
	assert client_page(given.client)["consent_withdrawn"]
	assert make.consultation(client=given.client).name  # a deadline may be running: people decide
	consent(given.client)
	assert not client_page(given.client)["consent_withdrawn"]


# --- The privacy file ---


def test_the_privacy_file_says_what_holds_today_and_to_whom() -> None:
	client = make.client().name
	withdraw(consent(client, "Photographs", text_version="1"))
	consent(client, "Release From Confidentiality", recipient_name="Praxis", scope="Attest")
	factories.make_representation(client, kind="Release From Confidentiality", scope="Wohngeld")
	file = privacy_file(client)
	allowed = {row["purpose"]: row["allowed"] for row in file["purposes"]}
	assert allowed == dict.fromkeys(allowed, False) and "Photographs" in allowed
	assert file["basis"]["state"] == "Not Given Yet"
	assert {(row["to"], row["about"]) for row in file["releases"]} == {
		("Praxis", "Attest"),
		("All public authorities", "Wohngeld"),
	}
	assert file["reads"] == []  # opened by nobody: this test is no request


def test_the_privacy_file_says_until_when_the_record_is_kept() -> None:
	client = make.client().name  # written down today, which is the last contact
	three_years = {"record_kind": "Client", "event": "Last Contact", "months": 36, "end_of_year": 1}
	frappe.db.set_value("Retention Rule", {"enabled": 1}, "enabled", 0)
	assert privacy_file(client)["kept_until"] is None
	factories.make(
		"Retention Rule",
		code="TEST_KEPT",
		label="Probe",
		basis="Decision of the Association",
		source="Probe",
		**three_years,
	)
	assert privacy_file(client)["kept_until"] == date(getdate().year + 3, 12, 31)


def test_last_contact_is_the_day_from_which_the_retention_period_runs() -> None:
	client = make.client().name
	frappe.db.set_value("Client", client, "creation", "2020-01-01 10:00:00")
	factories.make_consultation(client, consultation_date="2024-05-06")
	assert privacy_file(client)["last_contact"] == date(2024, 5, 6)
	factories.make(
		"Received Letter", client=client, received_on="2025-02-03", urgency="Normal"
	)  # no conversation, and contact all the same
	file = privacy_file(client)
	assert file["last_contact"] == date(2025, 2, 3)
	assert file["last_contact"] == due.events_of_clients(getdate(), client)[client]["Last Contact"]


def test_a_volunteer_of_the_team_reads_the_file_without_who_has_read_and_nobody_elses() -> None:
	given, foreign = consent(), consent()
	volunteer = make.volunteer()
	factories.put_on_team(given.client, volunteer)
	frappe.set_user(volunteer)
	file = privacy_file(given.client)
	assert file["basis"]["state"] == "In Force" and file["reads"] is None
	with pytest.raises(frappe.PermissionError):
		privacy_file(foreign.client)


# --- Texts ---


def text(**values: Any) -> Any:
	frappe.set_user("Administrator")
	return factories.make_consent_text(**values)


def test_a_text_somebody_agreed_to_is_not_changed_and_not_deleted() -> None:
	used = text()
	consent(purpose="Photographs", consent_text=used.name)
	with pytest.raises(frappe.ValidationError, match="agreed"):
		used.update({"body": "Etwas anderes."}).save()
	with pytest.raises(frappe.ValidationError, match="agreed"):
		used.delete()


def test_a_checked_text_names_who_and_when_and_changing_it_takes_the_check_back() -> None:
	made = text()
	assert made.state == "Not Checked"
	with pytest.raises(frappe.ValidationError, match="Checked On"):
		made.update({"checked_by": "RAin Muster"}).save()
	made.reload()
	made.update({"checked_by": "RAin Muster", "checked_on": nowdate()}).save()
	assert made.state == "Checked"
	made.update({"body": "Neuer Wortlaut."}).save()
	assert (made.state, made.checked_by) == ("Not Checked", None)
