"""What fields and values are called: in German, and in the person's language as far as somebody has translated it.

Contents stay as they were written. Words of the page and of the kinds of records are in words.csv, a few plain labels of
fields come from the translations of the site; what is in neither is left empty, never guessed.
"""

import csv
import html
from functools import cache
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, format_datetime, format_time, formatdate, strip_html_tags

from refugee_support.career.loading import country_of, language_of

GERMAN, ENGLISH = "de", "en"
WORDS = Path(__file__).with_name("words.csv")
TEXT_EDITORS = ("Text Editor", "HTML Editor")
# The framework's words for these mean the same everywhere. Others do not: its Arabic for "Title" is a surname, for "Open" the
# verb; so choices of lists are not translated at all.
PLAIN_LABELS = {
	"Address",
	"Country",
	"Created On",
	"Date",
	"Date of Birth",
	"Email",
	"First Name",
	"From",
	"Gender",
	"Language",
	"Last Name",
	"Name",
	"Nationality",
	"Phone",
	"Postal Code",
	"Status",
	"To",
}
STANDARD = {
	"creation": "Created On",
	"modified": "Last Updated On",
	"owner": "Created By",
	"modified_by": "Modified By",
}


@cache
def words() -> dict[str, dict[str, str]]:
	with WORDS.open(encoding="utf-8", newline="") as file:
		return {row["key"]: row for row in csv.DictReader(file)}


def word(key: str, language: str) -> str:
	return words().get(key, {}).get(language, "")


def kind_label(doctype: str, language: str) -> str:
	return word(doctype, language) or translated(doctype, language)


def field_label(doctype: str, fieldname: str, language: str) -> str:
	meta = frappe.get_meta(doctype)
	label = STANDARD.get(fieldname) or meta.get_label(fieldname)
	if not label or label == "No Label":
		label = meta.get_label(fieldname) or fieldname
	if language not in (GERMAN, ENGLISH) and label not in PLAIN_LABELS:
		return ""
	return translated(label, language, doctype)


def translated(text: str, language: str, context: str | None = None) -> str:
	"""Empty where there is no translation; German and English always have one."""
	if not text or language == ENGLISH:
		return text
	found = _(text, lang=language, context=context)
	return found if found != text or language == GERMAN else ""


def value_shown(doctype: str, fieldname: str, value: Any, client: str) -> str:
	"""A value as a person reads it, in German."""
	df = frappe.get_meta(doctype).get_field(fieldname)
	kind = df.fieldtype if df else {"creation": "Datetime", "modified": "Datetime"}.get(fieldname, "Data")
	if kind == "Check":
		return word("yes" if value else "no", GERMAN)
	if kind == "Date":
		return formatdate(value, "dd.MM.yyyy")
	if kind == "Datetime":
		return format_datetime(value, "dd.MM.yyyy HH:mm")
	if kind == "Time":
		return format_time(value, "HH:mm")
	if kind == "Select":
		return _(cstr(value), lang=GERMAN, context=doctype)
	if kind == "Link":
		return link_shown(df.options, cstr(value))
	if kind in TEXT_EDITORS:
		return without_markup(cstr(value))
	return cstr(value)


def value_translated(doctype: str, fieldname: str, value: Any, language: str) -> str:
	"""Yes or no."""
	df = frappe.get_meta(doctype).get_field(fieldname)
	return word("yes" if value else "no", language) if df and df.fieldtype == "Check" else ""


def link_shown(doctype: str, name: str) -> str:
	if doctype == "Country":
		return country_of(name) or _(name, lang=GERMAN)
	if doctype == "Language":
		return language_of(name)
	if doctype == "Gender":
		return _(name, lang=GERMAN)
	if doctype == "DocType":
		return kind_label(name, GERMAN)
	title = {"User": "full_name"}.get(doctype) or frappe.get_meta(doctype).title_field
	found = title and frappe.db.get_value(doctype, name, title, cache=True)
	return cstr(found) or name


def without_markup(text: str) -> str:
	for end in ("</p>", "</div>", "</li>", "<br>", "<hr>"):
		text = text.replace(end, f"{end}\n")
	lines = (" ".join(line.split()) for line in html.unescape(strip_html_tags(text)).splitlines())
	return "\n".join(line for line in lines if line)
