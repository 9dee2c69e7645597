"""Funding indicators: definitions as data, figures from service records, the proof of use as a workbook."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import frappe
import pytest
from frappe.utils import getdate
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


@pytest.mark.parametrize("doctype", ["Funding Indicator", "Evaluation Report"])
def test_every_kind_of_service_can_be_asked_for(site: str, doctype: str) -> None:
	known = frappe.get_meta("Service Record").get_field("service_type").options.split("\n")
	assert set(frappe.get_meta(doctype).get_field("service_type").options.split("\n")) == {"", *known}


def test_a_language_cafe_is_one_measure_however_many_came() -> None:
	first, second = make.make_cafe_session(), make.make_cafe_session()
	for session in (first, first, first, second):
		make.make_cafe_attendance(session=session.name, gender="Female", age_bracket="18 to 60")
	make.make_cafe_session()  # nobody came
	today = getdate()
	before = occasions_of_today()
	make.make_cafe_attendance(session=first.name, gender="Male", age_bracket="18 to 60")
	assert occasions_of_today() == before
	make.make_cafe_attendance(gender="Male", age_bracket="18 to 60")
	assert occasions_of_today() == before + 1
	assert actual(indicator(measure="Contacts", service_type="Language Cafe Session"), today, today) >= 6


def occasions_of_today() -> float | None:
	return actual(frappe.get_doc("Funding Indicator", "KOMM_B_CAFES"), getdate(), getdate())


def test_an_event_is_one_measure_and_only_if_somebody_came() -> None:
	times = {"starts_at": "2007-05-05 10:00:00", "ends_at": "2007-05-05 12:00:00", "status": "Held"}
	event = make.make_event(**times)
	for status in ("Attended", "Attended", "No-Show"):
		make.make_registration(event.name, status=status, phone=frappe.generate_hash(length=8))
	assert actual(frappe.get_doc("Funding Indicator", "KOMM_B_EVENTS"), *YEAR) == 1


def test_who_said_that_an_event_was_helpful_is_counted() -> None:
	event = make.make_event(starts_at="2007-05-05 10:00:00", ends_at="2007-05-05 12:00:00", status="Held")
	for answer in ("Helpful", "Helpful", "Partly Helpful", "Not Helpful"):
		key = frappe.generate_hash(length=12)
		values = {"event": event.name, "answer": answer, "answered_on": "2007-05-05", "answer_key": key}
		row = frappe.get_doc({"doctype": "Exit Answer", "name": key, **values})
		row.db_insert()
	assert actual(frappe.get_doc("Funding Indicator", "AMIF_R_2_9"), *YEAR) == 2


def test_help_with_applications_counts_beside_counselling_on_work() -> None:
	plant(person_key="a", service_type="Application Support", contacts=1)
	plant(person_key="a", topic="EMPLOYMENT")
	plant(person_key="b", topic="JOB_APPLICATION")
	plant(person_key="c", topic="HOUSING")
	assert actual(frappe.get_doc("Funding Indicator", "AMIF_O_2_3_3"), *YEAR) == 2


def test_recognition_counts_whoever_has_applied_by_whichever_way() -> None:
	plant(person_key="a", service_type="Recognition Applied For", contacts=0)
	plant(person_key="b", service_type="Application Filed", application_type="ANERK", contacts=0)
	plant(person_key="c", service_type="Application Filed", application_type="AT_NE", contacts=0)
	assert actual(frappe.get_doc("Funding Indicator", "AMIF_R_2_10"), *YEAR) == 2


def test_facts_about_a_path_are_nobody_who_was_met() -> None:
	plant(person_key="a", service_type="Unequal Treatment Incident", contacts=0)
	plant(person_key="b", service_type="Application Support Result", contacts=0)
	assert actual(indicator(), *YEAR) == 0


def test_what_nobody_records_is_not_zero() -> None:
	unknown = frappe.get_doc("Funding Indicator", "AMIF_O_2_2")
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
	assert line["AMIF_O_2_2"][4] == "not recorded"
	internal = cells_of(protected=False)
	assert {row[1]: row for row in internal}["AMIF_O_2_3"][3:6] == [4, 2, 50]
	assert any("INTERNAL" in str(row[0]) for row in internal)


def test_an_indicator_that_leaves_a_few_people_when_subtracted_from_another_is_withheld() -> None:
	for at in range(8):
		plant(person_key=f"tp{at}", helper_kind="Volunteer", age_group="18-26", gender="Female")
	for at in range(2):
		plant(person_key=f"st{at}", helper_kind="Staff", age_group="18-26", gender="Female")
	indicator(code="T_ALL", by_age_and_gender=1)
	indicator(code="T_VOL", helper_kind="Volunteer", by_age_and_gender=1)
	line = {row[1]: row for row in cells_of(protected=True)}
	assert [line[code][4] for code in ("T_ALL", "T_VOL")] == [10, "•"]
	inside = {row[1]: row for row in cells_of(protected=False)}
	assert [inside[code][4] for code in ("T_ALL", "T_VOL")] == [10, 8]

	book = book_of("AMIF", *YEAR)
	figures = {
		code: {cell.value for row in book[code].iter_rows(min_row=5, min_col=2) for cell in row}
		for code in ("T_ALL", "T_VOL")
	}
	assert 10 in figures["T_ALL"]
	assert not {8, 2} & figures["T_VOL"]


def test_two_indicators_far_enough_apart_are_both_shown() -> None:
	for at in range(8):
		plant(person_key=f"tp{at}", helper_kind="Volunteer")
	for at in range(6):
		plant(person_key=f"st{at}", helper_kind="Staff")
	indicator(code="T_ALL")
	indicator(code="T_VOL", helper_kind="Volunteer")
	line = {row[1]: row for row in cells_of(protected=True)}
	assert [line[code][4] for code in ("T_ALL", "T_VOL")] == [14, 8]


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
