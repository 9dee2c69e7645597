"""A text that leaves the house names nobody: names in any spelling, days, numbers, rare combinations."""

import pytest

from refugee_support.rules.anonymising import (
	MOST_CHARACTERS,
	Finding,
	Subject,
	Trait,
	findings,
	words_of_country,
)
from refugee_support.rules.names import PersonName

AHMAD = PersonName("Ahmad", "Al-Hussein", native_name="أحمد الحسين")
OLENA = PersonName("Olena", "Kovalenko", native_name="Олена Коваленко")
TESFAY = PersonName("Tesfay", "Gebremariam")
ABDULRAHMAN = PersonName("Abdulrahman", "Qasim")


def kinds(text: str, *people: PersonName, **subject: tuple) -> set[str]:
	return {finding.kind for finding in findings(text, Subject(people=people, **subject))}


@pytest.mark.parametrize(
	("person", "text"),
	[
		(AHMAD, "Herr Ahmad wurde abgewiesen."),
		(AHMAD, "Herr Ahmed wurde abgewiesen."),
		(AHMAD, "Herrn Achmed hat man abgewiesen."),
		(AHMAD, "Herr Husein wartete drei Stunden."),
		(AHMAD, "Herr Al Hussain wartete drei Stunden."),
		(AHMAD, "Husseins Antrag blieb liegen."),
		(AHMAD, "ahmad durfte nicht hinein."),
		(AHMAD, "Der Mann (أحمد) durfte nicht hinein."),
		(AHMAD, "Der Mann, الحسين, durfte nicht hinein."),
		(AHMAD, "Der Mann, اَحْمَد, durfte nicht hinein."),
		(AHMAD, "Herr Ah\u200bmad wurde abgewiesen."),
		(AHMAD, "Herr A. H. wurde abgewiesen."),
		(OLENA, "Frau Коваленко wurde geduzt."),
		(OLENA, "Frau Kowalenko wurde geduzt."),
		(OLENA, "Елена wurde geduzt."),
		(OLENA, "Frau Müller-Kovalenko wurde geduzt."),
		(TESFAY, "Tesfai bekam die Wohnung nicht."),
		(ABDULRAHMAN, "Abd al Rahman bekam die Wohnung nicht."),
		(ABDULRAHMAN, "عبد الرحمن bekam die Wohnung nicht."),
	],
)
def test_a_name_is_found_in_any_spelling(person: PersonName, text: str) -> None:
	assert "name" in kinds(text, person)


@pytest.mark.parametrize(
	"text",
	[
		"Alle Unterlagen lagen vor. Das Amt nahm sie nicht an, ohne einen Grund zu nennen.",
		"Ein Mann wurde im Herbst 2026 an der Tür des Jobcenters abgewiesen, weil er kein Deutsch sprach.",
		"Die Wohnung sei vergeben, hieß es; eine Freundin mit deutschem Namen bekam am selben Tag einen Termin.",
		"Nur Deutsche, sagte der Vermieter. Neue Bewerbungen nehme er nicht an, z. B. per Telefon.",
		"Die Leistung wurde um 563,00 Euro gekürzt (§ 33c SGB I), im Winter 2025/2026 sogar um 1.126 Euro.",
	],
)
def test_an_anonymous_text_is_clean(text: str) -> None:
	people = (AHMAD, OLENA, TESFAY, PersonName("Ali", "Nour"), PersonName("Anna", "Samir"))
	assert findings(text, Subject(people=people)) == []


@pytest.mark.parametrize(
	"text",
	[
		"Am 12.03.2026 war er dort.",
		"Am 12.3. war er dort.",
		"Am 12. März war er dort.",
		"Am 12.März 2026 war er dort.",
		"Seit 2026-03-12 wartet er.",
		"On 12/03/2026 he was there.",
		"On March 12th, 2026 he was there.",
		"Am ١٢.٠٣.٢٠٢٦ war er dort.",
	],
)
def test_an_exact_day_is_found(text: str) -> None:
	assert "date" in kinds(text)


@pytest.mark.parametrize("text", ["Im März 2026 war er dort.", "Im ersten Quartal 2026.", "Im Sommer."])
def test_a_month_or_a_season_is_no_exact_day(text: str) -> None:
	assert kinds(text) == set()


@pytest.mark.parametrize(
	"text",
	[
		"BG-Nummer 33404//0012345",
		"Az. 50.33-128/2026-4711",
		"Aktenzeichen 7654321-475",
		"Tel. 0211 / 12 34 56",
		"+49 151 23456789",
		"40699 Erkrath",
	],
)
def test_file_numbers_telephone_numbers_and_post_codes_are_found(text: str) -> None:
	assert "number" in kinds(text)


def test_an_e_mail_address_is_found() -> None:
	assert "email" in kinds("Bitte an amina.h@example.org schreiben.")


def test_what_is_written_down_about_the_person_is_found_however_it_is_spaced() -> None:
	subject = {"numbers": ("A-12/3",), "addresses": ("Bahnstraße 16",)}
	assert kinds("Zeichen A 12 3, in der Bahnstrasse.", **subject) == {"number", "address"}


NATIONALITY = Trait("nationality", words_of_country("Eritrea"))
STATUS = Trait("residence_status", ("duldung", "geduldet"))
SIZE = Trait("household_size")
TOWN = {
	frozenset({"nationality"}): 40,
	frozenset({"residence_status"}): 30,
	frozenset({"household_size"}): 12,
	frozenset({"nationality", "residence_status"}): 8,
	frozenset({"nationality", "household_size"}): 2,
	frozenset({"residence_status", "household_size"}): 6,
	frozenset({"nationality", "residence_status", "household_size"}): 1,
}
TRAITS = Subject(traits=(NATIONALITY, STATUS, SIZE))


def test_a_rare_combination_names_the_traits_that_make_it_rare() -> None:
	text = "Eine geduldete Familie aus Eritrea mit sieben Kindern bekam keine Wohnung."
	assert findings(text, TRAITS, TOWN.__getitem__) == [
		Finding("combination", "", ("household_size", "nationality"), 2)
	]


def test_a_combination_of_many_people_may_be_said() -> None:
	assert findings("Ein geduldeter Eritreer bekam keine Wohnung.", TRAITS, TOWN.__getitem__) == []


def test_a_single_trait_can_be_rare_enough() -> None:
	subject = Subject(traits=(Trait("nationality", words_of_country("Bhutan")),))
	assert findings("Eine Frau aus Bhutan.", subject, lambda _traits: 1)[0].traits == ("nationality",)


def test_exactly_the_threshold_is_enough() -> None:
	text = "Eine Frau aus Eritrea."
	assert findings(text, TRAITS, lambda _traits: 5) == []
	assert findings(text, TRAITS, lambda _traits: 5, threshold=6) != []


@pytest.mark.parametrize(
	("label", "text"),
	[
		("Syrien", "eine syrische Familie"),
		("Afghanistan", "zwei Afghanen"),
		("Ukraine", "eine Ukrainerin"),
		("Türkei", "türkisch"),
		("Eritrea", "Eritreer"),
		("Iran, Islamic Republic of", "iranisch"),
	],
)
def test_a_country_is_recognised_in_the_word_for_its_people(label: str, text: str) -> None:
	subject = Subject(traits=(Trait("nationality", words_of_country(label)),))
	assert findings(text, subject, lambda _traits: 0)


def test_a_text_that_is_far_too_long_is_refused_in_words() -> None:
	with pytest.raises(ValueError, match="longer than"):
		findings("a" * (MOST_CHARACTERS + 1), Subject())
