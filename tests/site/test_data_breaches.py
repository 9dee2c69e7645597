"""Art. 33 and 34 GDPR: written down in every case, reported within 72 hours, and nobody is named."""

from typing import Any

import frappe
import pytest
from frappe.utils import add_to_date, get_datetime, now_datetime, nowdate

from refugee_support import access
from refugee_support.refugee_support.doctype.data_breach import data_breach
from refugee_support.volunteers import handover
from tests.site import factories
from tests.site import records as make


def breach(hours_ago: float = 1, **values: Any) -> Any:
	noticed = add_to_date(now_datetime(), hours=-hours_ago).replace(microsecond=0)
	defaults = {
		"title": "Brief an falsche Anschrift",
		"what_happened": "Ein Bescheid ging an die alte Anschrift.",
	}
	return frappe.get_doc({"doctype": "Data Breach", "noticed_at": noticed, **defaults, **values}).insert()


def answered(hours_ago: float = 1, **values: Any) -> Any:
	defaults = {"risk": "Unlikely", "consequences": "Keine bekannt.", "measures": "Anschrift berichtigt."}
	return breach(hours_ago, **{**defaults, **values})


@pytest.fixture(autouse=True)
def counsellor(site) -> str:
	frappe.set_user("Administrator")
	user = make.counsellor()
	frappe.set_user(user)
	return user


def test_72_hours_run_from_when_it_was_noticed_and_nobody_sets_them():
	document = breach(report_due_at="2030-01-01 00:00:00", status="Closed")
	assert document.report_due_at == add_to_date(get_datetime(document.noticed_at), hours=72)
	assert document.status == "Open"


def test_it_names_no_client_not_by_number_either():
	with pytest.raises(frappe.ValidationError, match="name no client"):
		breach(what_happened="Betroffen ist rsc-00017.")


@pytest.mark.parametrize("field", ["noticed_at", "reported_at"])
def test_nothing_lies_in_the_future(field):
	with pytest.raises(frappe.ValidationError, match="future"):
		breach(**{field: add_to_date(now_datetime(), hours=2)})


def test_whoever_sees_to_it_may_read_it_and_hands_it_over_before_leaving(counsellor):
	volunteer = factories.make_helper(access.VOLUNTEER)
	with pytest.raises(frappe.ValidationError, match="somebody who may read"):
		breach(responsible=volunteer)
	document = breach(responsible=counsellor)
	assert (document.doctype, document.name) in {
		(duty.doctype, name) for duty, name in handover.open_duties(counsellor)
	}


def test_it_is_closed_when_it_was_reported_or_a_risk_is_unlikely():
	with pytest.raises(frappe.ValidationError, match="why a risk is unlikely"):
		data_breach.close(answered().name)
	data_breach.close(answered(not_reported_because="Der Brief kam ungeöffnet zurück.").name)
	with pytest.raises(frappe.ValidationError, match="only where a risk is unlikely"):
		data_breach.close(answered(risk="Risk", not_reported_because="Aufwand.").name)
	data_breach.close(answered(risk="Risk", reported_at=now_datetime()).name)


def test_a_late_report_needs_a_reason():
	late = answered(100, risk="Risk", reported_at=now_datetime())
	with pytest.raises(frappe.ValidationError, match="later than 72 hours"):
		data_breach.close(late.name)
	late.reload().update({"late_because": "Über die Feiertage unbesetzt."}).save()
	data_breach.close(late.name)


def test_with_a_high_risk_the_people_are_told_or_it_says_why_not():
	high = answered(risk="High Risk", reported_at=now_datetime())
	with pytest.raises(frappe.ValidationError, match="when the people were told"):
		data_breach.close(high.name)
	high.reload().update({"people_told_on": nowdate()}).save()
	data_breach.close(high.name)
	high.reload()
	assert high.status == "Closed"


def test_whoever_sees_to_it_is_told_once_for_each_step_until_it_is_reported(counsellor):
	document = breach(50, responsible=counsellor)
	frappe.set_user("Administrator")
	administrator = factories.make_helper("Refugee Support Administrator")
	data_breach.remind()
	data_breach.remind()
	told = {"document_type": "Data Breach", "document_name": document.name}
	for user in (counsellor, administrator):
		assert frappe.db.count("Notification Log", {**told, "for_user": user}) == 1
	document.reload().update({"noticed_at": add_to_date(now_datetime(), hours=-73)}).save()
	data_breach.remind()
	assert frappe.db.count("Notification Log", {**told, "for_user": counsellor}) == 2
	document.reload().update({"reported_at": now_datetime()}).save()
	frappe.db.set_value("Data Breach", document.name, "reminders_sent", 0)
	data_breach.remind()
	assert frappe.db.count("Notification Log", {**told, "for_user": counsellor}) == 2


def test_volunteers_and_helpers_neither_read_nor_write_it_and_nobody_deletes_it():
	document = breach()
	frappe.set_user("Administrator")
	users = (make.volunteer(), factories.make_helper("Language Cafe Helper"))
	for user in users:
		frappe.set_user(user)
		assert not frappe.has_permission("Data Breach", "read", doc=document.name)
		assert not frappe.has_permission("Data Breach", "create")
		with pytest.raises(frappe.PermissionError):
			data_breach.close(document.name)
	frappe.set_user("Administrator")
	with pytest.raises(frappe.PermissionError, match="evidence"):
		frappe.delete_doc("Data Breach", document.name)
