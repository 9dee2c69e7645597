"""Art. 17 GDPR: two persons decide, everything goes, the statistics stay, and a restored backup changes nothing."""

import frappe
import pytest

from refugee_support.erasing import again, due, run
from refugee_support.merging import combine
from refugee_support.refugee_support.doctype.client_erasure import client_erasure
from refugee_support.service_records import checking
from tests.site import factories
from tests.site import records as make


@pytest.fixture
def two(site):
	"""Two counsellors."""
	frappe.set_user("Administrator")
	return make.counsellor(), make.counsellor()


@pytest.fixture(autouse=True)
def list_of_its_own(monkeypatch, tmp_path):
	monkeypatch.setattr(again, "list_path", lambda: tmp_path / again.LIST)


def proposed_by(user: str, client: str, **values):
	frappe.set_user(user)
	values = {"reason": "Request of the Person", "remarks": "Brief vom Montag", **values}
	return frappe.get_doc({"doctype": "Client Erasure", "client": client, **values}).insert()


def erased(client: str, two: tuple[str, str]) -> str:
	erasure = proposed_by(two[0], client).name
	frappe.set_user(two[1])
	client_erasure.release(erasure)
	frappe.set_user("Administrator")
	assert client_erasure.carry_out(erasure)
	frappe.db.after_commit.run()
	return erasure


def test_one_proposes_another_one_releases(two):
	client = factories.make_client().name
	erasure = proposed_by(two[0], client).name
	with pytest.raises(frappe.PermissionError, match="second person"):
		client_erasure.release(erasure)
	frappe.set_user(two[1])
	client_erasure.release(erasure)
	assert frappe.db.get_value("Client Erasure", erasure, "status") == "Released"
	assert frappe.db.exists("Client", client)  # the job does it
	assert client_erasure.carry_out(erasure)
	assert not frappe.db.exists("Client", client)
	assert not client_erasure.carry_out(erasure)  # started a second time


def test_who_proposed_is_what_is_stored_and_not_what_a_request_says(two):
	client = factories.make_client().name
	erasure = proposed_by(two[0], client, proposed_by=two[1], status="Released", released_by=two[1])
	assert (erasure.proposed_by, erasure.status, erasure.released_by) == (two[0], "Proposed", None)
	erasure.update({"proposed_by": two[1], "status": "Released"})
	erasure.save()
	assert (erasure.proposed_by, erasure.status) == (two[0], "Proposed")


def test_volunteers_coordinators_and_administrators_neither_propose_nor_release(two):
	client = factories.make_client().name
	erasure = proposed_by(two[0], client).name
	frappe.set_user("Administrator")
	volunteer = make.volunteer()
	factories.put_on_team(client, volunteer)
	for user in (
		volunteer,
		factories.make_helper("Refugee Support Coordinator"),
		factories.make_helper("Refugee Support Administrator"),
	):
		frappe.set_user(user)
		for step in (client_erasure.release, client_erasure.withdraw):
			with pytest.raises(frappe.PermissionError):
				step(erasure)
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc({"doctype": "Client Erasure", "client": client}).insert()
		assert not frappe.has_permission("Client Erasure", "read", doc=erasure)
		frappe.set_user("Administrator")


def test_a_counsellor_who_may_not_find_the_client_does_not_release(two):
	client = factories.make_client().name
	erasure = proposed_by(two[0], client).name
	frappe.set_user("Administrator")
	factories.restrict(client, two[0])
	frappe.set_user(two[1])
	with pytest.raises(frappe.PermissionError):
		client_erasure.release(erasure)


@pytest.mark.parametrize("what", ["deadline", "application", "hold"])
def test_what_is_still_needed_stands_against_it(two, what):
	client = factories.make_client()
	if what == "deadline":
		factories.make_deadline(client.name)
		expected = "legal deadline is open until"
	elif what == "application":
		factories.make_application(client.name)
		expected = "not concluded: 1"
	else:
		client.update(
			{"erasure_hold_until": factories.in_days(3), "erasure_hold_reason": "Court Proceedings"}
		)
		client.save()
		expected = "legal hold until"
	with pytest.raises(frappe.ValidationError, match=expected):
		proposed_by(two[0], client.name)


def test_what_comes_up_after_the_release_stops_it_and_both_are_told(two):
	client = factories.make_client().name
	erasure = proposed_by(two[0], client).name
	frappe.set_user(two[1])
	client_erasure.release(erasure)
	frappe.set_user("Administrator")
	factories.make_deadline(client)
	assert not client_erasure.carry_out(erasure)
	assert frappe.db.exists("Client", client)
	assert frappe.db.get_value("Client Erasure", erasure, "status") == "Due"
	told = {"document_type": "Client Erasure", "document_name": erasure, "subject": ["like", "%stopped%"]}
	assert set(frappe.get_all("Notification Log", told, pluck="for_user")) == set(two)


def test_a_released_erasure_whose_job_was_killed_is_taken_up_again(two, monkeypatch):
	client = factories.make_client().name
	erasure = proposed_by(two[0], client).name
	frappe.set_user(two[1])
	client_erasure.release(erasure)
	started = []
	monkeypatch.setattr(client_erasure, "_start", started.append)
	client_erasure.take_up_again()
	assert erasure in started


def test_the_record_says_that_and_not_whom(two):
	client = factories.make_client(first_name="Zqanna", last_name="Zqbeispiel")
	erasure = erased(client.name, two)
	row = frappe.db.get_value("Client Erasure", erasure, "*", as_dict=True)
	assert (row.status, row.client, row.remarks) == ("Erased", None, None)
	assert row.proposed_by == two[0] and row.released_by == two[1] and row.erased_on
	said = frappe.as_json(row)
	assert not [word for word in (client.name, client.person_key, "Zqanna", "Zqbeispiel") if word in said]
	with pytest.raises(frappe.ValidationError, match="carried out"):
		frappe.get_doc("Client Erasure", erasure).save()


def test_a_proposal_does_not_follow_a_record_into_another_one(two):
	"""Two records of one person are merged: nobody has proposed to erase the one that stays."""
	survivor, merged = factories.make_client().name, factories.make_client().name
	erasure = proposed_by(two[0], merged).name
	combine.merge(survivor, merged)
	assert not frappe.db.exists("Client Erasure", {"client": survivor})
	assert not frappe.db.exists("Client Erasure", erasure)


# --- Statistics ---


def test_statistics_stay_and_lead_to_nobody(two):
	client, other = factories.make_client(), factories.make_client(first_name="Karim")
	household = factories.make_household(client.name, other.name)
	own = factories.make_consultation(client.name, duration_minutes=45)
	joint = factories.make_consultation(other.name, family_members=[{"client": client.name}])
	before = frappe.get_all(
		"Service Record", {"person_key": client.person_key}, ["*"], order_by="service_type, minutes"
	)
	assert len(before) == 2
	erased(client.name, two)
	assert not frappe.db.exists("Service Record", {"person_key": client.person_key})
	assert not frappe.db.exists("Service Record", {"source_name": own.name})
	assert not frappe.db.exists("Service Record", {"name": ["in", [row.name for row in before]]})
	lost = {"source_doctype": "Consultation", "source_name": ["is", "not set"], "minutes": 45}
	kept = frappe.get_all("Service Record", {**lost, "household_key": household.household_key}, ["*"])
	assert len(kept) == 1
	after = frappe.get_all("Service Record", {"person_key": kept[0].person_key}, ["*"], order_by="minutes")
	same = (
		"service_date",
		"service_type",
		"participation",
		"topic",
		"minutes",
		"contacts",
		"age_group",
		"gender",
	)
	assert [[row[name] for name in same] for row in sorted(after, key=lambda row: row.minutes)] == [
		[row[name] for name in same] for row in sorted(before, key=lambda row: row.minutes)
	]
	# the other person's conversation is what it was, without the client
	assert frappe.db.exists("Consultation", joint.name)
	assert not frappe.get_all("Consultation Participant", {"client": client.name})
	assert frappe.db.count("Service Record", {"source_name": joint.name}) == 1


def test_the_nightly_check_finds_nothing_wrong_afterwards(two):
	client, other = factories.make_client(), factories.make_client(first_name="Karim")
	factories.make_household(client.name, other.name)
	application = factories.make_application(other.name, co_applicants=[{"client": client.name}])
	factories.make_consultation(client.name)
	factories.make_milestone(client.name)
	before = checking.compare_all()
	erased(client.name, two)
	assert checking.compare_all() == before
	assert frappe.db.exists("Authority Application", application.name)


def test_a_household_of_which_the_last_one_is_erased_goes_with_its_key(two):
	one, other = factories.make_client(), factories.make_client(first_name="Karim")
	household = factories.make_household(one.name, other.name)
	for client in (one, other):
		factories.make_consultation(client.name)
	key = {"household_key": household.household_key}
	erased(one.name, two)
	assert frappe.db.get_value("Client Household", household.name, "number_of_members") == 1
	assert frappe.db.count("Service Record", key) == 2
	erased(other.name, two)
	assert not frappe.db.exists("Client Household", household.name)
	assert not frappe.db.count("Service Record", key)


def test_the_records_of_others_lose_the_person_and_nothing_else(two):
	client, other = factories.make_client(), factories.make_client(first_name="Karim")
	factories.make_relation(client.name, "Spouse or Partner of", other.name)
	letter = factories.make_letter(other.name, persons=[{"client": client.name}], subject="Bescheid")
	erased(client.name, two)
	assert frappe.db.get_value("Authority Letter", letter.name, "subject") == "Bescheid"
	assert not frappe.get_all("Client Relation", {"client": other.name})


# --- Retention ---


def test_who_was_not_here_for_years_is_listed_once_and_taken_off_when_they_come_back(two):
	client = factories.make_client().name
	frappe.db.set_value("Client", client, "creation", "2019-02-01 10:00:00")
	today = frappe.utils.getdate("2026-11-25")
	due.update_list(today)
	due.update_list(today)
	listed = frappe.get_all("Client Erasure", {"client": client}, ["status", "reason", "retention_ended_on"])
	assert [(row.status, row.reason, str(row.retention_ended_on)) for row in listed] == [
		("Due", "Retention Period Over", "2022-12-31")
	]
	factories.make_consultation(client)
	due.update_list(today)
	assert not frappe.db.exists("Client Erasure", {"client": client})
	assert frappe.db.exists("Client", client)  # nothing is erased by time alone


def test_what_is_kept_with_a_reason_comes_back_after_its_day(two):
	client = factories.make_client().name
	frappe.db.set_value("Client", client, "creation", "2019-02-01 10:00:00")
	due.update_list(frappe.utils.getdate())
	erasure = frappe.db.get_value("Client Erasure", {"client": client})
	frappe.set_user(two[0])
	client_erasure.keep(erasure, factories.in_days(30), "Klage ist angekündigt.")
	frappe.set_user("Administrator")
	due.update_list(frappe.utils.getdate())
	assert frappe.db.count("Client Erasure", {"client": client}) == 1
	due.update_list(frappe.utils.getdate(factories.in_days(31)))
	assert frappe.db.exists("Client Erasure", {"client": client, "status": "Due"})


def test_what_was_listed_by_night_still_needs_two(two):
	client = factories.make_client().name
	frappe.db.set_value("Client", client, "creation", "2019-02-01 10:00:00")
	due.update_list(frappe.utils.getdate())
	erasure = frappe.db.get_value("Client Erasure", {"client": client})
	frappe.set_user(two[0])
	with pytest.raises(frappe.ValidationError, match="not possible any more"):
		client_erasure.release(erasure)
	client_erasure.propose(erasure)
	with pytest.raises(frappe.PermissionError, match="second person"):
		client_erasure.release(erasure)
	frappe.set_user(two[1])
	client_erasure.release(erasure)


# --- Restriction (Art. 18) ---


def restricted_client() -> str:
	client = factories.make_client(processing_restricted=1, restricted_because="Accuracy Is Contested")
	return client.name


def test_nothing_new_is_recorded_about_whose_processing_is_restricted(two):
	client, topic = restricted_client(), make.topic()
	frappe.set_user(two[0])
	with pytest.raises(frappe.ValidationError, match=r"Art\. 18 GDPR"):
		make.consultation(client=client, main_topic=topic)
	other = make.client().name
	with pytest.raises(frappe.ValidationError, match=r"Art\. 18 GDPR"):
		make.consultation(client=other, main_topic=topic, family_members=[{"client": client}])


def test_letters_and_deadlines_go_on_because_of_legal_claims(two):
	client = restricted_client()
	office = factories.make_office()
	frappe.set_user(two[0])
	make.letter(client=client, authority=office)
	make.deadline(client=client, responsible=two[0])


def test_lifting_it_opens_the_record_again(two):
	client, topic = restricted_client(), make.topic()
	frappe.set_user(two[0])
	document = frappe.get_doc("Client", client)
	document.processing_restricted = 0
	document.save()
	assert not document.restricted_because
	make.consultation(client=client, main_topic=topic)


def test_volunteers_neither_restrict_nor_lift_and_a_reason_is_needed(two):
	client = restricted_client()
	volunteer = make.volunteer()
	factories.put_on_team(client, volunteer)
	frappe.set_user(volunteer)
	document = frappe.get_doc("Client", client)
	document.processing_restricted = 0
	with pytest.raises(frappe.PermissionError, match="only counsellors"):
		document.save()
	frappe.set_user(two[0])
	document = frappe.get_doc("Client", make.client().name)
	document.processing_restricted = 1
	with pytest.raises(frappe.ValidationError, match="choose a reason"):
		document.save()


# --- A restored backup ---


def test_who_comes_back_with_a_backup_is_erased_again(two):
	client = factories.make_client(first_name="Zqzurueck")
	row = frappe.db.get_value("Client", client.name, "*", as_dict=True)
	erasure = erased(client.name, two)
	assert again.apply() == 0
	# The database of that day: the client is there, the erasure is not.
	frappe.db.delete("Client Erasure", {"name": erasure})
	frappe.db.bulk_insert("Client", list(row), [list(row.values())])
	factories.make_consultation(client.name, summary="Zqzurueck")
	innocent = factories.make_client().name
	assert again.apply() == 1
	assert not frappe.db.exists("Client", client.name)
	assert not frappe.get_all("Consultation", {"summary": "Zqzurueck"})
	assert frappe.db.exists("Client", innocent)
	assert frappe.db.get_value("Client Erasure", {"reason": "Erased Before"}, "status") == "Erased"


def test_the_list_of_erasures_names_nobody_and_is_for_its_owner(two):
	client = factories.make_client(first_name="Zqgeheim")
	erased(client.name, two)
	path = again.list_path()
	text = path.read_text(encoding="utf-8")
	assert path.stat().st_mode & 0o077 == 0
	assert not [word for word in (client.name, client.person_key, "Zqgeheim") if word in text]
	path.write_text(text + '{"proof": "abge', encoding="utf-8")  # cut off by a crash
	assert len(again.read_list()) == 1


def test_a_new_client_with_an_old_number_is_not_erased(two):
	"""After a restore, numbers are given out again."""
	client = factories.make_client()
	row = frappe.db.get_value("Client", client.name, "*", as_dict=True)
	erased(client.name, two)
	frappe.db.bulk_insert("Client", list(row), [[*{**row, "person_key": "somebodyelse"}.values()]])
	assert again.apply() == 0


def test_if_erasing_fails_nothing_is_lost(two, monkeypatch):
	client = factories.make_client().name
	file = factories.make_file("Client", client, "Ausweis.txt", "Inhalt")
	path = file.get_full_path()
	monkeypatch.setattr(run.traces, "forget_texts", lambda traits: 1 / 0)
	with pytest.raises(ZeroDivisionError):
		run.erase_client(client)
	with open(path, encoding="utf-8") as stream:
		assert stream.read() == "Inhalt"
