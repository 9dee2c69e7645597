"""Funding indicators: definitions as data, figures from service records, the proof of use as a workbook."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import frappe
import pytest
from openpyxl import load_workbook

from refugee_support import access
from refugee_support.evaluation.indicators import actual, book_of, by_age_and_gender, is_recorded
from tests.site import factories as make

YEAR = (date(2007, 1, 1), date(2007, 12, 31))  # before the association existed: nothing else lies there


def plant(**values: Any) -> None:
	defaults = {
		"service_date": "2007-05-05",
		"service_type": "Consultation",
		"participation": "Main Person",
		"contacts": 1,
		"minutes": 45,
		"nationality": "Syria",
		"source_name": frappe.generate_hash(length=10),
	}
	row = frappe.get_doc(
		{"doctype": "Service Record", "name": frappe.generate_hash(length=16), **defaults, **values}
	)
	row.db_insert()


def indicator(**values: Any) -> Any:
	defaults = {"code": "TEST_IND", "label": "Kennzahl", "funding_programme": "AMIF", "measure": "Persons"}
	return frappe.get_doc({"doctype": "Funding Indicator", **defaults, **values}).insert()


def test_everybody_counts_once_per_project_and_only_third_country_nationals() -> None:
	for person, country in (("a", "Syria"), ("a", "Syria"), ("b", "Ukraine"), ("c", "Poland"), ("d", "")):
		plant(person_key=person, nationality=country)
	plant(person_key=None, participation="Anonymous")
	assert actual(frappe.get_doc("Funding Indicator", "AMIF_O_2_3"), *YEAR) == 2
	assert actual(indicator(), *YEAR) == 4


def test_accompaniments_by_volunteers_are_counted_and_paid() -> None:
	plant(channel="Accompaniment", helper_kind="Volunteer")
	plant(channel="Accompaniment", helper_kind="Volunteer")
	plant(channel="Accompaniment", helper_kind="Staff")
	plant(channel="Office", helper_kind="Volunteer")
	assert actual(frappe.get_doc("Funding Indicator", "KOMM_B_ACCOMPANIED"), *YEAR) == 2


def test_age_brackets_are_those_of_amif_and_nobody_is_in_two() -> None:
	for person, group in (("a", "12-17"), ("a", "18-26"), ("b", "41-60"), ("c", "61+"), ("d", "")):
		plant(person_key=person, age_group=group, gender="Female")
	counts = by_age_and_gender(indicator(), *YEAR)
	assert counts == {("<18", "Female"): 1, ("18-60", "Female"): 1, (">60", "Female"): 1, ("", "Female"): 1}


def test_what_nobody_records_is_not_zero() -> None:
	unknown = frappe.get_doc("Funding Indicator", "AMIF_R_2_9")
	assert not is_recorded(unknown)
	assert actual(unknown, *YEAR) is None


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"topics": "person_key"}, "there is no person_key"),
		({"application_types": "1=1"}, "there is no 1=1"),
		({"milestone": "Somebody"}, "there is no Somebody"),
		({"from_date": "2025-12-31", "to_date": "2025-01-01"}, "ends before it begins"),
		({"target": -1}, "from 0 on"),
		({"measure": "person_key"}, "person_key"),
	],
)
def test_a_definition_outside_the_vocabulary_is_refused(values: dict[str, Any], words: str) -> None:
	with pytest.raises(frappe.ValidationError, match=words):
		indicator(**values)


def cells_of(protected: bool) -> list[list[Any]]:
	content = io.BytesIO()
	book_of("AMIF", *YEAR, protected=protected).save(content)
	book = load_workbook(content)
	assert not [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
	return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_the_proof_of_use_says_definition_target_and_actual_and_withholds_few_people() -> None:
	frappe.db.set_value("Funding Indicator", "AMIF_O_2_3", "target", 4)
	frappe.db.set_value("Funding Indicator", "AMIF_O_2_3", "label", "=1+1")
	frappe.clear_document_cache("Funding Indicator", "AMIF_O_2_3")
	for person in "ab":
		plant(person_key=person)
	line = {row[1]: row for row in cells_of(protected=True)}
	assert line["AMIF_O_2_3"][3:6] == [4, "•", None] or line["AMIF_O_2_3"][3:5] == [4, "•"]
	assert line["AMIF_R_2_9"][4] == "not recorded"
	internal = cells_of(protected=False)
	assert {row[1]: row for row in internal}["AMIF_O_2_3"][3:6] == [4, 2, 50]
	assert any("INTERNAL" in str(row[0]) for row in internal)


def test_only_who_reports_on_service_records_gets_the_proof(committed: Callable, http: Callable) -> None:
	with committed() as commit:
		users = {role: make.make_helper(role) for role in (access.COORDINATOR, access.ADMINISTRATOR)}
		commit()
		asked = {"programme": "KOMM_AN_NRW", "from_date": "2007-01-01", "to_date": "2007-12-31"}
		method = "/api/method/refugee_support.evaluation.indicators.download"
		answers = {role: http(user, make.PASSWORD).get(method, params=asked) for role, user in users.items()}
		assert answers[access.COORDINATOR].content[:2] == b"PK"
		assert answers[access.ADMINISTRATOR].status_code == 403
		wrong = http(users[access.COORDINATOR], make.PASSWORD).get(
			method, params={**asked, "to_date": "2006-01-01"}
		)
		assert wrong.status_code == 417
