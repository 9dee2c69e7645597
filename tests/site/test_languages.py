"""Languages by the names people at the desk know."""

import frappe
import pytest

from refugee_support import access
from refugee_support.languages import language_name, language_query
from refugee_support.setup import languages
from tests.site import factories


def find(typed: str, reader: str = "de") -> list[str]:
	frappe.local.lang = reader
	return [row[0] for row in language_query("Language", typed, "name", 0, 20, None)]


@pytest.fixture(autouse=True)
def the_desk_stays_as_it_was() -> None:
	lang = frappe.local.lang
	languages.add_missing()
	yield
	frappe.local.lang = lang


@pytest.mark.parametrize(
	("typed", "code"),
	[
		("arab", "ar"),
		("Paschtu", "ps"),
		("tigri", "ti"),
		("kurmandschi", "kmr"),
		("українська", "uk"),
		("dari", "prs"),
	],
)
def test_a_language_is_found_by_its_german_or_its_own_name(typed: str, code: str) -> None:
	frappe.set_user(factories.make_helper(access.VOLUNTEER))
	assert find(typed)[0] == code


def test_the_name_is_in_the_readers_language() -> None:
	frappe.local.lang = "en"
	assert language_name("ar") == "Arabic"
	frappe.local.lang = "de"
	assert language_name("ar") == "Arabisch"
	assert language_name("xx-unknown", "Eigenname") == "Eigenname"


def test_languages_added_for_clients_are_not_offered_for_the_desk() -> None:
	assert not frappe.db.get_value("Language", "ti", "enabled")
