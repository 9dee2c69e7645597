"""What a table of an evaluation may ask for."""

from datetime import date

import pytest

from refugee_support.rules.evaluation import (
	ALL,
	CHARACTERISTICS,
	NotAllowed,
	overlap,
	safe_for_spreadsheets,
	sides_of,
)


def test_no_characteristic_points_to_a_person_or_a_record() -> None:
	assert {"person_key", "household_key", "source_name", "source_doctype", "name", "owner"}.isdisjoint(
		CHARACTERISTICS.values()
	)


@pytest.mark.parametrize(
	("measure", "rows", "columns", "reason"),
	[
		("Persons", "person_key", None, "identity"),
		("Contacts", "Gender", "Household", "identity"),
		("Contacts", "", None, "identity"),
		("Persons", "Main Topic", None, "does not add up"),
		("Households", "Gender", "Month", "does not add up"),
		("Contacts", "Gender", "Gender", "same"),
		("Names", "Gender", None, "measure"),
	],
)
def test_what_is_not_in_the_vocabulary_is_refused_with_its_reason(
	measure: str, rows: str, columns: str | None, reason: str
) -> None:
	with pytest.raises(NotAllowed) as refused:
		sides_of(measure, rows, columns)
	assert refused.value.reason == reason


def test_conversations_may_be_counted_by_everything_and_persons_by_what_they_are() -> None:
	assert sides_of("Contacts", "Main Topic", "Gender") == ("topic", "gender")
	assert sides_of("Persons", "Nationality", None) == ("nationality", ALL)


def test_periods_overlap_when_they_share_a_day() -> None:
	year = (date(2025, 1, 1), date(2025, 12, 31))
	assert overlap(year, (date(2025, 12, 31), date(2026, 3, 1)))
	assert not overlap(year, (date(2026, 1, 1), date(2026, 3, 1)))


@pytest.mark.parametrize("text", ["=1+1", "+49", "-3", "@SUM", "\tx", "|cmd", "%a"])
def test_no_text_becomes_a_formula(text: str) -> None:
	assert safe_for_spreadsheets(text) == f"'{text}"
	assert safe_for_spreadsheets("Wohnen = 3") == "Wohnen = 3"
