"""What the desk calls to make a CV, a cover letter and the folder of an application.

Every method names an Application Support or a record of one, and asks for the right to it first.
"""

import base64
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.career import cv, letter, letters, papers
from refugee_support.career.loading import content_of, profile_of, support_of
from refugee_support.career.messages import refuse_leftovers, sentence_for, told_clearly
from refugee_support.career.profile import CareerProfile
from refugee_support.career.wording import german_date

LETTER_TEXTS = ("recipient", "subject", "salutation", "body", "closing", "enclosures")
CERTIFICATES = {"Client Career Station": "title", "Client Qualification": "title_original"}
Row = dict[str, Any]


@frappe.whitelist()
def preview_cv(
	application_support: str,
	design: str,
	occupation: str | None = None,
	intro: str | None = None,
	work_permission: str | None = None,
) -> Row:
	"""The page as it would become with what is typed just now. Nothing is saved."""
	support = support_of(application_support)
	typed = {"occupation": occupation, "intro": intro, "work_permission": work_permission}
	support.update({key: value for key, value in typed.items() if value is not None})
	profile = profile_of(support, complain=False)
	html = cv.html_of(profile, design=checked_design(design), today=getdate())
	return {"client": support.client, "html": html.replace('src="ours:photo"', f'src="{data_url(profile)}"')}


@frappe.whitelist(methods=["POST"])
def make_cv(
	application_support: str,
	design: str,
	occupation: str | None = None,
	intro: str | None = None,
	work_permission: str | None = None,
	note: str | None = None,
) -> Row:
	"""A new version, kept beside the earlier ones; what was typed in the dialog is saved in the profile."""
	support = support_of(application_support, "write")
	design = checked_design(design)
	typed = {"occupation": occupation, "intro": intro, "work_permission": work_permission}
	changed = {
		key: value for key, value in typed.items() if value is not None and value != (support.get(key) or "")
	}
	if changed:
		support.update(changed).save()
	with told_clearly():
		paper = cv.make(profile_of(support), design=design, today=getdate())
	made = frappe.get_doc(
		{"doctype": "Client CV", "application_support": support.name, "note": note}
	).insert()
	made.keep_pdf(paper.pdf, "Lebenslauf.pdf", design=design, pages=paper.pages)
	return {"name": made.name, "client": support.client, "file": made.file, "pages": paper.pages}


@frappe.whitelist()
def fill_letter(application_support: str, template: str, job_application: str | None = None) -> Row:
	"""Subject, text and recipient from a template, filled with what is known; the rest stays to be filled in."""
	support = support_of(application_support)
	model = frappe.get_doc("Cover Letter Template", template)
	model.check_permission("read")
	job = job_of(support.name, job_application)
	employer, contact = job.get("employer") or "", job.get("contact_person") or ""
	values = letters.values_for(
		profile_of(support, complain=False),
		position=job.get("position") or "",
		employer=employer,
		contact=contact,
	)
	address = [employer, contact, *(job.get("address") or "").splitlines()]
	return {
		"client": support.client,
		"subject": letters.fill(model.subject, values),
		"body": letters.fill(model.body, values),
		"recipient": "\n".join(line.strip() for line in address if line and line.strip()),
		"enclosures": "Lebenslauf",
	}


@frappe.whitelist()
def preview_letter(cover_letter: str, typed: dict[str, str] | str | None = None) -> Row:
	"""The page as it would become with what is typed just now. Nothing is saved."""
	document = letter_document(cover_letter, "read")
	for fieldname, value in (frappe.parse_json(typed) or {}).items():
		if fieldname in LETTER_TEXTS:
			document.set(fieldname, str(value or ""))
	profile = profile_of(support_of(document.application_support), complain=False)
	return {"client": document.client, "html": letter.html_of(as_letter(document), profile)}


@frappe.whitelist(methods=["POST"])
def make_letter(cover_letter: str) -> Row:
	"""The PDF of a letter in which nothing waits to be filled in any more."""
	document = letter_document(cover_letter, "write")
	text = as_letter(document)
	for fieldname in ("recipient", "subject", "body"):
		if not document.get(fieldname):
			document.refuse(fieldname, _("{0} is empty. Please fill it in before the letter becomes a PDF."))
	refuse_leftovers(letters.leftovers(text))
	with told_clearly():
		paper = letter.make(text, profile_of(support_of(document.application_support)))
	document.keep_pdf(paper.pdf, "Anschreiben.pdf")
	return {"name": document.name, "client": document.client, "file": document.file, "pages": paper.pages}


@frappe.whitelist()
def papers_for(application_support: str) -> Row:
	"""What a folder can be made of: letters and CVs that are PDFs, and every certificate of the profile."""
	support = support_of(application_support)
	of_this = {"application_support": support.name, "file": ["is", "set"]}
	made = {"filters": of_this, "order_by": "made_on desc", "limit": 20}
	return {
		"client": support.client,
		"letters": frappe.get_list("Client Cover Letter", fields=["name", "subject", "made_on"], **made),
		"cvs": frappe.get_list("Client CV", fields=["name", "design", "made_on", "note"], **made),
		"certificates": [row for doctype in CERTIFICATES for row in certificates_in(doctype, support.name)],
	}


@frappe.whitelist(methods=["POST"])
def make_folder(
	application_support: str,
	certificates: list[dict[str, str]] | str,
	cover_letter: str | None = None,
	cv_version: str | None = None,
	job_application: str | None = None,
	note: str | None = None,
) -> Row:
	"""One PDF below 5 MB: letter, CV and the chosen certificates in the order given."""
	support = support_of(application_support, "write")
	job_of(support.name, job_application)
	chosen = frappe.parse_json(certificates)
	parts = [("Client Cover Letter", cover_letter, "Anschreiben")] if cover_letter else []
	parts += [("Client CV", cv_version, "Lebenslauf")] if cv_version else []
	attachments = [part_of(support.name, *part) for part in parts]
	attachments += [certificate_of(support.name, one) for one in chosen]
	if not attachments:
		frappe.throw(_("Please choose at least one paper."), title=_("Nothing chosen"))
	with told_clearly():
		whole = papers.joined(attachments)
	made = frappe.get_doc(
		{
			"doctype": "Client Application Folder",
			"application_support": support.name,
			"job_application": job_application,
			"note": note,
		}
	).insert()
	made.keep_pdf(
		whole,
		"Bewerbungsmappe.pdf",
		pages=papers.pages_of(whole),
		contents="\n".join(one.title for one in attachments),
	)
	return {"name": made.name, "client": support.client, "file": made.file, "size": len(whole)}


@frappe.whitelist()
def check_paper(doctype: str, name: str) -> str | None:
	"""Whether a certificate can become part of a folder: None, or the sentence that says why not."""
	document = frappe.get_doc(checked_doctype(doctype), name)
	try:
		papers.check(
			papers.Attachment(document.get(CERTIFICATES[doctype]) or "", content_of(document, "certificate"))
		)
	except papers.Refused as refused:
		return sentence_for(refused)
	return None


def checked_design(design: str) -> str:
	if design not in cv.DESIGNS:
		frappe.throw(_("Please choose one of the designs."), title=_("Design"))
	return design


def checked_doctype(doctype: str) -> str:
	if doctype not in CERTIFICATES:
		frappe.throw(_("There is no such paper."), frappe.DoesNotExistError, title=_("Not found"))
	return doctype


def data_url(profile: CareerProfile) -> str:
	return (
		f"data:image/jpeg;base64,{base64.b64encode(profile.photo.content).decode()}" if profile.photo else ""
	)


def job_of(application_support: str, name: str | None) -> Any:
	if not name:
		return {}
	job = frappe.get_doc("Client Job Application", name)
	job.check_permission("read")
	if job.application_support != application_support:
		frappe.throw(_("There is no such paper."), frappe.DoesNotExistError, title=_("Not found"))
	return job


def letter_document(name: str, right: str) -> Any:
	document = frappe.get_doc("Client Cover Letter", name)
	document.check_permission(right)
	return document


def as_letter(document: Any) -> letters.CoverLetter:
	def lines(text: str | None) -> tuple[str, ...]:
		return tuple(line.strip() for line in (text or "").splitlines() if line.strip())

	return letters.CoverLetter(
		recipient=lines(document.recipient),
		subject=document.subject or "",
		body=document.body or "",
		letter_date=getdate(document.letter_date),
		salutation=document.salutation or letters.DEFAULT_SALUTATION,
		closing=document.closing or letters.DEFAULT_CLOSING,
		enclosures=lines(document.enclosures),
	)


def certificates_in(doctype: str, application_support: str) -> list[Row]:
	"""Oldest last, as they stand in a CV."""
	title, day = CERTIFICATES[doctype], "awarded_on" if doctype == "Client Qualification" else "to_date"
	ends = ["certificate_valid_until"] if doctype == "Client Career Station" else []
	rows = frappe.get_list(
		doctype,
		filters={"application_support": application_support, "certificate": ["is", "set"]},
		fields=["name", title, day, *ends],
		order_by=f"{day} desc",
		limit=0,
	)
	return [
		{
			"doctype": doctype,
			"name": row.name,
			"title": row[title] or "",
			"date": german_date(getdate(row[day])) if row[day] else "",
			"has_ended": bool(row.get("certificate_valid_until"))
			and getdate(row.certificate_valid_until) < getdate(),
		}
		for row in rows
	]


def part_of(application_support: str, doctype: str, name: str, title: str) -> papers.Attachment:
	document = frappe.get_doc(doctype, name)
	document.check_permission("read")
	if document.application_support != application_support:
		frappe.throw(_("There is no such paper."), frappe.DoesNotExistError, title=_("Not found"))
	return papers.Attachment(title, content_of(document, "file"))


def certificate_of(application_support: str, chosen: dict[str, str]) -> papers.Attachment:
	doctype = checked_doctype(str(chosen.get("doctype")))
	document = frappe.get_doc(doctype, str(chosen.get("name")))
	document.check_permission("read")
	if document.application_support != application_support:
		frappe.throw(_("There is no such paper."), frappe.DoesNotExistError, title=_("Not found"))
	title = document.get(CERTIFICATES[doctype]) or ""
	return papers.Attachment(title, content_of(document, "certificate"))
