"""Bring refugee_support/locale/main.pot and every .po beside it up to date with the texts in the app.

	python tests/tools/update_translations.py            write the files, say what is left to translate
	python tests/tools/update_translations.py --check    write nothing; exit 1 if something would change or is missing
	python tests/tools/update_translations.py --frappe ../frappe/frappe --erpnext ../erpnext/erpnext
	                                                     also: which words mean something else in their translation

Existing translations stay. A new text comes without translation, a text that is gone goes. See docs/translating.md.
"""

import argparse
import csv
import io
import sys
from datetime import datetime, timezone
from itertools import groupby
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from translatable import Text, find, met_by_volunteers

CHECKOUT = Path(__file__).parents[2]
LOCALE = CHECKOUT / "refugee_support" / "locale"
TEMPLATE = LOCALE / "main.pot"
NOW = datetime.now(timezone.utc)
HEADER = {
	"domain": "messages",
	"project": "Refugee Support",
	"version": "main",
	"copyright_holder": "Refugee Support contributors",
	"msgid_bugs_address": "refugee-support@users.noreply.github.com",
	"language_team": "Refugee Support contributors",
	"last_translator": "Refugee Support contributors",
	"creation_date": NOW,
	"revision_date": NOW,
	"fuzzy": False,
}
# Languages begun for volunteers: their files hold only what is translated, and the rest stays English.
PARTIAL = ("ar", "fr", "uk")
Words = dict[tuple[str, str], str]


def template(texts: list[Text]) -> Catalog:
	catalog = Catalog(**HEADER)
	catalog.header_comment = (
		"# Texts of Refugee Support. Written by tests/tools/update_translations.py, see docs/translating.md."
	)
	for (text, context), found in groupby(sorted(texts), key=lambda item: (item.text, item.context)):
		group = list(found)
		catalog.add(
			text,
			context=context or None,
			locations=[(where, 0) for where in unique(item.where for item in group)],
			auto_comments=unique(item.comment for item in group if item.comment),
		)
	return catalog


def unique(items: object) -> list:
	return sorted(set(items))


def translated(language: str, pot: Catalog, wanted: set[tuple[str, str]]) -> Catalog:
	"""The language's catalog with exactly the template's texts, and the translations it had; of a language begun for
	volunteers those that are translated or wanted."""
	old = read(LOCALE / f"{language}.po")
	new = Catalog(**HEADER | {"locale": language, "last_translator": old.last_translator})
	new.header_comment = old.header_comment
	for message in pot:
		if not message.id:
			continue
		known = old.get(message.id, message.context)
		if language in PARTIAL and not known and (message.id, message.context or "") not in wanted:
			continue
		new.add(
			message.id,
			known.string if known else "",
			context=message.context,
			locations=message.locations,
			auto_comments=message.auto_comments,
			user_comments=known.user_comments if known else (),
			flags={"fuzzy"} if known and known.fuzzy else (),
		)
	return new


def read(path: Path) -> Catalog:
	with path.open("rb") as file:
		return read_po(file, ignore_obsolete=True)


def write(path: Path, catalog: Catalog, check: bool) -> bool:
	"""Whether the file changed: a newer date alone is no change."""
	if path.exists() and body(path.read_text(encoding="utf-8")) == body(printed(catalog)):
		return False
	if not check:
		path.write_text(printed(catalog), encoding="utf-8")
	return True


def printed(catalog: Catalog) -> str:
	file = io.BytesIO()
	write_po(file, catalog, sort_output=True, ignore_obsolete=True, width=0, include_lineno=False)
	return file.getvalue().decode()


def body(text: str) -> str:
	"""Without the header, in which dates and Babel's version stand."""
	return text.partition("\n\n")[2]


# --- words that Frappe and ERPNext translate too ----------------------------------------------


def words_of(app: Path, language: str) -> Words:
	words: Words = {}
	for path in (app / "translations" / f"{language}.csv", app / "locale" / f"{language}.po"):
		if path.suffix == ".csv" and path.exists():
			with path.open(encoding="utf-8") as file:
				rows = [row for row in csv.reader(file) if len(row) >= 2]
			words |= {(row[0], row[2] if len(row) > 2 else ""): row[1] for row in rows}
		elif path.exists():
			words |= {(m.id, m.context or ""): m.string for m in read(path) if m.id and m.string}
	return words


def other_words(catalog: Catalog, theirs: Words) -> list[str]:
	"""Our translations without context hold for the whole site: where they differ, it should be on purpose."""
	return [
		f"{message.id!r}: ours {message.string!r}, theirs {theirs[message.id, '']!r}"
		for message in catalog
		if message.id
		and not message.context
		and message.string
		and theirs.get((message.id, ""), message.string) != message.string
	]


def main() -> int:
	options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
	options.add_argument(
		"--check", action="store_true", help="write nothing; exit 1 if something would change"
	)
	options.add_argument(
		"--frappe", type=Path, help="the package frappe, to compare words with its translation"
	)
	options.add_argument("--erpnext", type=Path, help="the package erpnext, likewise")
	given = options.parse_args()

	texts, untranslatable = find(CHECKOUT)
	pot = template(texts)
	changed = write(TEMPLATE, pot, given.check)
	print(f"main.pot: {len(pot)} texts{', changed' if changed else ''}")
	missing = 0
	for path in sorted(LOCALE.glob("*.po")):
		catalog = translated(path.stem, pot, met_by_volunteers(texts))
		changed |= write(path, catalog, given.check)
		empty = [message.id for message in catalog if message.id and not message.string]
		missing += len(empty)
		print(f"{path.name}: {len(empty)} of {len(catalog)} left to translate", *map(repr, empty), sep="\n\t")
		for app in filter(None, (given.frappe, given.erpnext)):
			print(f"Other words in {app.name}:", *other_words(catalog, words_of(app, path.stem)), sep="\n\t")
	print(*untranslatable, sep="\n")
	return int(bool(untranslatable) or (given.check and bool(changed or missing)))


if __name__ == "__main__":
	sys.exit(main())
