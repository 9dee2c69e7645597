"""Residence titles: their history, reminders before they end, and changes by law for many people at once."""

from typing import Any

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_days, getdate

from refugee_support import access, tasks
from refugee_support.patches import fill_reminder_days_of_statuses
from refugee_support.refugee_support.doctype.residence_status_change import residence_status_change as by_law
from refugee_support.residence import reminders, today
from tests.site import records as make

DECREE, OLD_END, NEW_END = "2026-02-01", "2026-03-04", "2027-03-04"


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def holder(title: str, until: Any, since: Any = "2024-05-02", **values: Any) -> Document:
	row = {"residence_status": title, "valid_from": since, "valid_until": until}
	return make.client(residence_history=[row], **values)


# --- history ---


def test_an_overlap_that_looks_wrong_is_told_and_saved() -> None:
	rows = [
		{"residence_status": make.status(), "valid_from": "2024-01-01"},
		{"residence_status": make.status(), "valid_from": "2024-01-01"},
	]
	client = make.client(residence_history=rows)
	told = " ".join(str(message) for message in frappe.get_message_log())
	assert client.name and "rows 1 and 2 hold at the same time" in told


def test_a_title_entered_beforehand_becomes_the_status_of_its_day() -> None:
	old, new = make.status(), make.status()
	tomorrow = add_days(getdate(), 1)
	client = make.client(
		residence_history=[
			{"residence_status": old, "valid_from": "2024-01-01", "valid_until": getdate()},
			{"residence_status": new, "valid_from": tomorrow, "valid_until": "2030-01-01"},
		]
	)
	assert client.residence_status == old
	frappe.db.set_value("Client Residence Status", client.residence_history[1].name, "valid_from", getdate())
	assert today.begin_titles(getdate()) == 1
	assert today.begin_titles(getdate()) == 0
	client.reload()
	assert (client.residence_status, str(client.residence_valid_until)) == (new, "2030-01-01")
	assert frappe.db.exists("Integration Milestone", {"client": client.name, "value": new})


@pytest.mark.parametrize("days", ["morgen", "-3", "9999"])
def test_lead_times_that_are_no_days_are_refused(days: str) -> None:
	frappe.set_user("Administrator")
	status = frappe.get_doc("Residence Status", make.status())
	status.reminder_days = days
	with pytest.raises(frappe.ValidationError, match="Remind Before the End"):
		status.save()


def test_statuses_of_an_older_site_get_their_lead_times_and_chosen_ones_stay() -> None:
	frappe.set_user("Administrator")
	frappe.db.set_value("Residence Status", "DULD60A", "reminder_days", None)
	frappe.db.set_value("Residence Status", "DULD60C", "reminder_days", "5")
	fill_reminder_days_of_statuses.execute()
	assert frappe.db.get_value("Residence Status", "DULD60A", "reminder_days") == "30, 14, 3"
	assert frappe.db.get_value("Residence Status", "DULD60C", "reminder_days") == "5"


# --- reminders ---


def notifications(client: str) -> list[tuple[str, str]]:
	rows = frappe.get_all("Notification Log", {"document_name": client}, ["for_user", "subject"])
	return sorted((row.for_user, row.subject) for row in rows)


def test_the_team_is_reminded_once_per_lead_by_number_and_not_by_name(counsellor: str) -> None:
	team = [{"helper": user, "from_date": "2026-01-01"} for user in (counsellor, make.volunteer())]
	client = holder(make.status(), add_days(getdate(), 30), first_name="Geheim", support_team=team)
	for _run in range(2):
		reminders.remind(getdate())
	assert [user for user, _subject in notifications(client.name)] == sorted(row["helper"] for row in team)
	subject = notifications(client.name)[0][1]
	assert client.name in subject and "Geheim" not in subject
	reminders.remind(add_days(getdate(), 1))
	assert len(notifications(client.name)) == 2
	reminders.remind(add_days(getdate(), 23))
	assert len(notifications(client.name)) == 4


def test_a_missed_day_is_made_up_for_with_the_shortest_lead_only(counsellor: str) -> None:
	client = holder(make.status(), add_days(getdate(), 5))
	reminders.remind(getdate())
	sent = frappe.get_all("Residence Reminder", {"client": client.name}, pluck="lead_days")
	assert sent == [7]


def test_without_a_counsellor_on_the_team_all_who_may_see_the_client_are_told(counsellor: str) -> None:
	volunteer = make.volunteer()
	client = holder(
		make.status(),
		add_days(getdate(), 7),
		support_team=[{"helper": volunteer, "from_date": "2026-01-01"}],
	)
	assert {counsellor, volunteer} <= set(reminders.recipients_of(client.name))


def test_who_left_the_team_or_is_not_bound_to_secrecy_is_told_nothing(counsellor: str) -> None:
	gone, unbound = make.volunteer(), make.volunteer(undertaking_signed_on=None)
	team = [
		{"helper": gone, "from_date": "2026-01-01", "to_date": add_days(getdate(), -1)},
		{"helper": unbound, "from_date": "2026-01-01"},
		{"helper": counsellor, "from_date": "2026-01-01"},
	]
	client = holder(make.status(), add_days(getdate(), 7), support_team=team)
	assert reminders.recipients_of(client.name) == [counsellor]


def test_nobody_is_told_of_a_client_hidden_from_them(
	counsellor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	client = holder(make.status(), add_days(getdate(), 7))
	frappe.db.set_value("Client", client.name, "is_restricted", 1)
	assert counsellor not in reminders.recipients_of(client.name)


@pytest.mark.parametrize(
	("values", "days"),
	[({"status": "Closed", "closed_on": "2026-01-01"}, 7), ({}, 200), ({}, -1)],
)
def test_no_reminder_of_closed_clients_far_ends_and_ended_titles(values: dict[str, Any], days: int) -> None:
	client = holder(make.status(), add_days(getdate(), days), **values)
	reminders.remind(getdate())
	assert notifications(client.name) == []


def test_no_reminder_once_the_next_title_is_entered() -> None:
	status = make.status()
	client = holder(status, add_days(getdate(), 7))
	client.append("residence_history", {"residence_status": status, "valid_from": add_days(getdate(), 8)})
	client.save()
	reminders.remind(getdate())
	assert notifications(client.name) == []


def test_each_status_can_have_lead_times_of_its_own_and_none() -> None:
	never, early = make.status(), make.status()
	frappe.db.set_value("Residence Status", never, "reminder_days", "0")
	frappe.db.set_value("Residence Status", early, "reminder_days", "200")
	frappe.clear_cache(doctype="Residence Status")
	clients = [holder(never, add_days(getdate(), 3)), holder(early, add_days(getdate(), 199))]
	reminders.remind(getdate())
	assert [len(notifications(client.name)) > 0 for client in clients] == [False, True]


def test_one_e_mail_says_how_many_and_names_nobody(counsellor: str, monkeypatch: pytest.MonkeyPatch) -> None:
	mails: list[dict[str, Any]] = []
	monkeypatch.setattr(reminders, "has_outgoing_account", lambda: True)
	monkeypatch.setattr(frappe, "sendmail", lambda **mail: mails.append(mail))
	team = [{"helper": counsellor, "from_date": "2026-01-01"}]
	clients = [holder(make.status(), add_days(getdate(), 7), support_team=team) for _n in range(2)]
	tasks.remind_of_residence_titles()
	mine = [mail for mail in mails if mail["recipients"] == [counsellor]]
	assert len(mine) == 1 and "2" in mine[0]["subject"]
	text = mine[0]["subject"] + mine[0]["message"]
	assert not [client for client in clients if client.name in text or client.client_name in text]


# --- changes by law ---


def decree(status: str, **values: Any) -> Document:
	defaults = {
		"doctype": "Residence Status Change",
		"change_title": "§ 24 bis März 2027",
		"legal_source": "UkraineAufenthFGV",
		"residence_status": status,
		"valid_on": DECREE,
		"new_valid_until": NEW_END,
	}
	return frappe.get_doc({**defaults, **values}).insert()


def rows_of(client: Document) -> list[tuple[str, str, str | None]]:
	client.reload()
	return [(str(row.valid_from), str(row.valid_until), row.change) for row in client.residence_history]


def test_a_decree_prolongs_everybody_shows_who_and_marks_each_row() -> None:
	status, other = make.status(), make.status()
	clients = [holder(status, OLD_END, first_name=f"Person {n}") for n in range(3)]
	expired, unaffected = holder(status, "2026-01-31"), holder(other, OLD_END)
	change = decree(status)
	shown = by_law.preview(change.name)
	assert {row["client"] for row in shown["affected"]} == {client.name for client in clients}
	assert shown["left_alone"] == {"Expired": 1}
	assert by_law.apply(change.name) == "Applied"
	for client in clients:
		assert rows_of(client)[1:] == [(DECREE, NEW_END, change.name)]
		assert str(client.residence_valid_until) == NEW_END
	assert len(rows_of(expired)) == len(rows_of(unaffected)) == 1
	assert frappe.db.get_value("Residence Status Change", change.name, ["changed", "failed"]) == (3, 0)


def test_applied_twice_a_decree_changes_nothing_more_and_writes_no_milestone() -> None:
	status = make.status()
	client = holder(status, OLD_END)
	change = decree(status)
	by_law.apply(change.name)
	before = frappe.db.count("Integration Milestone", {"client": client.name})
	by_law.apply(change.name)
	assert len(rows_of(client)) == 2
	assert frappe.db.count("Integration Milestone", {"client": client.name}) == before == 1


def test_a_decree_can_be_undone_and_leaves_what_was_entered_since() -> None:
	status = make.status()
	client = holder(status, OLD_END)
	before = rows_of(client)
	change = decree(status)
	by_law.apply(change.name)
	client.reload()
	client.append("residence_history", {"residence_status": make.status(), "valid_from": "2026-06-01"})
	client.save()
	assert by_law.undo(change.name) == "Undone"
	assert [row[0] for row in rows_of(client)] == [before[0][0], "2026-06-01"]


def test_a_change_that_was_applied_is_not_rewritten_and_not_deleted() -> None:
	status = make.status()
	holder(status, OLD_END)
	change = decree(status)
	by_law.apply(change.name)
	change.reload()
	change.new_valid_until = "2028-03-04"
	with pytest.raises(frappe.ValidationError, match="undo it first"):
		change.save()
	frappe.set_user("Administrator")
	with pytest.raises(frappe.ValidationError, match="undo"):
		frappe.delete_doc("Residence Status Change", change.name)


def test_a_client_that_cannot_be_saved_stops_nobody_else() -> None:
	status = make.status()
	good, broken = holder(status, OLD_END), holder(status, OLD_END)
	frappe.db.set_value("Client", broken.name, "arrival_date", "2100-01-01")
	change = decree(status)
	by_law.apply(change.name)
	assert len(rows_of(good)) == 2 and len(rows_of(broken)) == 1
	assert frappe.db.get_value("Residence Status Change", change.name, ["changed", "failed"]) == (1, 1)


def test_many_clients_are_changed_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
	queued: list[dict[str, Any]] = []
	monkeypatch.setattr(by_law, "AT_ONCE", 0)
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: queued.append(values))
	status = make.status()
	holder(status, OLD_END)
	change = decree(status)
	assert by_law.apply(change.name) == "In Progress"
	assert queued[0]["name"] == change.name and change.name in queued[0]["job_id"]
	with pytest.raises(frappe.ValidationError, match="right now"):
		by_law.apply(change.name)


def test_a_decree_that_ends_before_its_day_is_refused() -> None:
	with pytest.raises(frappe.ValidationError, match="Continue Until"):
		decree(make.status(), new_valid_until=DECREE)


def test_a_request_cannot_mark_a_row_as_changed_by_law() -> None:
	status = make.status()
	change = decree(status)
	row = {"residence_status": status, "valid_from": "2026-01-01", "change": change.name}
	assert not make.client(residence_history=[row]).residence_history[0].change


def test_a_counsellor_changes_only_clients_they_may_see() -> None:
	status = make.status()
	client = holder(status, OLD_END)
	make.counsellors_see_own_teams_only()
	frappe.set_user(make.counsellor())
	change = decree(status)
	assert by_law.preview(change.name)["number"] == 0
	by_law.apply(change.name)
	assert len(rows_of(client)) == 1


@pytest.mark.parametrize("role", [access.VOLUNTEER, access.COORDINATOR, access.ADMINISTRATOR])
def test_only_counsellors_change_by_law(role: str) -> None:
	change = decree(make.status())
	frappe.set_user(make._helper(role))
	for function in (by_law.apply, by_law.undo):
		with pytest.raises(frappe.PermissionError):
			function(change.name)
