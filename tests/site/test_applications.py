"""Applications to authorities: who they are for, their checklist, and what is refused."""

import frappe
import pytest
from frappe.utils import add_days, nowdate

from refugee_support import access
from tests.site import factories
from tests.site import records as make


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def family(size: int = 2) -> list[str]:
	household = make.household()
	return [make.client(household=household.name).name for _ in range(size)]


def new_application(client: str, **values):
	values = {"application_type": factories.make_application_type(), **values}
	return frappe.get_doc({"doctype": "Authority Application", "client": client, **values})


def application(client: str | None = None, **values):
	return new_application(client or make.client().name, **values).insert()


# --- who and what ---


def test_the_usual_authority_the_writer_and_the_checklist_are_proposed(counsellor) -> None:
	made = application()
	assert (made.authority, made.responsible, made.status) == ("TEST_AUTHORITY", counsellor, "Draft")
	assert [row.document_label for row in made.documents] == [
		"Unterlage TEST_APPLICATION_1",
		"Unterlage TEST_APPLICATION_2",
	]
	assert made.missing_documents == 2


def test_neither_name_nor_title_says_who_applies() -> None:
	client = make.client(first_name="Planted-Marker")
	made = application(client.name)
	assert "Testantrag" in made.title
	assert not any("Planted" in text or client.name in text for text in (made.name, made.title))


def test_a_family_applies_together_and_nobody_twice() -> None:
	mother, child = family()
	made = application(mother, co_applicants=[{"client": name} for name in (child, mother, child)])
	assert access.clients_in(made) == {mother, child}
	assert len(made.co_applicants) == 1


def test_another_type_keeps_the_documents_somebody_has_worked_on() -> None:
	made = application()
	made.documents[0].received = 1
	made.append("documents", {"document_label": "Eigene Unterlage"})
	made.save()
	made.application_type = factories.make_application_type("TEST_OTHER")
	made.save()
	assert [row.document_label for row in made.documents] == [
		"Unterlage TEST_APPLICATION_1",
		"Eigene Unterlage",
		"Unterlage TEST_OTHER_1",
		"Unterlage TEST_OTHER_2",
	]


def test_a_ticked_document_has_its_day_and_is_no_longer_missing() -> None:
	made = application()
	made.documents[0].received = 1
	made.save()
	assert (str(made.documents[0].received_on), made.missing_documents) == (nowdate(), 1)
	made.documents[1].not_needed = 1
	made.save()
	assert made.missing_documents == 0


# --- the state follows what is entered ---


def test_before_filing_the_state_follows_the_checklist() -> None:
	made = application()
	states = []
	for row in made.documents:
		row.received = 1
		made.save()
		states.append(made.status)
	made.documents[0].received = 0
	made.save()
	assert [*states, made.status] == ["Waiting for Documents", "Ready to File", "Waiting for Documents"]
	assert frappe.db.get_value("Authority Application", made.name, "status") == "Waiting for Documents"


def test_an_old_application_entered_with_its_decision_is_decided_at_once() -> None:
	made = application(
		submitted_on="2026-01-10", submission_channel="By Post", decided_on="2026-03-01", outcome="Approved"
	)
	assert made.status == "Decided"


# --- who may not ---


def test_a_volunteer_applies_for_clients_of_her_team_only() -> None:
	hers, foreign = make.client(), make.client()
	volunteer = make.volunteer()
	factories.put_on_team(hers.name, volunteer)
	frappe.set_user(volunteer)
	assert application(hers.name).responsible == volunteer
	with pytest.raises(frappe.PermissionError):
		application(foreign.name)


def test_a_volunteer_sees_an_application_only_if_all_applicants_are_on_her_list() -> None:
	mother, child = family()
	made = application(mother, co_applicants=[{"client": child}])
	volunteer = make.volunteer()
	factories.put_on_team(mother, volunteer)
	assert not access.is_visible("Authority Application", made.name, volunteer)
	factories.put_on_team(child, volunteer)
	assert access.is_visible("Authority Application", made.name, volunteer)
	assert made.has_permission("write", user=volunteer)


def test_a_volunteer_cannot_add_a_relative_she_may_not_see() -> None:
	mother, child = family()
	volunteer = make.volunteer()
	factories.put_on_team(mother, volunteer)
	frappe.set_user(volunteer)
	made = application(mother)
	made.append("co_applicants", {"client": child})
	with pytest.raises(frappe.PermissionError):
		made.save()


# --- bad input ---


def test_people_of_two_households_do_not_share_an_application() -> None:
	with pytest.raises(frappe.ValidationError, match="household"):
		application(family(1)[0], co_applicants=[{"client": family(1)[0]}])


def test_a_closed_client_applies_for_nothing() -> None:
	client = make.client()
	client.update({"status": "Closed", "closed_on": nowdate()}).save()
	with pytest.raises(frappe.ValidationError, match="reopen"):
		application(client.name)


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"submitted_on": 1}, "future"),
		(
			{"submitted_on": -10, "decided_on": -20, "outcome": "Rejected"},
			"Decided On.* lies before .*Filed On",
		),
		({"submitted_on": -10, "receipt_confirmed_on": -11}, "lies before"),
		({"approved_from": 10, "approved_until": 5}, "Approved Until.* lies before .*Approved From"),
		({"remedy_filed_on": -2, "remedy_decided_on": -3}, "lies before"),
	],
)
def test_dates_that_cannot_be_are_refused_with_both_fields_named(values: dict, sentence: str) -> None:
	dated = {
		name: add_days(nowdate(), value) if isinstance(value, int) else value
		for name, value in values.items()
	}
	with pytest.raises(frappe.ValidationError, match=sentence):
		application(**dated)


def test_nobody_is_responsible_who_may_not_see_the_client() -> None:
	for user in (make.volunteer(), make.volunteer(undertaking_signed_on=None)):
		with pytest.raises(frappe.ValidationError, match="may not see the client"):
			application(responsible=user)


def test_a_representation_that_ends_before_it_was_signed_is_refused() -> None:
	client = make.client()
	with pytest.raises(frappe.ValidationError, match="before the signature"):
		factories.make_representation(client.name, valid_until=add_days(nowdate(), -30))
