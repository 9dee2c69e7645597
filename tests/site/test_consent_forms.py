"""The form somebody signs: German beside their language, made as a PDF by the server itself."""

import io
from typing import Any

import frappe
import pytest
from frappe.utils import nowdate
from pypdf import PdfReader

from refugee_support.consents import api, form
from refugee_support.rules import consent_texts as texts
from refugee_support.setup import consent_texts
from tests.site import factories
from tests.site import records as make

SETTINGS = "Refugee Support Settings"
UNCHECKED = "Übersetzung nicht geprüft – maßgeblich ist der deutsche Text"
UNCHECKED_EN = "Translation not checked – the German text is decisive"


@pytest.fixture(autouse=True)
def counsellor() -> str:
	frappe.db.set_single_value(SETTINGS, "association_name", "Willkommen Beispielstadt e. V.")
	frappe.db.set_single_value(SETTINGS, "association_contact", "Bahnstraße 1\n40699 Erkrath")
	user = make.counsellor()
	frappe.set_user(user)
	return user


def handed_out(language: str, purpose: str = "Data Processing", **values: Any) -> Any:
	given = {"given_on": None, "how": None, "consent_language": language}
	return factories.make_consent(
		make.client(first_name="Amina", last_name="Beispiel").name, purpose, **given, **values
	)


def read(pdf: bytes) -> tuple[str, int]:
	reader = PdfReader(io.BytesIO(pdf))
	return " ".join(" ".join(page.extract_text() for page in reader.pages).split()), len(reader.pages)


def test_every_purpose_has_its_text_in_fifteen_languages_and_none_says_it_was_checked() -> None:
	rows = frappe.get_all(
		"Consent Text", {"version": texts.VERSION}, ["purpose", "language", "state", "checked_by", "origin"]
	)
	found = {(row.purpose, row.language) for row in rows}
	assert {(purpose, code) for purpose in texts.PURPOSES for code in texts.LANGUAGES} <= found
	assert {(row.state, row.checked_by) for row in rows} == {("Not Checked", None)}
	assert all("Machine draft" in row.origin for row in rows if row.language != "de")


def test_a_text_somebody_edited_is_not_written_again_and_a_missing_one_comes_back() -> None:
	frappe.set_user("Administrator")
	edited = frappe.get_doc("Consent Text", form.newest("Photographs", "uk"))
	edited.update({"heading": "Geändert"}).save()
	frappe.delete_doc("Consent Text", form.newest("Photographs", "ti"))
	before = frappe.db.count("Consent Text")
	consent_texts.add_missing()
	assert frappe.db.get_value("Consent Text", edited.name, "heading") == "Geändert"
	assert frappe.db.count("Consent Text") == before + 1 and form.newest("Photographs", "ti")


def test_the_fonts_of_all_fifteen_languages_are_here() -> None:
	assert consent_texts.missing_fonts() == []


@pytest.mark.parametrize("language", [code for code in texts.LANGUAGES if code != "de"])
def test_the_form_is_one_page_in_both_languages_and_says_that_nobody_checked_it(language: str) -> None:
	text, pages = read(form.pdf_of(handed_out(language, "Photographs")))
	assert pages == 1
	assert "Einwilligung in Fotos" in text and "Amina Beispiel" in text and "Unterschrift" in text
	assert UNCHECKED in text and UNCHECKED_EN in text and "noch nicht rechtlich geprüft" in text
	assert "40699 Erkrath" in text.replace("\u00a0", " ")


@pytest.mark.parametrize(
	("language", "word"), [("uk", "Відкликання"), ("ti", "ምስሓብ"), ("tr", "Gönüllü"), ("ar", "طوعية")]
)
def test_what_is_printed_can_be_read_and_searched(language: str, word: str) -> None:
	assert word in read(form.pdf_of(handed_out(language)))[0]


def test_a_form_in_german_alone_has_no_word_about_translations() -> None:
	text, pages = read(form.pdf_of(handed_out("de")))
	assert pages == 1 and "Übersetzung" not in text.replace("Übersetzt", "") and UNCHECKED_EN not in text


def test_a_checked_translation_no_longer_says_that_it_is_unchecked() -> None:
	frappe.set_user("Administrator")
	for language in ("de", "fr"):
		checked = frappe.get_doc("Consent Text", form.newest("Data Processing", language))
		checked.update({"checked_by": "Übersetzungsbüro Muster", "checked_on": nowdate()}).save()
	text = read(form.pdf_of(handed_out("fr")))[0]
	assert UNCHECKED not in text and "noch nicht rechtlich geprüft" not in text
	assert "Maßgeblich ist der deutsche Text" in text


def test_of_a_language_without_a_text_the_german_form_says_so() -> None:
	text = read(form.pdf_of(handed_out("so")))[0]
	assert "gibt es noch keinen Text" in text and "Einwilligung in die Verarbeitung" in text


def test_a_release_says_to_whom_and_about_what_and_markup_stays_text() -> None:
	release = handed_out(
		"ar",
		"Release From Confidentiality",
		recipient_name="Praxis Dr. <b>Muster</b>",
		scope="Attest & Rezept",
	)
	text = read(form.pdf_of(release))[0]
	assert "Praxis Dr." in text and "<b>" not in text and "Attest & Rezept" in text


def test_for_a_child_there_is_a_line_for_all_who_have_custody() -> None:
	text = read(form.pdf_of(handed_out("uk", "Photographs", given_by="All Custodians")))[0]
	assert "aller Sorgeberechtigten" in text


def test_the_newest_text_in_the_persons_language_is_proposed_or_else_the_german() -> None:
	frappe.set_user("Administrator")
	new = factories.make_consent_text(purpose="Photographs", language="ar", version="12")
	assert api.newest_text("Photographs", "ar") == new.name
	new.update({"enabled": 0}).save()
	assert api.newest_text("Photographs", "ar").endswith(f"-ar-{texts.VERSION}")
	assert "-de-" in api.newest_text("Photographs", "so")
	assert "-de-" in api.newest_text("Photographs", None)


def test_a_form_of_an_older_version_is_printed_as_it_was_read() -> None:
	consent = factories.make_consent(
		make.client().name, "Photographs", consent_text=form.newest("Photographs", "uk")
	)
	frappe.set_user("Administrator")
	factories.make_consent_text(purpose="Photographs", language="uk", version="99", body="Neu")
	assert [column.version for column in form.columns_for(consent)] == [texts.VERSION, texts.VERSION]
