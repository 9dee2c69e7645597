"""Copies: what the framework keeps about a document is for the readers of the document (doors 9, 13, 15, 16)."""

from typing import Any

import frappe
from frappe.core.doctype.comment.comment import Comment
from frappe.core.doctype.prepared_report.prepared_report import PreparedReport
from frappe.core.doctype.report.report import Report
from frappe.model.document import Document
from frappe.query_builder import DocType
from pypika.terms import Criterion

from refugee_support.access import CRITERIA, NOBODY
from refugee_support.doors.guarded import (
	GUARDED,
	GUARDED_DOCUMENTS,
	NO_OPINION,
	STATISTICS,
	may_read,
	refuse,
)

# DocType: (field with the DocType, field with the name) of the document it is about. Doors 9, 11, 15, 16.
COPIES = {
	"Access Log": ("export_from", "reference_document"),
	"Activity Log": ("reference_doctype", "reference_name"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Deleted Document": ("deleted_doctype", "deleted_name"),
	"DocShare": ("share_doctype", "share_name"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"Notification Log": ("document_type", "document_name"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"View Log": ("reference_doctype", "reference_name"),
	"Workflow Action": ("reference_doctype", "reference_name"),
}


def copies_query_conditions(user: str | None = None, doctype: str = "") -> str:
	"""Rows about other DocTypes stay as they were; rows about ours follow the document."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	row = DocType(doctype)
	about, name = (row[fieldname] for fieldname in COPIES[doctype])
	condition = about.isnull() | about.notin([*sorted(GUARDED), "Prepared Report"])
	prepared = DocType("Prepared Report")
	condition |= (about == "Prepared Report") & name.isin(
		frappe.qb.from_(prepared).select(prepared.name).where(prepared_report_criterion(user))
	)
	for parent in sorted(GUARDED_DOCUMENTS):
		if not frappe.has_permission(parent, "read", user=user):
			continue
		criterion = CRITERIA[parent](user) if parent in CRITERIA else None
		if criterion is None:
			condition |= about == parent
		elif criterion is not NOBODY:
			readable = frappe.qb.from_(DocType(parent)).select(DocType(parent).name).where(criterion)
			condition |= (about == parent) & name.isin(readable)
	return as_sql(condition)


def has_permission_on_copy(
	doc: Document, ptype: str = "read", user: str | None = None, **kwargs: Any
) -> bool | None:
	"""Decided on what is stored and on what the request says: both documents must be readable."""
	user = user or frappe.session.user
	fields = COPIES[doc.doctype]
	stored = frappe.db.get_value(doc.doctype, doc.name, fields) if doc.name else None
	needed = "write" if doc.doctype == "File" and ptype in ("create", "write", "delete") else "read"
	for about, name in {stored or (None, None), (doc.get(fields[0]), doc.get(fields[1]))}:
		if about in GUARDED and not may_read(about, str(name), user, needed):
			return False
	return NO_OPINION


def prepared_report_query_conditions(user: str | None = None, doctype: str = "") -> str:
	"""Door 13: a prepared report holds what its maker was allowed to see."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	return as_sql(prepared_report_criterion(user))


def prepared_report_criterion(user: str) -> Criterion:
	row, report = DocType("Prepared Report"), DocType("Report")
	ours = frappe.qb.from_(report).select(report.name).where(report.ref_doctype.isin(sorted(GUARDED)))
	return row.report_name.notin(ours) | (row.owner == user)


def has_permission_on_prepared_report(doc: Document, user: str | None = None, **kwargs: Any) -> bool | None:
	about = frappe.db.get_value("Report", doc.report_name, "ref_doctype")
	owner = frappe.db.get_value("Prepared Report", doc.name, "owner") or doc.owner
	return False if about in GUARDED and owner != (user or frappe.session.user) else NO_OPINION


class OwnPreparedReport(PreparedReport):
	"""Door 13: `run` gives the data of any prepared report whose name stands in the filters, or of another `user`."""

	def get_prepared_data(self, with_file_name: bool = False) -> Any:
		if has_permission_on_prepared_report(self) is False and frappe.session.user != "Administrator":
			raise frappe.PermissionError
		return super().get_prepared_data(with_file_name)


class UnpreparedReport(Report):
	"""Door 13: Frappe turns a report that has run for 15 seconds into a prepared one, for everybody and for good, and keeps its
	results as files. Its watch also goes off when a report has refused to run, because nobody stops it then. Ours
	are run when they are asked for; who wants one prepared can still say so in the report."""

	def execute_script_report(self, filters: Any) -> Any:
		if self.is_standard == "Yes" and self.module == "Refugee Support":
			return self.execute_module(filters)
		return super().execute_script_report(filters)


class QuietComment(Comment):
	"""Door 21: a browser tab that has once joined a record's live updates stays in the room when access has ended; the
	name of a new attachment would be sent there. Names of changed records are sent, content is not."""

	def notify_change(self, action: str) -> None:
		if self.reference_doctype not in GUARDED:
			super().notify_change(action)


def as_sql(condition: Any) -> str:
	return f"({condition.get_sql(with_namespace=True, quote_char='`', secondary_quote_char=chr(39))})"


# --- Vetoes: what would open a document past its criterion, or copy it to where no criterion holds ---

VETOED = {
	"Assignment Rule": "document_type",
	"Auto Repeat": "reference_doctype",
	"Dashboard Chart": "document_type",  # doors 8: counts every row; statistics come from Service Records
	"Data Import": "reference_doctype",  # door 18: preview and errors readable by everybody
	"Document Follow": "ref_doctype",
	"Document Share Key": "reference_doctype",  # door 12: a link to the print view for whoever holds it
	"Milestone Tracker": "document_type",
	"Notification": "document_type",  # door 20: mails fields of the record to anybody
	"Print Format": "doc_type",  # door 12
	"Web Form": "doc_type",  # door 21
	"Webhook": "webhook_doctype",
	"DocShare": "share_doctype",  # door 15: opens the document although its criterion says no, and never ends
	"Kanban Board": "reference_doctype",
	"Tag Link": "document_type",  # door 16: tag search shows titles to everybody
	"ToDo": "reference_type",  # door 15: an assignment shares
}


def refuse_for_guarded(doc: Document, method: str | None = None) -> None:
	"""doc_events: validate. What comes with this app is reviewed like code."""
	about = doc.get(VETOED[doc.doctype])
	if (
		about in GUARDED
		and not comes_with_us(doc)
		and not (doc.doctype == "Dashboard Chart" and about == STATISTICS)
	):
		refuse()


def comes_with_us(doc: Document) -> bool:
	"""A standard record of our module while an app is installed or migrated: written by its files, by no request."""
	installing = frappe.flags.in_install or frappe.flags.in_migrate or frappe.flags.in_import
	standard = doc.get("is_standard") in (1, "Yes") or doc.get("standard") in (1, "Yes")
	return bool(installing and standard and doc.get("module") == "Refugee Support" and not frappe.request)


def refuse_mailed_report(doc: Document, method: str | None = None) -> None:
	"""doc_events: Auto Email Report, validate. Door 20: the report of one person, mailed to anybody."""
	if frappe.db.get_value("Report", doc.report, "ref_doctype") in GUARDED:
		refuse()


def drop_shares() -> None:
	"""Door 15: shares made past the veto (before a DocType was guarded, by another app, in the database) open the
	record although its criterion says no. Looked for at every request for our records: what is shared at all is a
	handful of words in an index, quicker read than a question that names all of ours is written."""
	share = DocType("DocShare")
	shared = frappe.qb.from_(share).select(share.share_doctype).distinct().run(pluck=True)
	if ours := GUARDED.intersection(shared):
		frappe.db.delete("DocShare", {"share_doctype": ["in", sorted(ours)]})
		frappe.local.flags.commit = True  # stays deleted, also where the request only reads


def drop_leftovers() -> None:
	"""At install and at every migrate: what opened or copied a record before its DocType was guarded."""
	for doctype in ("DocShare", "Document Follow", "Document Share Key", "Tag Link"):
		frappe.db.delete(doctype, {VETOED[doctype]: ["in", sorted(GUARDED)]})


def refuse_row_without_document(doc: Document, method: str | None = None) -> None:
	"""doc_events: validate and on_trash of child tables. Rows saved with their document never come here; saved alone,
	the framework asks for the role on the document only: anybody with it joined any support team (door 14)."""
	if frappe.session.user != "Administrator":
		refuse()
