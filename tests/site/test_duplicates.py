"""The same person twice: what is told when a client is saved, to whom, and what is remembered."""

import frappe
import pytest

from refugee_support.duplicates import hint, keys
from refugee_support.duplicates.hint import DuplicateClientError, check, confirm_distinct
from refugee_support.search import client_query, clients_named
from tests.site import factories
from tests.site import records as make

BORN = "1990-05-03"


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def new_client(**values):
	"""As a person saves it: with the check."""
	return frappe.get_doc({"doctype": "Client", **values}).insert()


@pytest.fixture
def mohammad():
	return make.client(
		first_name="Mohamad", last_name="Al-Hariri", native_name="محمد الحريري", date_of_birth=BORN
	)


def messages() -> str:
	return " ".join(str(message) for message in frappe.get_message_log())


# --- Told and refused ---


@pytest.mark.parametrize(
	"values",
	[
		{"first_name": "Muhammed", "last_name": "Hariri", "date_of_birth": BORN},
		{"first_name": "محمد", "last_name": "الحريري"},
		{"first_name": "Hariri", "last_name": "Mohammad", "date_of_birth": "1990-03-05"},
		{"first_name": "Mohammad", "last_name": "FNU", "date_of_birth": BORN},
	],
)
def test_a_new_client_who_may_be_recorded_already_is_not_saved_unasked(mohammad, values) -> None:
	with pytest.raises(DuplicateClientError, match=mohammad.name):
		new_client(**values)


def test_the_refusal_names_the_reason_and_what_to_do(mohammad) -> None:
	with pytest.raises(DuplicateClientError) as refusal:
		new_client(first_name="Muhammed", last_name="Hariri", date_of_birth=BORN)
	for part in ("same name in another spelling", "same date of birth", f"not_the_same_as: {mohammad.name}"):
		assert part in str(refusal.value)


@pytest.mark.parametrize(
	"values",
	[
		{"first_name": "Mohammad", "last_name": "Ahmadi", "date_of_birth": BORN},
		{"first_name": "Mahmoud", "last_name": "Al-Hariri", "date_of_birth": BORN},
		{"first_name": "Mohamad", "last_name": "Al-Hariri", "date_of_birth": "1962-11-20"},
	],
)
def test_another_person_with_a_common_name_is_saved(mohammad, values) -> None:
	assert new_client(**values).name


def test_who_was_said_to_be_another_person_is_saved_and_this_is_remembered(mohammad, counsellor) -> None:
	other = new_client(first_name="Mohammad", last_name="Hariri", not_the_same_as=mohammad.name)
	pair = frappe.get_doc("Client Distinct Pair", {"client": mohammad.name, "other_client": other.name})
	assert (pair.status, pair.decided_by) == ("Confirmed", counsellor)
	other.first_name = "Muhamad"
	assert other.save()  # not asked again
	assert check(first_name="Mohamed", last_name="Hariri", client=other.name) == []


def test_a_name_that_is_changed_into_that_of_another_client_is_asked_about(mohammad) -> None:
	other = new_client(first_name="Karim", last_name="Wahidi")
	other.update({"first_name": "Mohammed", "last_name": "Hariri"})
	with pytest.raises(DuplicateClientError):
		other.save()


def test_saving_anything_else_asks_nothing(mohammad) -> None:
	twin = make.client(first_name="Mohamad", last_name="Al-Hariri")
	twin.occupation = "Bäcker"
	assert twin.save()


def test_at_most_five_are_shown_the_likeliest_first() -> None:
	for _number in range(7):
		make.client(first_name="Mohamed", last_name="Hariri")
	likeliest = make.client(first_name="Mohammad", last_name="Hariri", date_of_birth=BORN)
	shown = check(first_name="Mohammad", last_name="Hariri", date_of_birth=BORN)
	assert len(shown) == 5
	assert shown[0]["client"] == likeliest.name


def test_household_members_and_relatives_are_left_out(mohammad) -> None:
	home = make.household(members=[{"client": mohammad.name, "relation": "Adult"}])
	assert new_client(first_name="Mohammad", last_name="Hariri", household=home.name).name
	grandson = make.client(first_name="Mohamad", last_name="Hariri")
	factories.make_relation(mohammad.name, "Grandparent of", grandson.name)
	grandson.first_name = "Muhamad"
	assert [hit["client"] for hit in check("Muhamad", "Hariri", client=grandson.name)] != [mohammad.name]


def test_an_anonymised_client_is_nobody(mohammad) -> None:
	frappe.db.set_value("Client", mohammad.name, "status", "Anonymised")
	assert check(first_name="Mohamad", last_name="Al-Hariri") == []


# --- What volunteers learn ---


def test_a_volunteer_is_told_of_a_record_they_may_not_see_only_after_saving_and_without_a_name(
	mohammad,
) -> None:
	volunteer = make.volunteer()
	frappe.set_user(volunteer)
	assert check(first_name="Mohamad", last_name="Al-Hariri", date_of_birth=BORN) == []
	frappe.clear_messages()
	assert new_client(first_name="Mohamad", last_name="Al-Hariri", date_of_birth=BORN).name
	assert "may already be a record" in messages()
	assert mohammad.name not in messages()


def test_trying_names_is_limited(mohammad) -> None:
	frappe.set_user(make.volunteer())
	told = 0
	for number in range(hint.HINTS_A_DAY + 3):
		frappe.clear_messages()
		new_client(
			first_name=["Mohamad", "Muhammad"][number % 2],
			last_name="Al-Hariri",
			not_the_same_as=",".join(frappe.get_all("Client", pluck="name")),
		)
		told += "may already be a record" in messages()
	assert told == hint.HINTS_A_DAY


def test_a_client_who_must_not_be_found_is_not_even_hinted_at(mohammad, counsellor) -> None:
	factories.restrict(mohammad.name, counsellor)
	for somebody in (make.volunteer(), make.counsellor()):
		frappe.set_user(somebody)
		frappe.clear_messages()
		assert check(first_name="Mohamad", last_name="Al-Hariri", date_of_birth=BORN) == []
		document = frappe.get_doc({"doctype": "Client", "first_name": "Mohamad", "last_name": "Al-Hariri"})
		hint.refuse_unconfirmed(document)
		hint.after_saving(document)
		assert "may already be" not in messages()
	frappe.set_user(counsellor)
	assert [hit["client"] for hit in check("Mohamad", "Al-Hariri")] == [mohammad.name]


def test_what_a_volunteer_says_is_provisional_until_a_counsellor_says_so(mohammad, counsellor) -> None:
	volunteer = make.volunteer()
	frappe.set_user("Administrator")
	factories.put_on_team(mohammad.name, volunteer)
	frappe.set_user(volunteer)
	other = new_client(first_name="Muhammad", last_name="Hariri", not_the_same_as=mohammad.name)
	pair = {"client": mohammad.name, "other_client": other.name}
	assert frappe.db.get_value("Client Distinct Pair", pair, "status") == "Provisional"
	frappe.set_user(counsellor)
	confirm_distinct(other.name, mohammad.name)
	assert frappe.db.get_value("Client Distinct Pair", pair, ["status", "decided_by"]) == (
		"Confirmed",
		counsellor,
	)


def test_a_volunteer_cannot_say_anything_about_clients_of_others(mohammad) -> None:
	frappe.set_user(make.volunteer())
	mine = new_client(first_name="Karim", last_name="Wahidi")
	with pytest.raises(frappe.PermissionError):
		confirm_distinct(mine.name, mohammad.name)


def test_a_client_is_not_another_person_than_itself(mohammad) -> None:
	with pytest.raises(frappe.ValidationError, match="same client twice"):
		confirm_distinct(mohammad.name, mohammad.name)


def test_nobody_writes_pairs_past_the_decision(mohammad) -> None:
	other = make.client(first_name="Mohammad", last_name="Hariri")
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(
			{"doctype": "Client Distinct Pair", "client": mohammad.name, "other_client": other.name}
		).insert()


# --- Keys ---


def keys_of(client: str) -> set[str]:
	return set(frappe.get_all("Client Name Key", {"client": client}, pluck="name_key"))


def test_keys_follow_the_name_and_go_with_the_client(mohammad) -> None:
	before = keys_of(mohammad.name)
	assert before
	mohammad.last_name = "Wahidi"
	mohammad.save()
	assert keys_of(mohammad.name) != before
	frappe.set_user("Administrator")
	frappe.delete_doc("Client", mohammad.name)
	assert keys_of(mohammad.name) == set()


def test_clients_recorded_before_the_update_get_their_keys(mohammad) -> None:
	from refugee_support.patches import write_name_keys

	before = keys_of(mohammad.name)
	frappe.db.delete("Client Name Key")
	write_name_keys.execute()
	write_name_keys.execute()
	assert keys_of(mohammad.name) == before


def test_anonymised_clients_have_no_keys(mohammad) -> None:
	mohammad.status = "Anonymised"
	keys.write([mohammad])
	assert keys_of(mohammad.name) == set()


# --- Search ---


@pytest.mark.parametrize("typed", ["Muhammed", "mohammad hariri", "محمد", "Hariri Mohamed", "Харири"])
def test_a_client_is_found_by_any_spelling(mohammad, typed) -> None:
	found = [row[0] for row in client_query("Client", typed, "name", 0, 20, None)]
	assert mohammad.name in found
	assert mohammad.name in clients_named(typed)


def test_what_is_written_like_it_comes_before_what_only_sounds_like_it(mohammad) -> None:
	muhammed = make.client(first_name="Muhammed", last_name="Xyz")
	found = [row[0] for row in client_query("Client", "Muhammed", "name", 0, 20, None)]
	assert found.index(muhammed.name) < found.index(mohammad.name)


def test_another_name_is_not_found(mohammad) -> None:
	assert mohammad.name not in clients_named("Mahmoud")
	assert mohammad.name not in clients_named("Mohammad Ahmadi")


def test_a_search_by_sound_finds_nobody_a_volunteer_may_not_see(mohammad) -> None:
	frappe.set_user(make.volunteer())
	assert clients_named("Muhammed") == []
