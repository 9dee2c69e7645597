"""A paper of a title, a few lines and sections, laid out by the engine that lays out everything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support.career import engine
from refugee_support.career.messages import told_clearly
from refugee_support.consents.form import data_protection_contact

LANGUAGES = ("de", "en")
AUTHORITY_OF_NW = (
	"Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen, www.ldi.nrw.de"
)


@dataclass(frozen=True)
class Section:
	"""`facts`: label and value beside each other; an empty value is a line to write on. `rows`: a table under `columns`."""

	heading: str
	text: str = ""
	facts: Sequence[tuple[str, str]] = ()
	columns: Sequence[str] = ()
	rows: Sequence[Sequence[str]] = ()
	note: str = ""
	kind: str = ""  # for the layout
	new_page: bool = False


@dataclass(frozen=True)
class Paper:
	title: str
	law: str
	sections: Sequence[Section]
	intro: str = ""


def chosen(language: str | None) -> str:
	wanted = (language or frappe.local.lang or "").split("-")[0]
	return wanted if wanted in LANGUAGES else "de"


def pdf_of(paper: Paper) -> bytes:
	with told_clearly():
		return engine.document(html_of(paper)).write_pdf()


def html_of(paper: Paper) -> str:
	return engine.page(
		"accountability.html",
		paper=paper,
		language=frappe.local.lang,
		association=settings().association_name or _("Name of the association is missing in the settings"),
		as_of=_("As of {0}").format(day_of(getdate())),
		signature=(_("Place, Date"), _("For the Association")),
		missing=_("to be filled in"),
	)


def settings() -> Any:
	return frappe.get_cached_doc("Refugee Support Settings")


def day_of(day: Any) -> str:
	return frappe.utils.formatdate(day, "dd.MM.yyyy" if frappe.local.lang == "de" else "d MMM yyyy")


def text_of(record: Any, fieldname: str) -> str:
	"""In the language of the paper, as far as somebody has written it."""
	english = record.get(f"{fieldname}_en") if frappe.local.lang == "en" else ""
	return english or record.get(fieldname) or ""


def who_is_responsible() -> Section:
	"""Art. 30 (1) (a) GDPR, from the settings. Nothing is made up: what is missing is a line to write on."""
	ours = settings()
	contact = data_protection_contact(ours)
	facts = [
		(_("Association"), ours.association_name or ""),
		(_("Contact"), ours.association_contact or ""),
		(_("Represented By"), ours.representative or ""),
		(_("Data Protection Officer"), ours.data_protection_officer or _("nobody is named in the settings")),
		(_("Data-Protection Contact"), contact or _("nobody is named in the settings")),
		(_("Who Runs the Server"), ours.server_operator or ""),
	]
	if (ours.state or "NW") == "NW":
		facts.append((_("Supervisory Authority"), AUTHORITY_OF_NW))
	return Section(_("Controller"), facts=facts)
