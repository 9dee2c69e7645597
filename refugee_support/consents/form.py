"""The consent form: German on the left, the client's language on the right, paragraph beside paragraph.

Only the German text is decisive. A translation nobody has checked says so on every page, and so does a German text.
"""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe.utils import formatdate

from refugee_support import consents
from refugee_support.career import engine
from refugee_support.career.messages import told_clearly
from refugee_support.languages import language_name
from refugee_support.rules.consent_texts import filled, paired, paragraphs_of, words_of
from refugee_support.rules.text import direction

GERMAN = "de"
BLANK = "_" * 24
BY_CUSTODIANS = ("The Person and All Custodians", "All Custodians", "Legal Guardian")


@dataclass(frozen=True)
class Column:
	"""One language of the form."""

	language: str
	heading: str
	paragraphs: tuple[str, ...]
	words: dict[str, str]
	checked: bool
	version: str

	@property
	def direction(self) -> str:
		return direction(self.language)


def newest(purpose: str, language: str) -> str | None:
	"""The text that is handed out today: versions are compared as numbers where they are numbers."""
	filters = {"purpose": purpose, "language": language, "enabled": 1}
	# Master data, which says nothing about a person.
	rows = frappe.get_all("Consent Text", filters, ["name", "version"])
	return max(rows, key=lambda row: natural(row.version)).name if rows else None


def natural(version: str) -> tuple[int, str]:
	return (int(version), "") if str(version).isdigit() else (0, str(version))


def columns_for(consent: Any) -> list[Column]:
	"""German, and beside it the language of the consent if there is a text in it: the version that was chosen."""
	chosen = consent.consent_text or newest(consent.purpose, consent.consent_language or GERMAN)
	chosen = chosen or newest(consent.purpose, GERMAN)
	if not chosen:
		frappe.throw(
			frappe._(
				"There is no text for this purpose yet. Please ask an administrator to write one (Consent Text)."
			),
			title=frappe._("Text is missing"),
		)
	text = frappe.get_doc("Consent Text", chosen)
	if text.language == GERMAN:
		return [column_of(text)]
	same = {"purpose": consent.purpose, "language": GERMAN, "version": text.version}
	german = frappe.db.get_value("Consent Text", same) or newest(consent.purpose, GERMAN)
	return [column_of(frappe.get_doc("Consent Text", name)) for name in (german, text.name) if name]


def column_of(text: Any) -> Column:
	values = association()
	return Column(
		language=text.language,
		heading=text.heading,
		paragraphs=tuple(filled(one, values, text.language) for one in paragraphs_of(text.body)),
		words=words_of(text.words or ""),
		checked=text.state == "Checked",
		version=text.version,
	)


def association() -> dict[str, str]:
	settings = frappe.get_cached_doc("Refugee Support Settings")
	name = settings.association_name or BLANK
	contact = [" ".join((settings.association_contact or "").split()), data_protection_contact(settings)]
	return {"association": name, "contact": ", ".join(part for part in contact if part) or BLANK}


def data_protection_contact(settings: Any) -> str:
	if not settings.data_protection_contact:
		return ""
	return frappe.db.get_value("User", settings.data_protection_contact, "full_name") or ""


def lines_of(consent: Any, columns: list[Column]) -> list[dict[str, Any]]:
	"""Name, to whom, about what, valid until: each with its word in every language of the form."""
	values = {"name": frappe.db.get_value("Client", consent.client, "client_name")}
	if consent.purpose in consents.TO_SOMEBODY:
		recipient = consent.recipient and frappe.db.get_value("Public Authority", consent.recipient, "label")
		values |= {"recipient": recipient or consent.recipient_name, "about": consent.scope}
	if consent.valid_until:
		values["valid_until"] = formatdate(consent.valid_until, "dd.MM.yyyy")
	return [{"words": words(key, columns), "value": value or BLANK} for key, value in values.items()]


def words(key: str, columns: list[Column]) -> list[dict[str, str]]:
	return [
		{"text": column.words[key], "language": column.language, "direction": column.direction}
		for column in columns
		if column.words.get(key)
	]


def html_of(consent: Any) -> str:
	"""The whole form as a page of HTML."""
	columns = columns_for(consent)
	return render(
		columns,
		lines_of(consent, columns),
		association(),
		by_custodians=consent.given_by in BY_CUSTODIANS,
		missing=missing_translation(consent, columns),
	)


def render(
	columns: list[Column],
	lines: list[dict[str, Any]],
	association: dict[str, str],
	*,
	by_custodians: bool = False,
	missing: str = "",
) -> str:
	foreign = columns[1] if len(columns) > 1 else None
	signatures = ["place_date", "signature"]
	signatures += ["custodians"] if by_custodians else []
	signatures += ["interpreter"] if foreign or missing else []
	return engine.page(
		"consent.html",
		columns=columns,
		rows=paired([column.paragraphs for column in columns]),
		lines=lines,
		signatures=[words(key, columns) for key in signatures],
		german_unchecked=not columns[0].checked,
		translation_unchecked=bool(foreign) and not foreign.checked,
		missing=missing,
		association=association,
	)


def missing_translation(consent: Any, columns: list[Column]) -> str:
	"""The name of a language there is no text in."""
	if not consent.consent_language or consent.consent_language in {column.language for column in columns}:
		return ""
	return language_name(consent.consent_language)


def pdf_of(consent: Any) -> bytes:
	html = html_of(consent)
	with told_clearly():
		return engine.document(html).write_pdf()
