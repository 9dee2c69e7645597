"""Looking for a client: what is found, in which order, and that it takes no longer where there are many."""

import frappe
import pytest

from refugee_support.duplicates import keys
from refugee_support.search import client_query, clients_named
from tests.site import factories
from tests.site import records as make


def found(typed: str) -> list[str]:
	return [row[0] for row in client_query("Client", typed, "name", 0, 50, None)]


@pytest.fixture
def nuri() -> str:
	return make.client(first_name="Zarnuri", last_name="Qasarqand").name


@pytest.mark.parametrize(
	"typed", ["zarnu", "qasar zarnuri", "ZARNURI", "nuri", "sarqan", "Qasarqand, Zarnuri"]
)
def test_a_client_is_found_by_the_beginning_or_the_inside_of_a_word(nuri, typed) -> None:
	assert found(typed) == [nuri]


def test_a_name_is_found_inside_a_longer_one_also_where_somebody_has_it_alone() -> None:
	alone = make.client(first_name="Xorahman", last_name="Eins").name
	inside = make.client(first_name="Abdxorahman", last_name="Zwei").name
	assert found("xorahman") == [alone, inside]


def test_who_only_sounds_like_two_beginnings_does_not_hide_who_has_them() -> None:
	sounds = make.client(first_name="Xul", last_name="Qem").name
	begins = make.client(first_name="Xulia", last_name="Qamazai").name
	assert found("xul qam") == [begins, sounds]


def test_a_whole_name_is_found_in_any_order_and_with_the_beginning_of_another_word() -> None:
	client = make.client(first_name="Muhammed", last_name="Xarisaenko").name
	for typed in ("xarisaenko muhammed", "Mohamad Xarisaenko", "mohamad xaris", "xaris muha"):
		assert found(typed) == [client], typed


def test_two_words_that_begin_alike_show_a_person_once() -> None:
	client = make.client(first_name="Xaliq", last_name="Xaliqzada").name
	assert found("xaliq") == [client]


def test_every_word_typed_must_fit(nuri) -> None:
	assert found("zarnuri beispielhaft") == []


def test_signs_that_a_database_understands_are_no_jokers(nuri) -> None:
	assert found("zarn%ri") == found("%") == found("_") == []


@pytest.mark.parametrize("typed", ["{0}", "{1}", "{2}", "rsc{1}", " {0} "])
def test_a_paper_file_is_found_by_its_number_however_it_is_typed(nuri, typed: str) -> None:
	digits = nuri.removeprefix("RSC-")
	assert nuri in found(typed.format(nuri.lower(), digits, int(digits)))


def test_before_anything_is_typed_there_are_clients_to_choose_from(nuri) -> None:
	assert found("")


def test_a_search_asks_the_database_no_oftener_where_there_are_many() -> None:
	frappe.set_user(make.counsellor())
	found("xyzunbekannt")

	def queries(typed: str) -> int:
		asked = []
		sql = frappe.db.sql
		frappe.db.sql = lambda *args, **options: asked.append(args) or sql(*args, **options)
		try:
			clients_named(typed)
		finally:
			frappe.db.sql = sql
		return len(asked)

	nobody = queries("Zarnuri Muhammed")
	frappe.set_user("Administrator")
	for number in range(8):
		make.client(first_name="Zarnuri", last_name=f"Muhammed{number}")
	frappe.set_user(make.counsellor())
	found("xyzunbekannt")
	assert queries("Zarnuri Muhammed") <= nobody <= 4


def test_what_a_search_finds_by_goes_with_the_client(nuri) -> None:
	assert frappe.db.exists("Client Name Key", {"client": nuri, "name_key": f"{keys.WORD}zarnuri"})
	client = frappe.get_doc("Client", nuri)
	client.first_name = "Anders"
	client.save()
	assert found("zarnuri") == []
	frappe.delete_doc("Client", nuri)
	assert not frappe.db.exists("Client Name Key", {"client": nuri})


def test_clients_recorded_before_the_update_are_found_after_it(nuri) -> None:
	from refugee_support.patches import write_name_words

	frappe.db.delete("Client Name Key", {"client": nuri, "name_key": ["like", "-%"]})
	assert found("sarqan") == []
	write_name_words.execute()
	assert found("sarqan") == [nuri]


def test_the_number_of_a_key_says_nothing_of_the_name(nuri) -> None:
	assert not frappe.db.exists("Client Name Key", {"name": ["like", "%zarnuri%"]})


@pytest.mark.parametrize(
	"typed", ["zarnu", "sarqan", "qasarqand zarnuri", "Sarnuri Qasarqant", "zar qas", "xyz", "zarnuri xyz"]
)
def test_a_volunteer_finds_the_same_whether_their_clients_are_few_or_many(
	nuri, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
	make.client(first_name="Zarnuri", last_name="Qasarqand")  # of somebody else
	user = make.volunteer()
	factories.put_on_team(nuri, user)
	frappe.set_user(user)
	among_few = found(typed)
	monkeypatch.setattr("refugee_support.search._few_clients", lambda: None)
	assert among_few == found(typed) == ([] if "xyz" in typed else [nuri])
