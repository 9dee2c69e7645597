"""Who may see which client: the list and the document always say the same."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from refugee_support import access
from tests.site import factories
from tests.site import records as make

HANGING_ON_A_CLIENT = (
	"Client",
	"Client Household",
	"Consultation",
	"Confidential Record",
	"Consultation Note",
)


def day(offset: int):
	return add_days(getdate(), offset)


def world(**team_row) -> dict[str, str]:
	"""One client with everything that hangs on one, made by Administrator."""
	team = [team_row] if team_row else []
	client = make.client(support_team=team)
	consultation = factories.make_consultation(client.name)
	return {
		"Client": client.name,
		"Client Household": make.household(members=[{"client": client.name}]).name,
		"Consultation": consultation.name,
		"Confidential Record": factories.make_confidential_record(client.name, religion="x").name,
		"Consultation Note": factories.make_note(consultation.name).name,
	}


def seen_by(user: str, records: dict[str, str]) -> set[str]:
	"""DocTypes of which the user sees the record; list and document must agree."""
	frappe.set_user(user)
	seen = set()
	for doctype, name in records.items():
		document = frappe.get_doc(doctype, name).has_permission("read")
		listed = frappe.has_permission(doctype, "read") and name in frappe.get_list(
			doctype, pluck="name", limit=0
		)
		assert bool(document) == bool(listed), f"{doctype}: form {document}, list {listed}"
		if document:
			seen.add(doctype)
	frappe.set_user("Administrator")
	return seen


def end_undertaking(user: str, on) -> None:
	profile = frappe.get_doc("Volunteer Profile", {"user": user})
	profile.undertaking_ended_on = on
	profile.save()


def test_a_counsellor_sees_every_client_and_everything_about_them() -> None:
	assert seen_by(make.counsellor(), world()) == set(HANGING_ON_A_CLIENT)


def test_a_volunteer_sees_their_client_but_nothing_confidential() -> None:
	volunteer = make.volunteer()
	assert seen_by(volunteer, world(helper=volunteer, from_date=day(-1))) == {
		"Client",
		"Client Household",
		"Consultation",
	}


@pytest.mark.parametrize(
	("from_date", "to_date", "sees"),
	[(0, None, True), (1, None, False), (-9, 0, True), (-9, -1, False), (-9, 9, True)],
	ids=["from today", "from tomorrow", "until today", "until yesterday", "in between"],
)
def test_a_support_team_holds_from_its_first_to_its_last_day(from_date, to_date, sees: bool) -> None:
	volunteer = make.volunteer()
	dates = {"from_date": day(from_date), "to_date": to_date if to_date is None else day(to_date)}
	assert ("Client" in seen_by(volunteer, world(helper=volunteer, **dates))) is sees


def test_without_an_undertaking_nobody_sees_a_client_whatever_role_they_hold() -> None:
	user = factories.make_user(access.COUNSELLOR, access.VOLUNTEER, "System Manager", new_password="")
	assert seen_by(user, world(helper=user, from_date=day(-1))) == set()


@pytest.mark.parametrize("status", ["Interested", "Paused", "Former"])
def test_only_active_people_see_clients(status: str) -> None:
	volunteer = make.volunteer(status=status)
	assert seen_by(volunteer, world(helper=volunteer, from_date=day(-1))) == set()


@pytest.mark.parametrize(("ended", "sees"), [(1, True), (0, False), (-1, False)])
def test_an_undertaking_ends_on_its_last_day(ended: int, sees: bool) -> None:
	counsellor = make.counsellor()
	end_undertaking(counsellor, day(ended))
	assert bool(seen_by(counsellor, world())) is sees


def test_by_a_setting_counsellors_see_their_own_teams_only() -> None:
	make.counsellors_see_own_teams_only()
	counsellor = make.counsellor()
	assert seen_by(counsellor, world()) == set()
	assert seen_by(counsellor, world(helper=counsellor, from_date=day(-1))) == set(HANGING_ON_A_CLIENT)


@pytest.mark.parametrize(
	"role",
	[
		access.CAFE_HELPER,
		access.APPLICATION_HELPER,
		access.COORDINATOR,
		access.ADMINISTRATOR,
		"System Manager",
	],
)
def test_other_roles_see_no_client_even_on_a_support_team(role: str) -> None:
	user = factories.make_helper(role)
	assert seen_by(user, world(helper=user, from_date=day(-1))) == set()


def test_anonymous_conversations_of_colleagues_are_not_a_volunteers_business() -> None:
	volunteer, colleague = make.volunteer(), make.volunteer()
	frappe.set_user(volunteer)
	own = make.consultation(client=None, is_anonymous=1)
	frappe.set_user(colleague)
	assert not frappe.get_doc("Consultation", own.name).has_permission("read")
	assert own.name not in frappe.get_list("Consultation", pluck="name")
	frappe.set_user(volunteer)
	assert own.name in frappe.get_list("Consultation", pluck="name")


def test_a_forged_document_in_a_request_grants_nothing() -> None:
	volunteer = make.volunteer()
	records = world()
	frappe.set_user(volunteer)
	client = frappe.get_doc("Client", records["Client"])
	client.append("support_team", {"helper": volunteer, "from_date": day(-1)})
	assert not client.has_permission("read") and not client.has_permission("write")
	consultation = frappe.get_doc("Consultation", records["Consultation"])
	consultation.counsellor = volunteer
	assert not consultation.has_permission("write")


def test_child_rows_asked_for_directly_follow_their_parent() -> None:
	volunteer = make.volunteer()
	mine = world(helper=volunteer, from_date=day(-1))
	world(helper=make.volunteer(), from_date=day(-1))
	frappe.set_user(volunteer)
	rows = frappe.get_list("Client Support Team Member", fields=["parent"], parent_doctype="Client", limit=0)
	assert {row.parent for row in rows} == {mine["Client"]}


@pytest.mark.parametrize("doctype", HANGING_ON_A_CLIENT)
def test_nobody_shares_client_data(doctype: str) -> None:
	records = world()
	user = make.counsellor()
	frappe.set_user(user)
	assert not frappe.get_doc(doctype, records[doctype]).has_permission("share")


def test_everybody_sees_their_own_profile_and_only_staff_the_others() -> None:
	helper, other = factories.make_helper(access.CAFE_HELPER), make.volunteer()
	frappe.set_user(helper)
	assert frappe.get_list("Volunteer Profile", pluck="user") == [helper]
	frappe.set_user(factories.make_helper(access.ADMINISTRATOR))
	assert {helper, other} <= set(frappe.get_list("Volunteer Profile", pluck="user", limit=0))


def test_an_administrator_sees_service_records_neither() -> None:
	frappe.set_user(factories.make_helper(access.ADMINISTRATOR))
	assert not frappe.has_permission("Service Record", "read")


@pytest.mark.parametrize(
	("values", "field"),
	[
		({"undertaking_signed_on": "2100-01-01"}, "Signed On"),
		({"undertaking_signed_on": None, "undertaking_ended_on": "2026-01-01"}, "Ended On"),
		({"undertaking_signed_on": "2026-01-02", "undertaking_ended_on": "2026-01-01"}, "Ended On"),
		({"joined_on": "2026-01-02", "left_on": "2026-01-01"}, "Left On"),
	],
)
def test_an_impossible_undertaking_is_refused_and_names_the_field(values: dict, field: str) -> None:
	user = factories.make_user(access.VOLUNTEER, new_password="")
	with pytest.raises(frappe.ValidationError, match=field):
		factories.make_volunteer_profile(user, **values)


def test_one_profile_per_account() -> None:
	user = make.volunteer()
	with pytest.raises(frappe.UniqueValidationError):
		factories.make_volunteer_profile(user)


def test_the_setting_holds_from_the_moment_it_is_saved_also_by_a_command_that_asked_nothing_before() -> None:
	counsellor, client = make.counsellor(), factories.make_client().name
	assert access.client_scope(counsellor) == "all"
	settings = frappe.get_doc("Refugee Support Settings")
	settings.counsellors_see_own_teams_only = 1
	settings.save()
	assert access.client_scope(counsellor) == "team"
	assert not access.is_visible("Client", client, counsellor)
	del frappe.local.request_cache
	access.forget_profiles()
