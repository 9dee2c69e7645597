"""Clients who must not be found: out of everything for everybody but those who are named."""

from types import SimpleNamespace

import frappe
import pytest

from refugee_support import access, search
from refugee_support.refugee_support.doctype.restricted_client_access import restricted_client_access
from refugee_support.restricted_clients import NOBODY, is_hidden, without_hidden
from tests.site import factories
from tests.site import records as make
from tests.site.permissions.planted import PLANTED, Planted

# A child at the door of the café: first name and telephone for one day, whether or not the family is known as a client.
NAMES_NO_CLIENT = {"Cafe Childcare Place"}


def threatened() -> tuple[str, str, str]:
	"""A client restricted by one counsellor, who named a second one."""
	first, second = make.counsellor(), make.counsellor()
	client = factories.make_client(last_name="Unsichtbar").name
	frappe.set_user(first)
	restricted_client_access.restrict(client, [second])
	frappe.set_user("Administrator")
	return client, first, second


def sees(user: str, doctype: str, name: str) -> bool:
	frappe.set_user(user)
	document = frappe.has_permission(doctype, "read", doc=name)
	listed = name in frappe.get_list(doctype, pluck="name", limit=0)
	frappe.set_user("Administrator")
	assert bool(document) == listed, doctype
	return listed


def everything_about(client: str) -> dict[str, str]:
	consultation = factories.make_consultation(client)
	return {
		"Client": client,
		"Client Household": factories.make_household(client, factories.make_client().name).name,
		"Consultation": consultation.name,
		"Consultation Note": factories.make_note(consultation.name).name,
		"Confidential Record": factories.make_confidential_record(client).name,
		"Access Grant": factories.make_access_grant(client, make.volunteer()).name,
		"Restricted Client Access": frappe.db.get_value("Restricted Client Access", {"client": client}),
	}


def test_nothing_about_a_restricted_client_is_seen_by_a_counsellor_who_is_not_named() -> None:
	client, first, second = threatened()
	outsider = make.counsellor()
	for doctype, name in everything_about(client).items():
		assert not sees(outsider, doctype, name), doctype
		assert sees(first, doctype, name) and sees(second, doctype, name), doctype


def test_every_doctype_that_names_a_client_knows_the_restriction(site: str) -> None:
	logs = {"Client Access Log"}
	for doctype in access.CLIENT_DOCTYPES - set(access.CHILD_TABLES) - logs - NAMES_NO_CLIENT:
		assert without_hidden(doctype, "Guest") is not None, doctype
		of_the_owner = access.CRITERIA[doctype]("Administrator")
		assert of_the_owner is None or of_the_owner is NOBODY, doctype


def test_neither_the_support_team_nor_a_grant_lifts_it() -> None:
	client, _first, _second = threatened()
	on_team, granted = make.volunteer(), make.volunteer()
	factories.put_on_team(client, on_team)
	factories.make_access_grant(client, granted, scope="Support Team")
	assert not sees(on_team, "Client", client)
	assert not sees(granted, "Client", client)


def test_a_volunteer_who_is_named_and_on_the_team_sees_them() -> None:
	first, second, volunteer = make.counsellor(), make.counsellor(), make.volunteer()
	client = factories.make_client().name
	factories.put_on_team(client, volunteer)
	frappe.set_user(first)
	restricted_client_access.restrict(client, [second, volunteer])
	assert sees(volunteer, "Client", client)


def test_a_family_conversation_with_a_restricted_person_is_hidden_as_a_whole() -> None:
	client, first, _second = threatened()
	consultation = factories.make_consultation(
		factories.make_client().name, family_members=[{"client": client}]
	)
	assert not sees(make.counsellor(), "Consultation", consultation.name)
	assert sees(first, "Consultation", consultation.name)


def test_the_search_of_link_fields_does_not_find_them() -> None:
	_client, first, _second = threatened()
	arguments = ("Client", "Unsichtbar", "name", 0, 20, None)
	frappe.set_user(make.counsellor())
	assert search.client_query(*arguments) == []
	frappe.set_user(first)
	assert len(search.client_query(*arguments)) == 1


def test_statistics_keep_the_pseudonymous_row() -> None:
	client, _first, _second = threatened()
	consultation = factories.make_consultation(client)
	coordinator = factories.make_helper(access.COORDINATOR)
	frappe.set_user(coordinator)
	assert frappe.get_list("Service Record", {"source_name": consultation.name})


def test_two_counsellors_at_least_can_open_the_record() -> None:
	first, second = make.counsellor(), make.counsellor()
	client = factories.make_client().name
	frappe.set_user(first)
	with pytest.raises(frappe.ValidationError, match="one more counsellor"):
		restricted_client_access.restrict(client, [])
	with pytest.raises(frappe.ValidationError, match="one more counsellor"):
		restricted_client_access.restrict(client, [make.volunteer()])
	restricted_client_access.restrict(client, [second])


@pytest.mark.parametrize("user", ["coordinator", "without undertaking"])
def test_only_people_who_may_see_clients_are_named(user: str) -> None:
	named = (
		factories.make_helper(access.COORDINATOR)
		if user == "coordinator"
		else factories.make_helper(access.COUNSELLOR, undertaking_signed_on=None)
	)
	client = factories.make_client().name
	frappe.set_user(make.counsellor())
	with pytest.raises(frappe.ValidationError, match="cannot be named"):
		restricted_client_access.restrict(client, [named])


def test_the_people_they_live_with_are_restricted_with_them() -> None:
	client, other = factories.make_client().name, factories.make_client().name
	factories.make_household(client, other)
	frappe.db.set_value(
		"Client",
		other,
		"household",
		frappe.db.get_value("Client", client, "household"),
		update_modified=False,
	)
	frappe.set_user(make.counsellor())
	assert set(restricted_client_access.restrict(client, [make.counsellor()])) == {client, other}
	assert is_hidden(other, make.counsellor())


def test_an_outsider_changes_neither_the_flag_nor_the_names() -> None:
	client, _first, _second = threatened()
	for outsider in (make.counsellor(), make.volunteer(), factories.make_helper(access.ADMINISTRATOR)):
		frappe.set_user(outsider)
		for call in (
			lambda: restricted_client_access.lift(client),
			lambda user=outsider: restricted_client_access.restrict(client, [user]),
		):
			with pytest.raises(frappe.PermissionError):
				call()


def test_the_flag_is_not_set_or_taken_away_by_saving_the_client() -> None:
	client, first, _second = threatened()
	frappe.set_user(first)
	document = frappe.get_doc("Client", client)
	document.is_restricted = 0
	with pytest.raises(frappe.ValidationError):
		document.save()
	with pytest.raises(frappe.ValidationError):
		make.client(is_restricted=1)


def test_the_list_of_names_is_not_written_by_hand_not_even_by_the_owner_of_the_site() -> None:
	client, first, _second = threatened()
	row = frappe.db.get_value("Restricted Client Access", {"client": client})
	for user in (first, "Administrator"):
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc(
				{"doctype": "Restricted Client Access", "client": client, "user": make.counsellor()}
			).insert()
		with pytest.raises(frappe.PermissionError):
			frappe.delete_doc("Restricted Client Access", row)


def test_a_named_counsellor_lifts_it_again() -> None:
	client, _first, second = threatened()
	frappe.set_user(second)
	restricted_client_access.lift(client)
	assert sees(make.counsellor(), "Client", client)
	assert not frappe.db.exists("Restricted Client Access", {"client": client})


def test_names_are_changed_by_naming_them_again() -> None:
	client, first, second = threatened()
	third = make.counsellor()
	frappe.set_user(first)
	restricted_client_access.restrict(client, [third])
	assert sees(third, "Client", client)
	assert not sees(second, "Client", client)


def test_the_owner_of_the_site_is_the_one_who_breaks_the_glass() -> None:
	client, _first, _second = threatened()
	assert sees("Administrator", "Client", client)


def world_of(*people: str) -> SimpleNamespace:
	"""As much of the door tests' world as planting needs."""
	return SimpleNamespace(users=dict.fromkeys(people, make.volunteer()), names={}, own=None)


ABOUT_A_CLIENT = [entry for entry in PLANTED if entry.doctype not in NAMES_NO_CLIENT]


@pytest.mark.parametrize("entry", ABOUT_A_CLIENT, ids=lambda entry: entry.doctype)
def test_every_doctype_of_the_app_hides_with_the_client(entry: Planted) -> None:
	"""Whatever is planted for the door tests: a record of a restricted client is nobody's but the named ones'."""
	client, first, _second = threatened()
	name = entry.make(factories, world_of("stand-in", "colleague"), client, "zqhiddenzq").name
	on_team = make.volunteer()
	factories.put_on_team(client, on_team)
	for outsider in (make.counsellor(), on_team):
		assert not sees_or_has_no_right(outsider, entry.doctype, name), entry.doctype
	assert sees_or_has_no_right(first, entry.doctype, name)


@pytest.mark.parametrize("entry", [e for e in PLANTED if e.team], ids=lambda entry: entry.doctype)
def test_a_grant_to_read_opens_every_doctype_for_reading_alone(entry: Planted) -> None:
	client, reader = factories.make_client().name, make.volunteer()
	name = entry.make(factories, world_of("stand-in", "colleague"), client, "zqhiddenzq").name
	assert not sees_or_has_no_right(reader, entry.doctype, name)
	factories.make_access_grant(client, reader, scope="Reading Only")
	assert sees_or_has_no_right(reader, entry.doctype, name)
	for action in ("write", "delete"):
		assert not frappe.has_permission(entry.doctype, action, doc=name, user=reader)


def sees_or_has_no_right(user: str, doctype: str, name: str) -> bool:
	frappe.set_user(user)
	listed = frappe.has_permission(doctype, "read") and name in frappe.get_list(
		doctype, pluck="name", limit=0
	)
	document = frappe.has_permission(doctype, "read", doc=name)
	frappe.set_user("Administrator")
	assert bool(document) == bool(listed), doctype
	return bool(listed)
