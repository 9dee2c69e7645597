"""What the desk calls about consents: the text that fits, and the form as a PDF."""

import frappe

from refugee_support import consents
from refugee_support.consents import form


@frappe.whitelist()
def newest_text(purpose: str, language: str | None = None) -> str | None:
	"""The newest text that is handed out for a purpose: in this language, or else in German."""
	frappe.has_permission("Consent Text", "read", throw=True)
	for wanted in (language, "de"):
		if wanted and (found := form.newest(purpose, wanted)):
			return found
	return None


@frappe.whitelist()
def form_pdf(consent: str) -> None:
	"""The form as a PDF: German beside the language of the consent. Noted in the access log (audit/requests.py)."""
	document = frappe.get_doc(consents.CONSENT, consent)
	document.check_permission("print")
	frappe.local.response.filename = "Einwilligung.pdf"
	frappe.local.response.filecontent = form.pdf_of(document)
	frappe.local.response.type = "pdf"
