"""What was true on a day."""

from datetime import date

from refugee_support.rules.history import Dated, valid_on, value_on

STATUS = [
	Dated("GEST", date(2020, 3, 1), date(2021, 8, 31)),
	Dated("AE252F", date(2021, 9, 1), date(2024, 8, 31)),
	Dated("NE263", date(2025, 2, 1)),
]


def test_before_the_first_entry_nothing_is_known() -> None:
	assert value_on(STATUS, date(2020, 2, 29)) == ""


def test_an_entry_holds_from_its_first_day() -> None:
	assert value_on(STATUS, date(2021, 8, 31)) == "GEST"
	assert value_on(STATUS, date(2021, 9, 1)) == "AE252F"


def test_an_entry_without_a_date_holds_from_the_beginning() -> None:
	assert value_on([Dated("A1"), Dated("B1", date(2022, 5, 1))], date(1999, 1, 1)) == "A1"


def test_the_order_of_entry_does_not_matter() -> None:
	assert value_on(list(reversed(STATUS)), date(2022, 1, 1)) == "AE252F"


def test_of_two_entries_for_one_day_the_later_typed_holds() -> None:
	assert value_on([Dated("A1", date(2022, 5, 1)), Dated("A2", date(2022, 5, 1))], date(2022, 5, 1)) == "A2"


def test_an_ended_membership_no_longer_counts_and_a_gap_is_a_gap() -> None:
	assert valid_on(STATUS, date(2024, 8, 31)) == "AE252F"
	assert valid_on(STATUS, date(2024, 9, 1)) == ""
	assert valid_on(STATUS, date(2025, 2, 1)) == "NE263"
