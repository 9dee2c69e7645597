"""The access log: alerts, retention, and that it is written by itself alone."""

import frappe
import pytest
from frappe.utils import add_months, add_to_date, now_datetime
from werkzeug.wrappers import Response

from refugee_support import audit
from refugee_support.audit import log, mass_access, retention
from refugee_support.audit.log import LOG, Access
from tests.site import factories
from tests.site import records as make


@pytest.fixture(autouse=True)
def quiet_hour(site: str) -> None:
	"""What other tests have just looked at over HTTP is no mass access of these."""
	frappe.db.delete(LOG)


@pytest.fixture
def contact() -> str:
	user = factories.make_helper("Refugee Support Administrator")
	settings = frappe.get_doc("Refugee Support Settings")
	settings.update({"data_protection_contact": user, "mass_access_clients": 5, "mass_access_rows": 50})
	settings.save()
	return user


def open_clients(user: str, number: int, action: str = "Read") -> None:
	log.insert([Access(action, f"RSC-{n:05}", "Client", f"RSC-{n:05}") for n in range(number)], user)


def alerts_to(user: str) -> list[str]:
	return frappe.get_all("Notification Log", {"for_user": user}, pluck="subject")


def test_many_clients_in_an_hour_alert_the_contact_once_and_name_no_client(contact: str) -> None:
	user = make.counsellor()
	open_clients(user, 5)
	mass_access.look()
	mass_access.look()
	assert len(alerts_to(contact)) == 1
	assert "5" in alerts_to(contact)[0] and "RSC" not in alerts_to(contact)[0]
	assert frappe.db.count(LOG, {"action": "Mass Access Alert", "user": user}) == 1


def test_the_alert_comes_by_mail_too(contact: str, monkeypatch: pytest.MonkeyPatch) -> None:
	mails: list[dict] = []
	monkeypatch.setattr(frappe, "sendmail", lambda **mail: mails.append(mail))
	open_clients(make.counsellor(), 6)
	mass_access.look()
	assert [mail["recipients"] for mail in mails] == [[contact]]
	assert "6" in mails[0]["message"] and "RSC" not in str(mails)


def test_a_mail_that_cannot_be_sent_does_not_lose_the_alert(
	contact: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	def fail(**mail: object) -> None:
		raise frappe.OutgoingEmailError

	monkeypatch.setattr(frappe, "sendmail", fail)
	open_clients(make.counsellor(), 6)
	mass_access.look()
	assert len(alerts_to(contact)) == 1


@pytest.mark.parametrize("times", [1, 20])
def test_one_client_however_often_is_no_mass_access(contact: str, times: int) -> None:
	user = make.counsellor()
	for _time in range(times):
		open_clients(user, 4)
	mass_access.look()
	assert alerts_to(contact) == []


def test_what_is_older_than_an_hour_does_not_count(contact: str) -> None:
	user = make.counsellor()
	open_clients(user, 9)
	frappe.db.set_value(LOG, {"user": user}, "time", add_to_date(now_datetime(), hours=-2))
	mass_access.look()
	assert alerts_to(contact) == []


@pytest.mark.parametrize(("action", "rows", "told"), [("Export", 50, 1), ("List", 49, 0), ("Report", 80, 1)])
def test_very_many_rows_at_once_alert_too(contact: str, action: str, rows: int, told: int) -> None:
	audit.record(action, doctype="Client", records=rows, user=make.counsellor())
	mass_access.look()
	assert len(alerts_to(contact)) == told


def test_without_a_contact_the_alert_stands_in_the_log(contact: str) -> None:
	frappe.db.set_single_value("Refugee Support Settings", "data_protection_contact", None)
	frappe.clear_document_cache("Refugee Support Settings")
	user = make.counsellor()
	open_clients(user, 9)
	mass_access.look()
	assert frappe.db.exists(LOG, {"action": "Mass Access Alert", "user": user})


@pytest.mark.parametrize(("setting", "kept"), [(0, 24), (1, 12), (18, 18), (99, 36)])
def test_entries_are_kept_between_one_and_three_years(setting: int, kept: int) -> None:
	frappe.db.set_single_value("Refugee Support Settings", "access_log_months", setting)
	assert retention.months_kept() == kept


def test_the_nightly_job_deletes_what_is_older_and_nothing_else() -> None:
	frappe.db.set_single_value("Refugee Support Settings", "access_log_months", 12)
	user = make.counsellor()
	open_clients(user, 2)
	frappe.db.set_value(LOG, {"client": "RSC-00001"}, "time", add_months(now_datetime(), -13))
	retention.delete_old_entries()
	assert frappe.get_all(LOG, {"user": user}, pluck="client") == ["RSC-00000"]


def test_not_even_the_owner_of_the_site_writes_or_deletes_an_entry_by_hand() -> None:
	open_clients(make.counsellor(), 1)
	name = frappe.db.get_value(LOG, {"client": "RSC-00000"})
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc({"doctype": LOG, "user": "Administrator", "action": "Read"}).insert()
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(LOG, name).save()
	with pytest.raises(frappe.PermissionError):
		frappe.delete_doc(LOG, name, force=True, ignore_permissions=True)


def test_what_cannot_be_written_down_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
	def fail(*args: object) -> None:
		raise RuntimeError("the disk is full")

	monkeypatch.setattr(log, "insert", fail)
	client = factories.make_client(first_name="Verborgen").name
	frappe.flags.refugee_support_request = (
		"frappe.client.get",
		{"doctype": "Client", "name": client},
		{"Client"},
	)
	frappe.local.response = frappe._dict(message={"doctype": "Client", "name": client})
	response = Response('{"message": {"first_name": "Verborgen"}}')
	audit.write_for_request(response=response)
	frappe.flags.refugee_support_request = None
	assert response.status_code == 500
	assert b"Verborgen" not in response.get_data()


def test_a_grant_and_a_restriction_stand_in_the_log() -> None:
	first, second, volunteer = make.counsellor(), make.counsellor(), make.volunteer()
	client = factories.make_client().name
	frappe.set_user(first)
	factories.make_access_grant(client, volunteer)
	from refugee_support.refugee_support.doctype.restricted_client_access import restricted_client_access

	restricted_client_access.restrict(client, [second])
	restricted_client_access.lift(client)
	frappe.set_user("Administrator")
	actions = frappe.get_all(LOG, {"client": client, "user": first}, pluck="action", order_by="creation")
	assert sorted(actions) == ["Grant", "Restriction", "Restriction"]


def test_a_contact_reads_the_log_without_any_other_right(contact: str) -> None:
	open_clients(make.counsellor(), 1)
	frappe.set_user(contact)
	assert "RSC-00000" in frappe.get_list(LOG, pluck="client", limit=0)


def test_a_coordinator_reads_it_only_when_named_as_the_contact() -> None:
	open_clients(make.counsellor(), 1)
	coordinator = factories.make_helper("Refugee Support Coordinator")
	frappe.set_user(coordinator)
	assert frappe.get_list(LOG) == []
	frappe.set_user("Administrator")
	frappe.db.set_single_value("Refugee Support Settings", "data_protection_contact", coordinator)
	frappe.set_user(coordinator)
	assert frappe.get_list(LOG) != []


def test_the_contact_is_somebody_who_may_read_the_log() -> None:
	settings = frappe.get_doc("Refugee Support Settings")
	settings.data_protection_contact = make.volunteer()
	with pytest.raises(frappe.ValidationError, match="needs the role"):
		settings.save()
