"""Text as people typed it, made safe to show anywhere. Pure Python."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

RIGHT_TO_LEFT = frozenset({"ar", "fa", "prs", "ps", "ckb", "ur", "he", "dv", "ug", "sd"})  # languages
# Angle brackets become look-alike quotation marks: markup in a name or a note is then plain text in every
# list, report, print, e-mail and chart label, whether or not that place escapes what it shows.
_BRACKETS = str.maketrans({"<": "‹", ">": "›"})
# Bidirectional overrides and isolates can make a text read as something else; the plain marks (LRM, RLM)
# and the joiners that Persian and Kurdish spelling needs are kept.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def direction(language: str | None) -> Literal["rtl", "ltr"]:
	"""How a language is written, for the `dir` of HTML."""
	return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def plain_text(value: str) -> str:
	"""Normalised (NFC) text without markup, control characters or direction overrides.

	Line breaks and tabs are kept; blanks at both ends are dropped.
	"""
	text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
	text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
	return _BIDI_CONTROLS.sub("", text).translate(_BRACKETS).strip()


def one_line(value: str) -> str:
	"""`plain_text` with every run of blanks and line breaks made one blank: for names and labels."""
	return " ".join(plain_text(value).split())


def search_key(*parts: str | None) -> str:
	"""A key to find a name by: lower case, without accents, in a fixed form on every database.

	Letters of other scripts stay as they are, so that a name can be found in its native script too.
	"""
	text = " ".join(one_line(part) for part in parts if part)
	decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("ł", "l"))
	return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def search_words(*parts: str | None) -> list[str]:
	"""The words of a `search_key`, cut at blanks, hyphens and every other sign that is no letter of a name."""
	return list(words_of_key(search_key(*parts)))


@lru_cache(maxsize=20_000)
def words_of_key(key: str) -> tuple[str, ...]:
	"""The words of what `search_key` made already."""
	return tuple("".join(" " if unicodedata.category(c)[0] in "PSZ" else c for c in key).split())


def has_hidden_marks(value: str) -> bool:
	"""Whether `plain_text` changes more than blanks: markup, control characters, direction overrides."""
	controls = any(c not in "\n\t\r" and unicodedata.category(c) == "Cc" for c in value)
	return controls or bool(_BIDI_CONTROLS.search(value)) or any(bracket in value for bracket in "<>")
