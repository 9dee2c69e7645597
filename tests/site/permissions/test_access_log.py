"""Who has seen this? Every way of looking at a client leaves an entry, and nobody can forge, change or delete one."""

import json
from collections.abc import Callable

import pytest

LOG = "Client Access Log"
# Ways to look at one record: action in the log, and how.
LOOKS: dict[str, tuple[str, Callable]] = {
	"form": ("Read", lambda v, d, n: v.call("frappe.desk.form.load.getdoc", doctype=d, name=n)),
	"REST v1": ("Read", lambda v, d, n: v.get(f"/api/resource/{d}/{n}")),
	"REST v2": ("Read", lambda v, d, n: v.get(f"/api/v2/document/{d}/{n}")),
	"client.get": ("Read", lambda v, d, n: v.call("frappe.client.get", doctype=d, name=n)),
	"single value": (
		"Read",
		lambda v, d, n: v.call("frappe.client.get_value", doctype=d, fieldname="owner", filters=n),
	),
	"single value by filter": (
		"Read",
		lambda v, d, n: v.call(
			"frappe.client.get_value", doctype=d, fieldname=["name", "owner"], filters={"name": n}
		),
	),
	"link with fields": (
		"Read",
		lambda v, d, n: v.call("frappe.client.validate_link", doctype=d, docname=n, fields=["owner"]),
	),
	"print": ("Print", lambda v, d, n: v.call("frappe.www.printview.get_html_and_style", doc=d, name=n)),
	"print page": ("Print", lambda v, d, n: v.get("/printview", doctype=d, name=n)),
	"list of one": (
		"List",
		lambda v, d, n: v.call("frappe.client.get_list", doctype=d, filters={"name": n}, fields=["*"]),
	),
	"list that hides the name": (
		"List",
		lambda v, d, n: v.call("frappe.client.get_list", doctype=d, filters={"name": n}, fields=["owner"]),
	),
	"report builder": (
		"List",
		lambda v, d, n: v.call(
			"frappe.desk.reportview.get",
			doctype=d,
			filters=json.dumps({"name": n}),
			fields='["name", "owner"]',
		),
	),
	"save": (
		"Write",
		lambda v, d, n: v.call("frappe.client.set_value", doctype=d, name=n, fieldname="idx", value=1),
	),
}


@pytest.fixture
def entries(stored: Callable, world) -> Callable:
	"""The entries of a user since the test began, newest first."""
	import frappe

	seen: set[str] = set()

	def rows(user: str, **filters) -> list:
		frappe.db.rollback()
		found = frappe.get_all(
			LOG,
			{"user": user, **filters},
			["name", "action", "client", "ref_doctype", "ref_name", "records", "via", "time"],
			order_by="time desc",
		)
		return [row for row in found if row.name not in seen]

	frappe.db.rollback()
	seen |= set(frappe.get_all(LOG, pluck="name"))
	frappe.cache.delete_keys("refugee_support_visit")
	return rows


@pytest.mark.parametrize("doctype", ["Client", "Consultation", "Confidential Record"])
@pytest.mark.parametrize("look", LOOKS)
def test_every_way_of_looking_at_a_record_leaves_an_entry(counsellor, world, entries, kind_of, look, doctype):
	action, ask = LOOKS[look]
	name = world.names[f"own {kind_of[doctype]}"]
	answer = ask(counsellor, doctype, name)
	found = entries(counsellor.user)
	if answer.status_code != 200:  # a Confidential Record is not printed
		assert not found
		return
	assert [(row.action, row.client, row.ref_doctype, row.ref_name) for row in found] == [
		(action, world.own, doctype, name)
	], answer.text[:300]


def test_what_was_refused_leaves_none(visitor, world, entries):
	for _action, ask in LOOKS.values():
		ask(visitor, "Client", world.other)
	opened = {row.client for row in entries(visitor.user or "Guest")}
	assert opened == ({world.other} if "other client" in visitor.sees else set())


def test_a_household_is_an_access_to_each_of_its_members(counsellor, world, entries):
	counsellor.call(
		"frappe.desk.form.load.getdoc", doctype="Client Household", name=world.names["own household"]
	)
	assert {row.client for row in entries(counsellor.user)} == {world.own}


def test_a_download_leaves_an_entry(counsellor, world, entries):
	assert counsellor.get(world.file_urls["own"]).status_code == 200
	assert [(row.action, row.client) for row in entries(counsellor.user)] == [("Download", world.own)]
	counsellor.get(
		"/api/method/frappe.core.doctype.file.file.download_file", file_url=world.file_urls["other"]
	)
	assert ("Download", world.other) in {(row.action, row.client) for row in entries(counsellor.user)}


def test_an_export_names_every_client_and_the_number_of_rows(counsellor, world, entries):
	counsellor.call(
		"frappe.desk.reportview.export_query",
		doctype="Client",
		fields='["`tabClient`.`first_name`"]',
		file_format_type="CSV",
		title="Client",
		filters="[]",
	)
	found = entries(counsellor.user, action="Export")
	total = next(row for row in found if not row.client)
	assert total.records == len(found) - 1 >= 2
	assert {world.own, world.other} <= {row.client for row in found}


def test_a_search_that_found_few_names_them_and_one_that_found_many_says_how_many(counsellor, world, entries):
	counsellor.call("frappe.desk.search.search_link", doctype="Client", txt="zqownclientzq")
	assert [(row.action, row.client) for row in entries(counsellor.user)] == [("Search", world.own)]
	counsellor.call("frappe.desk.search.search_link", doctype="Client", txt="nobody is called this")
	assert len(entries(counsellor.user)) == 1


def test_who_sees_itself_leaves_an_entry_and_shows_it(counsellor, world, entries):
	counsellor.call("frappe.desk.form.load.getdoc", doctype="Client", name=world.own)
	answer = counsellor.call("refugee_support.audit.who_sees.who_sees", client=world.own).json()["message"]
	assert any(row["user"] == counsellor.user and row["times"] >= 1 for row in answer["seen"])
	assert any(row["name"] for row in answer["may"])


def test_who_sees_is_for_counsellors_who_see_the_client(visitor, world):
	for client in (world.own, world.other):
		answer = visitor.call("refugee_support.audit.who_sees.who_sees", client=client)
		if visitor.role == "counsellor":
			assert answer.status_code == 200
		else:
			visitor.is_refused(answer)


def test_the_entry_says_when_somebody_came_with_a_key(counsellor, world, entries):
	counsellor.get(f"/api/resource/Client/{world.own}")
	assert not entries(counsellor.user)[0].via.startswith("API")


def test_the_log_shows_numbers_to_the_administrator_and_nothing_to_the_others(visitor, world, visitors):
	visitors["counsellor"].call("frappe.desk.form.load.getdoc", doctype="Client", name=world.other)
	answer = visitor.call("frappe.client.get_list", doctype=LOG, fields=["*"], limit_page_length=0)
	visitor.looks(answer)
	if visitor.role in ("counsellor", "administrator role"):
		assert world.other in answer.text
	else:
		assert world.other not in answer.text and world.own not in answer.text


def test_nobody_forges_changes_or_deletes_an_entry(visitor, world, visitors, stored):
	visitors["counsellor"].call("frappe.desk.form.load.getdoc", doctype="Client", name=world.other)
	name = stored(LOG, {"client": world.other})
	before, count = stored(LOG, name, "*"), len(stored_names(stored))
	forged = {"doctype": LOG, "user": world.users["colleague"], "client": world.own, "action": "Read"}
	changed = {**forged, "name": name}
	for answer in (
		visitor.call("frappe.client.insert", doc=forged),
		visitor.call("frappe.client.insert_many", docs=json.dumps([forged])),
		visitor.call("frappe.client.save", doc=changed),
		visitor.session.post(f"/api/resource/{LOG}", json=forged),
		visitor.session.post(f"/api/v2/document/{LOG}", json=forged),
		visitor.session.put(f"/api/resource/{LOG}/{name}", json=forged),
		visitor.session.delete(f"/api/resource/{LOG}/{name}"),
		visitor.session.delete(f"/api/v2/document/{LOG}/{name}"),
		visitor.call("frappe.client.set_value", doctype=LOG, name=name, fieldname="client", value="x"),
		visitor.call("frappe.client.delete", doctype=LOG, name=name),
		visitor.call("frappe.client.rename_doc", doctype=LOG, old_name=name, new_name="x"),
		visitor.call("frappe.desk.form.save.savedocs", doc=json.dumps(changed), action="Save"),
		visitor.call("frappe.desk.reportview.delete_items", doctype=LOG, items=json.dumps([name])),
	):
		assert answer.status_code in (401, 403, 404, 409, 417) or "delete_items" in answer.request.url
	assert stored(LOG, name, "*") == before
	assert stored(LOG, {"client": world.own, "user": world.users["colleague"]}) is None
	assert len(stored_names(stored)) >= count


def stored_names(stored: Callable) -> list[str]:
	import frappe

	frappe.db.rollback()
	return frappe.get_all(LOG, pluck="name")
