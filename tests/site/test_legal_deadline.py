"""A deadline on its way: who watches it, who checks it, and what is left when it is over."""

from datetime import date

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from refugee_support.deadlines.calendar import get_events
from refugee_support.refugee_support.doctype.legal_deadline.legal_deadline import (
	action_of,
	close,
	confirm_met,
	mark_met,
	reopen,
)
from tests.site import factories, records


@pytest.fixture(autouse=True)
def counsellor(monkeypatch: pytest.MonkeyPatch) -> str:
	monkeypatch.setattr(frappe.local, "lang", "en")
	user = records.counsellor()
	frappe.set_user(user)
	return user


def status(name: str) -> str:
	return frappe.db.get_value("Legal Deadline", name, "status")


def test_refusal_of_the_jobcenter_from_letter_to_met_deadline_with_two_people(counsellor: str) -> None:
	letter = records.letter(letter_date=add_days(nowdate(), -5), subject="Ablehnung Mehrbedarf")
	deadline = frappe.get_doc("Legal Deadline", letter.deadline)
	assert (deadline.status, deadline.action, deadline.responsible) == (
		*("Open", action_of(letter), counsellor),
	)
	assert getdate(deadline.advance_on) < getdate(deadline.safe_on) < getdate(deadline.due_on)
	with pytest.raises(frappe.ValidationError, match=r"Evidence|Nachweis"):
		mark_met(deadline.name)
	mark_met(deadline.name, nowdate(), "Fax, Sendebericht 12:03")
	assert status(deadline.name) == "Open"
	with pytest.raises(frappe.ValidationError):
		confirm_met(deadline.name)
	assert status(deadline.name) == "Open"
	second = records.counsellor()
	frappe.set_user(second)
	confirm_met(deadline.name)
	deadline.reload()
	assert (deadline.status, deadline.done_by, deadline.checked_by) == ("Met", counsellor, second)
	assert deadline.evidence_note and deadline.met_on and deadline.checked_on


def test_objection_that_was_filed_is_watched_for_an_answer(counsellor: str) -> None:
	letter = records.letter(letter_date="2026-03-10")
	mark_met(letter.deadline, "2026-04-02", "Fax")
	frappe.set_user(records.counsellor())
	confirm_met(letter.deadline)
	(name,) = frappe.get_all("Legal Deadline", {"letter": letter.name, "kind": "Opportunity"}, pluck="name")
	opportunity = frappe.get_doc("Legal Deadline", name)
	assert getdate(opportunity.due_on) == date(2026, 7, 3)  # section 88 (2) SGG: three months, and a day
	assert (opportunity.responsible, opportunity.status) == (counsellor, "Open")
	reopen(letter.deadline, "Irrtum")
	mark_met(letter.deadline, "2026-04-02", "Fax")
	frappe.set_user(counsellor)
	confirm_met(letter.deadline)
	assert frappe.db.count("Legal Deadline", {"letter": letter.name, "kind": "Opportunity"}) == 1


def test_action_in_court_is_not_watched_for_an_answer() -> None:
	authority = factories.make_office(kind="Foreigners Authority", law_regime="VwVfG")
	letter = records.letter(authority=authority)
	mark_met(letter.deadline, nowdate(), "Eingangsbestätigung des Gerichts")
	frappe.set_user(records.counsellor())
	confirm_met(letter.deadline)
	assert not frappe.db.exists("Legal Deadline", {"letter": letter.name, "kind": "Opportunity"})


def test_status_is_changed_by_actions_and_never_by_saving_the_form(counsellor: str) -> None:
	deadline = records.deadline(status="Met", done_by=counsellor, checked_by="Administrator")
	assert (deadline.status, deadline.done_by, deadline.checked_by) == ("Open", None, None)
	deadline.update(
		{"status": "Met", "checked_by": "Administrator", "met_on": nowdate(), "done_by": counsellor}
	)
	deadline.save()
	deadline.reload()
	assert (deadline.status, deadline.checked_by, deadline.met_on) == ("Open", None, None)


def test_dates_of_a_computed_deadline_are_changed_in_its_letter_only() -> None:
	letter = records.letter()
	deadline = frappe.get_doc("Legal Deadline", letter.deadline)
	before = (deadline.due_on, deadline.client, deadline.kind, deadline.steps_de)
	deadline.update(
		{"due_on": "2030-01-01", "kind": "Internal", "steps_de": "x", "client": records.client().name}
	)
	deadline.update({"action": "Widerspruch mit Frau Muster"})
	deadline.save()
	deadline.reload()
	assert (deadline.due_on, deadline.client, deadline.kind, deadline.steps_de) == before
	assert deadline.action == "Widerspruch mit Frau Muster"
	letter.reload().update({"posted_on": "2026-03-12"})
	letter.save()
	assert deadline.reload().action == "Widerspruch mit Frau Muster"


def test_letter_does_not_change_a_deadline_that_was_dealt_with() -> None:
	letter = records.letter()
	mark_met(letter.deadline, nowdate(), "Fax")
	letter.reload().update({"posted_on": "2026-03-12"})
	letter.save()
	assert getdate(frappe.db.get_value("Legal Deadline", letter.deadline, "due_on")) == date(2026, 4, 14)


@pytest.mark.parametrize("kind", ["Appointment", "Internal"])
def test_kinds_that_cost_no_right_need_no_second_person(kind: str) -> None:
	deadline = records.deadline(kind=kind)
	mark_met(deadline.name, nowdate(), "War dort")
	assert status(deadline.name) == "Met"


def test_missed_and_void_need_a_reason_and_can_be_opened_again() -> None:
	deadline = records.deadline()
	for word in ("Missed", "Void"):
		with pytest.raises(frappe.ValidationError):
			close(deadline.name, word, "  ")
		close(deadline.name, word, "Umzug")
		assert status(deadline.name) == word
		with pytest.raises(frappe.ValidationError):
			mark_met(deadline.name, nowdate(), "Fax")
		reopen(deadline.name, "Irrtum")
		assert status(deadline.name) == "Open"
	with pytest.raises(frappe.ValidationError):
		close(deadline.name, "Met", "Abkürzung")
	assert status(deadline.name) == "Open"


def test_marked_by_mistake_can_be_opened_again() -> None:
	deadline = records.deadline()
	mark_met(deadline.name, nowdate(), "Fax")
	reopen(deadline.name, "Falscher Vorgang")
	mark_met(deadline.name, nowdate(), "Fax")
	with pytest.raises(frappe.ValidationError):
		mark_met(deadline.name, nowdate(), "Fax")


def test_day_it_was_met_lies_not_in_the_future() -> None:
	with pytest.raises(frappe.ValidationError):
		mark_met(records.deadline().name, add_days(nowdate(), 1), "Fax")


# --- Dates ---


@pytest.mark.parametrize(
	("kind", "due", "safe"),
	[
		("Renewal", "2026-11-15", "2026-11-13"),  # T31
		("Appointment", "2026-11-15", "2026-11-15"),
		("Internal", "2026-11-16", "2026-11-11"),
	],
)
def test_safe_date_of_what_is_entered_by_hand(kind: str, due: str, safe: str) -> None:
	deadline = records.deadline(kind=kind, due_on=due)
	assert (str(deadline.due_on), str(deadline.safe_on)) == (due, safe)


def test_opportunity_is_computed_and_never_overdue() -> None:
	deadline = records.deadline(kind="Opportunity", due_on=None, filed_on="2025-08-31", court_law="SGG")
	assert getdate(deadline.due_on) == date(2026, 3, 3)  # T27b: the later day
	assert not deadline.is_overdue and not deadline.advance_on
	assert "keine Frist" in deadline.steps_de


def test_opportunity_that_no_court_knows_is_not_computed() -> None:
	deadline = records.deadline(kind="Opportunity", filed_on="2026-01-15", court_law="FGO")
	assert (deadline.status, deadline.due_on) == ("Not Computed", None)


def test_deadline_without_a_day_is_saved_as_not_computed_and_stands_on_top() -> None:
	records.deadline(due_on="2026-01-02")
	deadline = records.deadline(due_on=None)
	assert deadline.status == "Not Computed"
	assert frappe.get_list("Legal Deadline", order_by="sort_on asc", limit=1, pluck="name") == [deadline.name]


def test_list_shows_not_computed_then_overdue_then_by_date_and_what_is_over_last() -> None:
	client = records.client().name
	done = records.deadline(client=client, due_on="2026-01-02")
	close(done.name, "Void", "Umzug")
	later = records.deadline(client=client, due_on=add_days(nowdate(), 10))
	overdue = records.deadline(client=client, due_on=add_days(nowdate(), -10))
	unknown = records.deadline(client=client, due_on=None)
	meta = frappe.get_meta("Legal Deadline")
	order = f"{meta.sort_field} {meta.sort_order.lower()}"
	listed = frappe.get_list("Legal Deadline", {"client": client}, order_by=order, pluck="name")
	assert listed == [unknown.name, overdue.name, later.name, done.name]


def test_advance_date_is_two_weeks_before_and_can_be_changed() -> None:
	deadline = records.deadline(due_on="2027-03-31")
	assert getdate(deadline.advance_on) == date(2027, 3, 17)
	deadline.advance_on = "2027-03-01"
	deadline.save()
	assert getdate(deadline.advance_on) == date(2027, 3, 1)
	deadline.advance_on = "2027-04-01"
	with pytest.raises(frappe.ValidationError, match=r"after|nach"):
		deadline.save()


def test_overdue_deadline_shows_the_ways_that_are_left() -> None:
	letter = records.letter(letter_date="2026-03-10")
	deadline = frappe.get_doc("Legal Deadline", letter.deadline)
	assert deadline.is_overdue
	frappe.local.lang = "de"
	deadline.run_method("onload")
	ways = " ".join(deadline.get("__onload").ways_left)
	assert "§ 67 Abs. 2 SGG" in ways and "einem Monat" in ways
	assert "§ 44 SGB X" in ways and "31.12.2030" in ways
	assert "keine Rechtsberatung" in ways


# --- People ---


def test_substitute_is_another_person_who_may_see_the_client(counsellor: str) -> None:
	deadline = records.deadline()
	deadline.substitute = counsellor
	with pytest.raises(frappe.ValidationError):
		deadline.save()
	deadline.reload().substitute = records.volunteer()
	with pytest.raises(frappe.ValidationError):
		deadline.save()
	deadline.reload().update(
		{"substitute": records.counsellor(), "absent_from": "2026-12-10", "absent_to": "2026-12-01"}
	)
	with pytest.raises(frappe.ValidationError):
		deadline.save()


def test_deadline_is_linked_to_a_letter_of_its_own_client_only() -> None:
	letter = records.letter()
	with pytest.raises(frappe.ValidationError):
		records.deadline(letter=letter.name)
	assert records.deadline(letter=letter.name, client=letter.client).letter == letter.name


def test_volunteer_cannot_deal_with_deadlines_of_other_clients() -> None:
	deadline = records.deadline()
	frappe.set_user(records.volunteer())
	for action in (
		lambda: mark_met(deadline.name, nowdate(), "Fax"),
		lambda: confirm_met(deadline.name),
		lambda: close(deadline.name, "Void", "x"),
		lambda: reopen(deadline.name, "x"),
	):
		with pytest.raises(frappe.PermissionError):
			action()


@pytest.mark.parametrize(
	"role", ["Language Cafe Helper", "Application Support Helper", "Refugee Support Coordinator"]
)
def test_others_see_no_deadline_and_no_letter(role: str) -> None:
	letter = records.letter()
	frappe.set_user(factories.make_helper(role))
	for doctype, name in (("Authority Letter", letter.name), ("Legal Deadline", letter.deadline)):
		assert not frappe.has_permission(doctype, doc=name)
		with pytest.raises(frappe.PermissionError):
			frappe.get_list(doctype)


def test_calendar_shows_each_reader_their_own_deadlines() -> None:
	own, other = records.client(first_name="Samira"), records.client()
	due = add_days(nowdate(), 3)
	mine = records.deadline(client=own.name, due_on=due, action="Antrag stellen")
	records.deadline(client=other.name, due_on=due)
	volunteer = records.volunteer()
	factories.put_on_team(own.name, volunteer)
	frappe.set_user(volunteer)
	(event,) = get_events(nowdate(), add_days(nowdate(), 7))
	assert (event["name"], event["colour"]) == (mine.name, "warning")
	assert event["title"].startswith("Antrag stellen: Samira")
	frappe.set_user(factories.make_helper("Language Cafe Helper"))
	with pytest.raises(frappe.PermissionError):
		get_events(nowdate(), add_days(nowdate(), 7))
