"""What must not be forgotten when the app grows."""

import frappe
import pytest

from refugee_support.access import CHILD_TABLES, CLIENT_DOCTYPES
from refugee_support.doors import GUARDED, refuse_for_guarded
from refugee_support.doors.copies import COPIES, VETOED
from refugee_support.restricted_clients import without_hidden
from tests.site.permissions.conftest import KIND_OF

# Open to all who use the app: says nothing about a person.
MASTER_DATA = {
	"Application Type",
	"Application Type Document",
	"Benefit Law",
	"Consent Text",
	"Consultation Result",
	"Counselling Activity",
	"Counselling Topic",
	"Funding Indicator",
	"Funding Programme",
	"Language Cafe Series",
	"Language Cafe Session",
	"Language Cafe Session Helper",
	"Meeting Place",
	"Public Authority",
	"Refugee Support Settings",
	"Remedy Rule",
	"Processing Activity",  # what is done with data, not with whose
	"Processing Activity Risk",
	"Retention Rule",
	"Required Document Translation",
	"Required Document Type",
	"Residence Status",
	"Residence Status Change",
	"School Holiday",
	"Volunteer Task",
	"Allowance Limit",
	"Community Event",
	"Community Event Helper",
	"Duty Shift",  # who helps when, for all who help: nothing in it is about a client
	"Event Sign Up",  # virtual: keeps nothing
	"Exit Answer",  # anonymous
	"Cover Letter Template",
	"Federation Evaluation",  # protected figures that were released to everybody, of other associations
	"Federation Evaluation File",
	"Data Breach",  # what happened, not to whom: it refuses numbers of clients
}


def test_every_doctype_is_guarded_or_master_data(site):
	ours = set(frappe.get_all("DocType", {"module": "Refugee Support"}, pluck="name"))
	assert ours - GUARDED - MASTER_DATA == set()


def test_every_guarded_client_doctype_has_both_access_hooks(site):
	for hook in ("permission_query_conditions", "has_permission"):
		assert not [doctype for doctype in CLIENT_DOCTYPES if doctype not in frappe.get_hooks(hook)]


def test_every_copy_has_both_hooks(site):
	for hook in ("permission_query_conditions", "has_permission"):
		hooked = {
			name for name, paths in frappe.get_hooks(hook).items() if any("doors" in path for path in paths)
		}
		assert hooked - {"User"} == {*COPIES, "Prepared Report"}


def test_every_veto_and_every_child_table_has_its_hook(site):
	events = {doctype: str(frappe.get_doc_hooks().get(doctype, {})) for doctype in {*VETOED, *CHILD_TABLES}}
	assert not [doctype for doctype in VETOED if "doors.refuse_for_guarded" not in events[doctype]]
	assert not [
		doctype for doctype in CHILD_TABLES if "doors.refuse_row_without_document" not in events[doctype]
	]


@pytest.mark.parametrize(
	("doctype", "fieldname"),
	[
		("Assignment Rule", "document_type"),
		("Auto Repeat", "reference_doctype"),
		("Dashboard Chart", "document_type"),
		("Data Import", "reference_doctype"),
		("DocShare", "share_doctype"),
		("Document Follow", "ref_doctype"),
		("Kanban Board", "reference_doctype"),
		("Tag Link", "document_type"),
		("ToDo", "reference_type"),
	],
)
def test_what_would_open_a_client_cannot_be_saved_by_anybody(site, doctype, fieldname):
	for about in ("Client", "Volunteer Profile"):
		with pytest.raises(frappe.PermissionError):
			refuse_for_guarded(frappe.get_doc({"doctype": doctype, fieldname: about}))
	refuse_for_guarded(frappe.get_doc({"doctype": doctype, fieldname: "Note"}))


def test_child_tables_are_those_of_the_guarded_doctypes(site):
	tables = {
		field.options: parent
		for parent in GUARDED - set(CHILD_TABLES)
		for field in frappe.get_meta(parent).get_table_fields()
	}
	assert tables == CHILD_TABLES


def test_no_guarded_doctype_gives_the_right_to_share_or_import(site):
	filters = {"parent": ["in", list(GUARDED)]}
	assert not frappe.get_all("DocPerm", {**filters, "share": 1})
	assert not frappe.get_all("DocPerm", {**filters, "import": 1})


def test_every_doctype_about_a_client_is_planted_at_the_doors(site):
	"""One line in planted.py, and test_every_doctype.py tries every ordinary door with it."""
	# Written by no form and without a text of its own; tests of their own.
	without_marker = {"Client Access Log", "Client Name Key", "Restricted Client Access"}
	named = {
		doctype
		for doctype in CLIENT_DOCTYPES - set(CHILD_TABLES) - without_marker
		if without_hidden(doctype, "Guest") is not None
	}
	assert named - set(KIND_OF) == set()
