"""Handing over: for good, as a substitute, on the last day; by administrators who see no client."""

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from refugee_support import access
from refugee_support.volunteers import actions, handover
from tests.site import factories as make
from tests.site import records


def helper(*roles: str, **profile) -> str:
	user = make.make_user(*roles, new_password="")  # nobody logs in: hashing would only cost time
	make.make_volunteer_profile(user, **profile)
	return user


def profile_of(user: str) -> str:
	return frappe.db.get_value("Volunteer Profile", {"user": user})


@pytest.fixture
def giver() -> str:
	return records.volunteer()


@pytest.fixture
def taker() -> str:
	return records.volunteer()


@pytest.fixture
def client(giver: str) -> str:
	name = make.make_client(first_name="Zqgeheim").name
	make.put_on_team(name, giver)
	return name


@pytest.fixture
def administrator(giver: str, taker: str, client: str) -> str:
	user = helper(access.ADMINISTRATOR)
	frappe.set_user(user)
	return user


def sees(user: str, client: str) -> bool:
	return access.is_visible("Client", client, user)


def everything(giver: str) -> list[dict]:
	return actions.things_to_hand_over(profile_of(giver))


def give(
	giver: str, taker: str, start: str | None = None, end: str | None = None, items: list | None = None
) -> int:
	chosen = everything(giver) if items is None else items
	return actions.hand_over(profile_of(giver), taker, chosen, start or nowdate(), end)


def rows_of(client: str, user: str) -> list[tuple]:
	rows = frappe.get_all(
		"Client Support Team Member", {"parent": client, "helper": user}, ["from_date", "to_date"]
	)
	return [(row.from_date, row.to_date) for row in rows]


def test_an_administrator_hands_over_without_seeing_the_client(administrator, giver, taker, client) -> None:
	(thing,) = everything(giver)
	assert thing["name"] == client and "Zqgeheim" not in str(thing)
	assert give(giver, taker) == 1
	assert sees(taker, client) and not sees(giver, client) and not sees(administrator, client)


def test_a_counsellor_sees_names_while_handing_over(giver, taker, client) -> None:
	frappe.set_user(records.counsellor())
	assert "Zqgeheim" in everything(giver)[0]["title"]
	give(giver, taker)
	assert sees(taker, client)


def test_a_substitute_comes_beside_for_a_time(administrator, giver, taker, client) -> None:
	end = add_days(nowdate(), 14)
	give(giver, taker, end=end)
	assert sees(giver, client) and sees(taker, client)
	assert rows_of(client, taker) == [(getdate(), getdate(end))]


def test_a_handover_can_begin_later(administrator, giver, taker, client) -> None:
	give(giver, taker, start=add_days(nowdate(), 3))
	assert sees(giver, client) and not sees(taker, client)
	assert rows_of(client, giver)[0][1] == getdate(add_days(nowdate(), 2))


def test_twice_handed_over_is_not_twice_on_the_team(administrator, giver, taker, client) -> None:
	end = add_days(nowdate(), 14)
	give(giver, taker, end=end)
	give(giver, taker, end=end)
	assert len(rows_of(client, taker)) == 1


def test_only_active_bound_people_who_counsel_take_over(administrator, giver, client) -> None:
	frappe.set_user("Administrator")
	wrong = [
		helper(access.CAFE_HELPER),
		records.volunteer(status="Paused"),
		make.make_user(access.VOLUNTEER, new_password=""),
	]
	frappe.set_user(administrator)
	for user in wrong:
		with pytest.raises(frappe.ValidationError, match="active profile"):
			give(giver, user)
	found = {user for user, _name in actions.taker_query("User", "", "name", 0, 500, None)}
	assert giver in found and not found & set(wrong)


@pytest.mark.parametrize(("start", "end"), [(-1, None), (5, 3)])
def test_a_period_in_the_past_or_backwards_is_refused(
	administrator, giver, taker, client, start, end
) -> None:
	until = add_days(nowdate(), end) if end else None
	with pytest.raises(frappe.ValidationError, match="period"):
		give(giver, taker, start=add_days(nowdate(), start), end=until)


def test_what_is_not_with_the_giver_cannot_be_handed_over(administrator, giver, taker, client) -> None:
	frappe.set_user("Administrator")
	other = make.make_client().name
	frappe.set_user(administrator)
	with pytest.raises(frappe.ValidationError, match="no longer open"):
		give(giver, taker, items=[{"doctype": "Client", "name": other}])


def test_deadlines_go_to_a_person_who_sees_the_client(administrator, giver, taker, client) -> None:
	frappe.set_user("Administrator")
	deadline = make.make_deadline(client, responsible=giver).name
	frappe.set_user(administrator)
	with pytest.raises(frappe.ValidationError, match="does not see"):
		give(
			giver, taker, items=[{"doctype": "Legal Deadline", "name": deadline, "user_field": "responsible"}]
		)
	assert give(giver, taker) == 2  # the place on the team opens the client first
	assert frappe.db.get_value("Legal Deadline", deadline, "responsible") == taker


def test_follow_ups_go_to_the_successor_or_to_the_counsellors(administrator, giver, taker, client) -> None:
	frappe.set_user(giver)
	passed_on, left = (records.consultation(client=client, follow_up_on=nowdate()).name for _ in range(2))
	frappe.set_user(administrator)
	chosen = [item for item in everything(giver) if item["name"] in (client, passed_on)]
	give(giver, taker, items=chosen)
	assert frappe.db.get_value("Consultation", passed_on, ["follow_up_by", "counsellor"]) == (taker, giver)
	(still,) = [item for item in everything(giver) if item["doctype"] == "Consultation"]
	assert still["name"] == left


def test_nobody_becomes_their_own_substitute(administrator, giver, taker, client) -> None:
	frappe.set_user("Administrator")
	make.put_on_team(client, taker)
	deadline = make.make_deadline(client, responsible=giver, substitute=taker).name
	frappe.set_user(administrator)
	give(giver, taker)
	assert frappe.db.get_value("Legal Deadline", deadline, ["responsible", "substitute"]) == (taker, None)


def test_nobody_leaves_while_a_deadline_is_theirs(administrator, giver, taker, client) -> None:
	frappe.set_user("Administrator")
	deadline = make.make_deadline(client, responsible=giver).name
	frappe.set_user(administrator)
	profile = profile_of(giver)
	with pytest.raises(frappe.ValidationError, match="hand them over"):
		actions.leave(profile, nowdate(), [{**thing, "taker": None} for thing in everything(giver)])
	document = frappe.get_doc("Volunteer Profile", profile)
	document.status = "Former"  # past the wizard
	with pytest.raises(frappe.ValidationError, match="hand them over"):
		document.save()
	moved = actions.leave(profile, nowdate(), [{**thing, "taker": taker} for thing in everything(giver)])
	assert moved == 2
	assert frappe.db.get_value("Legal Deadline", deadline, "responsible") == taker
	assert not handover.items_of(giver) or handover.teams_of(giver, getdate(add_days(nowdate(), 1))) == []
	assert sees(taker, client) and not sees(giver, client)


def test_what_may_be_left_open_is_left_to_the_counsellors(administrator, giver, client) -> None:
	frappe.set_user("Administrator")
	application = make.make_application(client, responsible=giver).name
	frappe.set_user(administrator)
	actions.leave(profile_of(giver), nowdate(), [{**thing, "taker": None} for thing in everything(giver)])
	assert not frappe.db.get_value("Authority Application", application, "responsible")


def test_access_to_single_clients_ends_too(administrator, giver) -> None:
	frappe.set_user("Administrator")
	other = make.make_client().name
	make.make_access_grant(other, giver)
	assert sees(giver, other)
	frappe.set_user(administrator)
	actions.leave(profile_of(giver), nowdate(), [])
	assert frappe.db.get_value("Access Grant", {"user": giver, "client": other}, "revoked_at")


def test_every_entry_of_the_register_names_a_field_with_people(site) -> None:
	for duty in handover.duties():
		field = frappe.get_meta(duty.doctype).get_field(duty.user_field)
		assert (field.fieldtype, field.options) == ("Link", "User")
		assert duty.may_be_empty != bool(field.reqd)
		assert isinstance(duty.open_of("nobody@example.com"), list)


# Who did something, who an access is for, whose record it is: nothing that could be handed over.
NOT_A_DUTY = {
	("Access Grant", "user"),
	("Consultation", "counsellor"),
	("Legacy Import", "default_counsellor"),
	("Restricted Client Access", "user"),
	("Volunteer Profile", "user"),
}


def test_every_doctype_with_a_responsible_person_is_in_the_register(site) -> None:
	singles = {"module": "Refugee Support", "istable": 0, "issingle": 0}
	named = {
		(doctype, field.fieldname)
		for doctype in frappe.get_all("DocType", singles, pluck="name")
		for field in frappe.get_meta(doctype).get_link_fields()
		if field.options == "User" and not field.read_only
	}
	assert named - NOT_A_DUTY <= {(duty.doctype, duty.user_field) for duty in handover.DUTIES}


def test_a_post_named_in_the_settings_is_given_to_somebody_else_first(administrator, giver) -> None:
	frappe.db.set_single_value("Refugee Support Settings", "data_protection_contact", giver)
	frappe.clear_document_cache("Refugee Support Settings", "Refugee Support Settings")
	with pytest.raises(frappe.ValidationError, match="Settings"):
		actions.leave(profile_of(giver), nowdate(), [])
