"""The fact table: pseudonymous, as of the day, and the same after a rebuild."""

import frappe
import pytest
from frappe.utils import getdate

from refugee_support import access, service_records
from refugee_support.service_records import checking
from tests.site import factories
from tests.site import records as make


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def rows(consultation) -> list:
	return frappe.get_all(
		"Service Record", {"source_name": consultation.name}, ["*"], order_by="participation desc, name"
	)


def everything() -> list:
	return frappe.get_all("Service Record", fields=["*"], order_by="name")


def test_a_family_conversation_is_one_contact_of_three_persons() -> None:
	household = make.household()
	mother, son, daughter = (make.client(household=household.name) for _ in range(3))
	consultation = make.consultation(
		client=mother.name,
		duration_minutes=45,
		family_members=[{"client": son.name}, {"client": daughter.name}],
	)
	found = rows(consultation)
	assert {row.person_key for row in found} == {c.person_key for c in (mother, son, daughter)}
	assert {row.household_key for row in found} == {household.household_key}
	assert sum(row.contacts for row in found) == 1
	assert sum(row.minutes for row in found) == 45
	assert [row.participation for row in found] == ["Main Person", "Family Member", "Family Member"]


def test_characteristics_are_those_of_the_day_not_of_today() -> None:
	asylum, refugee = make.status(category="Asylum Procedure"), make.status(category="Humanitarian Permit")
	client = make.client(
		date_of_birth="2008-03-10",
		arrival_date="2021-06-01",
		residence_history=[
			{"residence_status": asylum, "valid_from": "2021-06-01"},
			{"residence_status": refugee, "valid_from": "2025-01-01"},
		],
		characteristics=[
			{"characteristic": "German Level", "value": "A1", "valid_from": "2021-09-01"},
			{"characteristic": "German Level", "value": "B1", "valid_from": "2025-07-01"},
		],
		german_level="B1",
	)
	before = rows(make.consultation(client=client.name, consultation_date="2024-12-31"))[0]
	after = rows(make.consultation(client=client.name, consultation_date="2026-03-10"))[0]
	assert (before.residence_status, before.residence_category) == (asylum, "Asylum Procedure")
	assert (before.german_level, before.age_group, before.years_in_germany) == ("A1", "12-17", "3 to 5")
	assert (after.residence_status, after.german_level, after.age_group) == (refugee, "B1", "18-26")


def test_a_residence_document_that_ran_out_does_not_end_the_status() -> None:
	status = make.status()
	history = [{"residence_status": status, "valid_from": "2022-01-01", "valid_until": "2025-01-01"}]
	client = make.client(residence_history=history)
	assert (
		rows(make.consultation(client=client.name, consultation_date="2025-02-01"))[0].residence_status
		== status
	)


def test_the_household_is_that_of_the_day() -> None:
	client = make.client()
	old = make.household(members=[{"client": client.name, "to_date": "2025-06-30"}])
	new = make.household(members=[{"client": client.name, "from_date": "2025-07-01"}])
	before = make.consultation(client=client.name, consultation_date="2025-06-30")
	after = make.consultation(client=client.name, consultation_date="2025-07-01")
	assert rows(before)[0].household_key == old.household_key
	assert rows(after)[0].household_key == new.household_key


def test_who_is_in_no_household_record_is_a_household_of_one() -> None:
	client = make.client()
	assert rows(make.consultation(client=client.name))[0].household_key == client.person_key


def test_a_corrected_birth_date_corrects_the_past() -> None:
	client = make.client(date_of_birth="1990-01-01")
	consultation = make.consultation(client=client.name, consultation_date="2026-01-02")
	client.reload().update({"date_of_birth": "2010-01-01"}).save()
	assert rows(consultation)[0].age_group == "12-17"


def test_a_membership_entered_later_corrects_the_past() -> None:
	client = make.client()
	consultation = make.consultation(client=client.name, consultation_date="2026-01-02")
	household = make.household(members=[{"client": client.name, "from_date": "2025-01-01"}])
	assert rows(consultation)[0].household_key == household.household_key


def test_a_change_of_level_today_leaves_the_past_alone() -> None:
	client = make.client(german_level="A1")
	consultation = make.consultation(client=client.name, consultation_date="2026-01-02")
	client.reload().update({"german_level": "C1"}).save()
	assert rows(consultation)[0].german_level == "A1"


def test_an_anonymous_contact_counts_without_a_person() -> None:
	status = make.status(category="Toleration")
	consultation = make.consultation(
		client=None,
		is_anonymous=1,
		anonymous_gender="Female",
		anonymous_age_group="27-40",
		anonymous_nationality="Syrian Arab Republic"
		if frappe.db.exists("Country", "Syrian Arab Republic")
		else "Syria",
		anonymous_residence_status=status,
	)
	(row,) = rows(consultation)
	assert (row.person_key, row.household_key, row.contacts) == (None, None, 1)
	assert (row.gender, row.age_group, row.residence_category) == ("Female", "27-40", "Toleration")
	assert row.region == "Western Asia"


def test_changing_a_conversation_replaces_its_rows() -> None:
	first, second = make.client(), make.client()
	consultation = make.consultation(client=first.name)
	consultation.client = second.name
	consultation.save()
	assert [row.person_key for row in rows(consultation)] == [second.person_key]


def test_no_row_holds_a_name_a_number_or_a_note() -> None:
	client = make.client(first_name="Planted-Marker", last_name="Planted-Marker", mobile_no="0171 3920077")
	found = rows(make.consultation(client=client.name, summary="Planted-Note"))
	text = str([dict(row) for row in found])
	assert not any(word in text for word in ("Planted", "0171", client.name, frappe.session.user))


def test_a_rebuild_arrives_at_the_same_rows() -> None:
	household = make.household()
	clients = [make.client(household=household.name, german_level="A2") for _ in range(3)]
	for client in clients:
		make.consultation(client=client.name, family_members=[{"client": clients[0].name}])
	make.consultation(client=None, is_anonymous=1)
	before = everything()
	service_records.rebuild()
	assert everything() == before


def test_a_rebuild_mends_what_is_missing_wrong_or_left_over() -> None:
	consultation, other = make.consultation(), make.consultation()
	before = everything()
	frappe.db.delete("Service Record", {"source_name": consultation.name})
	frappe.db.set_value("Service Record", {"source_name": other.name}, "gender", "Male")
	copy = dict(before[0], name="left-over", source_name="deleted-long-ago")
	frappe.db.bulk_insert("Service Record", list(copy), [list(copy.values())])
	service_records.rebuild()
	assert everything() == before


def test_a_rebuild_keeps_the_rows_of_an_erased_person() -> None:
	"""Erasure takes the source and the way back to it, and leaves the facts."""
	consultation = make.consultation()
	frappe.db.set_value("Service Record", {"source_name": consultation.name}, "source_name", None)
	frappe.db.delete("Consultation", {"name": consultation.name})
	service_records.rebuild()
	assert frappe.db.exists(
		"Service Record", {"source_name": ["is", "not set"], "source_doctype": "Consultation"}
	)


def test_nobody_writes_a_service_record_by_hand() -> None:
	consultation = make.consultation()
	frappe.set_user("Administrator")
	record = frappe.get_doc("Service Record", {"source_name": consultation.name})
	record.contacts = 100
	with pytest.raises(frappe.ValidationError, match="written by"):
		record.save()


def test_periods_are_stored_for_grouping_without_code() -> None:
	row = rows(make.consultation(consultation_date="2026-05-04"))[0]
	assert (row.service_year, row.service_quarter, row.service_month) == (2026, "2026-Q2", "2026-05")
	assert getdate(row.service_date) == getdate("2026-05-04")


# --- Milestones ---


def milestone_rows(client) -> list:
	filters = {"person_key": client.person_key, "service_type": "Integration Milestone"}
	fields = ["milestone", "milestone_value", "service_date", "months_in_germany", "contacts", "german_level"]
	return frappe.get_all("Service Record", filters, fields, order_by="service_date")


def levels(*steps: tuple[str, str]) -> list[dict]:
	return [{"characteristic": "German Level", "value": value, "valid_from": day} for value, day in steps]


def test_a_milestone_is_a_row_that_is_no_contact_and_follows_every_correction() -> None:
	client = make.client(
		arrival_date="2023-01-10",
		german_level="B1",
		characteristics=levels(("A2", "2024-01-10"), ("B1", "2025-02-09")),
	)
	(a2, b1) = milestone_rows(client)
	assert (b1.milestone, b1.milestone_value, b1.contacts, b1.german_level) == (
		"Level Reached",
		"B1",
		0,
		"B1",
	)
	assert (a2.months_in_germany, b1.months_in_germany) == (12, 24)  # a day short of 25
	client.reload().characteristics[1].valid_from = "2025-02-10"
	client.save()
	assert [row.months_in_germany for row in milestone_rows(client)] == [12, 25]
	by_hand = make._insert(
		"Integration Milestone",
		{"client": client.name, "kind": "Driving Licence", "milestone_date": "2025-05-05"},
	)
	assert [row.milestone for row in milestone_rows(client)][-1] == "Driving Licence"
	by_hand.update({"withdrawn": 1, "withdrawal_reason": "Verwechslung"}).save()
	client.reload().set("characteristics", [row for row in client.characteristics if row.value != "A2"])
	client.save()
	assert [row.milestone_value for row in milestone_rows(client)] == ["B1"]
	before = everything()
	service_records.rebuild()
	assert everything() == before


def test_a_decision_knows_what_was_asked_and_what_the_remedy_brought() -> None:
	client, office = make.client(), factories.make_office()
	factories.make_application(
		client.name,
		authority=office,
		submitted_on="2026-01-05",
		submission_channel="By Post",
		documents_due_on="2026-02-01",
		decided_on="2026-03-05",
		outcome="Rejected",
	)
	filters = {"authority": office, "service_type": "Application Decided"}
	row = frappe.get_all("Service Record", filters, ["documents_requested", "applicants", "remedy_outcome"])[
		0
	]
	assert (row.documents_requested, row.applicants, row.remedy_outcome) == (1, 1, None)


# --- The nightly check ---


def test_the_nightly_check_says_nothing_where_all_is_right() -> None:
	make.consultation()
	assert checking.compare_all() == []
	assert checking.check_nightly(getdate()) == []


def test_the_nightly_check_counts_what_differs_and_tells_once_without_a_name() -> None:
	coordinator = factories.make_user(access.COORDINATOR, new_password="")
	missing, changed, other = make.consultation(), make.consultation(), make.consultation()
	frappe.db.delete("Service Record", {"source_name": missing.name})
	frappe.db.set_value("Service Record", {"source_name": changed.name}, "topic", None)
	copy = dict(everything()[0], name="left-over", source_doctype="Consultation", source_name="deleted")
	frappe.db.bulk_insert("Service Record", list(copy), [list(copy.values())])
	for _night in range(2):
		found = checking.check_nightly(getdate())
		assert found == [checking.Difference("Consultation", missing=1, left_over=1, changed=1)]
	told = frappe.get_all("Notification Log", {"for_user": coordinator}, pluck="subject")
	assert len(told) == 1 and told[0].startswith("3 service records differ")
	assert not any(document.name in told[0] for document in (missing, changed, other))
	service_records.rebuild()
	assert checking.compare_all() == []
