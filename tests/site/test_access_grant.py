"""Access for a time: who may give it to whom, what it opens, and that it ends."""

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from refugee_support import access
from refugee_support.refugee_support.doctype.access_grant.access_grant import revoke
from tests.site import factories
from tests.site import records as make


def day(offset: int) -> str:
	return add_days(nowdate(), offset)


def dated(values: dict) -> dict:
	"""Days from today as dates: tests are collected before there is a site that knows its time zone."""
	return {key: day(value) if isinstance(value, int) else value for key, value in values.items()}


def grant(client: str, user: str, **values):
	defaults = {"scope": "Support Team", "purpose": "Substitution", "reason": "Urlaubsvertretung"}
	return frappe.get_doc(
		{"doctype": "Access Grant", "client": client, "user": user, **defaults, "to_date": day(6), **values}
	).insert()


def sees(user: str, client: str) -> bool:
	frappe.set_user(user)
	document = frappe.get_doc("Client", client).has_permission("read")
	listed = client in frappe.get_list("Client", pluck="name", limit=0)
	frappe.set_user("Administrator")
	assert bool(document) == listed
	return listed


def given(**values):
	"""A grant by a counsellor to a volunteer for a client of nobody's team."""
	frappe.set_user(counsellor := make.counsellor())
	volunteer, client = make.volunteer(), make.client().name
	return grant(client, volunteer, **values), counsellor, volunteer, client


def test_a_grant_opens_the_client_to_one_person_until_its_last_day() -> None:
	document, counsellor, volunteer, client = given()
	assert sees(volunteer, client)
	assert not sees(make.volunteer(), client)
	frappe.set_user(counsellor)
	document.to_date = nowdate()
	document.save()
	assert sees(volunteer, client), "the last day counts"
	frappe.db.set_value("Access Grant", document.name, {"from_date": day(-9), "to_date": day(-1)})
	assert not sees(volunteer, client)


def test_a_grant_that_begins_tomorrow_opens_nothing_today() -> None:
	_document, _counsellor, volunteer, client = given(from_date=day(1))
	assert not sees(volunteer, client)


def test_revoking_ends_it_at_once_and_is_written_down() -> None:
	document, counsellor, volunteer, client = given()
	frappe.set_user(counsellor)
	revoke(document.name)
	assert not sees(volunteer, client)
	document.reload()
	assert document.revoked_at and document.revoked_by_name
	frappe.set_user(counsellor)
	with pytest.raises(frappe.ValidationError, match="has ended"):
		revoke(document.name)


def test_an_undertaking_that_ended_ends_every_grant() -> None:
	_document, _counsellor, volunteer, client = given()
	profile = frappe.get_doc("Volunteer Profile", {"user": volunteer})
	frappe.db.set_value("Volunteer Profile", profile.name, "undertaking_ended_on", nowdate())
	access.forget_profiles()
	assert not sees(volunteer, client)


def test_a_grant_to_read_changes_nothing_and_records_nothing() -> None:
	_document, _counsellor, volunteer, client = given(scope="Reading Only")
	household = factories.make_household(client)
	frappe.set_user(volunteer)
	for doctype, name in (("Client", client), ("Client Household", household.name)):
		assert frappe.has_permission(doctype, "read", doc=name)
		assert not frappe.has_permission(doctype, "write", doc=name)
	with pytest.raises(frappe.PermissionError):
		make.consultation(client=client)


def test_a_grant_like_the_team_lets_the_substitute_work() -> None:
	_document, _counsellor, volunteer, client = given(scope="Support Team")
	frappe.set_user(volunteer)
	assert frappe.has_permission("Client", "write", doc=client)
	assert make.consultation(client=client).name


def test_who_is_on_the_team_already_is_not_held_back_by_a_grant_to_read() -> None:
	_document, _counsellor, volunteer, client = given(scope="Reading Only")
	frappe.set_user("Administrator")
	factories.put_on_team(client, volunteer)
	frappe.set_user(volunteer)
	assert frappe.has_permission("Client", "write", doc=client)


def test_nobody_gives_access_to_themselves() -> None:
	frappe.set_user(counsellor := make.counsellor())
	with pytest.raises(frappe.ValidationError, match="yourself"):
		grant(make.client().name, counsellor)


def test_a_volunteer_gives_no_access() -> None:
	frappe.set_user(make.volunteer())
	client = make.client().name  # on their own team
	with pytest.raises(frappe.PermissionError):
		grant(client, make.volunteer())


def test_a_counsellor_gives_no_access_to_clients_they_do_not_see() -> None:
	make.counsellors_see_own_teams_only()
	client = factories.make_client().name
	frappe.set_user(make.counsellor())
	with pytest.raises(frappe.PermissionError):
		grant(client, make.volunteer())


@pytest.mark.parametrize("role", ["Refugee Support Coordinator", "Language Cafe Helper", "System Manager"])
def test_only_counselling_roles_receive_access(role: str) -> None:
	user = factories.make_helper(role)
	frappe.set_user(make.counsellor())
	with pytest.raises(frappe.ValidationError, match="role"):
		grant(make.client().name, user)


def test_without_an_undertaking_nobody_receives_access() -> None:
	user = make.volunteer(undertaking_signed_on=None)
	frappe.set_user(make.counsellor())
	with pytest.raises(frappe.ValidationError, match="undertaking"):
		grant(make.client().name, user)


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"to_date": None}, "Until"),
		({"to_date": -1}, "before the beginning"),
		({"from_date": -1}, "past"),
		({"to_date": 400}, "92"),
		({"reason": None}, "What For"),
		({"purpose": None}, "Purpose"),
	],
)
def test_a_grant_has_a_purpose_and_an_end_within_the_longest_time(values: dict, sentence: str) -> None:
	frappe.set_user(make.counsellor())
	client = make.client().name
	with pytest.raises(frappe.ValidationError) as refused:
		grant(client, make.volunteer(), **dated(values))
	assert sentence in str(refused.value) + str(frappe.local.message_log)


def test_the_longest_time_is_a_setting() -> None:
	frappe.db.set_single_value("Refugee Support Settings", "longest_access_grant", 3)
	frappe.set_user(make.counsellor())
	client = make.client().name
	grant(client, make.volunteer(), to_date=day(2))
	with pytest.raises(frappe.ValidationError):
		grant(client, make.volunteer(), to_date=day(3))


@pytest.mark.parametrize(
	("fieldname", "value"),
	[
		("to_date", 7),
		("scope", "Reading Only"),
		("user", "Administrator"),
		("reason", "x"),
		("from_date", 1),
		("revoked_at", "2020-01-01 00:00:00"),
	],
)
def test_a_grant_is_shortened_or_revoked_and_nothing_else(fieldname: str, value: str | int) -> None:
	document, counsellor, _volunteer, _client = given()
	frappe.set_user(counsellor)
	document.set(fieldname, dated({fieldname: value})[fieldname])
	with pytest.raises(frappe.ValidationError):
		document.save()


def test_who_granted_it_cannot_be_rewritten() -> None:
	document, counsellor, _volunteer, _client = given(granted_by="Administrator", granted_by_name="x")
	frappe.set_user(counsellor)
	document.granted_by = "Administrator"
	document.granted_by_name = "x"
	document.save()
	assert document.granted_by == counsellor
	assert document.granted_by_name != "x"


def test_grants_are_never_deleted() -> None:
	document, counsellor, _volunteer, _client = given()
	for user in (counsellor, "Administrator"):
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			document.delete()


def test_the_grantee_is_told_without_a_name_and_the_notice_goes_with_the_access() -> None:
	_document, _counsellor, volunteer, client = given()
	row = frappe.get_all(
		"Notification Log", {"for_user": volunteer, "document_name": client}, ["name", "subject"]
	)[0]
	assert client in row.subject and "Amina" not in row.subject
	frappe.set_user(volunteer)
	assert frappe.get_list("Notification Log", {"name": row.name})
	frappe.set_user("Administrator")
	frappe.db.set_value("Access Grant", {"user": volunteer}, "revoked_at", "2026-01-01")
	frappe.set_user(volunteer)
	assert not frappe.get_list("Notification Log", {"name": row.name})


def test_a_volunteer_sees_their_own_grants_and_no_others() -> None:
	document, _counsellor, volunteer, client = given()
	frappe.set_user("Administrator")
	other = grant(client, make.volunteer(), from_date=getdate())
	frappe.set_user(volunteer)
	assert frappe.get_list("Access Grant", pluck="name") == [document.name]
	assert not frappe.has_permission("Access Grant", "read", doc=other.name)
