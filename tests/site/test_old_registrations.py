"""Art. 5 (1) (e) GDPR: who signed up for an event and is no client is known no longer than the association has decided."""

from datetime import date
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, nowdate

from refugee_support.erasing import registrations
from refugee_support.service_records import checking
from tests.site import factories as make

REGISTRATION, RULE = "Event Registration", "EVENT_REGISTRATION"


@pytest.fixture(autouse=True)
def administrator(site: str) -> None:
	frappe.set_user("Administrator")
	frappe.db.delete(REGISTRATION)
	frappe.db.set_value("Retention Rule", RULE, {"enabled": 1, "months": 3, "end_of_year": 0})


def registration(**values: Any) -> Any:
	"""For an event of yesterday, at which they were."""
	yesterday = add_days(nowdate(), -1)
	times = {"starts_at": f"{yesterday} 10:00:00", "ends_at": f"{yesterday} 12:00:00"}
	event = make.make_event(status="Held", **times)
	document = make.make_registration(
		event=event.name, participant_name="Zqname", email="zq@example.com", **values
	)
	document.update({"status": "Attended", "people_present": 1}).save()
	return document


def on(months: int, days: int = 0) -> date:
	return getdate(add_days(add_months(add_days(nowdate(), -1), months), days))


def test_after_the_period_the_name_goes_and_the_visit_stays_counted() -> None:
	document = registration()
	visit = {"service_type": "Event Visit", "source_name": document.name}
	before = frappe.db.count("Service Record", {"service_type": "Event Visit"})
	assert frappe.db.exists("Service Record", visit)
	assert registrations.erase_old(on(3)) == 0
	assert registrations.erase_old(on(3, days=1)) == 1
	assert not frappe.db.exists(REGISTRATION, document.name)
	assert not frappe.db.exists("Service Record", visit)
	assert frappe.db.count("Service Record", {"service_type": "Event Visit"}) == before
	assert [one for one in checking.compare_all() if one.doctype == REGISTRATION] == []


def test_who_is_a_client_is_kept_with_the_clients_file() -> None:
	document = registration(client=make.make_client().name)
	assert registrations.erase_old(on(12)) == 0 and frappe.db.exists(REGISTRATION, document.name)


def test_an_event_still_to_come_keeps_its_list() -> None:
	document = make.make_registration(event=make.make_event().name)
	assert registrations.erase_old(getdate()) == 0 and frappe.db.exists(REGISTRATION, document.name)


def test_without_an_enabled_rule_nothing_goes() -> None:
	frappe.db.set_value("Retention Rule", RULE, "enabled", 0)
	registration()
	assert registrations.erase_old(on(60)) == 0


def test_mails_and_copies_go_and_what_has_still_to_be_sent_stays() -> None:
	document = registration()
	comment = document.add_comment("Comment", "Zq kommt mit Rollstuhl").name
	mails = {status: mail(status) for status in ("Sent", "Not Sent")}
	registrations.erase_old(on(3, days=1))
	assert not frappe.db.exists("Comment", comment)
	assert {status for status, name in mails.items() if frappe.db.exists("Email Queue", name)} == {"Not Sent"}


def mail(status: str) -> str:
	values = {"sender": "v@example.com", "message": "Zq", "recipients": [{"recipient": "zq@example.com"}]}
	queued = frappe.get_doc({"doctype": "Email Queue", **values}).insert()
	frappe.db.set_value("Email Queue", queued.name, "status", status)
	return queued.name


def test_a_rule_that_could_never_begin_is_refused() -> None:
	rule = frappe.get_doc("Retention Rule", RULE)
	with pytest.raises(frappe.ValidationError, match="End of the Event"):
		rule.update({"event": "Last Contact"}).save()
