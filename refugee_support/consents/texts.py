"""The texts the app comes with, one file per language (setup/data/consent_texts/): what is in them, and how it is read.

	# Words                    of the form, one a line: `name: Name`
	# Data Processing          a purpose (as in Client Consent); the line below is the heading, then paragraphs
	# All                      paragraphs that end the text of every purpose

Pure Python: tests/unit reads all of them and compares each with the German one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import zip_longest

VERSION = "1"
LANGUAGES = ("de", "en", "fr", "uk", "ru", "ar", "fa", "prs", "ps", "tr", "kmr", "ckb", "ti", "sq", "sr")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "prs", "ps", "ckb", "ur", "he", "dv", "ug", "sd"})
WORDS = ("name", "recipient", "about", "valid_until", "place_date", "signature", "custodians", "interpreter")
PURPOSES = ("Data Processing", "Passing On Data", "Attendance by Name", "Photographs")
PURPOSES += ("Release From Confidentiality",)
_SECTION = re.compile(r"^# (.+)$", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Text:
	purpose: str
	language: str
	heading: str
	paragraphs: tuple[str, ...]
	words: dict[str, str]


def shipped(language: str) -> list[Text]:
	"""The texts of one language as they come with the app.

	Raises:
		ValueError: the file lacks a part.
	"""
	file = files("refugee_support").joinpath("setup", "data", "consent_texts", f"{language}.md")
	return parsed(file.read_text(encoding="utf-8"), language)


def parsed(content: str, language: str) -> list[Text]:
	parts = _SECTION.split(content)
	sections = {name.strip(): body for name, body in zip(parts[1::2], parts[2::2], strict=True)}
	if missing := {"Words", "All", *PURPOSES} - set(sections):
		raise ValueError(f"{language}: {', '.join(sorted(missing))}")
	words, ending = words_of(sections["Words"]), paragraphs_of(sections["All"])
	texts = []
	for purpose in PURPOSES:
		heading, *paragraphs = paragraphs_of(sections[purpose])
		texts.append(Text(purpose, language, heading, (*paragraphs, *ending), words))
	return texts


def words_of(text: str) -> dict[str, str]:
	"""
	>>> words_of("name: Name\\nplace_date: Ort, Datum")
	{'name': 'Name', 'place_date': 'Ort, Datum'}
	"""
	pairs = (line.partition(":") for line in text.splitlines() if ":" in line)
	return {key.strip(): value.strip() for key, _colon, value in pairs}


def paragraphs_of(text: str) -> list[str]:
	blocks = re.split(r"\n\s*\n", text.strip())
	return [" ".join(block.split()) for block in blocks if block.strip()]


def placeholders_in(text: str) -> list[str]:
	return sorted(_PLACEHOLDER.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
	"""
	>>> filled("{{association}} speichert", {"association": "Der Verein"})
	'Der Verein speichert'
	"""
	return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def paired(columns: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
	"""Paragraph beside paragraph; where a text has fewer, its place stays empty."""
	return [tuple(row) for row in zip_longest(*columns, fillvalue="")]
