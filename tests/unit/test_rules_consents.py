"""When a consent holds, and what several of them together are worth."""

from datetime import date

import pytest

from refugee_support.rules.consents import Consent, may_sign_alone, standing, together

TODAY = date(2026, 11, 25)
MAY, JUNE, NOVEMBER = date(2026, 5, 1), date(2026, 6, 1), date(2026, 11, 1)


@pytest.mark.parametrize(
	("consent", "expected"),
	[
		(Consent(None), "Not Given Yet"),
		(Consent(date(2026, 11, 26)), "Not Given Yet"),
		(Consent(TODAY), "In Force"),
		(Consent(MAY, valid_until=TODAY), "In Force"),
		(Consent(MAY, valid_until=date(2026, 11, 24)), "Ended"),
		(Consent(MAY, withdrawn_on=TODAY), "Taken Back"),
		(Consent(MAY, valid_until=JUNE, withdrawn_on=date(2026, 5, 2)), "Taken Back"),
	],
)
def test_a_consent_holds_from_its_day_to_its_last_day_and_not_on_the_day_of_its_withdrawal(
	consent: Consent, expected: str
) -> None:
	assert standing(consent, TODAY) == expected


def test_who_agrees_again_after_withdrawing_has_agreed() -> None:
	consents = [Consent(MAY, withdrawn_on=JUNE), Consent(NOVEMBER)]
	assert together(consents, TODAY) == ("In Force", NOVEMBER)


def test_of_consents_that_are_over_the_last_word_counts() -> None:
	ended, withdrawn = Consent(MAY, valid_until=JUNE), Consent(MAY, withdrawn_on=NOVEMBER)
	assert together([withdrawn, ended], TODAY) == ("Taken Back", NOVEMBER)
	assert together([ended], TODAY) == ("Ended", JUNE)


def test_nothing_said_is_no_consent() -> None:
	assert together([], TODAY) == ("Not Given Yet", None)
	assert together([Consent(None)], TODAY) == ("Not Given Yet", None)


def test_of_minors_those_who_have_custody_are_asked() -> None:
	assert [may_sign_alone(age) for age in (17, 18, None)] == [False, True, True]
