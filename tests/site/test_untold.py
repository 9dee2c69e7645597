"""What nobody has told stays empty: the settings of the site are no facts about people."""

from collections.abc import Iterator

import frappe
import pytest
from frappe.cache_manager import clear_defaults_cache

from refugee_support.document import new_document
from tests.site import factories as make


@pytest.fixture(autouse=True)
def office_in_germany(rolled_back: None) -> Iterator[None]:
	"""As Frappe's set-up leaves every German site."""
	frappe.db.set_default("language", "de")
	frappe.db.set_default("country", "Germany")
	assert frappe.new_doc("Consultation").language == "de", (
		"Frappe no longer does it: neither need we undo it"
	)
	yield
	frappe.db.rollback()
	clear_defaults_cache()


def test_a_conversation_is_held_in_the_clients_language_and_not_in_that_of_the_office() -> None:
	client = make.make_client(main_language="ar")
	assert make.make_consultation(client.name).language == "ar"


def test_a_conversation_in_a_language_nobody_knows_is_not_counted_as_german() -> None:
	consultation = make.make_consultation(make.make_client().name)
	assert not consultation.language
	record = frappe.get_all("Service Record", {"source_name": consultation.name}, ["language"])
	assert record and not record[0].language


def test_german_said_by_hand_stays_german() -> None:
	assert make.make_consultation(make.make_client(main_language="ar").name, language="de").language == "de"


def test_a_station_abroad_is_not_moved_to_germany() -> None:
	support = make.make_application_support(make.make_client().name)
	station = make.make("Client Career Station", application_support=support.name, title="Elektriker")
	assert not station.country


def test_what_moves_in_from_an_old_file_keeps_its_gaps() -> None:
	assert not new_document("Consultation").language
	assert new_document("Client").status == "Active"
