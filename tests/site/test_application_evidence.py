"""Applications in the fact table: filed and decided, pseudonymous, no contact, and the same after a rebuild."""

import frappe
import pytest
from frappe.utils import add_days, nowdate

from refugee_support import service_records
from refugee_support.patches import drop_index_without_service
from refugee_support.refugee_support.report.consultations_over_time.consultations_over_time import execute
from tests.site import factories
from tests.site import records as make


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def application(client: str, **values):
	values = {
		"application_type": factories.make_application_type(),
		"submitted_on": "2026-03-02",
		"submission_channel": "Fax",
		**values,
	}
	return frappe.get_doc({"doctype": "Authority Application", "client": client, **values}).insert()


def rows(doc) -> list:
	order = "service_type desc, participation desc, name"
	return frappe.get_all("Service Record", {"source_name": doc.name}, ["*"], order_by=order)


def everything() -> list:
	return frappe.get_all("Service Record", fields=["*"], order_by="name")


def test_filed_and_decided_are_two_rows_for_each_applicant() -> None:
	household = make.household()
	mother, child = (make.client(household=household.name) for _ in range(2))
	doc = application(
		mother.name,
		co_applicants=[{"client": child.name}],
		decided_on="2026-04-01",
		outcome="Rejected",
		refusal_reason="Documents Missing",
	)
	found = rows(doc)
	assert [(row.service_type, row.participation) for row in found] == [
		("Application Filed", "Main Person"),
		("Application Filed", "Family Member"),
		("Application Decided", "Main Person"),
		("Application Decided", "Family Member"),
	]
	assert {row.person_key for row in found} == {mother.person_key, child.person_key}
	assert {(row.authority, row.application_type) for row in found} == {
		("TEST_AUTHORITY", "TEST_APPLICATION")
	}
	assert [(row.outcome, row.refusal_reason, row.processing_days) for row in found[1:3]] == [
		(None, None, 0),
		("Rejected", "Documents Missing", 30),
	]


def test_each_row_lies_on_its_own_day_with_the_characteristics_of_that_day() -> None:
	client = make.client(
		german_level="B1",
		characteristics=[
			{"characteristic": "German Level", "value": "A1"},
			{"characteristic": "German Level", "value": "B1", "valid_from": "2026-03-15"},
		],
	)
	filed, decided = rows(application(client.name, decided_on="2026-04-01", outcome="Approved"))
	assert (str(filed.service_date), filed.german_level) == ("2026-03-02", "A1")
	assert (str(decided.service_date), decided.german_level) == ("2026-04-01", "B1")


def test_a_draft_is_no_service() -> None:
	assert rows(application(make.client().name, submitted_on=None, submission_channel=None)) == []


@pytest.mark.parametrize(
	("outcome", "days"), [("Approved", 30), ("No Decision", 0), ("Withdrawn by Applicant", 0)]
)
def test_only_a_decision_has_a_processing_time(outcome: str, days: int) -> None:
	decided = rows(application(make.client().name, decided_on="2026-04-01", outcome=outcome))[1]
	assert (decided.outcome, decided.processing_days) == (outcome, days)


def test_no_application_changes_a_number_of_consultations() -> None:
	"""Contacts, persons, households and hours of the report are those of conversations."""
	client = make.client()
	make.consultation(client=client.name, consultation_date="2026-03-02", duration_minutes=60)
	filters = {"from_date": "2026-03-01", "to_date": "2026-04-30", "period": "Month"}

	def report() -> list:
		return [str(execute({**filters, "measure": name})[1]) for name in ("Contacts", "Persons", "Hours")]

	before, contacts = report(), sum(row.contacts for row in everything())
	application(client.name, decided_on="2026-04-01", outcome="Approved")
	application(make.client().name)
	assert report() == before
	assert sum(row.contacts for row in everything()) == contacts


def test_rows_follow_every_change() -> None:
	doc = application(make.client().name, decided_on="2026-04-01", outcome="Approved")
	doc.update({"decided_on": None, "outcome": None}).save()
	assert [row.service_type for row in rows(doc)] == ["Application Filed"]
	other = make.client()
	doc.update({"client": other.name}).save()
	assert [row.person_key for row in rows(doc)] == [other.person_key]
	doc.delete()
	assert rows(doc) == []


def test_a_corrected_birth_date_corrects_the_rows_of_applications_too() -> None:
	household = make.household()
	mother, child = (make.client(household=household.name) for _ in range(2))
	doc = application(mother.name, co_applicants=[{"client": child.name}])
	for client in (mother, child):
		client.reload().update({"date_of_birth": "2015-01-01"}).save()
	assert {row.age_group for row in rows(doc)} == {"6-11"}


def test_no_row_names_anybody_or_says_what_was_noted() -> None:
	client = make.client(first_name="Planted-Marker")
	doc = application(
		client.name, notes="Planted-Note", reference_number="Planted-Number", submission_place="Planted-Place"
	)
	text = str([dict(row) for row in rows(doc)])
	assert not any(word in text for word in ("Planted", client.name, frappe.session.user))


def test_a_rebuild_arrives_at_the_same_rows() -> None:
	household = make.household()
	clients = [make.client(household=household.name, german_level="A2") for _ in range(3)]
	others = [{"client": client.name} for client in clients[1:]]
	application(clients[0].name, co_applicants=others, decided_on="2026-04-01", outcome="Approved")
	application(clients[1].name)
	make.consultation(client=clients[2].name)
	before = everything()
	service_records.rebuild()
	assert everything() == before


def test_who_stands_in_an_application_twice_after_a_merge_is_one_row() -> None:
	household = make.household()
	mother, twin = (make.client(household=household.name) for _ in range(2))
	doc = application(mother.name, co_applicants=[{"client": twin.name}])
	frappe.db.set_value("Application Applicant", doc.co_applicants[0].name, "client", mother.name)
	service_records.rebuild()
	assert [row.person_key for row in rows(doc)] == [mother.person_key]


def test_a_rebuild_takes_away_what_was_left_of_a_deleted_application() -> None:
	doc = application(make.client().name)
	before = [row for row in everything() if row.source_name != doc.name]
	frappe.db.delete("Authority Application", {"name": doc.name})
	service_records.rebuild()
	assert everything() == before


def test_the_patch_leaves_every_row_as_it_was_and_may_run_again() -> None:
	make.consultation()
	before = everything()
	drop_index_without_service.execute()
	drop_index_without_service.execute()
	assert everything() == before
	if frappe.db.db_type == "mariadb":
		assert not frappe.db.has_index("tabService Record", "service_totals")
		assert frappe.db.has_index("tabService Record", "totals_of_service")


def test_a_row_of_an_older_version_is_what_a_rebuild_writes_today() -> None:
	"""Columns that came later are empty in old rows; a rebuild must not change them."""
	consultation = make.consultation()
	(row,) = frappe.get_all("Service Record", {"source_name": consultation.name}, ["*"])
	assert (row.authority, row.application_type, row.outcome, row.processing_days) == (None, None, None, 0)


# --- renewal ---


def approved(weeks: float, **values):
	"""Approved until in so many weeks; the type prepares the next one eight weeks before."""
	end = add_days(nowdate(), int(weeks * 7))
	facts = {"decided_on": "2026-04-01", "outcome": "Approved", "approved_from": "2026-03-01"}
	client = values.pop("client", None) or make.client().name
	return application(client, **{**facts, "approved_until": end, **values})


def prepare_renewals() -> None:
	from refugee_support.tasks import prepare_renewals

	frappe.set_user("Administrator")  # as the scheduler
	prepare_renewals()


def drafts(doc) -> list:
	fields = ["name", "client", "responsible", "status", "file_by", "application_type", "missing_documents"]
	return frappe.get_all("Authority Application", {"renewal_of": doc.name}, fields)


def test_a_period_that_ends_spawns_the_next_application_once(counsellor) -> None:
	doc = approved(weeks=7)
	prepare_renewals()
	prepare_renewals()
	(draft,) = drafts(doc)
	assert (draft.client, draft.responsible, draft.status) == (doc.client, counsellor, "Draft")
	assert (str(draft.file_by), draft.missing_documents) == (str(doc.approved_until), 2)
	assert frappe.db.get_value("Authority Application", doc.name, "renewal") == "Prepared"


def deadline_of(draft) -> list:
	fields = ["name", "kind", "due_on", "responsible", "status", "done_by", "client"]
	return frappe.get_all("Legal Deadline", {"application": draft.name}, fields)


def test_the_next_application_is_watched_by_a_deadline_of_its_own(counsellor) -> None:
	doc = approved(weeks=7)
	prepare_renewals()
	prepare_renewals()
	(deadline,) = deadline_of(*drafts(doc))
	assert (deadline.kind, deadline.client, deadline.responsible) == ("Renewal", doc.client, counsellor)
	assert (str(deadline.due_on), deadline.status) == (str(doc.approved_until), "Open")


def test_filing_the_next_application_leaves_its_deadline_to_the_second_person(counsellor) -> None:
	doc = approved(weeks=7)
	prepare_renewals()
	frappe.set_user(counsellor)
	(row,) = drafts(doc)
	draft = frappe.get_doc("Authority Application", row.name)
	draft.update({"submitted_on": nowdate(), "submission_channel": "Online Portal"}).save()
	(deadline,) = deadline_of(row)
	assert (deadline.done_by, deadline.status) == (counsellor, "Open"), "another person looks at it"
	draft.reload().save()
	assert deadline_of(row) == [deadline]


@pytest.mark.parametrize(
	"values",
	[{"weeks": 9}, {"weeks": -1}, {"weeks": 4, "outcome": "Rejected"}, {"weeks": 4, "renewal": "Not Needed"}],
)
def test_nothing_is_prepared_too_early_too_late_or_against_a_decision(values: dict) -> None:
	doc = approved(**values)
	prepare_renewals()
	assert drafts(doc) == []


def test_on_the_last_day_it_is_still_prepared() -> None:
	doc = approved(weeks=0)
	prepare_renewals()
	assert len(drafts(doc)) == 1


def test_a_draft_that_was_deleted_does_not_come_back() -> None:
	doc = approved(weeks=4)
	prepare_renewals()
	(deadline,) = deadline_of(*drafts(doc))
	frappe.delete_doc("Authority Application", drafts(doc)[0].name)
	prepare_renewals()
	assert drafts(doc) == []
	assert frappe.db.get_value("Legal Deadline", deadline.name, "status") == "Void"


def test_a_first_application_is_renewed_with_the_type_for_it() -> None:
	doc = approved(weeks=4, application_type="SGB2_HA")
	prepare_renewals()
	assert drafts(doc)[0].application_type == "SGB2_WBA"


def test_who_has_moved_out_or_left_us_is_not_on_the_next_application() -> None:
	household = make.household()
	mother, son, daughter = (make.client(household=household.name) for _ in range(3))
	doc = approved(
		weeks=4, client=mother.name, co_applicants=[{"client": son.name}, {"client": daughter.name}]
	)
	son.reload().update({"household": make.household().name}).save()
	prepare_renewals()
	draft = frappe.get_doc("Authority Application", drafts(doc)[0].name)
	assert [row.client for row in draft.co_applicants] == [daughter.name]


def test_nothing_is_prepared_for_a_closed_client() -> None:
	doc = approved(weeks=4)
	frappe.get_doc("Client", doc.client).update({"status": "Closed", "closed_on": nowdate()}).save()
	prepare_renewals()
	assert drafts(doc) == []


def test_a_responsible_person_who_has_left_is_not_on_the_draft(counsellor) -> None:
	doc = approved(weeks=4)
	frappe.db.set_value("Volunteer Profile", {"user": counsellor}, "undertaking_ended_on", nowdate())
	from refugee_support import access

	access.forget_profiles()
	prepare_renewals()
	assert drafts(doc)[0].responsible in (None, "")


def test_one_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
	from refugee_support.refugee_support.doctype.authority_application import renewal

	first, second = approved(weeks=3), approved(weeks=4)
	original = renewal.next_type
	broken = iter([True, False])

	def next_type(application_type: str) -> str:
		if next(broken):
			raise ValueError("broken")
		return original(application_type)

	monkeypatch.setattr(renewal, "next_type", next_type)
	prepare_renewals()
	assert (len(drafts(first)), len(drafts(second))) == (0, 1)
	monkeypatch.undo()
	prepare_renewals()
	assert (len(drafts(first)), len(drafts(second))) == (1, 1)


def test_it_can_be_prepared_by_hand_once_by_who_may_write() -> None:
	from refugee_support.refugee_support.doctype.authority_application.authority_application import (
		prepare_renewal,
	)

	doc = approved(weeks=20)
	frappe.set_user(make.volunteer())
	with pytest.raises(frappe.PermissionError):
		prepare_renewal(doc.name)
	frappe.set_user(make.counsellor())
	assert prepare_renewal(doc.name) == drafts(doc)[0].name
	with pytest.raises(frappe.ValidationError, match="already"):
		prepare_renewal(doc.name)


# --- the list of missing documents ---


def missing_list(client: str) -> str:
	documents = [
		{
			"document": factories.make_required_document(
				"TEST_PAPER", label="Mietvertrag A", label_en="Lease A"
			)
		}
	]
	code = factories.make_application_type("TEST_PAPERS", documents=documents)
	doc = application(client, application_type=code, submitted_on=None, submission_channel=None)
	return frappe.get_print(doc.doctype, doc.name, "Missing Documents List", no_letterhead=1)


def test_the_list_is_in_german_and_english_with_nothing_but_the_name() -> None:
	client = make.client(
		first_name="Amina", last_name="Beispiel", mobile_no="0171 3920077", main_language="uk"
	)
	html = missing_list(client.name)
	for text in ("Amina Beispiel", "Mietvertrag A", "Lease A", "Diese Unterlagen fehlen noch"):
		assert text in html
	assert "These documents are still missing" in html
	own_name = frappe.db.get_value("Language", "uk", "language_name")
	assert f"in die Sprache {own_name} gibt es noch nicht" in html
	assert not any(text in html for text in ("0171", client.name))


def test_a_language_with_translations_stands_beside_them_from_right_to_left() -> None:
	factories.make_required_document(
		"TEST_PAPER",
		label="Mietvertrag A",
		label_en="Lease A",
		translations=[{"language": "ar", "label": "عقد الإيجار"}],
	)
	html = missing_list(make.client(main_language="ar").name)
	assert '<td dir="rtl"><bdi>عقد الإيجار</bdi></td>' in html
	assert "noch nicht" not in html


def test_what_came_in_is_not_on_the_list() -> None:
	client = make.client()
	doc = application(client.name, submitted_on=None, submission_channel=None)
	doc.documents[0].received = 1
	doc.save()
	html = frappe.get_print(doc.doctype, doc.name, "Missing Documents List", no_letterhead=1)
	assert "TEST_APPLICATION_1" not in html
	assert "TEST_APPLICATION_2" in html
