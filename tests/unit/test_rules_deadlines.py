"""When the time to answer a letter ends: the worked cases, each named after the rule it exercises."""

import re
from datetime import date, datetime
from typing import Any

import pytest

from refugee_support.rules import deadlines
from refugee_support.rules.deadlines import DeadlineError, FictionRule, remedy_deadline


def day(text: str) -> date:
	return datetime.strptime(text, "%d.%m.%Y").date()


def deadline(regime: str, delivery: str, period: int, unit: str, **days: str) -> Any:
	state = days.pop("state", "NW")
	dates = {name: day(value) for name, value in days.items()}
	return remedy_deadline(regime=regime, delivery=delivery, period=period, unit=unit, state=state, **dates)


# --- The worked cases of the domain facts, 3.8: posting → announced → raw end → deadline ---

LETTERS = {
	"T01 SGB X: Saturday counts as day of announcement": (
		*("SGB X", "10.03.2026", "14.03.2026", "14.04.2026", "14.04.2026"),
	),
	"T02 SGB X: Sunday counts as day of announcement": (
		*("SGB X", "11.03.2026", "15.03.2026", "15.04.2026", "15.04.2026"),
	),
	"T04 31 January to 28 February": ("SGB X", "27.01.2025", "31.01.2025", "28.02.2025", "28.02.2025"),
	"T06 28 February to 28 March, not 31": ("SGB X", "24.02.2026", "28.02.2026", "28.03.2026", "30.03.2026"),
	"T08 Fronleichnam is a holiday in NW": ("SGB X", "30.04.2026", "04.05.2026", "04.06.2026", "05.06.2026"),
	"T09 VwVfG: Allerheiligen": ("VwVfG", "27.09.2027", "01.10.2027", "01.11.2027", "02.11.2027"),
	"T10 Christmas and the weekend after": ("SGB X", "21.11.2026", "25.11.2026", "25.12.2026", "28.12.2026"),
	"T11 24 December is no holiday": ("SGB X", "20.11.2026", "24.11.2026", "24.12.2026", "24.12.2026"),
	"T12 AO: the day of announcement moves over Easter": (
		*("AO", "31.03.2026", "07.04.2026", "07.05.2026", "07.05.2026"),
	),
	"T17 three days until the end of 2024": ("SGB X", "30.12.2024", "02.01.2025", "02.02.2025", "03.02.2025"),
	"T17b four days since 2025": ("SGB X", "02.01.2025", "06.01.2025", "06.02.2025", "06.02.2025"),
	"T19 the day of posting, not the date of the letter": (
		*("SGB X", "03.11.2026", "07.11.2026", "07.12.2026", "07.12.2026"),
	),
	"T19 posting unknown: the date of the letter": (
		*("SGB X", "30.10.2026", "03.11.2026", "03.12.2026", "03.12.2026"),
	),
	"T21 Klage after Widerspruchsbescheid": ("SGB X", "02.06.2026", "06.06.2026", "06.07.2026", "06.07.2026"),
	"T23a month end": ("SGB X", "26.09.2025", "30.09.2025", "30.10.2025", "30.10.2025"),
	"BSG B 14 AS 12/09 R (three days, Saturday)": (
		*("SGB X", "26.09.2007", "29.09.2007", "29.10.2007", "29.10.2007"),
	),
}


@pytest.mark.parametrize(("regime", "posted", "announced", "raw_end", "due"), LETTERS.values(), ids=LETTERS)
def test_one_month_after_a_letter(regime: str, posted: str, announced: str, raw_end: str, due: str) -> None:
	result = deadline(regime, "Ordinary Post", 1, "month", posted_on=posted)
	assert (result.announced_on, result.raw_end, result.due_on) == (day(announced), day(raw_end), day(due))


SERVED = {
	"T14 AsylG: two weeks end on the same weekday": (
		"AsylG",
		2,
		"week",
		"23.04.2026",
		"07.05.2026",
		"07.05.2026",
	),
	"T14 AsylG: reasons within a month, Pfingstmontag": (
		*("AsylG", 1, "month", "23.04.2026", "23.05.2026", "26.05.2026"),
	),
	"T14b AsylG: 1 May and the weekend": ("AsylG", 2, "week", "17.04.2026", "01.05.2026", "04.05.2026"),
	"T25 Strafbefehl: two weeks from service": (
		"Criminal",
		2,
		"week",
		"11.12.2026",
		"25.12.2026",
		"28.12.2026",
	),
}


@pytest.mark.parametrize(
	("regime", "period", "unit", "served", "raw_end", "due"), SERVED.values(), ids=SERVED
)
def test_formal_service_counts_from_the_day_on_the_envelope(
	regime: str, period: int, unit: str, served: str, raw_end: str, due: str
) -> None:
	result = deadline(regime, "Formal Service", period, unit, served_on=served)
	assert (result.announced_on, result.raw_end, result.due_on) == (day(served), day(raw_end), day(due))


def test_T16_without_proper_notice_of_remedies_the_period_is_one_year() -> None:
	period = deadlines.period_without_proper_notice("SGB X")
	assert period == (1, "year", "§ 66 Abs. 2 SGG")
	result = deadline("SGB X", "Ordinary Post", period.period, period.unit, posted_on="10.03.2025")
	assert (result.announced_on, result.raw_end, result.due_on) == (
		*(day("14.03.2025"), day("14.03.2026"), day("16.03.2026")),
	)


def test_T18_a_later_proven_receipt_replaces_the_presumed_one() -> None:
	result = deadline("SGB X", "Ordinary Post", 1, "month", posted_on="06.03.2026", received_on="16.03.2026")
	assert (result.announced_on, result.due_on) == (day("16.03.2026"), day("16.04.2026"))


def test_BSG_an_earlier_receipt_does_not_replace_the_presumed_one() -> None:
	result = deadline("SGB X", "Ordinary Post", 1, "month", posted_on="26.09.2007", received_on="28.09.2007")
	assert (result.announced_on, result.due_on) == (day("29.09.2007"), day("29.10.2007"))


def test_T24_KSchG_three_weeks_from_receipt() -> None:
	result = deadline("Civil", "Ordinary Post", 3, "week", received_on="10.04.2026")
	assert (result.announced_on, result.raw_end, result.due_on) == (
		*(day("10.04.2026"), day("01.05.2026"), day("04.05.2026")),
	)


def test_T26_AGG_two_months_from_the_event() -> None:
	assert deadlines.equal_treatment_claim(day("30.06.2026")).due_on == day("31.08.2026")


INACTION = {
	"T27 SGG six months": ("SGG", "15.01.2026", "15.07.2026", "16.07.2026", "16.07.2026"),
	"T27b SGG, disputed prolongation: the later day": (
		*("SGG", "31.08.2025", "28.02.2026", "01.03.2026", "03.03.2026"),
	),
	"T28 VwGO three months": ("VwGO", "31.03.2026", "30.06.2026", "01.07.2026", "01.07.2026"),
}


@pytest.mark.parametrize(("court", "filed", "waits", "counted", "earliest"), INACTION.values(), ids=INACTION)
def test_action_for_inaction(court: str, filed: str, waits: str, counted: str, earliest: str) -> None:
	result = deadlines.earliest_action_for_inaction(day(filed), court=court)
	assert (result.waits_until, result.counted_on, result.earliest_on) == (
		day(waits),
		day(counted),
		day(earliest),
	)


@pytest.mark.parametrize(
	("court", "after", "until"),
	[
		("SGG", "objection", "15.04.2026"),
		("VwGO", "objection", "15.04.2026"),
		("FGO", "objection", "15.07.2026"),
	],
)
def test_action_for_inaction_after_an_objection(court: str, after: str, until: str) -> None:
	result = deadlines.earliest_action_for_inaction(day("15.01.2026"), court=court, after=after)
	assert result.waits_until == day(until)


@pytest.mark.parametrize(
	("received", "paid_from"),
	[
		pytest.param("20.11.2026", "01.05.2026", id="T29 six months before November"),
		pytest.param("02.01.2027", "01.07.2026", id="T29b six months before January"),
	],
)
def test_child_benefit_is_paid_back(received: str, paid_from: str) -> None:
	assert deadlines.child_benefit_from(day(received)).paid_from == day(paid_from)


@pytest.mark.parametrize(
	("law", "back_to"),
	[
		("SGB II", "01.01.2025"),
		("SGB XII", "01.01.2025"),
		("AsylbLG", "01.01.2025"),
		("SGB III", "01.01.2022"),
	],
	ids=lambda value: f"T30 {value}",
)
def test_review_of_a_final_decision(law: str, back_to: str) -> None:
	review = deadlines.review_of_final_decision(day("17.05.2022"), day("09.06.2026"), law=law)
	assert (review.apply_until, review.benefits_from) == (day("31.12.2026"), day(back_to))


def test_T31_a_permit_is_renewed_before_it_expires_on_a_working_day() -> None:
	renewal = deadlines.last_day_before_expiry(day("15.11.2026"))
	assert (renewal.due_on, renewal.safe_on) == (day("15.11.2026"), day("13.11.2026"))


# --- How it came ---


def test_return_receipt_counts_instead_of_the_presumed_day() -> None:
	result = deadline("VwVfG", "Registered Post", 1, "month", posted_on="02.03.2026", served_on="04.03.2026")
	assert result.announced_on == day("04.03.2026")


def test_registered_post_without_return_receipt_is_presumed_on_the_fourth_day_and_does_not_move() -> None:
	for regime in ("SGB X", "VwVfG", "AO"):
		result = deadline(regime, "Registered Post", 1, "month", posted_on="10.03.2026")
		assert result.announced_on == day("14.03.2026"), regime


def test_an_earlier_receipt_does_not_bring_the_moved_day_of_tax_law_back() -> None:
	result = deadline("AO", "Ordinary Post", 1, "month", posted_on="31.03.2026", received_on="04.04.2026")
	assert result.announced_on == day("07.04.2026")


def test_portal_of_social_law_counts_like_a_letter_unless_retrieved_later() -> None:
	assert deadline("SGB X", "Electronic", 1, "month", posted_on="10.03.2026").announced_on == day(
		"14.03.2026"
	)
	late = deadline("SGB X", "Electronic", 1, "month", posted_on="10.03.2026", received_on="20.03.2026")
	assert late.announced_on == day("20.03.2026")


def test_portal_of_administrative_law_counts_from_the_day_after_retrieval() -> None:
	result = deadline("VwVfG", "Electronic", 1, "month", posted_on="10.03.2026", received_on="13.03.2026")
	assert (result.announced_on, result.due_on) == (day("14.03.2026"), day("14.04.2026"))


def test_portal_of_administrative_law_not_retrieved_in_ten_days_is_not_announced() -> None:
	assert deadline("VwVfG", "Electronic", 1, "month", posted_on="02.03.2026", received_on="12.03.2026")
	with pytest.raises(ValueError, match="nicht bekannt"):
		deadline("VwVfG", "Electronic", 1, "month", posted_on="02.03.2026", received_on="13.03.2026")


def test_electronic_decision_of_tax_law_moves_like_a_letter() -> None:
	assert deadline("AO", "Electronic", 1, "month", posted_on="31.03.2026").announced_on == day("07.04.2026")


@pytest.mark.parametrize("known", ["served_on", "received_on"])
def test_handed_over_counts_from_that_day_in_every_regime(known: str) -> None:
	for regime in deadlines.REGIMES:
		result = deadline(regime, "Handed Over", 2, "week", **{known: "14.03.2026"})
		assert result.announced_on == day("14.03.2026"), regime


def test_the_state_of_the_authority_decides_about_holidays() -> None:
	bavaria = deadline("SGB X", "Formal Service", 1, "month", served_on="06.12.2026", state="BY")
	assert bavaria.due_on == day("07.01.2027")  # Heilige Drei Könige
	assert deadline("SGB X", "Formal Service", 1, "month", served_on="06.12.2026").due_on == day("06.01.2027")


@pytest.mark.parametrize(
	("served", "period", "unit", "due"),
	[
		("29.02.2024", 1, "year", "28.02.2025"),
		("29.01.2024", 1, "month", "29.02.2024"),
		("31.01.2023", 1, "month", "28.02.2023"),
		("31.08.2026", 3, "month", "30.11.2026"),
		("02.03.2026", 10, "day", "12.03.2026"),
	],
)
def test_calendar_periods(served: str, period: int, unit: str, due: str) -> None:
	assert deadline("VwVfG", "Formal Service", period, unit, served_on=served).due_on == day(due)


# --- The safe date ---


@pytest.mark.parametrize(
	("posted", "safe"),
	[
		("10.03.2026", "07.04.2026"),  # 10.04. less three working days
		("25.11.2026", "21.12.2026"),  # 25.12. → 24.12. → 21.12.
	],
)
def test_safe_date_counts_from_the_letter_and_keeps_three_working_days(posted: str, safe: str) -> None:
	assert deadline("SGB X", "Ordinary Post", 1, "month", posted_on=posted).safe_on == day(safe)


def test_safe_date_does_not_lie_before_the_letter() -> None:
	assert deadline("VwVfG", "Formal Service", 1, "day", served_on="10.03.2026").safe_on == day("10.03.2026")


# --- Rules are data ---


def test_rules_for_the_presumed_day_can_be_replaced_without_code() -> None:
	rules = (FictionRule("SGB X", 6, valid_from=day("01.01.2028"), source="invented"),)
	known = {"regime": "SGB X", "delivery": "Ordinary Post", "period": 1, "unit": "month"}
	result = deadlines.remedy_deadline_under(rules, **known, posted_on=day("03.01.2028"))
	assert result.announced_on == day("09.01.2028")
	with pytest.raises(ValueError, match=r"31\.12\.2027"):
		deadlines.remedy_deadline_under(rules, **known, posted_on=day("31.12.2027"))


def test_every_rule_for_the_presumed_day_names_its_source_and_they_leave_no_gap() -> None:
	for regime in ("SGB X", "VwVfG", "AO", "AsylG"):
		old, new = (rule for rule in deadlines.FICTIONS if rule.regime == regime)
		assert old.source and new.source
		assert (old.days, new.days) == (3, 4)
		assert (new.valid_from - old.valid_to).days == 1


# --- In words ---


def test_the_computation_is_told_in_numbered_sentences_with_paragraphs() -> None:
	result = deadline("SGB X", "Ordinary Post", 1, "month", posted_on="30.04.2026")
	german, english = result.steps, result.steps_in("en")
	assert german == result.steps_in("de") == result.steps_in("de-DE")
	assert [step.split(".")[0] for step in german] == [str(number) for number in range(1, len(german) + 1)]
	assert all("§" in step for step in german[:-2])
	assert "§ 37 Abs. 2 Satz 1 SGB X" in german[0] and "§ 37 Abs. 2 Satz 1 SGB X" in english[0]
	assert "Do 04.06.2026" in " ".join(german) and "Feiertag (Fronleichnam)" in " ".join(german)
	assert "Thu 4 June 2026" in " ".join(english) and "Corpus Christi" in " ".join(english)
	assert len(german) == len(english)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_result_ends_with_the_notice_decides(language: str) -> None:
	results = [
		deadline("SGB X", "Ordinary Post", 1, "month", posted_on="10.03.2026"),
		deadlines.appointment(day("10.03.2026")),
		deadlines.day_set_by_authority(day("10.03.2026")),
		deadlines.last_day_before_expiry(day("10.03.2026")),
		deadlines.equal_treatment_claim(day("10.03.2026")),
		deadlines.reinstatement(regime="SGB X", obstacle_ended_on=day("10.03.2026")),
		deadlines.earliest_action_for_inaction(day("10.03.2026"), court="SGG"),
		deadlines.child_benefit_from(day("10.03.2026")),
		deadlines.review_of_final_decision(day("10.03.2026"), day("10.03.2026")),
	]
	wanted = {
		"de": "Berechneter Vorschlag; maßgeblich ist der Bescheid. Dies ist keine Rechtsberatung.",
		"en": "Computed suggestion; what the authority's notice says decides. This is not legal advice.",
	}[language]
	for result in results:
		assert re.sub(r"^\d+\. ", "", result.steps_in(language)[-1]) == wanted
		assert all(step.strip() for step in result.steps_in(language))


def test_asylum_decisions_send_to_the_notice_and_to_a_lawyer() -> None:
	asylum = " ".join(deadline("AsylG", "Formal Service", 1, "week", served_on="23.04.2026").steps)
	assert "Rechtsbehelfsbelehrung" in asylum and "Anwaltskanzlei" in asylum


# --- Days that are named, expire or end an obstacle ---


def test_a_day_set_by_an_authority_moves_unless_it_says_that_it_does_not() -> None:
	saturday = day("14.03.2026")
	assert deadlines.day_set_by_authority(saturday).due_on == day("16.03.2026")
	assert deadlines.day_set_by_authority(saturday, fixed_with_notice=True).due_on == saturday
	tax = deadlines.day_set_by_authority(saturday, fixed_with_notice=True, regime="AO")
	assert tax.due_on == day("16.03.2026")


def test_an_appointment_does_not_move() -> None:
	assert deadlines.appointment(day("14.03.2026")).due_on == day("14.03.2026")


@pytest.mark.parametrize(
	("regime", "remedy", "until"),
	[
		("SGB X", True, "10.04.2026"),  # § 67 Abs. 2 SGG: one month
		("SGB X", False, "24.03.2026"),  # § 27 Abs. 2 SGB X: two weeks
		("VwVfG", True, "24.03.2026"),  # § 60 Abs. 2 VwGO: two weeks
		("AO", True, "10.04.2026"),  # § 110 Abs. 2 AO: one month
		("AsylG", True, "24.03.2026"),
		("Criminal", True, "17.03.2026"),  # § 45 StPO: one week
	],
)
def test_reinstatement_period_by_regime(regime: str, remedy: bool, until: str) -> None:
	result = deadlines.reinstatement(regime=regime, obstacle_ended_on=day("10.03.2026"), remedy=remedy)
	assert result.due_on == day(until)


def test_without_notice_only_where_the_law_says_so() -> None:
	assert {deadlines.period_without_proper_notice(r)[:2] for r in ("SGB X", "VwVfG", "AO", "AsylG")} == {
		(1, "year")
	}
	for regime in ("Civil", "Criminal"):
		with pytest.raises(ValueError, match="Rechtsbehelfsbelehrung"):
			deadlines.period_without_proper_notice(regime)


# --- Bad input: a sentence for the person who types, and the argument to mend ---

GOOD: dict[str, Any] = {
	"regime": "SGB X",
	"delivery": "Ordinary Post",
	"period": 1,
	"unit": "month",
	"posted_on": date(2026, 3, 10),
}
BAD: dict[str, tuple[dict[str, Any], str]] = {
	"period 0": ({"period": 0}, "period"),
	"negative period": ({"period": -1}, "period"),
	"period is a truth value": ({"period": True}, "period"),
	"period is a text": ({"period": "1"}, "period"),
	"half a month": ({"period": 1.5}, "period"),
	"no period": ({"period": None}, "period"),
	"period beyond the calendar": ({"period": 10**9, "unit": "year"}, "period"),
	"period beyond 2100": ({"period": 100, "unit": "year"}, "period"),
	"unknown unit": ({"unit": "quarter"}, "unit"),
	"no unit": ({"unit": None}, "unit"),
	"unknown regime": ({"regime": "SGB XV"}, "regime"),
	"unknown delivery": ({"delivery": "Pigeon"}, "delivery"),
	"unknown state": ({"state": "XX"}, "state"),
	"no state": ({"state": None}, "state"),
	"state is a list": ({"state": ["NW"]}, "state"),
	"posting missing": ({"posted_on": None}, "posted_on"),
	"posting missing, receipt known": ({"posted_on": None, "received_on": date(2026, 3, 12)}, "posted_on"),
	"service without a date": ({"delivery": "Formal Service"}, "served_on"),
	"handed over without a date": ({"delivery": "Handed Over", "posted_on": None}, "received_on"),
	"handed over on two days": (
		{"delivery": "Handed Over", "served_on": date(2026, 3, 11), "received_on": date(2026, 3, 12)},
		"received_on",
	),
	"civil law without receipt": ({"regime": "Civil"}, "received_on"),
	"criminal law without service": ({"regime": "Criminal"}, "received_on"),
	"portal without retrieval": ({"regime": "VwVfG", "delivery": "Electronic"}, "received_on"),
	"posted after service": ({"delivery": "Formal Service", "served_on": date(2026, 3, 9)}, "served_on"),
	"received before posted": ({"received_on": date(2026, 3, 9)}, "received_on"),
	"received before served": (
		{"delivery": "Formal Service", "served_on": date(2026, 3, 12), "received_on": date(2026, 3, 11)},
		"received_on",
	),
	"date is a text": ({"posted_on": "2026-03-10"}, "posted_on"),
	"date in the year 2": ({"posted_on": date(2, 3, 10)}, "posted_on"),
	"date in the year 9999": ({"posted_on": date(9999, 12, 31)}, "posted_on"),
}


@pytest.mark.parametrize(("change", "argument"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_words(change: dict[str, Any], argument: str) -> None:
	with pytest.raises(DeadlineError) as refused:
		remedy_deadline(**(GOOD | change))
	assert isinstance(refused.value, ValueError)
	assert refused.value.argument == argument
	german, english = str(refused.value), refused.value.in_language("en")
	assert german == refused.value.in_language("de")
	for text in (german, english):
		assert text[-1] in ".)" and len(text) > 20 and german != english


@pytest.mark.parametrize(
	"call",
	[
		lambda: deadlines.day_set_by_authority(None),
		lambda: deadlines.day_set_by_authority(date(2026, 3, 10), state="ZZ"),
		lambda: deadlines.reinstatement(regime="X", obstacle_ended_on=date(2026, 3, 10)),
		lambda: deadlines.earliest_action_for_inaction(date(2026, 3, 10), court="FGO"),
		lambda: deadlines.review_of_final_decision(date(2026, 3, 10), date(2026, 3, 9)),
	],
)
def test_bad_input_of_the_other_rules_is_refused_in_words(call: Any) -> None:
	with pytest.raises(ValueError, match=r"[A-ZÄÖÜ].{15,}\.$"):
		call()


def test_a_time_of_day_does_not_matter() -> None:
	with_time = remedy_deadline(**(GOOD | {"posted_on": datetime(2026, 3, 10, 23, 59)}))
	assert with_time == remedy_deadline(**GOOD)
	assert type(with_time.announced_on) is date


def test_it_is_called_with_exactly_the_arguments_of_the_contract() -> None:
	import inspect

	parameters = inspect.signature(remedy_deadline).parameters
	assert list(parameters) == [
		*("regime", "delivery", "period", "unit", "posted_on", "served_on", "received_on", "state"),
	]
	assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in parameters.values())
	assert parameters["state"].default == "NW"
