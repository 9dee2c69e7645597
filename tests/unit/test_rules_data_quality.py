"""Which facts are missing, and which are so old that somebody should ask again."""

from datetime import date
from typing import Any

import pytest

from refugee_support.rules.data_quality import (
	VOLATILE,
	WANTED,
	Facts,
	missing_fields,
	months_before,
	stale_fields,
)

TODAY = date(2026, 11, 25)
COMPLETE: dict[str, Any] = {field: "x" for field in WANTED} | {"date_of_birth": date(1990, 1, 1)}


def without(*fields: str, **values: Any) -> dict[str, Any]:
	return {key: value for key, value in COMPLETE.items() if key not in fields} | values


def test_nothing_is_missing_of_a_complete_record_and_everything_of_an_empty_one() -> None:
	assert missing_fields(COMPLETE, TODAY) == []
	assert set(missing_fields({}, TODAY)) == set(WANTED) - {"residence_valid_until"}


@pytest.mark.parametrize(
	("values", "field", "asked"),
	[
		(without("german_level", date_of_birth=date(2023, 1, 1)), "german_level", False),
		(without("german_level", date_of_birth=date(2015, 1, 1)), "german_level", True),
		(without("benefit_law", date_of_birth=date(2023, 1, 1)), "benefit_law", False),
		(without("residence_valid_until", status_is_unlimited=True), "residence_valid_until", False),
		(without("residence_valid_until"), "residence_valid_until", True),
		(without("nationality", stateless=1), "nationality", False),
		(without("arrival_date", category="German"), "arrival_date", False),
	],
)
def test_only_what_makes_sense_for_the_person_is_asked(values: dict, field: str, asked: bool) -> None:
	assert (field in missing_fields(values, TODAY)) is asked


def facts(confirmed: dict[str, date], **values: Any) -> Facts:
	return Facts(COMPLETE | values, confirmed, date(2024, 1, 1))


def test_a_volatile_fact_grows_old_unless_somebody_confirms_it() -> None:
	known = dict.fromkeys(VOLATILE, date(2026, 6, 1)) | {"municipality": date(2025, 11, 24)}
	assert stale_fields(facts(known), TODAY, 12) == ["municipality"]
	assert stale_fields(facts(known | {"municipality": date(2025, 11, 25)}), TODAY, 12) == []


def test_a_fact_without_any_history_is_as_old_as_the_record() -> None:
	assert set(stale_fields(facts({}), TODAY, 12)) == set(VOLATILE)


def test_what_is_missing_is_not_stale_too_and_zero_months_ask_nobody() -> None:
	assert "municipality" not in stale_fields(facts({}, municipality=""), TODAY, 12)
	assert stale_fields(facts({}), TODAY, 0) == []


@pytest.mark.parametrize(
	("day", "months", "expected"),
	[
		(date(2026, 11, 25), 12, date(2025, 11, 25)),
		(date(2026, 3, 31), 1, date(2026, 2, 28)),
		(date(2024, 3, 31), 1, date(2024, 2, 29)),
		(date(2026, 5, 31), 1, date(2026, 4, 30)),
		(date(2026, 1, 15), 1, date(2025, 12, 15)),
	],
)
def test_months_are_calendar_months(day: date, months: int, expected: date) -> None:
	assert months_before(day, months) == expected
