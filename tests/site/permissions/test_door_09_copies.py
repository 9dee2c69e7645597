"""Doors 9, 15 and 16: what the framework keeps about a document is for readers of the document."""

import pytest

COPIES = {
	"Version": ["*"],
	"Comment": ["*"],
	"Communication": ["*"],
	"Tag Link": ["*"],
	"ToDo": ["*"],
	"DocShare": ["*"],
	"View Log": ["*"],
	"Access Log": ["*"],
	"Activity Log": ["*"],
	"Deleted Document": ["*"],
	"Notification Log": ["*"],
	"File": ["*"],
	"Workflow Action": ["*"],
}


@pytest.mark.parametrize("doctype", COPIES)
def test_lists_of_copies_follow_the_document(visitor, copies, doctype):
	for way in (
		visitor.call("frappe.client.get_list", doctype=doctype, fields=["*"], limit_page_length=0),
		visitor.call("frappe.desk.reportview.get", doctype=doctype, fields=["*"]),
		visitor.get(f"/api/resource/{doctype}", fields=["*"], limit_page_length=0),
	):
		visitor.looks(way)
		for about in visitor_hidden(visitor, copies):
			assert f'"{copies[doctype][about]}"' not in way.text, (
				f"{visitor.role} sees the {doctype} about {about}"
			)


@pytest.mark.parametrize("whose", ["own", "other"])
@pytest.mark.parametrize("doctype", COPIES)
def test_a_copy_opens_for_readers_of_the_document_only(visitor, copies, doctype, whose):
	name = copies[doctype][whose]
	for answer in (
		visitor.get(f"/api/resource/{doctype}/{name}"),
		visitor.get(f"/api/v2/document/{doctype}/{name}"),
		visitor.call("frappe.desk.form.load.getdoc", doctype=doctype, name=name),
		visitor.call("frappe.client.get", doctype=doctype, name=name),
	):
		visitor.looks(answer)
		if f"{whose} client" not in visitor.sees:
			gone = answer.text == '{"message":[]}'  # a share of ours is deleted where it is met (door 15)
			assert gone or answer.status_code in (401, 403, 404), (
				f"{visitor.role} opens the {doctype}: {answer.text[:300]}"
			)


def test_a_file_about_something_else_stays_as_it_was(visitors, site):
	visitor = visitors["cafe helper"]
	made = visitor.call(
		"frappe.client.insert", doc={"doctype": "ToDo", "description": "milk", "allocated_to": visitor.user}
	)
	assert made.status_code == 200, made.text
	listed = visitor.call("frappe.client.get_list", doctype="ToDo", fields=["name", "description"])
	assert "milk" in listed.text


REFUSED = {
	"share": ("frappe.share.add", {"doctype": "Client", "name": "{own}", "user": "{user}", "read": 1}),
	"share with everybody": ("frappe.share.add", {"doctype": "Client", "name": "{own}", "everyone": 1}),
	"share right": (
		"frappe.share.set_permission",
		{"doctype": "Client", "name": "{own}", "user": "{user}", "permission_to": "read"},
	),
	"who shares": ("frappe.share.get_users", {"doctype": "Client", "name": "{own}"}),
	"assign": (
		"frappe.desk.form.assign_to.add",
		{"doctype": "Client", "name": "{own}", "assign_to": '["{user}"]'},
	),
	"assign many": (
		"frappe.desk.form.assign_to.add_multiple",
		{"doctype": "Client", "name": '["{own}"]', "assign_to": '["{user}"]'},
	),
	"tag": ("frappe.desk.doctype.tag.tag.add_tag", {"dt": "Client", "dn": "{own}", "tag": "x"}),
	"like": ("frappe.desk.like.toggle_like", {"doctype": "Client", "name": "{own}", "add": "Yes"}),
	"follow": (
		"frappe.desk.form.document_follow.update_follow",
		{"doctype": "Client", "doc_name": "{own}", "following": 1},
	),
	"comment": (
		"frappe.desk.form.utils.add_comment",
		{
			"reference_doctype": "Client",
			"reference_name": "{own}",
			"content": "x",
			"comment_email": "x@example.com",
			"comment_by": "x",
		},
	),
	"mail": (
		"frappe.core.doctype.communication.email.make",
		{"doctype": "Client", "name": "{own}", "recipients": "x@example.com", "content": "x"},
	),
	"relink mail": (
		"frappe.email.relink",
		{"name": "x", "reference_doctype": "Client", "reference_name": "{own}"},
	),
	"auto repeat": (
		"frappe.automation.doctype.auto_repeat.auto_repeat.make_auto_repeat",
		{"doctype": "Client", "docname": "{own}"},
	),
	"reminder": (
		"frappe.automation.doctype.reminder.reminder.create_new_reminder",
		{
			"remind_at": "2100-01-01",
			"description": "x",
			"reminder_doctype": "Client",
			"reminder_docname": "{own}",
		},
	),
	"share as a document": (
		"frappe.client.insert",
		{
			"doc": {
				"doctype": "DocShare",
				"share_doctype": "Client",
				"share_name": "{own}",
				"user": "{user}",
				"read": 1,
			}
		},
	),
	"assign as a document": (
		"frappe.client.insert",
		{
			"doc": {
				"doctype": "ToDo",
				"reference_type": "Client",
				"reference_name": "{own}",
				"description": "x",
				"allocated_to": "{user}",
			}
		},
	),
	"follow as a document": (
		"frappe.client.insert",
		{
			"doc": {
				"doctype": "Document Follow",
				"ref_doctype": "Client",
				"ref_docname": "{own}",
				"user": "{user}",
			}
		},
	),
	"tag as a document": (
		"frappe.client.insert",
		{"doc": {"doctype": "Tag Link", "document_type": "Client", "document_name": "{own}", "tag": "zqtag"}},
	),
	"import": (
		"frappe.client.insert",
		{
			"doc": {
				"doctype": "Data Import",
				"reference_doctype": "Client",
				"import_type": "Insert New Records",
			}
		},
	),
	"assignment rule": (
		"frappe.client.insert",
		{
			"doc": {
				"doctype": "Assignment Rule",
				"name": "x",
				"document_type": "Client",
				"description": "x",
				"assign_condition": "1",
			}
		},
	),
	"board": (
		"frappe.client.insert",
		{
			"doc": {
				"doctype": "Kanban Board",
				"reference_doctype": "Client",
				"kanban_board_name": "x",
				"field_name": "status",
			}
		},
	),
}


@pytest.mark.parametrize("way", REFUSED)
def test_nobody_opens_a_client_to_somebody_else(attacker, world, tag, way):
	method, arguments = REFUSED[way]
	attacker.is_refused(
		attacker.call(method, **filled(arguments, own=world.own, user=world.users["cafe helper"]))
	)


def filled(value, **names):
	if isinstance(value, dict):
		return {key: filled(item, **names) for key, item in value.items()}
	return value.format(**names) if isinstance(value, str) and "{" in value else value


def visitor_hidden(visitor, copies):
	return [whose for whose in ("own", "other") if f"{whose} client" not in visitor.sees]


@pytest.mark.parametrize(
	"claim", [{"reference_doctype": None, "reference_name": None}, {"reference_name": "{own}"}]
)
def test_a_copy_is_not_moved_away_from_its_document(attacker, world, copies, stored, claim):
	if attacker.role == "counsellor":
		return
	name = copies["Comment"]["other"]
	attacker.is_refused(
		attacker.session.put(f"/api/resource/Comment/{name}", json=filled(claim, own=world.own))
	)
	assert stored("Comment", name, "reference_name") == world.other


@pytest.mark.parametrize("doctype", ["Comment", "Communication"])
def test_nothing_is_added_to_a_document_one_may_not_see(attacker, world, stored, doctype):
	if attacker.role == "counsellor":
		return
	kind = "comment_type" if doctype == "Comment" else "communication_type"
	reference = {"reference_doctype": "Client", "reference_name": world.other}
	document = {"doctype": doctype, kind: doctype, "content": "zqaddedzq", "subject": "x", **reference}
	attacker.is_refused(attacker.call("frappe.client.insert", doc=document))
	assert not stored(doctype, {"content": ["like", "%zqadded%"]})


def test_not_even_code_shares_or_assigns_a_client(world):
	"""An assignment shares with whoever may not see the document, whatever their rights."""
	import frappe
	from frappe.desk.form import assign_to

	user = world.users["cafe helper"]
	with pytest.raises(frappe.PermissionError):
		frappe.share.add_docshare("Client", world.own, user, flags={"ignore_share_permission": True})
	with pytest.raises(frappe.PermissionError):
		assign_to.add({"doctype": "Client", "name": world.own, "assign_to": [user]})
