"""The methods of the comparison and of merging, over HTTP, as everybody who may knock."""

import pytest

MERGING = "refugee_support.merging"
HINT = "refugee_support.duplicates.hint"


def test_only_counsellors_see_two_records_side_by_side(visitor, world) -> None:
	answer = visitor.call(f"{MERGING}.preview.preview", survivor=world.own, merged=world.other)
	visitor.looks(answer, shows={"own client", "other client"} if visitor.role == "counsellor" else None)
	assert (answer.status_code == 200) == (visitor.role == "counsellor")


def test_nobody_else_merges_or_undoes(visitor, world, stored) -> None:
	if visitor.role == "counsellor":
		pytest.skip("may")
	merge = world.names["own Client Merge"]
	for method, arguments in (
		("combine.merge", {"survivor": world.own, "merged": world.other}),
		("undo.undo", {"merge": merge}),
	):
		answer = visitor.call(f"{MERGING}.{method}", **arguments)
		assert answer.status_code in (401, 403)
		visitor.looks(answer)
	assert stored("Client", world.other) == world.other
	assert stored("Client Merge", merge, "status") == "Merged"


def test_the_merges_of_a_client_are_told_to_those_who_read_them(visitor, world) -> None:
	for client in (world.own, world.other):
		visitor.looks(visitor.call(f"{MERGING}.undo.merges_of", client=client))


def test_the_check_names_only_clients_the_caller_sees(visitor, world) -> None:
	for whose in ("own", "other"):
		name = f"zq{whose}clientzq"
		answer = visitor.call(f"{HINT}.check", first_name=name, last_name=whose.title())
		if answer.status_code == 200:
			named = {hit["client"] for hit in answer.json()["message"]}
			visible = {getattr(world, record.split()[0]) for record in visitor.records_of("Client")}
			assert named <= visible
		else:
			assert answer.status_code in (401, 403)


def test_the_search_by_sound_names_only_clients_the_caller_sees(visitor, world) -> None:
	for whose in ("own", "other"):
		answer = visitor.call("refugee_support.search.clients_named", txt=f"zq{whose}clientzqq")
		if answer.status_code == 200:
			visible = {getattr(world, record.split()[0]) for record in visitor.records_of("Client")}
			assert set(answer.json()["message"]) <= visible


def test_nobody_says_that_clients_they_do_not_see_are_two_people(visitor, world, stored) -> None:
	if visitor.role == "counsellor":
		pytest.skip("may")
	answer = visitor.call(f"{HINT}.confirm_distinct", client=world.own, other=world.other)
	assert answer.status_code in (401, 403)
	assert not stored("Client Distinct Pair", {"pair_key": "|".join(sorted((world.own, world.other)))})


def test_the_report_is_for_counsellors(visitor) -> None:
	answer = visitor.call("frappe.desk.query_report.run", report_name="Possible Duplicates", filters={})
	assert (answer.status_code == 200) == (visitor.role == "counsellor")


def test_keys_are_read_by_nobody(visitor, world) -> None:
	answer = visitor.get("/api/resource/Client Name Key", fields='["name", "client"]')
	assert world.own not in answer.text
	assert answer.status_code in (401, 403) or answer.json()["data"] == []


def test_a_program_is_told_how_to_confirm_another_person_and_nothing_is_saved_unasked(
	counsellor, world
) -> None:
	values = {"doctype": "Client", "first_name": "zqownclientzq", "last_name": "Own"}
	answer = counsellor.session.post("/api/resource/Client", json=values)
	assert answer.status_code == 409
	assert f"not_the_same_as: {world.own}" in answer.text
	assert counsellor.get("/api/resource/Client", filters=[["last_name", "=", "Own"]]).json()["data"] == [
		{"name": world.own}
	]
