"""The help with job applications: profile, applications sent, who may do what, and what is counted."""

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from refugee_support import milestones, service_records
from refugee_support.job_help import overview, reminders
from tests.site import factories

HELPER, COUNSELLOR = "Application Support Helper", "Refugee Support Counsellor"


@pytest.fixture
def client(site):
	return factories.make_client(
		first_name="Samir", last_name="Haddad", mobile_no="0211 123456", street="Am Markt 1",
		postal_code="40699", municipality="Erkrath", occupation="Elektriker",
	)  # fmt: skip


@pytest.fixture
def counsellor(site):
	return factories.make_helper(COUNSELLOR, helper_kind="Staff")


@pytest.fixture
def support(client, counsellor):
	return factories.make_application_support(client.name, responsible=counsellor)


def of(support, doctype, **values):
	return factories.make(doctype, application_support=support.name, **values)


def rows(support):
	fields = ["service_type", "contacts", "minutes", "support_result", "hours_per_week", "recognition"]
	named = frappe.get_all("Service Record", {"source_name": support.name}, fields, order_by="service_type")
	return [tuple(row.values()) for row in named]


def test_the_contact_is_taken_from_the_client_and_follows_until_it_is_changed(client, support):
	assert (support.client_name, support.phone) == ("Samir Haddad", "0211 123456")
	assert support.address == "Am Markt 1\n40699 Erkrath"
	support.db_set("email", "samir@example.com")
	client.reload().update({"mobile_no": "0211 999", "email_id": "other@example.com"}).save()
	support.reload()
	assert (support.phone, support.email) == ("0211 999", "samir@example.com")


def test_records_belong_to_the_client_of_their_support(client, support):
	station = of(support, "Client Career Station", title="Elektriker", from_date="2010-01-01")
	assert station.client == client.name


@pytest.mark.parametrize(
	("doctype", "values"),
	[
		("Client Career Station", {"title": "x", "from_date": "2015-01-01", "to_date": "2014-01-01"}),
		("Client Career Station", {"title": "x", "from_date": "2031-01-01"}),
		("Client Qualification", {"title_original": "x", "awarded_on": "2031-01-01"}),
		("Client Qualification", {"title_original": "x", "decision": "Full", "decided_on": "2026-01-01"}),
		("Client Job Application", {"employer": "x", "outcome": "Refused"}),
		("Client Career Skill", {"kind": "Language"}),
		("Client Career Station", {"title": "x", "certificate": "/private/files/of-somebody-else.pdf"}),
	],
)
def test_what_cannot_be_is_refused_with_a_sentence(support, doctype, values):
	with pytest.raises(frappe.ValidationError):
		of(support, doctype, **values)


def test_overlapping_jobs_are_saved_and_shown_and_gaps_are_offered(support):
	of(support, "Client Career Station", title="A", from_date="2010-01-01", to_date="2014-12-01")
	of(support, "Client Career Station", title="B", from_date="2013-01-01", to_date="2015-12-01")
	shown = overview.of(support)
	assert shown["overlaps"] == [["A", "B"]]
	assert [gap["from_date"].isoformat() for gap in shown["gaps"]] == ["2016-01-01"]


def test_markup_and_direction_marks_in_a_title_are_taken_out_and_said_so(support):
	frappe.clear_messages()
	station = of(support, "Client Career Station", title="<b>Koch\u202e</b>", from_date="2010-01-01")
	assert station.title == "‹b›Koch‹/b›"
	assert "invisible characters" in str(frappe.get_message_log())


def test_a_suspicious_refusal_sets_a_deadline_of_two_months_for_the_counsellor(support, counsellor):
	application = of(
		support, "Client Job Application", employer="Muster GmbH", sent_on="2026-01-05", outcome="Refused",
		answered_on="2026-02-02", suspicious_refusal=1, grounds="Am Telefon: keine Ausländer.",
	)  # fmt: skip
	deadline = frappe.get_doc("Legal Deadline", application.deadline)
	assert deadline.due_on == getdate("2026-04-02") == getdate(application.claim_until)
	assert (deadline.responsible, deadline.client) == (counsellor, support.client)
	assert "§ 15 Abs. 4" in deadline.steps_de
	application.reload().update({"suspicious_refusal": 0}).save()
	assert deadline.reload().status == "Void"


def test_talks_result_and_recognition_are_counted_and_a_rebuild_says_the_same(client, support):
	talk = of(support, "Application Support Talk", talk_on=nowdate(), minutes=45)
	degree = of(support, "Client Qualification", title_original="x", applied_on=add_days(nowdate(), -3))
	support.reload().update(
		{"result": "Job", "result_on": nowdate(), "hours_per_week": 30, "found_through": "Our Team"}
	).save()
	assert rows(talk) == [("Application Support", 1, 45, None, 0, None)]
	assert rows(degree) == [("Recognition Applied For", 0, 0, None, 0, None)]
	assert rows(support) == [
		("Application Support Begun", 0, 0, None, 0, None),
		("Application Support Result", 0, 0, "Job", 30, None),
	]
	sources = {"source_name": ["in", [talk.name, degree.name, support.name]]}
	before = frappe.get_all("Service Record", sources, ["*"], order_by="name")
	service_records.write_again("Application Support", [support.name])
	service_records.write_again("Application Support Talk", [talk.name])
	service_records.write_again("Client Qualification", [degree.name])
	assert frappe.get_all("Service Record", sources, ["*"], order_by="name") == before


def test_a_result_is_a_step_on_the_path_once(client, support):
	support.update({"result": "Training", "result_on": nowdate()}).save()
	milestones.sync(frappe.get_doc("Client", client.name))
	kinds = frappe.get_all("Integration Milestone", {"client": client.name, "withdrawn": 0}, pluck="kind")
	assert kinds == ["Training Begun"]
	support.reload().update({"result": None, "result_on": None}).save()
	assert not frappe.db.exists("Integration Milestone", {"client": client.name, "withdrawn": 0})


def test_no_answer_is_told_once_after_14_and_once_after_30_days(support, counsellor):
	today = getdate()
	application = of(support, "Client Job Application", employer="Muster GmbH", sent_on=add_days(today, -14))

	def bells():
		return frappe.db.count("Notification Log", {"for_user": counsellor, "document_name": application.name})

	reminders.remind(today)
	reminders.remind(today)
	assert bells() == 1
	reminders.remind(getdate(add_days(today, 16)))
	reminders.remind(getdate(add_days(today, 17)))
	assert bells() == 2


@pytest.fixture
def helper(support):
	user = factories.make_helper(HELPER)
	support.append("helpers", {"helper": user, "from_date": nowdate()})
	support.save()
	return user


def may(user, document, ptype="read"):
	return bool(frappe.has_permission(document.doctype, ptype, doc=document.name, user=user))


def test_a_helper_sees_the_support_and_its_records_and_never_the_client(client, support, helper):
	station = of(support, "Client Career Station", title="A", from_date="2010-01-01")
	assert may(helper, support) and may(helper, station, "write")
	assert not may(helper, client)
	other = factories.make_application_support(factories.make_client(first_name="Andere").name)
	assert not may(helper, other)


def test_a_helper_sees_nothing_after_the_last_day_or_without_undertaking(support, helper):
	support.reload().helpers[0].update({"from_date": add_days(nowdate(), -5), "to_date": add_days(nowdate(), -1)})
	support.save()
	assert not may(helper, support)


def test_a_helper_writes_the_profile_and_cannot_let_anybody_in_or_write_elsewhere(support, helper):
	other = factories.make_application_support(factories.make_client(first_name="Andere").name)
	frappe.set_user(helper)
	station = {"doctype": "Client Career Station", "title": "A", "from_date": "2010-01-01"}
	assert frappe.get_doc({**station, "application_support": support.name}).insert().client == support.client
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc({**station, "application_support": other.name}).insert()
	mine = frappe.get_doc("Application Support", support.name)
	mine.append("helpers", {"helper": helper, "from_date": add_days(nowdate(), 5)})
	with pytest.raises(frappe.PermissionError):
		mine.save()


def test_a_helper_may_report_a_suspicious_refusal_without_seeing_the_deadline(support, helper):
	frappe.set_user(helper)
	application = frappe.get_doc(
		{
			"doctype": "Client Job Application", "application_support": support.name, "employer": "x",
			"sent_on": add_days(nowdate(), -9), "outcome": "Refused", "suspicious_refusal": 1, "grounds": "x",
		}
	).insert()  # fmt: skip
	assert application.claim_until
	assert not frappe.has_permission("Legal Deadline", "read", doc=application.deadline)
