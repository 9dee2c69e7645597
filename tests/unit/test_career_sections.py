"""The order and the wording of a German CV."""

from dataclasses import fields, replace
from datetime import date

import pytest

from refugee_support.career.profile import CareerProfile, Photo, Qualification, Skill, Station
from refugee_support.career.right_to_left import LRM, within_german
from refugee_support.career.sections import sections_of, setting_for
from refugee_support.career.wording import german_date, language_level, long_date, period, place_of
from tests.site.career_people import BEGINNER, ELECTRICIAN, PEOPLE, with_stations


def test_a_german_date_has_two_two_and_four_digits() -> None:
	assert german_date(date(2026, 3, 5)) == "05.03.2026"
	assert long_date(date(2026, 3, 5)) == "5. März 2026"


@pytest.mark.parametrize(
	("station", "expected"),
	[
		(Station("Work", "x", from_date=date(2015, 3, 1), to_date=date(2019, 8, 1)), "03/2015 – 08/2019"),
		(Station("Work", "x", from_date=date(2015, 3, 1), is_ongoing=True), "seit 03/2015"),
		(Station("Work", "x", from_date=date(2015, 3, 1), to_date=date(2015, 3, 20)), "03/2015"),
		(Station("Work", "x", from_date=date(2011, 1, 1), to_date=date(2014, 1, 1), precision="Year"), "2011 – 2014"),
		(
			Station("Work", "x", from_date=date(2025, 2, 3), to_date=date(2025, 2, 28), precision="Day"),
			"03.02.2025 – 28.02.2025",
		),
		(Station("Work", "x", from_date=date(2015, 3, 1)), "ab 03/2015"),
		(Station("Work", "x", to_date=date(2015, 3, 1)), "bis 03/2015"),
		(Station("Work", "x", is_ongoing=True), "laufend"),
		(Station("Work", "x"), ""),
	],
)  # fmt: skip
def test_a_period_is_as_exact_as_it_is_known(station: Station, expected: str) -> None:
	assert period(station) == expected


def test_newest_comes_first_and_what_goes_on_before_everything() -> None:
	work = next(section for section in sections_of(ELECTRICIAN) if section.title == "Berufserfahrung")
	assert [row.left for row in work.rows] == [
		"seit 04/2025",
		"03.02.2025 – 28.02.2025",
		"08/2012 – 09/2014",
		"03/2008 – 07/2012",
	]
	assert work.rows[1].title == "Praktikum: Elektroniker"


def test_sections_stand_in_the_order_employers_know_and_empty_ones_are_left_out() -> None:
	assert [section.title for section in sections_of(ELECTRICIAN)] == [
		"Berufserfahrung",
		"Berufsabschlüsse",
		"Schule, Ausbildung und Studium",
		"Weiterbildung",
		"Sprachen",
		"Kenntnisse",
		"Weitere Zeiten",
	]
	assert [section.title for section in sections_of(BEGINNER)] == [
		"Berufserfahrung",
		"Weiterbildung",
		"Sprachen",
	]
	assert sections_of(CareerProfile(name="Niemand")) == ()


def test_religion_marital_status_and_nationality_have_no_place_in_a_cv() -> None:
	known = {field.name for field in fields(CareerProfile)}
	assert known == {
		"name", "occupation", "intro", "address_lines", "phone", "email", "work_permission", "photo",
		"stations", "skills", "qualifications",
	}  # fmt: skip


def test_the_german_equivalent_stands_first_and_the_original_under_it() -> None:
	one = Qualification(
		"Диплом", "Diplom Mathematik", "Universität", "Ukraine", date(2010, 6, 1), "anabin: H+"
	)
	(section,) = sections_of(CareerProfile(name="A", qualifications=(one,)))
	(row,) = section.rows
	assert (row.left, row.title, row.subtitle) == ("06/2010", "Diplom Mathematik", "Universität, Ukraine")
	assert row.lines == ("Im Original: Диплом", "anabin: H+")


def test_native_languages_come_first_then_the_best() -> None:
	named = (
		Skill("Language", "Englisch", "A2"),
		Skill("Language", "Deutsch", "B2"),
		Skill("Language", "Arabisch", is_native=True),
		Skill("Language", "Kurdisch"),
	)
	(section,) = sections_of(CareerProfile(name="A", skills=named))
	assert [row.left for row in section.rows] == ["Arabisch", "Deutsch", "Englisch", "Kurdisch"]
	assert language_level(named[1]) == "sehr gute Kenntnisse (B2)"


def test_a_place_that_is_said_already_is_not_said_again() -> None:
	assert place_of(Station("Work", "x", "Erkrath", "Erkrath", "")) == "Erkrath"


def test_arabic_words_keep_their_place_in_a_german_line() -> None:
	assert within_german("Aleppo") == "Aleppo"
	assert within_german("حلب") == f"{LRM}حلب{LRM}"
	assert place_of(Station("Work", "x", "شركة", "Aleppo")) == f"{LRM}شركة{LRM}, Aleppo"


def test_the_city_above_the_signature_is_without_its_postcode() -> None:
	assert ELECTRICIAN.city == "Erkrath"
	assert CareerProfile(name="A").city == ""


@pytest.mark.parametrize("name", PEOPLE)
def test_an_ordinary_life_aims_at_one_page(name: str) -> None:
	assert setting_for(sections_of(PEOPLE[name])).pages == 1


def test_forty_stations_are_set_as_tightly_as_it_goes() -> None:
	assert setting_for(sections_of(with_stations(40))).density == 2


def test_a_photo_is_nothing_a_profile_needs() -> None:
	assert replace(ELECTRICIAN, photo=Photo(b"x")).photo and not ELECTRICIAN.photo
