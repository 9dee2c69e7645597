"""Door 6: the search of the whole desk. Our records are not in it."""

import pytest


@pytest.mark.parametrize(
	"text",
	[
		"zqownclientzq",
		"zqotherclientzq",
		"zqotherhouseholdzq",
		"zqothersummaryzq",
		"zqothernotezq",
		"zqotherconfidentialzq",
	],
)
@pytest.mark.parametrize(
	"method", ["frappe.utils.global_search.search", "frappe.utils.global_search.web_search"]
)
def test_nobody_finds_our_records_in_the_search_of_the_desk(attacker, world, method, text):
	answer = attacker.call(method, text=text, limit=50)
	assert "zq" not in answer.text.replace(text, ""), answer.text[:500]
	attacker.looks(answer) if text not in answer.text else None


@pytest.mark.parametrize("doctype", ["Client", "Client Household", "Consultation"])
def test_nobody_limits_the_search_to_our_doctypes(attacker, world, doctype):
	answer = attacker.call("frappe.utils.global_search.search", text="zq", doctype=doctype)
	attacker.is_refused(answer)


def test_no_row_of_ours_is_in_the_index(world, stored):
	import frappe

	frappe.db.rollback()
	table = frappe.qb.Table("__global_search")
	rows = frappe.qb.from_(table).select(table.doctype).where(table.content.like("%zq%")).run()
	assert not rows


def test_no_field_of_ours_asks_to_be_indexed(site):
	import frappe

	from refugee_support.doors import GUARDED

	indexed = [doctype for doctype in GUARDED if frappe.get_meta(doctype).get_global_search_fields()]
	assert not indexed


def test_tag_search_finds_nothing(visitor, world):
	answer = visitor.call("frappe.desk.doctype.tag.tag.get_documents_for_tag", tag="zq")
	visitor.looks(answer)
