"""Cover letters: placeholders are filled, and none of them reaches an employer."""

from datetime import date

import pytest

from refugee_support.career.letters import CoverLetter, Leftover, fill, leftovers, placeholders_in, values_for
from tests.site.career_people import ELECTRICIAN


def letter(**values: object) -> CoverLetter:
	given = {"recipient": ("Elektro Beispiel GmbH",), "subject": "Bewerbung", "body": "Text.", **values}
	return CoverLetter(letter_date=date(2026, 11, 25), **given)


def test_what_is_known_is_filled_in_and_what_is_not_stays_visible() -> None:
	values = values_for(ELECTRICIAN, position="Elektroniker", employer="")
	text = "Als {{ stelle }} bei {{Firma}}: {{Letzte Tätigkeit}}, {{Deutschniveau}}"
	assert fill(text, values) == "Als Elektroniker bei {{Firma}}: Helfer in der Elektroinstallation, B2"
	assert placeholders_in("{{Stelle}} {{Firma}} {{Stelle}}") == ["Stelle", "Firma"]


@pytest.mark.parametrize(
	"left",
	[
		"{{Firma}}",
		"{Firma}",
		"[Firma]",
		"‹Firma›",
		"XXX",
		"xxxx",
		"____",
		".....",
		"TT.MM.JJJJ",
		"Mustermann",
		"???",
	],
)
def test_every_kind_of_leftover_is_found(left: str) -> None:
	assert [found.text for found in leftovers(letter(body=f"Ich komme gerne zu {left} nach Erkrath."))] == [
		left
	]


@pytest.mark.parametrize(
	"harmless",
	["Wirklich?", "und so weiter ...", "Maxx GmbH", "Größe XXL", "Musterung", "(Vollzeit)", "… und mehr"],
)
def test_ordinary_words_are_no_leftovers(harmless: str) -> None:
	assert leftovers(letter(body=harmless)) == []


def test_the_place_of_a_leftover_is_named() -> None:
	found = leftovers(
		letter(subject="Bewerbung als {{Stelle}}", body="Guten Tag\n\nIch kenne [Firma] seit langem.")
	)
	assert found == [Leftover("Subject", 1, "{{Stelle}}"), Leftover("Body", 3, "[Firma]")]


def test_paragraphs_keep_their_lines() -> None:
	assert letter(body="Eins\nzwei\n\n\nDrei\n").paragraphs == (("Eins", "zwei"), ("Drei",))
