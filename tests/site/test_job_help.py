"""What happens around an application: reminders of recognitions and certificates, the calendar, merging, erasing."""

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, nowdate

from refugee_support.career.loading import profile_of
from refugee_support.job_help import calendar, due, overview
from refugee_support.merging.combine import merge
from refugee_support.merging.undo import undo
from tests.site import factories

HELPER, COUNSELLOR = "Application Support Helper", "Refugee Support Counsellor"


@pytest.fixture
def users(site):
	made = {"helper": factories.make_helper(HELPER), "stranger": factories.make_helper(HELPER)}
	made["counsellor"] = factories.make_helper(COUNSELLOR, helper_kind="Staff")
	return made


@pytest.fixture
def client(site):
	return factories.make_client(
		first_name="Samir", last_name="Haddad", mobile_no="0211 123456", date_of_birth="1990-05-03"
	)


@pytest.fixture
def support(client, users):
	return factories.make_application_support(client.name, users["helper"], responsible=users["counsellor"])


def of(support, doctype, **values):
	return factories.make(doctype, application_support=support.name, **values)


def told(document) -> list[str]:
	about = {"document_type": document.doctype, "document_name": document.name}
	return sorted(frappe.get_all("Notification Log", about, pluck="for_user"))


# --- Recognition and certificates ---


def waiting(support, **values):
	"""Documents complete four months ago: the decision is a month late."""
	complete = add_months(getdate(), -4)
	known = {"title_original": "Diplom", "applied_on": complete, "documents_complete_on": complete}
	return of(support, "Client Qualification", **{**known, **values})


def test_a_late_recognition_is_told_to_helper_and_counsellor_once(support, users):
	degree = waiting(support)
	due.remind(getdate())
	due.remind(getdate(add_days(getdate(), 1)))
	assert told(degree) == sorted([users["helper"], users["counsellor"]])


def test_a_late_recognition_is_told_again_when_the_day_has_moved_and_passed(support):
	degree = waiting(support)
	due.remind(getdate())
	degree.reload().update({"documents_complete_on": add_days(degree.documents_complete_on, 10)}).save()
	due.remind(getdate())
	assert len(told(degree)) == 4


@pytest.mark.parametrize("state", ["decided", "not complete", "not due"])
def test_a_recognition_that_is_not_late_is_not_told(support, state):
	values = {
		"decided": {"decision": "Full", "decided_on": nowdate()},
		"not complete": {"documents_complete_on": None},
		"not due": {"documents_complete_on": add_months(getdate(), -2)},
	}
	degree = waiting(support, **values[state])
	due.remind(getdate())
	assert told(degree) == []


def test_who_may_not_open_it_any_more_is_not_told_and_a_later_helper_is(support, users):
	support.reload().helpers[0].update({"to_date": add_days(nowdate(), -1)})
	support.responsible = None
	support.save()
	degree = waiting(support)
	due.remind(getdate())
	assert told(degree) == []
	support.reload().append("helpers", {"helper": users["stranger"], "from_date": nowdate()})
	support.save()
	due.remind(getdate())
	assert told(degree) == [users["stranger"]]


def test_the_bell_speaks_the_readers_language_and_names_nobody_and_no_qualification(support, users):
	for user, language in ((users["helper"], "de"), (users["counsellor"], "en")):
		frappe.db.set_value("User", user, "language", language)
	degree = waiting(support, title_original="Krankenpflege Aleppo")
	due.remind(getdate())
	subjects = str(frappe.get_all("Notification Log", {"document_name": degree.name}, pluck="subject"))
	assert "Anerkennung" in subjects and "recognition" in subjects
	assert "Samir" not in subjects and "Krankenpflege" not in subjects


def test_a_request_cannot_say_that_somebody_was_reminded(support):
	degree = waiting(support)
	degree.reload().update({"reminded_of": degree.decision_due_on}).save()
	assert not frappe.db.get_value(degree.doctype, degree.name, "reminded_of")


def with_end(support, until):
	station = of(support, "Client Career Station", kind="Course", title="Erste Hilfe", from_date="2024-01-01")
	station.update({"certificate_valid_until": until}).save()
	return station


def test_a_certificate_that_ends_soon_is_told_to_the_helper_once(support, users):
	station = with_end(support, add_days(getdate(), 30))
	later = with_end(support, add_days(getdate(), 200))
	due.remind(getdate())
	due.remind(getdate())
	assert (told(station), told(later)) == ([users["helper"]], [])


def test_after_the_result_nobody_is_told_of_a_certificate(support):
	station = with_end(support, add_days(getdate(), 30))
	support.reload().update({"status": "Result", "result": "Nothing Found", "result_on": nowdate()}).save()
	due.remind(getdate())
	assert told(station) == []


def recognition_in_cv(support) -> list[str]:
	return [one.recognition for one in profile_of(support).qualifications]


def test_the_cv_says_what_the_decision_says_and_words_of_ones_own_count(support):
	degree = waiting(support, recognition_authority="IHK FOSA")
	assert recognition_in_cv(support) == [f"Anerkennung beantragt (IHK FOSA, {degree.applied_on:%m/%Y})"]
	degree.reload().update({"decision": "Partial", "decided_on": nowdate(), "condition": "Lehrgang"}).save()
	said = (
		f"Anerkennung: teilweise Gleichwertigkeit (IHK FOSA, {getdate():%m/%Y}), noch zu erfüllen: Lehrgang"
	)
	assert recognition_in_cv(support) == [said]
	degree.reload().update({"recognition": "Teilanerkennung, Lehrgang läuft"}).save()
	assert recognition_in_cv(support) == ["Teilanerkennung, Lehrgang läuft"]


def test_who_enters_a_decision_is_told_that_the_cv_still_says_something_else(support):
	degree = waiting(support, recognition="Anerkennung beantragt")
	frappe.clear_messages()
	degree.reload().update({"decision": "Full", "decided_on": nowdate()}).save()
	assert "The CV still says: Anerkennung beantragt" in str(frappe.get_message_log())
	assert degree.reload().recognition == "Anerkennung beantragt"


# --- Gaps ---


def test_a_gap_that_is_explained_is_offered_no_more_and_one_left_open_stops_nothing(support):
	of(support, "Client Career Station", title="A", from_date="2010-01-01", to_date="2014-12-01")
	of(support, "Client Career Station", title="B", from_date="2017-01-01", is_ongoing=1)
	gap = overview.of(support)["gaps"][0]
	assert (str(gap["from_date"]), str(gap["to_date"]), gap["goes_on"]) == ("2015-01-01", "2016-12-31", False)
	assert [one.kind for one in profile_of(support).stations] == [
		"Work",
		"Work",
	]  # the CV says nothing about it
	days = {"from_date": gap["from_date"], "to_date": gap["to_date"]}
	of(support, "Client Career Station", kind="Explained Gap", title="Flucht und Asylverfahren", **days)
	assert overview.of(support)["gaps"] == []


def test_a_gap_that_reaches_today_goes_on(support):
	of(support, "Client Career Station", title="A", from_date="2010-01-01", to_date="2014-12-01")
	assert overview.of(support)["gaps"][0]["goes_on"]


# --- Calendar ---


def month(user) -> list[dict]:
	frappe.set_user(user)
	events = calendar.get_events("2026-03-01", "2026-03-31")
	frappe.set_user("Administrator")
	return events


def test_the_calendar_shows_interviews_trial_work_and_next_steps(support, users):
	job = {"employer": "Muster GmbH", "sent_on": "2026-01-05"}
	of(support, "Client Job Application", **job, interview_on="2026-03-31 14:30:00")
	of(support, "Client Job Application", **job, trial_work_on="2026-02-23", trial_work_until="2026-03-06")
	of(support, "Client Job Application", **job, trial_work_on="2026-03-16")
	of(support, "Client Job Application", **job, next_step="Nachfragen", next_step_on="2026-03-09")
	of(support, "Client Job Application", **job, interview_on="2026-04-01 09:00:00")
	shown = sorted((str(one["start"]), str(one["end"]), one["title"]) for one in month(users["helper"]))
	assert shown == [
		("2026-02-23 00:00:00", "2026-03-06 23:59:59", "Trial work: Muster GmbH"),
		("2026-03-09 00:00:00", "2026-03-09 23:59:59", "Muster GmbH: Nachfragen"),
		("2026-03-16 00:00:00", "2026-03-16 23:59:59", "Trial work: Muster GmbH"),
		("2026-03-31 14:30:00", "2026-03-31 15:30:00", "Interview: Muster GmbH"),
	]


def test_the_calendar_of_somebody_else_is_empty_and_of_other_roles_closed(support, users):
	job = {"employer": "Muster GmbH", "sent_on": "2026-01-05"}
	of(support, "Client Job Application", **job, interview_on="2026-03-10 14:30:00")
	assert month(users["stranger"]) == []
	frappe.set_user(factories.make_helper("Language Cafe Helper"))
	with pytest.raises(frappe.PermissionError):
		calendar.get_events("2026-03-01", "2026-03-31")


# --- Merging and erasing ---

OF_A_SUPPORT = {
	"Client Career Station": {"title": "Elektriker", "from_date": "2010-01-01"},
	"Client Career Skill": {"kind": "Skill", "skill": "VDE"},
	"Client Qualification": {"title_original": "Diplom"},
	"Client Job Application": {"employer": "Muster GmbH"},
	"Application Support Talk": {"talk_on": "2026-11-02", "minutes": 30},
	"Client CV": {},
	"Client Cover Letter": {"subject": "Bewerbung"},
	"Client Application Folder": {},
}


def merged_by_counsellor(users, ours, theirs):
	frappe.set_user(users["counsellor"])
	return merge(ours, theirs)["merge"]


def test_merging_moves_the_support_and_every_record_of_it(client, support, users):
	made = [of(support, doctype, **values) for doctype, values in OF_A_SUPPORT.items()]
	ours = factories.make_client(first_name="Sameer", last_name="Haddad")
	merged_by_counsellor(users, ours.name, client.name)
	for document in (support, *made):
		assert frappe.db.get_value(document.doctype, document.name, "client") == ours.name, document.doctype
	rows = frappe.get_all(
		"Service Record", {"source_doctype": "Application Support Talk"}, ["person_key", "minutes"]
	)
	assert [(row.person_key, row.minutes) for row in rows] == [(ours.person_key, 30)]
	assert frappe.has_permission("Application Support", "read", doc=support.name, user=users["helper"])


def test_after_merging_the_contact_is_that_of_the_person_who_stays_until_it_is_undone(client, support, users):
	support.db_set("email", "bewerbung@example.com")  # written by hand: stays
	before = frappe.db.get_value("Application Support", support.name, ["client_name", "phone", "email"])
	ours = factories.make_client(first_name="Sameer", last_name="Al-Haddad", mobile_no="0211 999")
	merge_name = merged_by_counsellor(users, ours.name, client.name)
	contact = ["client_name", "phone", "email"]
	stays = frappe.db.get_value("Client", ours.name, ["client_name", "mobile_no"])
	assert frappe.db.get_value("Application Support", support.name, contact) == (
		*stays,
		"bewerbung@example.com",
	)
	undo(merge_name)
	assert frappe.db.get_value("Application Support", support.name, contact) == before
	assert frappe.db.get_value("Application Support", support.name, "client") == client.name


def test_the_contact_is_emptied_with_the_client_even_where_it_was_written_by_hand(client, support):
	support.db_set({"email": "bewerbung@example.com", "occupation": "Elektriker"})
	client.reload()
	client.status = "Anonymised"
	client.flags.anonymising = True
	client.save()
	fields = ["client_name", "phone", "email", "address", "occupation"]
	assert not any(frappe.db.get_value("Application Support", support.name, fields))
