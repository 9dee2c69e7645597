"""Art. 5 (2), 30, 32, 35 GDPR: the papers say what this site is and does today, and nothing that is not true."""

import io
from typing import Any

import frappe
import pytest
from frappe import _
from frappe.utils import add_days, add_months, nowdate
from pypdf import PdfReader

from refugee_support import access, safety
from refugee_support.accountability import ACTIVITY, api, measures, register, retention
from refugee_support.accountability.assessment import assessment
from refugee_support.accountability.measures import parts
from refugee_support.accountability.paper import html_of
from refugee_support.languages import in_language
from refugee_support.safety import papers
from refugee_support.safety.finding import GOOD, TO_DO, URGENT, Finding
from tests.site import factories
from tests.site import records as make

SETTINGS = "Refugee Support Settings"


@pytest.fixture(autouse=True)
def administrator(site: str) -> str:
	frappe.set_user("Administrator")
	user = factories.make_helper(access.ADMINISTRATOR)
	frappe.set_user(user)
	return user


def activity(**values: Any) -> Any:
	defaults = {"code": f"T{frappe.generate_hash(length=8).upper()}", "source": "Vorstand"}
	texts = ("label", "purpose", "legal_basis", "persons", "data_categories", "recipients", "third_countries")
	defaults |= {field: f"Zq {field}" for field in texts}
	return frappe.get_doc({"doctype": ACTIVITY, **defaults, **values}).insert()


def set_up(**values: Any) -> None:
	for field, value in values.items():
		frappe.db.set_single_value(SETTINGS, field, value)
	frappe.clear_document_cache(SETTINGS, SETTINGS)


def said(paper: Any, *about: Any, language: str = "de") -> str:
	with in_language(language):
		return html_of(paper(*about)).split("</style>")[1]


def pages(method: Any, **arguments: Any) -> str:
	method(**arguments)
	content = frappe.local.response.filecontent
	return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


# --- The record ---


def test_the_record_answers_every_point_of_article_30():
	set_up(association_name="Zq e. V.", representative="Zq Vorstand", data_protection_officer="Zq Kanzlei")
	set_up(server_operator="Zq Rechenzentrum", state="NW")
	activity()
	html = said(register.register)
	for what in (
		*("Zq e. V.", "Zq Vorstand", "Zq Kanzlei", "Zq Rechenzentrum", "www.ldi.nrw.de"),
		*("Zq purpose", "Zq legal_basis", "Zq persons", "Zq data_categories", "Zq recipients"),
		*("Zq third_countries", "Aufbewahrung", "Verzeichnis von Verarbeitungstätigkeiten"),
	):
		assert what in html, what


def test_what_nobody_has_entered_is_a_line_to_write_on_and_nothing_is_made_up():
	set_up(association_name="", representative="", data_protection_officer="", data_protection_contact="")
	html = said(register.register)
	assert "Name des Vereins fehlt in den Einstellungen" in html
	assert "in den Einstellungen ist niemand benannt" in html
	assert "bitte ausfüllen" in html


def test_what_came_with_the_app_is_called_a_proposal_until_somebody_has_reviewed_it(administrator):
	proposal = "Ein Vorschlag, der mit dem Programm gekommen ist."
	for name in register.enabled():
		frappe.db.set_value(ACTIVITY, name, "enabled", 0)
	document = activity(reviewed_by_name="Jemand anderes")
	assert not document.reviewed_by_name
	assert proposal in said(register.register)
	document.update({"reviewed_on": nowdate(), "reviewed_by_name": "Jemand anderes"}).save()
	assert document.reviewed_by_name == frappe.utils.get_fullname(administrator)
	assert proposal not in said(register.register)
	with pytest.raises(frappe.ValidationError, match="future"):
		document.update({"reviewed_on": add_days(nowdate(), 1)}).save()


def test_what_the_association_does_not_do_leaves_the_record():
	document = activity()
	document.update({"enabled": 0}).save()
	assert "Zq purpose" not in said(register.register)


def test_periods_are_those_of_the_retention_rules_that_are_enabled():
	frappe.db.set_value("Retention Rule", {"record_kind": "Client"}, "enabled", 0)
	activity(retention_kind="Client")
	assert "keine Aufbewahrungsregel eingeschaltet" in said(register.register)
	frappe.db.set_value("Retention Rule", "CLIENT_LAST_CONTACT", {"enabled": 1, "months": 17})
	assert "(17 Monate)" in said(register.register)
	set_up(access_log_months=19)
	assert "19 months" in retention.sentences("Access Log")[0]


def test_english_is_printed_where_somebody_has_written_it():
	activity(purpose_en="Zq English purpose")
	html = said(register.register, language="en")
	assert "Record of Processing Activities" in html and "Zq English purpose" in html
	assert "Zq legal_basis" in html  # better in German than not at all


def test_markup_in_an_entry_is_shown_and_not_run():
	document = activity()
	frappe.db.set_value(ACTIVITY, document.name, "purpose", "<script>alert(1)</script>")
	assert "<script>" not in said(register.register)


# --- The measures ---


def finding(point: str) -> Finding:
	return next(one for found in parts().values() for one in found if one.point == point)


def test_every_point_of_the_safety_report_stands_in_the_measures_once():
	names = [one.point for found in parts().values() for one in found]
	assert len(names) == len(set(names))
	assert {one.point for one in safety.findings()} <= set(names)


def test_a_point_somebody_adds_to_the_safety_report_is_not_forgotten(monkeypatch):
	monkeypatch.setattr(papers, "POINTS", (*papers.POINTS, lambda: Finding("Zq", TO_DO, "Zq found", "Zq do")))
	assert finding("Zq").found == "Zq found"
	html = said(measures.measures)
	assert html.count("Zq found") == 1 and "Zq do" in html


@pytest.mark.parametrize(("setting", "safe", "unsafe"), [("disable_document_sharing", 1, 0)])
def test_a_measure_that_does_not_hold_here_is_printed_as_open(setting, safe, unsafe):
	for value, states in ((safe, {GOOD}), (unsafe, {TO_DO, URGENT})):
		frappe.db.set_single_value("System Settings", setting, value)
		frappe.clear_document_cache("System Settings", "System Settings")
		assert finding("Sharing of documents").state in states
	html = said(measures.measures)
	with in_language("de"):
		row = html.split(_("Sharing of documents"))[1].split("</tr>")[0]
	assert "OFFEN" in row


def test_how_many_are_bound_to_secrecy_is_counted():
	before = measures.undertaking().found
	frappe.set_user("Administrator")
	unbound = factories.make_user(access.VOLUNTEER)
	assert not access.has_active_undertaking(unbound)
	make.volunteer()
	counts = [
		[int(word) for word in found.replace(";", "").split() if word.isdigit()]
		for found in (before, measures.undertaking().found)
	]
	assert [after - earlier for earlier, after in zip(*counts, strict=True)] == [1, 1]


def test_the_measures_name_none_of_the_people_who_help():
	frappe.set_user("Administrator")
	factories.make_helper(access.COUNSELLOR, full_name="Zqname Helfer")
	user = factories.make_user(access.COUNSELLOR, "System Manager", first_name="Zqname", last_name="Zq")
	frappe.db.set_value("User", user, "api_key", "zq")
	assert any("Zqname" in one.found for one in safety.findings())
	assert "Zqname" not in said(measures.measures)


def test_an_old_review_or_a_missing_name_is_a_point_of_the_safety_report():
	for name in register.enabled():
		frappe.db.set_value(ACTIVITY, name, "reviewed_on", nowdate())
	assert papers.processing_activities().state == GOOD
	frappe.db.set_value(
		ACTIVITY, register.enabled()[0], "reviewed_on", add_days(add_months(nowdate(), -12), -1)
	)
	assert papers.processing_activities().state == TO_DO
	set_up(representative="")
	assert "Represented By" in papers.who_is_named().found
	frappe.db.set_value("Retention Rule", {"record_kind": "Client"}, "enabled", 0)
	assert papers.retention_rules().state == TO_DO


# --- The impact assessment ---


def risk(**values: Any) -> dict[str, Any]:
	return {"scenario": "Zq scenario", "guarded_by": "Who Sees What", **values}


def test_the_assessment_has_the_four_parts_of_article_35_and_says_which_measures_are_open():
	frappe.db.set_single_value("System Settings", "disable_document_sharing", 0)
	frappe.clear_document_cache("System Settings", "System Settings")
	document = activity(
		assessment="Needed",
		assessment_reason="Zq reason",
		necessity="Zq necessity",
		risks=[risk(severity="Severe")],
	)
	html = said(assessment, document)
	for what in ("a) Die", "b) Notwendigkeit", "c) Risiken", "d) Maßnahmen", "Zq reason", "Zq necessity"):
		assert what in html, what
	row = html.split("Zq scenario")[1].split("</tr>")[0]
	assert "Groß" in row and "Offen: " in row


def test_an_assessment_that_is_needed_says_why():
	with pytest.raises(frappe.ValidationError, match="why an impact assessment is needed"):
		activity(assessment="Needed")


def test_what_nobody_has_judged_is_left_blank():
	html = said(assessment, activity(risks=[risk()]))
	row = html.split("Zq scenario")[1].split("</tr>")[0]
	assert not any(word in row for word in ("Geringfügig", "Groß", "Niedrig", "Hoch"))


# --- Who may ---


def test_administrators_print_all_three():
	document = activity(label="Zq Tätigkeit")
	assert "Zq Tätigkeit" in pages(api.register_pdf, language="de")
	assert "Technische und organisatorische Maßnahmen" in pages(api.measures_pdf, language="de")
	assert "Impact Assessment" in pages(api.assessment_pdf, activity=document.name, language="en")


def test_counsellors_and_coordinators_read_and_print_the_record_and_not_what_is_unsafe():
	document = activity()
	frappe.set_user("Administrator")
	for role in (access.COUNSELLOR, access.COORDINATOR):
		frappe.set_user("Administrator")
		frappe.set_user(factories.make_helper(role))
		assert frappe.has_permission(ACTIVITY, "read", doc=document.name)
		assert pages(api.register_pdf)
		assert not frappe.has_permission(ACTIVITY, "write", doc=document.name)
		assert not frappe.has_permission(ACTIVITY, "create")
		with pytest.raises(frappe.PermissionError):
			document.reload().update({"purpose": "x"}).save()
		for call in (api.measures_pdf, lambda: api.assessment_pdf(document.name)):
			with pytest.raises(frappe.PermissionError):
				call()


def test_the_data_protection_contact_reads_the_measures():
	frappe.set_user("Administrator")
	contact = make.counsellor()
	set_up(data_protection_contact=contact)
	frappe.set_user(contact)
	api.measures_pdf()
	assert frappe.local.response.filecontent.startswith(b"%PDF")


def test_volunteers_and_helpers_neither_read_nor_print_anything_of_it():
	document = activity()
	for role in (access.VOLUNTEER, access.CAFE_HELPER, access.APPLICATION_HELPER):
		frappe.set_user("Administrator")
		frappe.set_user(factories.make_helper(role))
		assert not frappe.has_permission(ACTIVITY, "read", doc=document.name)
		with pytest.raises(frappe.PermissionError):
			frappe.get_list(ACTIVITY)
		for call in (api.register_pdf, api.measures_pdf, lambda: api.assessment_pdf(document.name)):
			with pytest.raises(frappe.PermissionError):
				call()


def test_nobody_deletes_an_entry_that_would_come_back():
	frappe.set_user("Administrator")
	with pytest.raises(frappe.PermissionError, match="switch it off"):
		frappe.delete_doc(ACTIVITY, "COUNSELLING")
