"""What the desk calls: three papers, as PDF."""

import frappe
from frappe import _

from refugee_support.accountability import ACTIVITY, assessment, may_read_measures, measures, register
from refugee_support.accountability.paper import Paper, chosen, pdf_of
from refugee_support.languages import in_language


@frappe.whitelist()
def register_pdf(language: str | None = None) -> None:
	"""The record of processing activities, for those who may print its entries.

	Args:
		language: "de" or "en"; otherwise that of the reader.
	"""
	frappe.has_permission(ACTIVITY, "print", throw=True)
	with in_language(chosen(language)):
		answer(register.register(), _("record-of-processing-activities"))


@frappe.whitelist()
def measures_pdf(language: str | None = None) -> None:
	"""The measures as they stand on this site."""
	refuse_unless_trusted()
	with in_language(chosen(language)):
		answer(measures.measures(), _("measures"))


@frappe.whitelist()
def assessment_pdf(activity: str, language: str | None = None) -> None:
	"""The impact assessment of one activity, with the measures."""
	refuse_unless_trusted()
	document = frappe.get_doc(ACTIVITY, activity)
	document.check_permission("print")
	with in_language(chosen(language)):
		answer(assessment.assessment(document), _("impact-assessment"))


def refuse_unless_trusted() -> None:
	if not may_read_measures(frappe.session.user):
		frappe.throw(
			_(
				"This says what is not safe yet: it is for the administrators of the association and the data-protection contact."
			),
			frappe.PermissionError,
		)


def answer(paper: Paper, file_name: str) -> None:
	frappe.local.response.filename = f"{file_name}.pdf"
	frappe.local.response.filecontent = pdf_of(paper)
	frappe.local.response.type = "pdf"
