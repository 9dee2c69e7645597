"""What languages are called: Frappe knows their own names (العربية), people at the desk look for "Arabisch".

The names come from Babel (the Unicode CLDR), which is a dependency of Frappe, in the reader's language.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from babel import Locale
from frappe import _
from frappe.utils import cint

from refugee_support.rules.text import search_key


@contextmanager
def in_language(language: str) -> Iterator[None]:
	"""What is translated within is for a reader of this language. Unlike Frappe's `print_language` it ends with an error, too."""
	before, frappe.local.lang = frappe.local.lang, language
	try:
		yield
	finally:
		frappe.local.lang = before


def language_name(code: str, own_name: str = "") -> str:
	"""The name of a language in the reader's language; its own name where CLDR has none."""
	names = {"prs": _("Dari"), "kmr": _("Kurmanji (Northern Kurdish)"), "ckb": _("Sorani (Central Kurdish)")}
	reader = Locale.parse(str(frappe.local.lang or "en"), sep="-")
	return names.get(code) or reader.languages.get(code.replace("-", "_")) or own_name or code


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def language_query(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | None,
	**kwargs: Any,
) -> list[tuple[str, str, str]]:
	"""Languages for a link field, found by their name in the reader's language, their own name or their code."""
	rows = frappe.get_list("Language", fields=["name", "language_name"], limit=0)
	named = [(row.name, language_name(row.name, row.language_name), row.language_name) for row in rows]
	sought = search_key(txt)
	found = [row for row in named if sought in search_key(*row)]
	# what begins with the text comes first
	found.sort(key=lambda row: (not search_key(row[1]).startswith(sought), search_key(row[1])))
	return found[cint(start) : cint(start) + (cint(page_len) or 10)]
