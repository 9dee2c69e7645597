"""Two records that are one person: merged, counted once, and undone for 30 days."""

from typing import Any

import frappe
import pytest
from frappe.utils import add_days, cstr, now_datetime

from refugee_support.merging.combine import merge
from refugee_support.merging.preview import preview
from refugee_support.merging.undo import merges_of, undo
from refugee_support.refugee_support.doctype.client_merge.client_merge import erase_old_snapshots
from refugee_support.search import client_query
from tests.site import factories
from tests.site import records as make


@pytest.fixture(autouse=True)
def counsellor() -> str:
	user = make.counsellor()
	frappe.set_user(user)
	return user


@pytest.fixture
def ours():
	return make.client(first_name="Mohamad", last_name="Hariri", german_level="A1", occupation="Bäcker")


@pytest.fixture
def theirs():
	return make.client(
		first_name="Muhammed",
		last_name="Al-Hariri",
		native_name="محمد الحريري",
		date_of_birth="1990-05-03",
		german_level="B1",
		main_language="ar",
		residence_history=[{"residence_status": make.status(), "valid_from": "2023-01-01"}],
		other_languages=[{"language": "en"}],
	)


def stored(client: str) -> dict[str, Any]:
	"""The record with all its rows, as it stands in the database."""
	row = frappe.db.get_value("Client", client, "*", as_dict=True)
	kept = {
		key: cstr(value) for key, value in row.items() if key not in ("modified", "modified_by", "_comments")
	}
	for table in frappe.get_meta("Client").get_table_fields():
		rows = frappe.get_all(table.options, {"parenttype": "Client", "parent": client}, ["*"], limit=0)
		kept[table.fieldname] = sorted(
			str({k: cstr(v) for k, v in row.items() if k not in ("idx", "modified", "modified_by")})
			for row in rows
		)
	return kept


def counted(client: str) -> list[tuple]:
	key = frappe.db.get_value("Client", client, "person_key")
	fields = ["source_name", "participation", "contacts", "contact_kind", "gender"]
	rows = frappe.get_all("Service Record", {"person_key": key}, fields, order_by="source_name")
	return [tuple(row.values()) for row in rows]


# --- What moves ---


def test_everything_that_hangs_on_a_client_moves_and_is_counted_for_one_person(ours, theirs) -> None:
	first = make.consultation(client=theirs.name, consultation_date="2026-01-10")
	second = make.consultation(client=ours.name, consultation_date="2026-02-10")
	record = factories.make_confidential_record(theirs.name, religion="–")
	relation = factories.make_relation(theirs.name, "Parent of", outside_person="Kind")
	file = factories.make_file("Client", theirs.name, "pass.txt", "Inhalt")
	merge(ours.name, theirs.name)
	for document in (first, record, relation):
		assert frappe.db.get_value(document.doctype, document.name, "client") == ours.name
	assert frappe.db.get_value("File", file.name, "attached_to_name") == ours.name
	assert not frappe.db.exists("Client", theirs.name)
	kinds = {row[0]: row[3] for row in counted(ours.name) if row[2]}  # milestones are no contacts
	assert kinds == {first.name: "First Contact", second.name: "Follow-Up Contact"}
	assert not frappe.get_all("Service Record", {"person_key": theirs.person_key})


def test_nothing_links_to_the_number_that_is_gone(ours, theirs) -> None:
	from refugee_support.merging.moves import links_to_client

	make.consultation(client=theirs.name)
	make.household(members=[{"client": theirs.name, "relation": "Adult"}])
	factories.make_access_grant(theirs.name, make.volunteer())
	factories.make_distinct_pair(theirs.name)
	merge(ours.name, theirs.name)
	links = [*links_to_client(), ("Client Name Key", "client"), ("Client Distinct Pair", "client")]
	left = [link for link in links if frappe.db.exists(link[0], {link[1]: theirs.name})]
	assert left == []


def test_fields_are_taken_as_chosen_and_empty_ones_filled(ours, theirs) -> None:
	merge(ours.name, theirs.name, {"german_level": "merged", "first_name": "survivor"})
	client = frappe.get_doc("Client", ours.name)
	assert (client.first_name, client.german_level, client.occupation) == ("Mohamad", "B1", "Bäcker")
	assert (client.native_name, str(client.date_of_birth)) == ("محمد الحريري", "1990-05-03")
	assert client.residence_status == theirs.residence_status
	assert [row.language for row in client.other_languages] == ["en"]


def test_confidential_records_of_both_become_one_and_nothing_written_is_lost(ours, theirs) -> None:
	factories.make_confidential_record(ours.name, health="Asthma", azr_number="1")
	factories.make_confidential_record(theirs.name, health="Diabetes", religion="jesidisch", azr_number="2")
	merge(ours.name, theirs.name)
	(record,) = frappe.get_all(
		"Confidential Record", {"client": ours.name}, ["health", "religion", "azr_number"]
	)
	assert "Asthma" in record.health and "Diabetes" in record.health
	assert (record.religion, record.azr_number) == ("jesidisch", "1 / 2")


def test_a_conversation_with_both_is_one_with_one_person(ours, theirs) -> None:
	consultation = make.consultation(client=ours.name, family_members=[{"client": theirs.name}])
	merge(ours.name, theirs.name)
	assert [row[:2] for row in counted(ours.name) if row[2]] == [(consultation.name, "Main Person")]


def test_one_person_is_in_a_household_once(ours, theirs) -> None:
	members = [{"client": ours.name, "relation": "Adult"}, {"client": theirs.name, "relation": "Adult"}]
	home = make.household(members=members)
	merge(ours.name, theirs.name)
	assert [row.client for row in frappe.get_doc("Client Household", home.name).members] == [ours.name]


def test_of_two_households_the_chosen_one_is_that_of_today(ours, theirs) -> None:
	old, new = make.household(household_name="Alt"), make.household(household_name="Neu")
	for client, home in ((ours, old), (theirs, new)):
		client.reload()
		client.household = home.name
		client.save()
	assert "household" in {field["fieldname"] for field in preview(ours.name, theirs.name)["fields"]}
	merge(ours.name, theirs.name, {"household": "merged"})
	assert frappe.db.get_value("Client", ours.name, "household") == new.name


def test_a_relation_between_the_two_is_none_any_more(ours, theirs) -> None:
	factories.make_relation(ours.name, "Sibling of", theirs.name)
	merge(ours.name, theirs.name)
	assert not frappe.get_all("Client Relation", {"client": ours.name})


def test_a_record_that_must_not_be_found_stays_so_whichever_number_is_kept(ours, theirs, counsellor) -> None:
	factories.restrict(theirs.name, counsellor)
	merge(ours.name, theirs.name)
	assert frappe.db.get_value("Client", ours.name, "is_restricted") == 1
	frappe.set_user(make.counsellor())
	assert client_query("Client", "Hariri", "name", 0, 20, None) == []


def test_the_old_number_finds_the_record_that_stays(ours, theirs) -> None:
	merge(ours.name, theirs.name)
	assert [row[0] for row in client_query("Client", theirs.name.lower(), "name", 0, 20, None)] == [ours.name]


def test_the_history_says_who_merged_what(ours, theirs) -> None:
	done = merge(ours.name, theirs.name)
	record = frappe.get_doc("Client Merge", done["merge"])
	assert (record.survivor, record.merged_client, record.status) == (ours.name, theirs.name, "Merged")
	comments = frappe.get_all(
		"Comment", {"reference_name": ours.name, "comment_type": "Info"}, pluck="content"
	)
	assert any(theirs.name in comment for comment in comments)
	assert [row.merged_client for row in merges_of(ours.name)] == [theirs.name]


def test_the_preview_changes_nothing_and_names_what_differs_and_what_moves(ours, theirs) -> None:
	make.consultation(client=theirs.name)
	before = stored(ours.name), stored(theirs.name)
	shown = preview(ours.name, theirs.name)
	assert (stored(ours.name), stored(theirs.name)) == before
	proposals = {field["fieldname"]: field["proposed"] for field in shown["fields"]}
	assert proposals["native_name"] == "merged" and proposals["first_name"] == "survivor"
	assert {"label": frappe._("Consultation"), "count": 1} in shown["moves"]


def test_a_birth_date_with_a_day_is_proposed_before_a_first_of_january(ours, theirs) -> None:
	frappe.db.set_value("Client", ours.name, "date_of_birth", "1990-01-01")
	fields = {field["fieldname"]: field for field in preview(ours.name, theirs.name)["fields"]}
	assert fields["date_of_birth"]["proposed"] == "merged"


# --- Undoing ---


def test_undoing_restores_both_records_and_the_statistics_exactly(ours, theirs) -> None:
	make.consultation(client=theirs.name, consultation_date="2026-01-10")
	make.consultation(
		client=ours.name, consultation_date="2026-02-10", family_members=[{"client": theirs.name}]
	)
	factories.make_confidential_record(ours.name, health="Asthma")
	factories.make_confidential_record(theirs.name, health="Diabetes")
	factories.make_distinct_pair(theirs.name)
	home = make.household(members=[{"client": theirs.name, "relation": "Adult"}])
	file = factories.make_file("Client", theirs.name, "pass.txt", "Inhalt")

	def everything() -> list:
		secrets = frappe.get_all("Confidential Record", fields=["client", "health"], order_by="name")
		pairs = frappe.get_all(
			"Client Distinct Pair", fields=["client", "other_client", "pair_key"], order_by="name"
		)
		keys = sorted(frappe.get_all("Client Name Key", fields=["client", "name_key"], as_list=True, limit=0))
		members = [row.client for row in frappe.get_doc("Client Household", home.name).members]
		steps = frappe.get_all(
			"Integration Milestone", fields=["client", "kind", "value", "withdrawn"], order_by="name"
		)
		attached = frappe.db.get_value("File", file.name, "attached_to_name")
		both = [(stored(name), counted(name)) for name in (ours.name, theirs.name)]
		return [secrets, pairs, keys, members, steps, attached, both]

	before = everything()
	done = merge(ours.name, theirs.name, {"first_name": "merged", "german_level": "merged"})
	assert everything_changed(before[-1], ours.name)
	result = undo(done["merge"])
	assert everything() == before
	assert (result["kept"], result["added"]) == ([], [])
	assert frappe.db.get_value("Client Merge", done["merge"], ["status", "snapshot"]) == ("Undone", None)


def everything_changed(before: list, client: str) -> bool:
	return stored(client) != before[0][0]


def test_what_was_added_since_stays_and_is_said(ours, theirs) -> None:
	done = merge(ours.name, theirs.name)
	frappe.db.set_value("Client Merge", done["merge"], "creation", add_days(now_datetime(), -1))
	later = make.consultation(client=ours.name)
	client = frappe.get_doc("Client", ours.name)
	client.native_name = "محمد"
	client.save()
	result = undo(done["merge"])
	assert frappe.db.get_value("Consultation", later.name, "client") == ours.name
	assert {"label": frappe._("Consultation"), "count": 1} in result["added"]
	assert {"label": frappe._("Client"), "count": 1} in result["kept"]
	assert frappe.db.get_value("Client", ours.name, "native_name") == "محمد"
	assert frappe.db.get_value("Client", theirs.name, "native_name") == "محمد الحريري"


def test_after_30_days_it_is_final_and_nothing_of_the_second_record_is_kept(ours, theirs) -> None:
	done = merge(ours.name, theirs.name)
	frappe.db.set_value("Client Merge", done["merge"], "merged_on", add_days(now_datetime(), -31))
	assert merges_of(ours.name) == []
	with pytest.raises(frappe.ValidationError, match="30 days"):
		undo(done["merge"])
	assert erase_old_snapshots() == 1
	record = frappe.get_doc("Client Merge", done["merge"])
	assert (record.status, record.snapshot, record.merged_client_name) == ("Final", None, None)
	assert record.merged_client == theirs.name
	assert erase_old_snapshots() == 0


def test_nothing_is_erased_before(ours, theirs) -> None:
	done = merge(ours.name, theirs.name)
	frappe.db.set_value("Client Merge", done["merge"], "merged_on", add_days(now_datetime(), -29))
	assert erase_old_snapshots() == 0
	assert undo(done["merge"])["restored"] == theirs.name


def test_a_merge_is_undone_once(ours, theirs) -> None:
	done = merge(ours.name, theirs.name)
	undo(done["merge"])
	with pytest.raises(frappe.ValidationError, match="undone already"):
		undo(done["merge"])


def test_of_two_merges_in_a_row_the_later_is_undone_first(ours, theirs) -> None:
	third = make.client(first_name="Mohammed", last_name="Hariri")
	before = stored(theirs.name)
	first = merge(ours.name, theirs.name)
	second = merge(third.name, ours.name)
	with pytest.raises(frappe.ValidationError, match=third.name):
		undo(first["merge"])
	undo(second["merge"])
	undo(first["merge"])
	assert stored(theirs.name) == before


# --- What is refused ---


def test_a_client_cannot_be_merged_with_itself(ours) -> None:
	with pytest.raises(frappe.ValidationError, match="same client twice"):
		merge(ours.name, ours.name)


@pytest.mark.parametrize("anonymised", ["ours", "theirs"])
def test_an_anonymised_client_cannot_be_merged(ours, theirs, anonymised: str) -> None:
	frappe.db.set_value("Client", {"ours": ours, "theirs": theirs}[anonymised].name, "status", "Anonymised")
	with pytest.raises(frappe.ValidationError, match="anonymised"):
		merge(ours.name, theirs.name)


def test_merging_twice_says_where_the_record_went(ours, theirs) -> None:
	merge(ours.name, theirs.name)
	for pair in ((ours.name, theirs.name), (theirs.name, ours.name)):
		with pytest.raises(frappe.ValidationError, match=f"merged into .*{ours.name}"):
			merge(*pair)


def test_a_client_one_may_not_see_cannot_be_merged(ours, theirs, counsellor) -> None:
	frappe.set_user("Administrator")
	factories.restrict(theirs.name, make.counsellor())
	frappe.set_user(counsellor)
	for call in (merge, preview):
		with pytest.raises(frappe.PermissionError):
			call(ours.name, theirs.name)


def test_a_number_that_never_was_is_answered_like_one_that_is_hidden(ours) -> None:
	with pytest.raises(frappe.PermissionError):
		merge(ours.name, "RSC-77777")


def test_volunteers_merge_and_undo_nothing(ours, theirs) -> None:
	done = merge(ours.name, theirs.name)
	other = make.client(first_name="Karim")
	volunteer = make.volunteer()
	frappe.set_user("Administrator")
	for client in (ours.name, other.name):
		factories.put_on_team(client, volunteer)
	frappe.set_user(volunteer)
	for call, arguments in (
		(merge, (ours.name, other.name)),
		(preview, (ours.name, other.name)),
		(undo, (done["merge"],)),
	):
		with pytest.raises(frappe.PermissionError):
			call(*arguments)
	assert merges_of(ours.name) == []


def test_an_unknown_choice_is_refused_and_nothing_is_changed(ours, theirs) -> None:
	with pytest.raises(frappe.ValidationError, match="choose one of the two"):
		merge(ours.name, theirs.name, {"first_name": "both"})
	assert frappe.db.exists("Client", theirs.name)


def test_nobody_writes_a_merge_by_hand(ours) -> None:
	frappe.set_user("Administrator")
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc({"doctype": "Client Merge", "survivor": ours.name, "merged_client": "RSC-1"}).insert()
