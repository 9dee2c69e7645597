"""Reminders: everybody who must know is told once, nobody else is told anything, and a silence is noticed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import frappe
import pytest
from frappe.utils import add_days, add_to_date, getdate, now_datetime, nowdate

from refugee_support.deadlines import heartbeat, reminders
from refugee_support.refugee_support.doctype.legal_deadline.legal_deadline import mark_met
from tests.site import factories, records

SETTINGS = "Refugee Support Settings"


@pytest.fixture(autouse=True)
def counsellor(monkeypatch: pytest.MonkeyPatch) -> str:
	monkeypatch.setattr(frappe.local, "lang", "en")
	user = records.counsellor()
	frappe.set_user(user)
	return user


@pytest.fixture(autouse=True)
def mail_account() -> None:
	if not frappe.db.exists("Email Account", {"default_outgoing": 1}):
		account = {"email_id": "office@example.com", "smtp_server": "localhost", "password": "x"}
		document = frappe.get_doc(
			{"doctype": "Email Account", "email_account_name": "Office", "enable_outgoing": 1, **account}
		)
		document.update({"default_outgoing": 1, "login_id_is_different": 0, "service": ""})
		document.db_insert()
	frappe.local.outgoing_email_account = {}


def remind() -> int:
	frappe.set_user("Administrator")
	return reminders.remind()


def reminded(deadline: str) -> list[tuple[str, str]]:
	rows = frappe.get_all(
		"Deadline Reminder", {"deadline": deadline}, ["recipient", "step"], order_by="creation"
	)
	return sorted((row.recipient, row.step) for row in rows)


def due_in(days: int, **values: object) -> str:
	return records.deadline(due_on=add_days(nowdate(), days), **values).name


# --- Who is told what ---


@pytest.mark.parametrize(("days", "step"), [(10, "Advance"), (7, "7 Days"), (3, "3 Days")])
def test_responsible_person_is_reminded_of_each_step(counsellor: str, days: int, step: str) -> None:
	name = due_in(days)
	remind()
	assert reminded(name) == [(counsellor, step)]


def test_deadline_far_away_reminds_nobody() -> None:
	name = due_in(60)
	remind()
	assert reminded(name) == []


def test_nobody_is_reminded_twice_of_the_same_step_however_often_the_job_runs(counsellor: str) -> None:
	name = due_in(3)
	assert remind() >= 1
	assert remind() == 0
	assert reminded(name) == [(counsellor, "3 Days")]


def test_database_refuses_a_second_reminder_of_the_same_step() -> None:
	name = due_in(3)
	(item,) = [
		item for items in reminders.plan(getdate()).values() for item in items if item.deadline.name == name
	]
	frappe.set_user("Administrator")
	reminders.log_row(item)
	with pytest.raises(frappe.UniqueValidationError):
		reminders.log_row(item)


@pytest.mark.parametrize(("days", "step"), [(1, "1 Day"), (0, "Due"), (-3, "Overdue")])
def test_second_person_is_told_when_it_is_urgent(counsellor: str, days: int, step: str) -> None:
	second = records.counsellor()
	name = due_in(days, substitute=second)
	remind()
	assert reminded(name) == sorted([(counsellor, step), (second, step)])


def test_second_person_is_told_when_the_first_did_not_look(counsellor: str) -> None:
	second = records.counsellor()
	name = due_in(8, substitute=second)
	remind()
	assert reminded(name) == [(counsellor, "Advance")]
	long_ago = add_to_date(now_datetime(), days=-3)
	frappe.db.set_value("Deadline Reminder", {"deadline": name}, "sent_on", long_ago)
	remind()
	assert (second, "Advance") in reminded(name)


def test_who_has_looked_is_trusted(counsellor: str) -> None:
	name = due_in(8, substitute=records.counsellor())
	remind()
	reminder = frappe.get_doc("Deadline Reminder", {"deadline": name})
	frappe.db.set_value("Notification Log", reminder.notification, "read", 1)
	reminder.db_set("sent_on", add_to_date(now_datetime(), days=-3))
	remind()
	assert reminded(name) == [(counsellor, "Advance")]


def test_substitute_is_reminded_while_the_responsible_person_is_away(counsellor: str) -> None:
	second = records.counsellor()
	away = {"substitute": second, "absent_from": add_days(nowdate(), -1), "absent_to": nowdate()}
	name = due_in(3, **away)
	back = due_in(3, **{**away, "absent_to": add_days(nowdate(), -1)})
	remind()
	assert reminded(name) == [(second, "3 Days")]
	assert reminded(back) == [(counsellor, "3 Days")]


def test_person_named_in_the_settings_is_second_where_there_is_no_substitute(counsellor: str) -> None:
	second = records.counsellor()
	frappe.db.set_single_value(SETTINGS, "deadline_fallback_user", second)
	name = due_in(0)
	remind()
	assert reminded(name) == sorted([(counsellor, "Due"), (second, "Due")])


def test_without_substitute_and_setting_all_other_counsellors_are_second(counsellor: str) -> None:
	others = {records.counsellor(), records.counsellor()}
	name = due_in(0)
	remind()
	assert {counsellor, *others} <= {user for user, _step in reminded(name)}


def test_person_who_may_not_see_the_client_any_more_gets_nothing_and_somebody_else_does() -> None:
	client = records.client().name
	volunteer = records.volunteer()
	factories.put_on_team(client, volunteer)
	name = due_in(7, client=client, responsible=volunteer)
	rows = {"parent": client, "helper": volunteer}
	frappe.db.set_value("Client Support Team Member", rows, "to_date", add_days(nowdate(), -1))
	remind()
	users = {user for user, _step in reminded(name)}
	assert users and volunteer not in users


def test_technical_account_is_nobody_who_reads_reminders(counsellor: str) -> None:
	name = due_in(7, responsible="Administrator")
	remind()
	users = {user for user, _step in reminded(name)}
	assert counsellor in users and "Administrator" not in users


def test_account_that_was_switched_off_is_not_reminded(counsellor: str) -> None:
	leaver = records.counsellor()
	name = due_in(7, responsible=leaver)
	frappe.db.set_value("User", leaver, "enabled", 0)
	frappe.clear_document_cache("User", leaver)
	remind()
	users = {user for user, _step in reminded(name)}
	assert counsellor in users and leaver not in users


def test_what_waits_for_the_second_person_is_asked_of_another_person(counsellor: str) -> None:
	second = records.counsellor()
	name = due_in(7, substitute=second)
	mark_met(name, nowdate(), "Fax")
	remind()
	assert reminded(name) == [(second, "7 Days")]


def test_what_is_not_computed_is_reminded_of_until_it_is_mended(counsellor: str) -> None:
	second = records.counsellor()
	name = records.deadline(due_on=None, substitute=second).name
	remind()
	assert reminded(name) == sorted([(counsellor, "Not Computed"), (second, "Not Computed")])
	assert len(reminders.plan(getdate(add_days(nowdate(), 1)))[counsellor]) >= 1


@pytest.mark.parametrize("status", ["Met", "Missed", "Void"])
def test_what_is_over_reminds_nobody(status: str) -> None:
	name = due_in(0)
	frappe.db.set_value("Legal Deadline", name, "status", status)
	remind()
	assert reminded(name) == []


# --- What is told ---


def test_reminders_name_no_client_in_the_mail_and_link_only_what_its_reader_may_open(counsellor: str) -> None:
	client = records.client(first_name="Zarghuna", last_name="Rahimi")
	other = records.client(first_name="Zarghuna", last_name="Rahimi")
	frappe.db.set_value("User", counsellor, "language", "de")
	due_in(7, client=client.name, action="Widerspruch für Zarghuna")
	due_in(3, client=other.name)
	before = set(frappe.get_all("Email Queue", pluck="name"))
	remind()
	queued = set(frappe.get_all("Email Queue", pluck="name")) - before
	mails = [frappe.get_doc("Email Queue", name) for name in queued]
	(mail,) = [mail for mail in mails if counsellor in [row.recipient for row in mail.recipients]]
	assert "Zarghuna" not in mail.message and "Rahimi" not in mail.message and client.name not in mail.message
	assert "Subject: Fristen: 2" in mail.message
	notes = frappe.get_all("Notification Log", {"for_user": counsellor}, ["subject", "document_type"])
	assert len(notes) == 2 and {note.document_type for note in notes} == {"Legal Deadline"}
	assert "Zarghuna" not in str(notes)


def test_reminders_come_although_somebody_has_switched_notifications_off(counsellor: str) -> None:
	frappe.db.set_value("Notification Settings", counsellor, {"enabled": 0, "enable_email_notifications": 0})
	due_in(3)
	remind()
	assert frappe.db.count("Notification Log", {"for_user": counsellor}) == 1


def test_without_a_mail_account_the_desk_still_reminds(counsellor: str) -> None:
	name = due_in(3)
	frappe.db.delete("Email Account", {"default_outgoing": 1})
	remind()
	assert frappe.db.get_value("Deadline Reminder", {"deadline": name}, "by_mail") == 0
	assert frappe.db.count("Notification Log", {"for_user": counsellor}) == 1


# --- Silence is noticed ---


def test_every_counsellor_is_warned_when_the_job_has_not_run_for_26_hours(counsellor: str) -> None:
	frappe.db.set_single_value(SETTINGS, heartbeat.FIELD, add_to_date(now_datetime(), hours=-25))
	assert not heartbeat.are_reminders_late()
	frappe.db.set_single_value(SETTINGS, heartbeat.FIELD, add_to_date(now_datetime(), hours=-27))
	assert heartbeat.are_reminders_late()
	frappe.set_user(records.volunteer())
	assert not heartbeat.are_reminders_late()
	remind()
	frappe.set_user(counsellor)
	assert not heartbeat.are_reminders_late()


def test_on_a_new_site_silence_counts_from_the_first_deadline() -> None:
	frappe.db.set_single_value(SETTINGS, heartbeat.FIELD, None)
	frappe.db.delete("Legal Deadline")
	assert not heartbeat.is_late()
	name = due_in(60)
	assert not heartbeat.is_late()
	frappe.db.set_value("Legal Deadline", name, "creation", add_to_date(now_datetime(), hours=-27))
	assert heartbeat.is_late()


def test_a_run_that_failed_for_somebody_does_not_count_as_done(
	monkeypatch: pytest.MonkeyPatch, counsellor: str
) -> None:
	other = records.counsellor()
	name, failing = due_in(3), due_in(3, responsible=other)
	frappe.db.set_single_value(SETTINGS, heartbeat.FIELD, "2026-01-01 08:00:00")
	send = reminders.send
	monkeypatch.setattr(frappe.local.db, "rollback", lambda *args, **kwargs: None)

	def send_or_fail(recipient: str, items: list) -> int:
		if recipient == other:
			raise RuntimeError("mail server says no")
		return send(recipient, items)

	monkeypatch.setattr(reminders, "send", send_or_fail)
	remind()
	assert not heartbeat.ran_today()
	assert reminded(name) == [(counsellor, "3 Days")] and reminded(failing) == []
	monkeypatch.setattr(reminders, "send", send)
	remind()
	assert heartbeat.ran_today()
	assert reminded(failing) == [(other, "3 Days")]


def test_job_runs_once_a_day_and_not_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
	runs: list[int] = []
	monkeypatch.setattr(reminders, "remind", lambda: runs.append(1))
	at = {"hour": 5}
	monkeypatch.setattr(reminders, "now_datetime", lambda: now_datetime().replace(**at))
	frappe.db.set_single_value(SETTINGS, heartbeat.FIELD, "2026-01-01 08:00:00")
	reminders.run_if_due()
	assert runs == []
	at["hour"] = 6
	reminders.run_if_due()
	assert runs == [1]
	heartbeat.beat()
	reminders.run_if_due()
	assert runs == [1]
	assert "refugee_support.tasks.remind_of_deadlines" in frappe.get_hooks("scheduler_events")["hourly"]


# --- Killed in the middle ---

KILLED = """
import os, signal, sys
import frappe
from refugee_support.deadlines import reminders
os.chdir(os.environ["FRAPPE_SITES_PATH"])
frappe.init(os.environ["FRAPPE_SITE"])
frappe.connect()
frappe.db.begin()
notify, count = reminders.messages.notify, []
def notify_or_die(item):
	name = notify(item)
	count.append(name)
	if len(count) == int(sys.argv[1]):
		os.kill(os.getpid(), signal.SIGKILL)
	return name
reminders.messages.notify = notify_or_die
reminders.remind()
"""


def test_worker_killed_between_reminders_reminds_nobody_twice_and_nobody_none(committed: Callable) -> None:
	with committed() as commit:
		frappe.set_user("Administrator")
		frappe.db.set_single_value(SETTINGS, heartbeat.FIELD, "2026-01-01 08:00:00")
		people = [records.counsellor() for _number in range(3)]
		deadlines = {person: [due_in(3, responsible=person) for _n in range(2)] for person in people}
		commit()
		# Two reminders each: the third notification is the first of the second person, half of a digest.
		killed = subprocess.run(
			[sys.executable, "-c", KILLED, "3"],
			env=dict(os.environ),
			capture_output=True,
			text=True,
			timeout=120,
		)
		assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
		frappe.db.rollback()
		half = {person: len([1 for name in deadlines[person] if reminded(name)]) for person in people}
		assert sorted(half.values()) == [0, 0, 2], half
		assert not heartbeat.ran_today()
		remind()
		commit()
		for person in people:
			for name in deadlines[person]:
				assert reminded(name) == [(person, "3 Days")]
			mine = {"for_user": person, "document_name": ["in", deadlines[person]]}
			assert frappe.db.count("Notification Log", mine) == 2
			mails = frappe.get_all("Email Queue Recipient", {"recipient": person}, pluck="parent")
			assert len(set(mails)) <= 1
		assert heartbeat.ran_today()
