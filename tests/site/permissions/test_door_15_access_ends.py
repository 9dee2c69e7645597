"""Door 15: when access ends, it ends everywhere at once, and what a share once opened is closed.

For both ways into a client: the support team and an Access Grant.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.site.permissions.conftest import MARKERS, Visitor, committing, insert_raw, live_updates


@pytest.fixture
def granted(world, http) -> Iterator[Callable]:
	"""`granted(**values)`: somebody not on the team who has a grant for the world's own client, as a visitor."""
	import frappe

	from tests.site import factories

	def make(**values) -> tuple[Visitor, str]:
		def insert() -> tuple[str, str]:
			user = factories.make_helper("Refugee Support Volunteer")
			return user, factories.make_access_grant(world.own, user, **values).name

		user, name = committing(insert)
		return Visitor("volunteer on the team", http(user, factories.PASSWORD), user), name

	yield make
	frappe.db.rollback()


def doors_to(world, whose: str = "own") -> dict[str, Callable[[Visitor], object]]:
	client, url = getattr(world, whose), world.file_urls[whose]
	return {
		"form": lambda v: v.call("frappe.desk.form.load.getdoc", doctype="Client", name=client),
		"REST": lambda v: v.get(f"/api/resource/Client/{client}"),
		"list": lambda v: v.call("frappe.desk.reportview.get_list", doctype="Client", fields=["*"]),
		"search": lambda v: v.call("frappe.desk.search.search_link", doctype="Client", txt="zq"),
		"title": lambda v: v.call("frappe.desk.search.get_link_title", doctype="Client", docname=client),
		"consultations": lambda v: v.call("frappe.client.get_list", doctype="Consultation", fields=["*"]),
		"household": lambda v: v.call("frappe.client.get_list", doctype="Client Household", fields=["*"]),
		"file": lambda v: v.get(url),
		"files": lambda v: v.call("frappe.client.get_list", doctype="File", fields=["*"]),
		"notifications": lambda v: v.call("frappe.client.get_list", doctype="Notification Log", fields=["*"]),
		"notification menu": lambda v: v.call(
			"frappe.desk.doctype.notification_log.notification_log.get_notification_logs"
		),
		"tasks": lambda v: v.call("frappe.client.get_list", doctype="ToDo", fields=["*"]),
		"versions": lambda v: v.call("frappe.client.get_list", doctype="Version", fields=["*"]),
		"recently seen": lambda v: v.call(
			"frappe.desk.doctype.route_history.route_history.frequently_visited_links"
		),
		"saved settings": lambda v: v.call("frappe.model.utils.user_settings.get", doctype="Client"),
		"live updates": lambda v: follow(v, client),
	}


def follow(visitor: Visitor, client: str) -> Any:
	method, arguments = live_updates("Client", client)
	return visitor.call(method, **arguments)


OPEN_WITH_ACCESS = ("form", "REST", "list", "search", "title", "consultations", "file", "live updates")


@contextmanager
def ended(grant: str, **values) -> Iterator[None]:
	import frappe

	before = frappe.db.get_value("Access Grant", grant, list(values), as_dict=True)
	committing(lambda: frappe.db.set_value("Access Grant", grant, values))
	try:
		yield
	finally:
		committing(lambda: frappe.db.set_value("Access Grant", grant, before))


def marked(visitor: Visitor, client: str) -> None:
	"""What the framework keeps for a user about a client: a notification, a task, a follow, an old share."""
	about = {"reference_type": "Client", "reference_name": client}
	text = MARKERS["own client"]
	log = {"document_type": "Client", "document_name": client, "for_user": visitor.user, "subject": text}
	committing(lambda: insert_raw("Notification Log", type="Alert", **log))
	committing(
		lambda: insert_raw(
			"ToDo", allocated_to=visitor.user, owner=visitor.user, description=text, status="Open", **about
		)
	)


@pytest.mark.parametrize("scope", ["Support Team", "Reading Only"])
def test_a_grant_opens_every_door_and_closes_every_door(granted, world, scope):
	visitor, grant = granted(scope=scope)
	marked(visitor, world.own)
	doors = doors_to(world)
	for name in OPEN_WITH_ACCESS:
		assert doors[name](visitor).status_code == 200, name
	assert MARKERS["own client"] in doors["form"](visitor).text
	visitor.call(
		"frappe.model.utils.user_settings.save",
		doctype="Client",
		user_settings=json.dumps(
			{"List": {"filters": [["Client", "first_name", "like", f"%{MARKERS['own client']}%"]]}}
		),
	)
	with ended(grant, revoked_at="2026-01-01 00:00:00"):
		everything_is_closed(doors, visitor, world)
	with ended(grant, from_date="2020-01-01", to_date="2020-02-01"):
		everything_is_closed(doors, visitor, world)


def everything_is_closed(doors: dict, visitor: Visitor, world) -> None:
	for name, ask in doors.items():
		answer = ask(visitor)
		assert "zqown" not in answer.text, f"{name}: {answer.text[:400]}"
		if name in ("form", "REST", "file", "live updates"):
			assert answer.status_code == 403, f"{name}: {answer.status_code}"


def test_leaving_the_team_closes_every_door(volunteer, world, moved_off_the_team):
	marked(volunteer, world.own)
	doors = doors_to(world)
	assert MARKERS["own client"] in doors["form"](volunteer).text
	with moved_off_the_team(volunteer):
		everything_is_closed(doors, volunteer, world)


@pytest.mark.parametrize("scope", ["Reading Only"])
def test_a_grant_to_read_changes_nothing_over_http(granted, world, stored, scope):
	visitor, _grant = granted(scope=scope)
	before = stored("Client", world.own, "*")
	for answer in (
		visitor.session.put(f"/api/resource/Client/{world.own}", json={"first_name": "x"}),
		visitor.session.put(f"/api/v2/document/Client/{world.own}", json={"first_name": "x"}),
		visitor.call(
			"frappe.client.set_value", doctype="Client", name=world.own, fieldname="first_name", value="x"
		),
		visitor.call("frappe.client.insert", doc={"doctype": "Consultation", "client": world.own}),
		visitor.session.post(
			"/api/method/upload_file",
			data={"doctype": "Client", "docname": world.own, "is_private": 1},
			files={"file": ("x.txt", b"x")},
		),
	):
		assert answer.status_code == 403, answer.text[:300]
	assert stored("Client", world.own, "*") == before


@pytest.mark.parametrize("everyone", [0, 1])
@pytest.mark.parametrize("doctype", ["Client", "Consultation", "Confidential Record"])
def test_a_share_made_past_the_veto_opens_nothing(visitor, world, kind_of, doctype, everyone):
	"""Made before the app was installed, by another app or in the database: found and dropped."""
	name = world.names[f"other {kind_of[doctype]}"]
	shared = {"share_doctype": doctype, "share_name": name, "read": 1, "write": 1, "everyone": everyone}
	committing(lambda: insert_raw("DocShare", user=None if everyone else visitor.user, **shared))
	for answer in (
		visitor.call("frappe.desk.form.load.getdoc", doctype=doctype, name=name),
		visitor.get(f"/api/resource/{doctype}/{name}"),
		visitor.call("frappe.client.get_list", doctype=doctype, fields=["*"]),
		visitor.call("frappe.client.get_count", doctype=doctype),
		visitor.session.put(f"/api/resource/{doctype}/{name}", json={"idx": 1}),
	):
		visitor.looks(answer)


def test_nobody_gives_themselves_access(visitor, world, stored):
	"""Grants and the list of names of a restricted client, made up in every way a request can."""
	grant = {
		"doctype": "Access Grant",
		"client": world.other,
		"user": visitor.user,
		"scope": "Support Team",
		"purpose": "Other",
		"reason": "x",
		"to_date": "2099-01-01",
	}
	named = {"doctype": "Restricted Client Access", "client": world.other, "user": visitor.user}
	for document in (grant, named):
		for answer in (
			visitor.call("frappe.client.insert", doc=document),
			visitor.call("frappe.client.insert_many", docs=json.dumps([document])),
			visitor.session.post(f"/api/resource/{document['doctype']}", json=document),
			visitor.session.post(f"/api/v2/document/{document['doctype']}", json=document),
			visitor.call(
				"frappe.desk.form.save.savedocs",
				doc=json.dumps({**document, "name": "new-x-1", "__islocal": 1}),
				action="Save",
			),
		):
			assert answer.status_code in (401, 403, 404, 417), answer.text[:300]
		filters = {"user": visitor.user or "Guest", "client": world.other}
		assert not stored(document["doctype"], filters)


def test_nobody_lengthens_a_grant(visitor, world, stored):
	name = world.names["other Access Grant"]
	for answer in (
		visitor.session.put(f"/api/resource/Access Grant/{name}", json={"to_date": "2099-01-01"}),
		visitor.call(
			"frappe.client.set_value",
			doctype="Access Grant",
			name=name,
			fieldname="to_date",
			value="2099-01-01",
		),
		visitor.call(
			"frappe.client.set_value", doctype="Access Grant", name=name, fieldname="user", value=visitor.user
		),
		visitor.session.delete(f"/api/resource/Access Grant/{name}"),
	):
		assert answer.status_code in (401, 403, 404, 417), answer.text[:300]
	assert str(stored("Access Grant", name, "to_date")) < "2099"
	assert stored("Access Grant", name, "user") == world.users["stand-in"]
