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
_TO_FILL = re.compile(r"\{\{(\w+)\}\}(\.?)")
_LATIN = re.compile(r"(\{\{\w+\}\})|§ \d+(?: [A-Za-z]+)?|[A-Za-z]+")
RLM, LRM, NO_BREAK_SPACE = "\u200f", "\u200e", "\u00a0"


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


def filled(text: str, values: Mapping[str, str], language: str = "de") -> str:
	"""The text with names in place of their placeholders; after a name that ends with a full stop, no second one.

	In a text that runs from right to left, Latin words keep their own direction (`kept_together`).

	>>> filled("Verein: {{association}}.", {"association": "Hilfe e. V."})
	'Verein: Hilfe e. V.'
	"""
	rtl = language in RIGHT_TO_LEFT
	if rtl:
		values = {
			key: ", ".join(kept_together(part) for part in value.split(", ")) for key, value in values.items()
		}
		text = _LATIN.sub(lambda match: match[0] if match[1] else kept_together(match[0]), text)

	def fill(match: re.Match[str]) -> str:
		value, stop = values.get(match[1], match[0]), match[2]
		return value if value.rstrip(LRM).endswith(".") and stop else value + stop

	filled_in = _TO_FILL.sub(fill, text)
	return RLM + filled_in if rtl else filled_in


def kept_together(run: str) -> str:
	"""A Latin run within a text from right to left, which no line break divides.

	The page is set line by line, each with the direction of its first letter: the invisible marks see to it that
	a line that begins with this run still runs from right to left, and that its full stops stay where they belong.
	"""
	return RLM + LRM + run.replace(" ", NO_BREAK_SPACE) + LRM


def paired(columns: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
	"""Paragraph beside paragraph; where a text has fewer, its place stays empty."""
	return [tuple(row) for row in zip_longest(*columns, fillvalue="")]
