"""Every guarded DocType of the world (KIND_OF), every role, every ordinary door, in one pass each.

A DocType gets here with its line in planted.py.
"""

import json

import pytest

from tests.site.permissions.conftest import KIND_OF, Visitor, World

DOCTYPES = sorted(KIND_OF)
REFUSED = (401, 403, 404, 409, 417)


def name_of(world: World, doctype: str, whose: str) -> str:
	return world.names[f"{whose} {KIND_OF[doctype]}"]


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_a_record_opens_for_its_readers_only(visitor: Visitor, world: World, doctype: str):
	for whose in ("own", "other"):
		name, marker = name_of(world, doctype, whose), f"{whose} {KIND_OF[doctype]}"
		reads = [
			visitor.get(f"/api/resource/{doctype}/{name}"),
			visitor.get(f"/api/v2/document/{doctype}/{name}"),
			visitor.call("frappe.client.get", doctype=doctype, name=name),
			visitor.call("frappe.desk.form.load.getdoc", doctype=doctype, name=name),
		]
		for answer in reads:
			visitor.looks(answer, {marker})
			assert (answer.status_code == 200) is (marker in visitor.sees), (
				f"{answer.request.url} {answer.text[:300]}"
			)
		if whose == "own":
			continue
		for answer in (
			visitor.call("frappe.client.get_value", doctype=doctype, fieldname="*", filters=name),
			visitor.call(
				"frappe.client.get_value", doctype=doctype, fieldname="owner", filters={"name": name}
			),
			visitor.call("frappe.desk.form.load.get_docinfo", doctype=doctype, name=name),
			visitor.call("frappe.desk.link_preview.get_preview_data", doctype=doctype, docname=name),
			visitor.call("frappe.desk.search.get_link_title", doctype=doctype, docname=name),
			visitor.call(
				"frappe.client.validate_link", doctype=doctype, docname=name, fields=["owner", "name"]
			),
			visitor.get("/printview", doctype=doctype, name=name, trigger_print="0"),
			visitor.call("frappe.www.printview.get_html_and_style", doc=doctype, name=name),
		):
			visitor.looks(answer)


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_no_list_shows_or_counts_more_than_one_may_read(visitor: Visitor, world: World, doctype: str):
	fields, most = ["*"], len(visitor.records_of(doctype))
	two = {"name": ["in", [name_of(world, doctype, whose) for whose in ("own", "other")]]}
	rows = {"doctype": doctype, "fields": fields, "filters": two, "limit_page_length": 0}
	for answer in (
		visitor.call("frappe.client.get_list", **rows),
		visitor.get(f"/api/resource/{doctype}", fields=fields, filters=two),
		visitor.call("frappe.desk.reportview.get_list", **rows),
	):
		visitor.looks(answer, visitor.records_of(doctype))
	for answer in (
		visitor.call("frappe.desk.reportview.get", doctype=doctype, fields=["name"], filters=two),
		visitor.call(
			"frappe.desk.reportview.export_query",
			doctype=doctype,
			fields=["name", "owner"],
			file_format_type="CSV",
			title="x",
			filters=json.dumps(two),
		),
		visitor.call("frappe.desk.search.search_link", doctype=doctype, txt="zq"),
		visitor.call("frappe.desk.search.search_link", doctype=doctype, txt="", ignore_user_permissions=1),
	):
		visitor.looks(answer)
		if "own " + KIND_OF[doctype] not in visitor.sees and "other " + KIND_OF[doctype] not in visitor.sees:
			assert name_of(world, doctype, "other") not in answer.text, answer.text[:300]
	for answer in (
		visitor.call("frappe.client.get_count", doctype=doctype, filters=two),
		visitor.call(
			"frappe.desk.reportview.get_count", doctype=doctype, fields="[]", filters=json.dumps(two)
		),
		visitor.get(f"/api/v2/doctype/{doctype}/count", filters=two),
	):
		visitor.learns_no_number(answer, most)


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_nobody_changes_what_they_may_not_see(visitor: Visitor, world: World, doctype: str, stored):
	if f"other {KIND_OF[doctype]}" in visitor.sees:
		return
	name = name_of(world, doctype, "other")
	before, about = stored(doctype, name, "*"), {"doctype": doctype, "name": name}
	forged = json.dumps({**about, "owner": visitor.user, "client": world.own})
	for answer in (
		visitor.session.put(f"/api/resource/{doctype}/{name}", json={"client": world.own}),
		visitor.session.put(f"/api/v2/document/{doctype}/{name}", json={"client": world.own}),
		visitor.session.delete(f"/api/resource/{doctype}/{name}"),
		visitor.session.delete(f"/api/v2/document/{doctype}/{name}"),
		visitor.call("frappe.client.set_value", **about, fieldname="client", value=world.own),
		visitor.call("frappe.client.delete", **about),
		visitor.call("frappe.client.save", doc=forged),
		visitor.call("frappe.desk.form.save.savedocs", doc=forged, action="Save"),
	):
		visitor.looks(answer)
		assert answer.status_code in REFUSED, (
			f"{answer.request.url} {answer.status_code} {answer.text[-600:]}"
		)
	assert stored(doctype, name, "*") == before


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_what_is_switched_off_is_off_for_everybody(attacker: Visitor, world: World, doctype: str, stored):
	"""Renaming, bulk changes, unlocking, sharing, assigning, following, commenting, liking, tagging, mailing."""
	name = name_of(world, doctype, "other")
	before, about = stored(doctype, name, "*"), {"doctype": doctype, "name": name}
	form, bulk = "frappe.desk.form.", "frappe.desk.doctype.bulk_update.bulk_update."
	reference = {"reference_doctype": doctype, "reference_name": name}
	mail = {"recipients": "x@example.com", "content": "x", "subject": "x", "send_email": 0}
	change = {"docnames": json.dumps([name]), "action": "update", "data": '{"client": "x"}'}
	for answer in (
		attacker.call(f"{form}save.cancel", **about),
		attacker.call("frappe.client.rename_doc", doctype=doctype, old_name=name, new_name="x"),
		attacker.call(
			"frappe.model.rename_doc.update_document_title", doctype=doctype, docname=name, name="x"
		),
		attacker.call(f"{bulk}submit_cancel_or_update_docs", doctype=doctype, **change),
		attacker.call("frappe.model.document.unlock_document", **about),
		attacker.call("frappe.share.add", **about, user=attacker.user, read=1),
		attacker.call(f"{form}assign_to.add", assign_to=json.dumps([attacker.user]), **about),
		attacker.call(
			f"{form}document_follow.follow_document", doctype=doctype, doc_name=name, user=attacker.user
		),
		attacker.call(
			f"{form}utils.add_comment", **reference, content="x", comment_email="x", comment_by="x"
		),
		attacker.call("frappe.desk.like.toggle_like", **about, add="Yes"),
		attacker.call("frappe.desk.doctype.tag.tag.add_tag", tag="x", dt=doctype, dn=name),
		attacker.call("frappe.core.doctype.communication.email.make", **about, **mail),
	):
		attacker.is_refused(answer)
	assert stored(doctype, name, "*") == before
