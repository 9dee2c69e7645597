"""Follow-ups that are done, digests that are sent once, clients nobody has heard from, referrals without answer."""

from datetime import date

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from refugee_support import access, follow_ups
from refugee_support.refugee_support.report.clients_without_contact.clients_without_contact import (
	execute as without_contact,
)
from refugee_support.refugee_support.report.open_follow_ups.open_follow_ups import execute as open_follow_ups
from tests.site import records as make

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def promise(day: object = None, **values):
	values = {"consultation_date": "2026-01-15", **values}
	return make.consultation(follow_up_on=day or nowdate(), follow_up_note="Anrufen", **values)


def bells(user: str) -> list[str]:
	return frappe.get_all("Notification Log", {"for_user": user}, pluck="subject")


# --- done ---


def test_a_follow_up_is_done_with_what_came_of_it_and_when(counsellor: str) -> None:
	consultation = promise()
	follow_ups.finish(consultation.name, "Hat geklappt")
	stored = frappe.get_doc("Consultation", consultation.name)
	assert (stored.follow_up_done, stored.follow_up_result) == (1, "Hat geklappt")
	assert getdate(stored.follow_up_done_on) == getdate()


def test_a_follow_up_can_be_moved_to_another_day(counsellor: str) -> None:
	consultation = promise()
	follow_ups.finish(consultation.name, "Nicht erreicht", add_days(nowdate(), 7))
	stored = frappe.get_doc("Consultation", consultation.name)
	assert (stored.follow_up_done, getdate(stored.follow_up_on)) == (0, getdate(add_days(nowdate(), 7)))
	assert stored.follow_up_note == "Nicht erreicht"


def test_a_follow_up_in_the_past_is_refused(counsellor: str) -> None:
	with pytest.raises(frappe.ValidationError, match="past"):
		follow_ups.finish(promise().name, "", add_days(nowdate(), -1))


def test_a_volunteer_closes_only_their_own_follow_ups() -> None:
	volunteer = make.volunteer()
	client = make.client(support_team=[{"helper": volunteer, "from_date": "2026-01-01"}])
	colleagues = promise(client=client.name)
	frappe.set_user(volunteer)
	with pytest.raises(frappe.PermissionError):
		follow_ups.finish(colleagues.name)
	own = promise(client=client.name)
	assert follow_ups.finish(own.name)["follow_up_done"] == 1


def test_who_took_a_follow_up_over_closes_it_and_changes_nothing_else(counsellor: str) -> None:
	volunteer = make.volunteer()
	client = make.client(support_team=[{"helper": volunteer, "from_date": "2026-01-01"}])
	taken_over = promise(client=client.name, follow_up_by=volunteer)
	frappe.set_user(volunteer)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Consultation", taken_over.name).update({"summary": "Anders"}).save()
	assert follow_ups.finish(taken_over.name, "Erreicht")["follow_up_done"] == 1


def test_a_follow_up_is_only_given_to_somebody_who_sees_the_client(counsellor: str) -> None:
	with pytest.raises(frappe.ValidationError, match="may not see"):
		promise(follow_up_by=make.volunteer())


def test_older_follow_ups_belong_to_who_held_the_conversation(counsellor: str) -> None:
	from refugee_support.patches import name_who_sees_to_follow_ups as patch

	older, done, none = promise(), promise(follow_up_done=1), make.consultation()
	taken_over = promise(follow_up_by=make.counsellor())
	for consultation in (older, done, none):
		consultation.db_set("follow_up_by", None)
	patch.execute()
	patch.execute()
	assert [doc.reload().follow_up_by for doc in (older, done, none)] == [counsellor, None, None]
	assert taken_over.reload().follow_up_by != counsellor


# --- the digest ---


def test_the_digest_goes_to_who_took_the_follow_up_over(counsellor: str) -> None:
	other = make.counsellor()
	promise(follow_up_by=other)
	follow_ups.send_digests(getdate())
	assert (len(bells(other)), bells(counsellor)) == (1, [])


def test_everybody_gets_one_digest_a_day_however_often_the_job_runs(counsellor: str) -> None:
	promise(), promise(add_days(nowdate(), -3))
	promise(add_days(nowdate(), 1))
	for _run in range(2):
		follow_ups.send_digests(getdate())
	assert [subject[-3:] for subject in bells(counsellor)] == [": 2"]
	follow_ups.send_digests(getdate(add_days(nowdate(), 1)))
	assert len(bells(counsellor)) == 2


def test_a_digest_names_nobody(counsellor: str, monkeypatch: pytest.MonkeyPatch) -> None:
	mails: list[dict] = []
	monkeypatch.setattr(frappe, "sendmail", lambda **mail: mails.append(mail))
	monkeypatch.setattr(follow_ups, "has_outgoing_account", lambda: True)
	client = make.client(first_name="Unverwechselbar", last_name="Planted")
	promise(client=client.name)
	follow_ups.send_digest(counsellor, getdate())
	(mail,) = mails
	assert mail["recipients"] == [counsellor]
	told = str(mails) + str(bells(counsellor))
	assert not [word for word in ("Unverwechselbar", "Anrufen", client.name) if word in told]


@pytest.mark.parametrize(
	("way", "day", "told"),
	[
		(None, TUESDAY, 1),
		("Daily, Desk Only", TUESDAY, 1),
		("Mondays", TUESDAY, 0),
		("Mondays", MONDAY, 1),
		("Off", MONDAY, 0),
	],
)
def test_the_digest_comes_as_the_person_wishes(
	counsellor: str, way: str | None, day: date, told: int
) -> None:
	promise("2026-11-20")
	if way:
		follow_ups.choose_way(way)
	assert follow_ups.send_digest(counsellor, day) == told


def test_an_unknown_way_is_refused(counsellor: str) -> None:
	with pytest.raises(frappe.ValidationError):
		follow_ups.choose_way("Hourly")


def test_who_no_longer_sees_the_client_is_not_told() -> None:
	volunteer = make.volunteer()
	client = make.client(support_team=[{"helper": volunteer, "from_date": "2026-01-01"}])
	frappe.set_user(volunteer)
	promise(client=client.name)
	frappe.set_user("Administrator")
	client.reload().support_team[0].to_date = add_days(nowdate(), -1)
	client.save()
	follow_ups.send_digests(getdate())
	assert bells(volunteer) == []


def test_one_digest_that_fails_does_not_keep_the_others_from_theirs(
	counsellor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	promise()
	other = make.counsellor()
	frappe.set_user(other)
	promise()
	notify = follow_ups.notify

	def fail_for_one(user: str, subject: str) -> None:
		if user == counsellor:
			raise RuntimeError
		notify(user, subject)

	monkeypatch.setattr(follow_ups, "notify", fail_for_one)
	follow_ups.send_digests(getdate())
	assert len(bells(other)) == 1
	monkeypatch.undo()
	follow_ups.send_digests(getdate())
	assert len(bells(counsellor)) == 1, "what failed is tried again"


# --- lists ---


def test_follow_ups_of_absent_people_are_seen_by_counsellors(counsellor: str) -> None:
	here = promise()
	away = make.counsellor()
	frappe.set_user(away)
	left_behind = promise()
	frappe.set_user("Administrator")
	frappe.db.set_value("Volunteer Profile", {"user": away}, "status", "Former")
	access.forget_profiles()
	frappe.set_user(counsellor)
	names = {
		whose: {row["name"] for row in open_follow_ups({"whose": whose})[1]}
		for whose in ("Mine", "Everybody's", "Of Absent People")
	}
	assert here.name in names["Mine"] and left_behind.name not in names["Mine"]
	assert {here.name, left_behind.name} <= names["Everybody's"]
	assert left_behind.name in names["Of Absent People"] and here.name not in names["Of Absent People"]


def test_clients_nobody_has_heard_from_and_a_family_conversation_counts(counsellor: str) -> None:
	quiet, along, recent = (make.client() for _ in range(3))
	make.consultation(client=quiet.name, consultation_date=add_days(nowdate(), -100))
	make.consultation(client=along.name, consultation_date=add_days(nowdate(), -100))
	make.consultation(
		client=recent.name,
		consultation_date=add_days(nowdate(), -10),
		family_members=[{"client": along.name}],
	)
	rows = {row["name"]: row for row in without_contact({"days": 90})[1]}
	assert rows[quiet.name]["days"] == 100
	assert not {along.name, recent.name} & set(rows)
	assert recent.name in {row["name"] for row in without_contact({"days": 10})[1]}


def test_never_counselled_counts_from_the_day_the_record_was_made(counsellor: str) -> None:
	new, old = make.client(), make.client()
	frappe.db.set_value("Client", old.name, "creation", add_days(nowdate(), -200), update_modified=False)
	names = {row["name"] for row in without_contact()[1]}
	assert old.name in names and new.name not in names


def test_lists_show_only_clients_of_own_teams_where_the_association_wants_it(counsellor: str) -> None:
	mine = make.client(support_team=[{"helper": counsellor, "from_date": "2026-01-01"}])
	foreign = make.client()
	for client in (mine, foreign):
		make.consultation(client=client.name, consultation_date="2026-01-15", follow_up_on="2026-02-01")
	make.counsellors_see_own_teams_only()
	assert {row["name"] for row in without_contact({"days": 1})[1]} == {mine.name}
	assert {row["client"] for row in open_follow_ups({"whose": "Mine"})[1]} == {mine.name}


@pytest.mark.parametrize("report", [open_follow_ups, without_contact])
def test_who_counsels_no_more_runs_no_list(report) -> None:
	frappe.set_user(make.volunteer())
	with pytest.raises(frappe.PermissionError):
		report({})


# --- referrals ---


def refer(**values):
	client = values.pop("client", None) or make.client().name
	defaults = {"institution": "Fachstelle", "reason": "Needs a Specialist", "passed_on": "Address Only"}
	return frappe.get_doc({"doctype": "Client Referral", "client": client, **defaults, **values}).insert()


def test_a_referral_waits_until_an_answer_has_come(counsellor: str) -> None:
	referral = refer(answer_expected_by=add_days(nowdate(), 14))
	assert referral.state == "Waiting for an Answer"
	referral.outcome = "Taken On"
	referral.save()
	assert (referral.state, getdate(referral.answer_received_on)) == ("Answered", getdate())


def test_only_an_address_given_waits_for_nothing(counsellor: str) -> None:
	assert refer().state == "No Answer Expected"


@pytest.mark.parametrize("passed_on", ["Personal Data", "Appointment Made"])
def test_data_are_passed_on_only_with_consent(counsellor: str, passed_on: str) -> None:
	with pytest.raises(frappe.ValidationError, match=r"Consent Given.*confidentiality"):
		refer(passed_on=passed_on)
	assert refer(passed_on=passed_on, consent_given=1).state == "Waiting for an Answer"


@pytest.mark.parametrize(
	("values", "field"),
	[
		({"institution": None}, "Referred To"),
		({"referred_on": "2099-01-01"}, "Referred On"),
		({"answer_expected_by": "2020-01-01"}, "Answer Expected By"),
		({"answer_received_on": "2099-01-01"}, "Answer Received On"),
	],
)
def test_what_cannot_be_is_refused_with_the_field(counsellor: str, values: dict, field: str) -> None:
	with pytest.raises(frappe.ValidationError, match=field):
		refer(**values)


def test_a_volunteer_refers_only_clients_of_their_teams() -> None:
	volunteer = make.volunteer()
	mine = make.client(support_team=[{"helper": volunteer, "from_date": "2026-01-01"}])
	foreign = make.client()
	frappe.set_user(volunteer)
	assert refer(client=mine.name).has_permission("read")
	with pytest.raises(frappe.PermissionError):
		refer(client=foreign.name)
