"""Texts of consent forms in fifteen languages: every one says as much as the German, and none says it was checked."""

import re

import pytest

from refugee_support.rules import consent_texts as texts

LRM, RLM = "\u200e", "\u200f"
SCRIPTS = {"ar": "؀-ۿ", "ti": "ሀ-፿", "uk": "Ѐ-ӿ"}
SCRIPTS |= {code: SCRIPTS["ar"] for code in ("fa", "prs", "ps", "ckb")} | {"ru": SCRIPTS["uk"]}
VALUES = {"association": "Hilfe e. V.", "contact": "Weg 1, 40699 Erkrath"}


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_language_has_what_the_german_text_has(language: str) -> None:
	for text, german in zip(texts.shipped(language), texts.shipped("de"), strict=True):
		assert text.purpose == german.purpose
		assert len(text.paragraphs) == len(german.paragraphs)
		assert set(text.words) == set(texts.WORDS) and all(text.words.values())
		for own, original in zip(text.paragraphs, german.paragraphs, strict=True):
			assert texts.placeholders_in(own) == texts.placeholders_in(original)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_articles_of_the_gdpr_are_the_same_in_every_language(language: str) -> None:
	digits = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
	for text, german in zip(texts.shipped(language), texts.shipped("de"), strict=True):
		for own, original in zip(text.paragraphs, german.paragraphs, strict=True):
			numbers = [set(re.findall(r"\d+", one.translate(digits))) for one in (own, original)]
			assert numbers[0] == numbers[1], own


@pytest.mark.parametrize(("language", "letters"), SCRIPTS.items())
def test_a_text_is_written_in_the_script_of_its_language(language: str, letters: str) -> None:
	for text in texts.shipped(language):
		for paragraph in (text.heading, *text.paragraphs):
			assert re.search(f"[{letters}]", paragraph)


def test_translations_differ_from_each_other() -> None:
	headings = {text.heading for code in texts.LANGUAGES for text in texts.shipped(code)}
	assert len(headings) > len(texts.LANGUAGES) * len(texts.PURPOSES) - 8  # fa and prs, ru and uk are close
	assert texts.shipped("ar")[0].paragraphs != texts.shipped("fa")[0].paragraphs


def test_the_german_text_names_basis_withdrawal_rights_and_who_is_responsible() -> None:
	for text in texts.shipped("de"):
		whole = " ".join(text.paragraphs)
		for needed in ("Art. 7 Abs. 3", "Art. 15 bis 20", "Art. 77", "Freiwillig", "{{contact}}"):
			assert needed in whole, text.purpose
	processing, passing_on, _by_name, photographs, release = texts.shipped("de")
	assert "Art. 9 Abs. 2 Buchst. a" in " ".join(processing.paragraphs + passing_on.paragraphs)
	assert "§ 203 StGB" in " ".join(release.paragraphs) and "KunstUrhG" in " ".join(photographs.paragraphs)


def test_a_file_that_lacks_a_part_is_refused_with_its_name() -> None:
	with pytest.raises(ValueError, match=r"xx: .*Photographs"):
		texts.parsed("# Words\nname: x\n\n# All\nx", "xx")


def test_a_name_with_a_full_stop_gets_no_second_one() -> None:
	assert texts.filled("Verein: {{association}}. Mehr.", VALUES) == "Verein: Hilfe e. V. Mehr."


def test_in_arabic_a_latin_name_is_not_divided_and_keeps_its_direction() -> None:
	line = texts.filled("جمعية {{association}} (DSGVO)", VALUES, "ar")
	assert line.startswith(RLM)
	assert f"{RLM}{LRM}Hilfe\u00a0e.\u00a0V.{LRM}" in line and f"({RLM}{LRM}DSGVO{LRM})" in line
	assert texts.filled("{{contact}}", VALUES, "fa").count(RLM + LRM) == 2
