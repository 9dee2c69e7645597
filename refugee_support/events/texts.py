"""What guests read, in the languages of the sign-up pages: no account, so no desk translation to lean on.

One row per text and one column per language in texts.csv; a language is added by adding a column.
"""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import frappe

from refugee_support.rules.text import direction

TABLE = Path(__file__).with_name("texts.csv")
NAMES = {"de": "Deutsch", "en": "English", "ar": "العربية", "uk": "Українська"}


@cache
def table() -> dict[str, dict[str, str]]:
	with TABLE.open(encoding="utf-8", newline="") as file:
		return {row["key"]: row for row in csv.DictReader(file)}


def language_or_default(code: str | None) -> str:
	"""The language itself, its parent (ar-SY: ar), or German."""
	code = str(code or "").replace("_", "-").split("-")[0].lower()
	return code if code in NAMES else "de"


def text(key: str, language: str) -> str:
	return table()[key][language_or_default(language)]


def texts_in(language: str) -> dict[str, str]:
	return {key: row[language_or_default(language)] for key, row in table().items()}


def page_context() -> dict[str, Any]:
	"""What every page for guests needs: its language, from the address or the browser, and the key it is about."""
	language = language_or_default(frappe.form_dict.get("lang") or frappe.local.lang)
	key = frappe.form_dict.get("key")
	return {
		"language": language,
		"direction": direction(language),
		"languages": NAMES,
		"texts": texts_in(language),
		"key": key if isinstance(key, str) and key.isalnum() else "",
		"csrf": "" if frappe.session.user == "Guest" else frappe.sessions.get_csrf_token(),
		"no_cache": 1,
	}
