"""Relations between two people, and who is offered when a conversation was with several."""

import frappe
import pytest
from frappe.utils import add_days, add_years, getdate

from refugee_support.family import people_around, relations_shown
from tests.site import records as make


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


def relate(one: str, word: str, other: str | None = None, **values):
	return frappe.get_doc(
		{"doctype": "Client Relation", "client": one, "relation": word, "related_client": other, **values}
	).insert()


def words_on(client: str) -> list[tuple]:
	return [(row["word"], row["other"]) for row in relations_shown(client)]


def test_one_record_shows_on_both_sides_with_the_word_that_fits() -> None:
	mother, child = make.client().name, make.client().name
	relate(mother, "Parent of", child)
	assert words_on(mother) == [("Child", child)]
	assert words_on(child) == [("Mother or Father", mother)]


def test_entered_from_the_other_side_it_is_the_same_relation() -> None:
	mother, child = make.client().name, make.client().name
	relation = relate(child, "Child of", mother)
	assert (relation.client, relation.relation, relation.related_client) == (mother, "Parent of", child)
	with pytest.raises(frappe.ValidationError, match="recorded already"):
		relate(mother, "Parent of", child)


def test_siblings_are_recorded_once_whoever_is_named_first() -> None:
	one, other = make.client().name, make.client().name
	relate(one, "Sibling of", other)
	with pytest.raises(frappe.ValidationError, match="recorded already"):
		relate(other, "Sibling of", one)


def test_the_grown_up_son_elsewhere_needs_no_client_record() -> None:
	mother = make.client().name
	relate(mother, "Parent of", outside_person="Karim, Hamburg")
	(shown,) = relations_shown(mother)
	assert (shown["word"], shown["other_name"]) == ("Child", "Karim, Hamburg")


def test_a_relation_needs_somebody_on_the_other_side() -> None:
	with pytest.raises(frappe.ValidationError, match="Other Person"):
		relate(make.client().name, "Sibling of")


def test_nobody_is_their_own_guardian() -> None:
	client = make.client().name
	with pytest.raises(frappe.ValidationError, match="same person"):
		relate(client, "Guardian of", client)


def test_nobody_becomes_their_own_guardian_over_others() -> None:
	one, two, three = (make.client().name for _ in range(3))
	relate(one, "Guardian of", two)
	relate(two, "Guardian of", three)
	with pytest.raises(frappe.ValidationError, match="their own guardian"):
		relate(three, "Guardian of", one)


def test_a_relation_that_ends_before_it_starts_is_refused() -> None:
	one, two = make.client().name, make.client().name
	with pytest.raises(frappe.ValidationError, match="Until"):
		relate(one, "Guardian of", two, from_date="2026-02-01", to_date="2026-01-31")


def test_a_guardianship_can_end_and_begin_again() -> None:
	one, two = make.client().name, make.client().name
	relate(one, "Guardian of", two, to_date="2025-12-31")
	assert relate(one, "Guardian of", two, from_date="2026-01-01").name


def test_a_minor_is_no_guardian() -> None:
	child = make.client(date_of_birth=add_years(getdate(), -10)).name
	with pytest.raises(frappe.ValidationError, match="full age"):
		relate(child, "Guardian of", make.client().name)


def test_a_parent_younger_than_the_child_is_refused_unless_a_birth_date_is_estimated() -> None:
	young, old = make.client(date_of_birth="2010-01-01"), make.client(date_of_birth="1990-01-01")
	with pytest.raises(frappe.ValidationError, match="not be older"):
		relate(young.name, "Parent of", old.name)
	young.birth_date_estimated = 1
	young.save()
	assert relate(young.name, "Parent of", old.name).name
	assert "Please check" in str(frappe.local.message_log)


def test_the_spouse_of_a_two_year_old_is_asked_about_but_saved() -> None:
	child = make.client(date_of_birth=add_years(getdate(), -2)).name
	assert relate(make.client().name, "Spouse or Partner of", child).name
	assert "under 18" in str(frappe.local.message_log)


def test_a_volunteer_sees_a_relation_only_if_they_support_both() -> None:
	volunteer = make.volunteer()
	team = [{"helper": volunteer, "from_date": "2026-01-01"}]
	mother, child = make.client(support_team=team), make.client()
	relation = relate(mother.name, "Parent of", child.name).name
	outside = relate(mother.name, "Sibling of", outside_person="Samir").name
	frappe.set_user(volunteer)
	assert frappe.get_list("Client Relation", pluck="name") == [outside]
	assert not frappe.get_doc("Client Relation", relation).has_permission("read")
	assert [row["name"] for row in relations_shown(mother.name)] == [outside]
	with pytest.raises(frappe.PermissionError):
		relations_shown(child.name)
	with pytest.raises(frappe.PermissionError):
		relate(mother.name, "Guardian of", child.name)


# --- who is offered in a consultation ---


def test_offered_are_the_household_of_that_day_and_the_relatives() -> None:
	mother, son, grown_up, former = (
		make.client(first_name=name) for name in ("Amal", "Ilyas", "Karim", "Farid")
	)
	make.household(
		members=[
			{"client": mother.name, "relation": "Adult"},
			{"client": son.name, "relation": "Child"},
			{"client": former.name, "to_date": "2026-01-31"},
		]
	)
	relate(mother.name, "Parent of", grown_up.name)
	relate(mother.name, "Parent of", outside_person="Ali")
	offered = [(person["client"], person["about"]) for person in people_around(mother.name)]
	assert offered == [(son.name, "Child"), (grown_up.name, "Child")]
	then = [person["client"] for person in people_around(mother.name, "2026-01-15")]
	assert then == [son.name, former.name, grown_up.name]


def test_a_guardian_is_offered_with_their_word_and_age() -> None:
	ward, guardian = make.client(), make.client(date_of_birth="1980-05-05")
	relate(guardian.name, "Guardian of", ward.name)
	assert [person["about"] for person in people_around(ward.name)] == ["Guardian, born 1980"]


def test_a_volunteer_is_offered_only_whom_they_support() -> None:
	volunteer = make.volunteer()
	team = [{"helper": volunteer, "from_date": "2026-01-01"}]
	mother, son, other = make.client(support_team=team), make.client(support_team=team), make.client()
	make.household(members=[{"client": person.name} for person in (mother, son, other)])
	frappe.set_user(volunteer)
	assert [person["client"] for person in people_around(mother.name)] == [son.name]
	with pytest.raises(frappe.PermissionError):
		people_around(other.name)


# --- households ---


def test_nobody_lives_in_two_households_on_the_same_day() -> None:
	client = make.client()
	make.household(household_name="Familie Alt", members=[{"client": client.name}])
	with pytest.raises(frappe.ValidationError, match=r"row 1.*Familie Alt"):
		make.household(members=[{"client": client.name, "from_date": "2026-01-01"}])


def test_one_household_after_the_other_is_possible() -> None:
	client = make.client()
	make.household(members=[{"client": client.name, "to_date": "2025-12-31"}])
	assert make.household(members=[{"client": client.name, "from_date": "2026-01-01"}]).number_of_members == 1


def test_the_name_of_a_household_out_of_reach_is_not_told() -> None:
	volunteer = make.volunteer()
	team = [{"helper": volunteer, "from_date": "2026-01-01"}]
	mine, foreign = make.client(support_team=team), make.client()
	make.household(household_name="Familie Fremd", members=[{"client": mine.name}, {"client": foreign.name}])
	frappe.set_user(volunteer)
	with pytest.raises(frappe.ValidationError, match="another household") as refused:
		make.household(members=[{"client": mine.name}])
	assert "Fremd" not in str(refused.value)


def test_the_last_row_of_a_household_is_ended_not_deleted() -> None:
	household = make.household(members=[{"client": make.client().name}])
	household.members = []
	with pytest.raises(frappe.ValidationError, match="keeps their row"):
		household.save()
	household.reload()
	household.members[0].to_date = add_days(getdate(), -1)
	household.save()
	assert household.number_of_members == 0
