"""Texts of consent forms in fifteen languages: inserted where one is missing, never written again.

The translations were made by a machine and nobody has checked them; each record says so until somebody enters who did.
"""

import frappe

from refugee_support.career import engine
from refugee_support.rules import consent_texts as texts

DOCTYPE = "Consent Text"
ORIGIN_GERMAN = "Came with the app, not legally reviewed"
ORIGIN = "Machine draft that came with the app"


def add_missing() -> None:
	present = {
		(row.purpose, row.language, row.version)
		for row in frappe.get_all(DOCTYPE, fields=["purpose", "language", "version"])
	}
	known = set(frappe.get_all("Language", pluck="name"))
	for language in texts.LANGUAGES:
		for text in texts.shipped(language):
			if (text.purpose, language, texts.VERSION) not in present and language in known:
				insert(text)


def insert(text: texts.Text) -> None:
	# Runs only at install and migrate, which ask for the right to the whole site.
	frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"purpose": text.purpose,
			"language": text.language,
			"version": texts.VERSION,
			"heading": text.heading,
			"body": "\n\n".join(text.paragraphs),
			"words": "\n".join(f"{key}: {value}" for key, value in text.words.items()),
			"origin": ORIGIN_GERMAN if text.language == "de" else ORIGIN,
		}
	).insert(ignore_permissions=True)


def say_which_fonts_are_missing() -> None:
	"""At install and migrate, to whoever runs it: better than on the day somebody sits there and waits for the form."""
	if packages := missing_fonts():
		print(f"Fonts for consent forms are missing: apt-get install {' '.join(packages)} (docs/consents.md)")


def missing_fonts() -> list[str]:
	paragraphs = (one for code in texts.LANGUAGES for text in texts.shipped(code) for one in text.paragraphs)
	try:
		engine.require_fonts("".join(paragraphs))
	except engine.FontsMissing as missing:
		return list(missing.packages)
	return []
