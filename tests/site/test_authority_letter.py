"""A letter of an authority: its deadline is computed, told and kept, and nothing typed is ever lost."""

from datetime import date
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from refugee_support.patches import name_administrative_decisions
from tests.site import factories, records


@pytest.fixture(autouse=True)
def counsellor(monkeypatch: pytest.MonkeyPatch) -> str:
	monkeypatch.setattr(frappe.local, "lang", "en")
	user = records.counsellor()
	frappe.set_user(user)
	return user


def deadline_of(letter: Any) -> Any:
	return frappe.get_doc("Legal Deadline", letter.reload().deadline)


def steps(document: Any, language: str) -> list[str]:
	before, frappe.local.lang = frappe.local.lang, language
	try:
		document.run_method("onload")
		return document.get("__onload").steps
	finally:
		frappe.local.lang = before


# --- The deadline of a letter ---


def test_refusal_of_the_jobcenter_gets_its_objection_deadline(counsellor: str) -> None:
	letter = records.letter(letter_date="2026-03-10")
	assert (letter.law_regime, letter.remedy) == ("SGB X", "Objection (Widerspruch)")
	assert (letter.period, letter.period_unit) == (1, "month")
	deadline = deadline_of(letter)
	assert (deadline.kind, deadline.status, deadline.client) == ("Remedy", "Open", letter.client)
	assert getdate(deadline.due_on) == date(2026, 4, 14)
	assert getdate(deadline.safe_on) == date(2026, 4, 7)
	assert deadline.responsible == counsellor


def test_steps_are_shown_in_the_language_of_the_reader() -> None:
	letter = frappe.get_doc("Authority Letter", records.letter().name)
	german, english = steps(letter, "de"), steps(letter, "en")
	assert "§ 37 Abs. 2 Satz 1 SGB X" in " ".join(german)
	assert german[-1].endswith("maßgeblich ist der Bescheid. Dies ist keine Rechtsberatung.")
	assert english[-1].endswith("This is not legal advice.")
	assert steps(deadline_of(letter), "de") == german


def test_unknown_posting_is_the_date_of_the_letter_and_that_is_said() -> None:
	letter = records.letter(letter_date="2026-03-10")
	assert letter.posting_assumed
	assert "unbekannt" in letter.steps_de.split("\n")[0]
	letter.posted_on = "2026-03-12"
	letter.save()
	assert not letter.posting_assumed
	assert getdate(deadline_of(letter).due_on) == date(2026, 4, 16)


def test_deadline_follows_the_letter_when_it_is_corrected() -> None:
	letter = records.letter()
	name = letter.deadline
	letter.update({"delivery": "Formal Service", "served_on": "2026-03-12"})
	letter.save()
	assert letter.deadline == name
	assert getdate(deadline_of(letter).due_on) == date(2026, 4, 13)  # 12 April is a Sunday


def test_without_proper_notice_of_remedies_it_is_one_year() -> None:
	letter = records.letter(letter_date="2026-03-10", remedy_notice="Missing")
	assert (letter.period, letter.period_unit) == (1, "year")
	assert getdate(letter.due_on) == date(2027, 3, 15)
	assert "§ 66 Abs. 2 SGG" in letter.steps_de
	letter.remedy_notice = "Correct"
	letter.save()
	assert (letter.period, letter.period_unit) == (1, "month")


# --- Which remedy ---


@pytest.mark.parametrize(
	("kind", "regime", "letter_kind", "remedy"),
	[
		("Foreigners Authority", "VwVfG", "Administrative Decision", "Action in Court (Klage)"),
		("Naturalisation Authority", "VwVfG", "Administrative Decision", "Action in Court (Klage)"),
		("Housing Benefit Office", "VwVfG", "Administrative Decision", "Objection (Widerspruch)"),
		("Youth Welfare Office", "VwVfG", "Administrative Decision", "Objection (Widerspruch)"),
		("Family Benefits Office", "AO", "Administrative Decision", "Objection (Einspruch)"),
		("Family Benefits Office", "SGB X", "Administrative Decision", "Objection (Widerspruch)"),
		("Jobcenter", "SGB X", "Decision on Objection", "Action in Court (Klage)"),
		("Youth Welfare Office", "VwVfG", "Decision on Objection", "Action in Court (Klage)"),
	],
)
def test_remedy_in_north_rhine_westphalia(kind: str, regime: str, letter_kind: str, remedy: str) -> None:
	authority = factories.make_office(kind=kind, law_regime=regime)
	letter = records.letter(authority=authority, letter_kind=letter_kind)
	assert (letter.remedy, letter.period, letter.period_unit) == (remedy, 1, "month")


def test_foreigners_authority_of_another_state_has_no_rule_and_is_not_computed() -> None:
	authority = factories.make_office(kind="Foreigners Authority", law_regime="VwVfG", state="BY")
	letter = records.letter(authority=authority)
	assert not letter.remedy
	assert deadline_of(letter).status == "Not Computed"


@pytest.mark.parametrize(
	("letter_kind", "regime", "period", "days"),
	[
		("Payment Order", "Civil", (2, "week"), {"delivery": "Formal Service", "served_on": "2026-03-12"}),
		("Penalty Order", "Criminal", (2, "week"), {"delivery": "Formal Service", "served_on": "2026-03-12"}),
		("Dismissal", "Civil", (3, "week"), {"received_on": "2026-03-12"}),
	],
)
def test_civil_and_criminal_letters_have_their_own_law(
	letter_kind: str, regime: str, period: tuple, days: dict
) -> None:
	letter = records.letter(letter_kind=letter_kind, **days)
	assert letter.law_regime == regime
	assert (letter.period, letter.period_unit) == period
	assert letter.due_on


def test_asylum_decision_is_never_computed_without_the_period_of_the_letter() -> None:
	asylum = {"delivery": "Formal Service", "served_on": "2026-04-23", "letter_kind": "Asylum Decision"}
	letter = records.letter(authority="BAMF", letter_date="2026-04-20", **asylum)
	deadline = deadline_of(letter)
	assert (letter.period, deadline.status, deadline.due_on) == (0, "Not Computed", None)
	assert "GEAS" in deadline.steps_de and "Anwaltskanzlei" in deadline.steps_de
	letter.update({"period": 2, "period_unit": "week"})
	letter.save()
	deadline.reload()
	assert (deadline.status, getdate(deadline.due_on)) == ("Open", date(2026, 5, 7))
	assert "Anwaltskanzlei" in deadline.steps_de


def test_association_changes_a_rule_without_code() -> None:
	authority = factories.make_office(kind="Recognition Authority", law_regime="VwVfG")
	assert records.letter(authority=authority).due_on is None
	frappe.set_user("Administrator")
	rule = {"letter_kind": "Administrative Decision", "law_regime": "VwVfG", "authority": authority}
	values = {"remedy": "Objection (Widerspruch)", "period": 6, "period_unit": "week", "fiction_days": 5}
	factories.make("Remedy Rule", code="TEST_RULE", label="Testregel", **rule, **values)
	letter = factories.make_letter(records.client().name, authority=authority, letter_date="2026-03-09")
	assert getdate(letter.announced_on) == date(2026, 3, 14)
	assert getdate(letter.due_on) == date(2026, 4, 27)  # six weeks: Saturday, 25 April


def test_rule_that_is_no_longer_valid_is_not_used() -> None:
	authority = factories.make_office(kind="Recognition Authority", law_regime="VwVfG")
	values = {
		"remedy": "Objection (Widerspruch)",
		"period": 1,
		"period_unit": "month",
		"valid_to": "2026-01-31",
	}
	rule = {"letter_kind": "Administrative Decision", "law_regime": "VwVfG", "authority": authority}
	factories.make("Remedy Rule", code="TEST_RULE", label="Testregel", **rule, **values)
	assert records.letter(authority=authority, letter_date="2026-01-31").due_on
	assert not records.letter(authority=authority, letter_date="2026-02-02").due_on


def test_proposals_of_the_rule_follow_the_authority_but_what_was_typed_stays() -> None:
	letter = records.letter()
	letter.authority = factories.make_office(kind="Family Benefits Office", law_regime="AO")
	letter.save()
	assert (letter.law_regime, letter.remedy) == ("AO", "Objection (Einspruch)")
	letter.update({"period": 3, "period_unit": "month", "period_reason": "Wohnsitz im Ausland"})
	letter.save()
	letter.authority = factories.make_office()
	letter.save()
	assert (letter.law_regime, letter.period) == ("SGB X", 3)


# --- Other letters ---


def test_request_for_documents_has_the_day_the_letter_names() -> None:
	saturday = {"letter_kind": "Request for Documents", "named_day": "2026-03-28"}
	letter = records.letter(**saturday)
	deadline = deadline_of(letter)
	assert (deadline.kind, getdate(deadline.due_on)) == ("Set by Authority", date(2026, 3, 30))
	letter.named_day_fixed = 1
	letter.save()
	assert getdate(deadline_of(letter).due_on) == date(2026, 3, 28)


def test_hearing_with_a_period_instead_of_a_day() -> None:
	letter = records.letter(letter_kind="Hearing", period=2, period_unit="week")
	assert getdate(letter.due_on) == date(2026, 3, 30)  # 14 + 14 March is a Saturday


def test_appointment_does_not_move() -> None:
	letter = records.letter(letter_kind="Appointment", named_day="2026-03-28")
	deadline = deadline_of(letter)
	assert (deadline.kind, getdate(deadline.due_on)) == ("Appointment", date(2026, 3, 28))


def test_letter_that_asks_for_nothing_has_no_deadline() -> None:
	letter = records.letter(letter_kind="Other Letter")
	assert letter.deadline is None and not frappe.db.exists("Legal Deadline", {"letter": letter.name})
	consulate = records.letter(authority="KONSULAT")
	assert consulate.deadline is None


def test_deadline_of_a_letter_that_turns_out_to_ask_for_nothing_stays_visible_as_void() -> None:
	letter = records.letter()
	letter.letter_kind = "Other Letter"
	letter.update({"period": 0, "period_unit": ""})
	letter.save()
	deadline = deadline_of(letter)
	assert deadline.status == "Void" and deadline.closing_reason


# --- Bad input: saved, said, and on top of the list ---

BAD: dict[str, tuple[dict[str, Any], str]] = {
	"posted before the letter": ({"posted_on": "2026-03-09"}, "vor dem Datum des Briefs"),
	"posting in the future": ({"posted_on": "2027-03-01"}, "Zukunft"),
	"letter in the future": ({"letter_date": "2027-03-01"}, "Zukunft"),
	"service without a date": ({"delivery": "Formal Service"}, "gelben Umschlag"),
	"negative period": ({"period": -1, "period_unit": "month", "period_reason": "x"}, "größer als 0"),
	"period without end": ({"period": 5000, "period_unit": "year", "period_reason": "x"}, "2100"),
	"received before posted": ({"received_on": "2026-03-01"}, "vor der Aufgabe zur Post"),
	"impossible year": ({"letter_date": "0202-03-10"}, "kann nicht stimmen"),
	"documents asked for without a day": ({"letter_kind": "Request for Documents"}, "Es fehlt der Tag"),
}


@pytest.mark.parametrize(("values", "told"), BAD.values(), ids=BAD)
def test_letter_with_bad_input_is_saved_and_its_deadline_stands_on_top(values: dict, told: str) -> None:
	frappe.local.lang = "de"
	records.deadline(due_on=add_days(nowdate(), -30))
	frappe.clear_messages()
	letter = records.letter(subject="Ablehnung", **values)
	stored = frappe.get_doc("Authority Letter", letter.name)
	assert stored.subject == "Ablehnung"
	for field, value in values.items():
		assert str(stored.get(field)) == str(value)
	deadline = deadline_of(letter)
	assert (deadline.status, deadline.due_on) == ("Not Computed", None)
	assert told in deadline.steps_de
	assert told in str(frappe.get_message_log())
	assert frappe.get_list("Legal Deadline", order_by="sort_on asc", limit=1, pluck="name") == [deadline.name]


@pytest.mark.parametrize(
	"authority",
	[{"state": ""}, {"law_regime": ""}, {"kind": "Other", "law_regime": "VwVfG"}],
	ids=["unknown state", "unknown regime", "authority without a rule"],
)
def test_letter_of_an_authority_we_know_too_little_about_is_saved_and_not_computed(authority: dict) -> None:
	letter = records.letter(authority=factories.make_office(**authority))
	assert deadline_of(letter).status == "Not Computed"
	letter.update({"state": "NW", "law_regime": "SGB X", "period": 1, "period_unit": "month"})
	letter.save()
	assert deadline_of(letter).status == "Open"


@pytest.mark.parametrize("day", ["2026-02-29", "2026-13-01", "gestern"])
def test_day_that_does_not_exist_is_refused_by_the_name_of_its_field(day: str) -> None:
	frappe.local.lang = "de"
	with pytest.raises(frappe.ValidationError, match="Datum des Briefs"):
		records.letter(letter_date=day)


def test_29_february_of_a_leap_year_is_a_day() -> None:
	assert getdate(records.letter(letter_date="2024-02-29").announced_on) == date(2024, 3, 3)


# --- Somebody knows better ---


def test_override_needs_a_reason_and_is_told_with_the_computation() -> None:
	letter = records.letter()
	letter.override_due_on = "2026-04-02"
	with pytest.raises(frappe.ValidationError, match=r"override_reason|Reason|Begründung"):
		letter.save()
	letter.reload()
	letter.update({"override_due_on": "2026-04-02", "override_reason": "So steht es im Bescheid"})
	letter.save()
	deadline = deadline_of(letter)
	assert getdate(deadline.due_on) == date(2026, 4, 2)
	assert getdate(deadline.safe_on) <= date(2026, 4, 2)
	assert "So steht es im Bescheid" in deadline.steps_de


def test_override_computes_what_could_not_be_computed() -> None:
	letter = records.letter(authority=factories.make_office(law_regime=""))
	letter.update({"override_due_on": "2026-04-02", "override_reason": "Anruf im Amt"})
	letter.save()
	assert deadline_of(letter).status == "Open"


def test_another_period_than_that_of_the_rule_needs_a_reason() -> None:
	with pytest.raises(frappe.ValidationError, match=r"rule|Regel"):
		records.letter(period=3, period_unit="month")
	letter = records.letter(period=3, period_unit="month", period_reason="Wohnsitz im Ausland")
	assert getdate(letter.due_on) == date(2026, 6, 15)


# --- People and papers ---


def test_letter_about_several_people_is_one_letter_with_one_deadline() -> None:
	mother, child = records.client(), records.client()
	letter = records.letter(client=mother.name, persons=[{"client": child.name}, {"client": mother.name}])
	assert [row.client for row in letter.persons] == [child.name]
	assert frappe.db.count("Legal Deadline", {"letter": letter.name}) == 1


def test_volunteer_sees_letters_and_deadlines_of_own_clients_only() -> None:
	own, other = records.client(), records.client()
	alone = records.letter(client=own.name)
	foreign = records.letter(client=other.name)
	both = records.letter(client=own.name, persons=[{"client": other.name}])
	volunteer = records.volunteer()
	factories.put_on_team(own.name, volunteer)
	frappe.set_user(volunteer)
	assert frappe.get_list("Authority Letter", pluck="name") == [alone.name]
	assert frappe.get_list("Legal Deadline", pluck="name") == [alone.deadline]
	for letter in (foreign, both):
		assert not frappe.has_permission("Authority Letter", doc=letter.name)
		assert not frappe.has_permission("Legal Deadline", doc=letter.deadline)


def test_volunteer_records_a_letter_of_an_own_client_and_of_no_other() -> None:
	own, other = records.client(), records.client()
	volunteer = records.volunteer()
	factories.put_on_team(own.name, volunteer)
	frappe.set_user(volunteer)
	letter = records.letter(client=own.name, authority="JOBCENTER_ME_AKTIV")
	assert deadline_of(letter).responsible == volunteer
	for values in ({"client": other.name}, {"client": own.name, "persons": [{"client": other.name}]}):
		with pytest.raises(frappe.PermissionError):
			records.letter(authority="JOBCENTER_ME_AKTIV", **values)
	letter.reload().append("persons", {"client": other.name})
	with pytest.raises(frappe.PermissionError):
		letter.save()


def test_who_is_responsible_must_be_able_to_see_the_client() -> None:
	with pytest.raises(frappe.ValidationError, match=r"may not see|nicht sehen"):
		records.letter(responsible=records.volunteer())


def test_title_says_nothing_about_the_person() -> None:
	letter = records.letter()
	deadline = deadline_of(letter)
	for title in (letter.title, deadline.title):
		assert "Amina" not in title and "Beispiel" not in title
	assert not {"Amina", "Beispiel"} & set(letter.name.split("-"))


def test_path_of_a_foreign_file_is_no_scan_of_the_letter() -> None:
	foreign = factories.make_file("Client", records.client().name, "fremd.txt", "fremd")
	letter = records.letter()
	letter.scan = foreign.file_url
	with pytest.raises(frappe.ValidationError):
		letter.save()


def test_uploaded_scan_stays_with_the_letter() -> None:
	letter = records.letter()
	file = factories.make_file(
		"Authority Letter", letter.name, "bescheid.txt", "Ablehnung", attached_to_field="scan"
	)
	letter.reload().scan = file.file_url
	letter.save()
	assert frappe.get_doc("Authority Letter", letter.name).scan == file.file_url


def test_letter_with_a_deadline_cannot_be_deleted_silently() -> None:
	letter = records.letter()
	with pytest.raises(frappe.LinkExistsError):
		frappe.delete_doc("Authority Letter", letter.name)


def test_letters_and_rules_of_the_former_name_of_their_kind_are_found_again() -> None:
	letter = records.letter()
	frappe.db.set_value("Authority Letter", letter.name, "letter_kind", "Decision")
	frappe.db.set_value("Remedy Rule", "JOBCENTER", "letter_kind", "Decision")
	for _run in range(2):
		name_administrative_decisions.execute()
		kinds = {
			frappe.db.get_value("Authority Letter", letter.name, "letter_kind"),
			frappe.db.get_value("Remedy Rule", "JOBCENTER", "letter_kind"),
		}
		assert kinds == {"Administrative Decision"}
