"""What a table of an evaluation may ask for."""

from datetime import date

import pytest

from refugee_support.rules.disclosure import protect_crosstab
from refugee_support.rules.evaluation import (
	ALL,
	CHARACTERISTICS,
	NotAllowed,
	counted_as,
	nested,
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


def test_countries_and_regions_are_nested_whichever_comes_first_and_gender_is_not() -> None:
	assert nested(("gender", "nationality"), ("region", ALL)) == ("nationality", "region")
	assert nested(("region", ALL), ("nationality", ALL)) == ("region", "nationality")
	assert nested(("service_quarter", ALL), ("topic", "service_year")) == ("service_quarter", "service_year")
	assert nested(("nationality", ALL), ("gender", "nationality")) is None
	assert nested(("nationality", ALL), ("gender", "age_group")) is None


def test_hours_are_counted_as_the_contacts_they_belong_to() -> None:
	assert [counted_as(measure) for measure in ("Hours", "Contacts", "Persons", "Households")] == [
		"Contacts",
		"Contacts",
		"Persons",
		"Households",
	]


def test_why_nested_tables_never_stand_together_each_alone_is_safe_and_both_tell_of_three_people() -> None:
	countries = {"Eritrea": 3, "Somalia": 20, "Syria": 50, "Iraq": 15}
	regions = {"Eastern Africa": 23, "Western Asia": 65}
	by_country = protect_crosstab({(country, "all"): number for country, number in countries.items()})
	by_region = protect_crosstab({(region, "all"): number for region, number in regions.items()})
	assert [country for country in countries if by_country.row_totals[country] is None] == ["Eritrea", "Iraq"]
	assert by_region.row_totals["Eastern Africa"] - by_country.row_totals["Somalia"] == countries["Eritrea"]
