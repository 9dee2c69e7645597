"""Door 13: reports run with their reader's rights, and what was prepared is for who prepared it."""

import json

import pytest

RUN = "frappe.desk.query_report.run"


def test_a_report_on_service_records_is_for_those_who_report_on_them(visitor, report):
	answer = visitor.call(RUN, report_name=report, filters="{}")
	visitor.looks(answer)
	if visitor.reads_service_records:
		assert answer.status_code == 200, answer.text[-500:]
		assert "test-topic" in answer.text
	else:
		visitor.is_refused(answer)


def test_user_does_not_run_it_as_somebody_else(visitor, report):
	for user in ("Administrator", "someone@example.com"):
		answer = visitor.call(RUN, report_name=report, filters="{}", user=user)
		visitor.looks(answer)
		assert ("test-topic" in answer.text) is visitor.reads_service_records


def test_columns_of_other_doctypes_do_not_join_in(attacker, report, world):
	column = {
		"fieldname": "first_name",
		"doctype": "Client",
		"link_field": {"fieldname": "client", "names": []},
		"insert_after_index": 0,
		"fieldtype": "Data",
		"label": "x",
	}
	answer = attacker.call(RUN, report_name=report, filters="{}", custom_columns=[column])
	attacker.is_refused(answer)


def test_a_prepared_report_is_for_who_prepared_it(visitor, prepared_report, text_of):
	for answer in (
		visitor.get(f"/api/resource/Prepared Report/{prepared_report.name}"),
		visitor.call("frappe.desk.form.load.getdoc", doctype="Prepared Report", name=prepared_report.name),
		visitor.call(
			"frappe.core.doctype.prepared_report.prepared_report.download_attachment", dn=prepared_report.name
		),
		visitor.session.get(prepared_report.file_url),
	):
		visitor.looks(answer)
		assert "zqprepared" not in text_of(answer) and answer.status_code in (401, 403, 404, 417), (
			answer.text[-500:]
		)


def test_lists_show_no_prepared_report_of_others(visitor, prepared_report):
	answer = visitor.call(
		"frappe.client.get_list", doctype="Prepared Report", fields=["name", "filters"], limit_page_length=0
	)
	visitor.looks(answer)
	assert prepared_report.name not in answer.text
	answer = visitor.call(
		"frappe.client.get_list", doctype="File", fields=["name", "file_url"], limit_page_length=0
	)
	assert prepared_report.file_url not in answer.text


@pytest.mark.parametrize("extra", [{}, {"user": "Administrator"}])
def test_a_prepared_report_is_not_named_in_the_filters_of_another_run(
	visitor, prepared_report, text_of, extra
):
	for name in (prepared_report.report_name, prepared_report.foreign_name):
		filters = json.dumps({"prepared_report_name": prepared_report.name})
		answer = visitor.call(RUN, report_name=name, filters=filters, **extra)
		assert "zqpreparedzq" not in text_of(answer)
		visitor.looks(answer)


def test_a_saved_report_does_not_name_it_either(visitor, prepared_report, text_of):
	"""The filters saved with a report of one's own take the place of those in the request."""
	answer = visitor.call(RUN, report_name=prepared_report.custom_name, filters="{}")
	assert "zqpreparedzq" not in text_of(answer)
	visitor.looks(answer)


def test_user_does_not_fetch_what_somebody_else_prepared(visitor, prepared_report):
	answer = visitor.call(RUN, report_name=prepared_report.report_name, filters="{}", user="Administrator")
	assert "zqpreparedzq" not in answer.text
	visitor.looks(answer)


def test_nobody_prepares_a_report_they_may_not_run(visitor, prepared_report):
	"""It is for coordinators by its own roles, although counsellors read Service Records, too."""
	answer = visitor.call(
		"frappe.core.doctype.prepared_report.prepared_report.make_prepared_report",
		report_name=prepared_report.report_name,
		filters="{}",
	)
	visitor.looks(answer)
	if visitor.role == "coordinator":
		assert answer.status_code == 200, answer.text
	else:
		visitor.is_refused(answer)


@pytest.mark.parametrize("extra", [{}, {"user": "Administrator"}])
def test_restrictions_hold_whatever_user_is_named(restricted, report, extra):
	answer = restricted.call(RUN, report_name=report, filters="{}", **extra)
	assert answer.status_code == 200, answer.text[-300:]
	assert "test-topic" not in answer.text


def test_exports_ask_for_the_right_to_export(visitor, report):
	answer = visitor.call(
		"frappe.desk.query_report.export_query",
		report_name=report,
		filters="{}",
		file_format_type="CSV",
		visible_idx="[]",
	)
	visitor.looks(answer)
	assert ("test-topic" in answer.text) is (visitor.role == "coordinator"), answer.text[:300]


STANDARD = (
	"Demand over Time",
	"Characteristics of Persons",
	"Topics and Results",
	"Path of Integration",
	"Progress in German",
	"Decisions of Authorities",
	"Cafe and Events",
	"Equal Treatment Monitor",
)


def test_standard_reports_are_for_those_who_report_on_service_records(visitor):
	for name in STANDARD:
		answer = visitor.call(RUN, report_name=name, filters={"internal": 1})
		if visitor.reads_service_records:
			visitor.looks(answer)
			assert answer.status_code == 200, answer.text[-500:]
		else:
			visitor.is_refused(answer)
