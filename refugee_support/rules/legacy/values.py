"""What a coded value of the old database means: exactly, by a known spelling, or as a suggestion to be confirmed.

Only what is certain is taken by itself. Likeness alone never decides: it is shown to a person, once for each value.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from refugee_support.rules.legacy.problems import BadCell

_TABLE = Path(__file__).with_name("spellings.csv")
LIKE = 0.72  # from here on a value is suggested
_NOTHING = {
	*(
		"",
		"-",
		"–",
		"—",
		"?",
		"??",
		"???",
		"/",
		".",
		"x",
		"#nv",
		"#na",
		"#n/a",
		"n/a",
		"na",
		"k.a.",
		"k. a.",
		"ka",
	),
	*(
		"unbekannt",
		"unknown",
		"keine angabe",
		"ohne angabe",
		"nicht bekannt",
		"nicht erfasst",
		"not recorded",
	),
	*("leer", "null", "none", "nan", "o.a.", "o. a."),
}
_YES = {"ja", "j", "yes", "y", "true", "wahr", "1", "x", "✓", "✔", "-1"}
_NO = {"nein", "n", "no", "false", "falsch", "0"}
FORMULA_ERRORS = {"#ref!", "#value!", "#wert!", "#name?", "#div/0!", "#bezug!", "#num!", "#zahl!", "#null!"}


def fold(value: object) -> str:
	"""Lower case, without accents, signs and blanks too many: "Dldg. §60a" and "dldg 60A" are the same."""
	text = str(value).casefold().replace("ß", "ss")
	text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
	text = re.sub(r"(?<=\d)\s+(?=[a-h]\b)", "", re.sub(r"[^\w]+|_", " ", text))
	return " ".join(re.sub(r"(?<=[^\W\d])(?=\d)", " ", text).split())


def is_nothing(value: object) -> bool:
	"""Empty, or one of the ways in which people write that they do not know."""
	return value is None or (isinstance(value, str) and value.strip().casefold() in _NOTHING)


def parse_check(value: object) -> int | None:
	"""Yes or no; None where nothing is said.

	Raises:
		BadCell: not_yes_or_no.
	"""
	if isinstance(value, bool):
		return int(value)
	text = str(value if value is not None else "").strip().casefold()
	if text.endswith(".0"):
		text = text[:-2]
	if text in _YES:
		return 1
	if text in _NO:
		return 0
	if is_nothing(value):
		return None
	raise BadCell("not_yes_or_no", value)


def parse_minutes(value: object) -> int | None:
	"""Minutes of a duration: 45, "45 min", "1,5 h", "1:30", a time of day as a spreadsheet stores it.

	Raises:
		BadCell: no_duration.
	"""
	if is_nothing(value):
		return None
	if hasattr(value, "hour") and not hasattr(value, "year"):
		return value.hour * 60 + value.minute
	if isinstance(value, int | float) and not isinstance(value, bool):
		minutes = round(value * 24 * 60) if 0 < value < 1 else round(value)
		return _plausible(minutes, value)
	text = str(value).strip().casefold()
	if match := re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?(?:\s*(?:h|std\.?|stunden?|uhr))?", text):
		return _plausible(int(match[1]) * 60 + int(match[2]), value)
	if match := re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(min\.?|minuten?|minutes?|')?", text):
		return _plausible(round(float(match[1].replace(",", "."))), value)
	if match := re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(h|std\.?|stunden?|hours?)", text):
		return _plausible(round(float(match[1].replace(",", ".")) * 60), value)
	raise BadCell("no_duration", value)


def _plausible(minutes: int, value: object) -> int:
	if not 0 < minutes <= 24 * 60:
		raise BadCell("no_duration", value)
	return minutes


@dataclass(frozen=True)
class Match:
	"""What an old value may mean. Only `certain` ones are used before a person has confirmed them."""

	value: str
	certain: bool


class Choices:
	"""The values a field may have, found by their codes, their labels and the spellings people use for them."""

	def __init__(self, options: Mapping[str, Iterable[str]], kind: str = ""):
		"""
		Args:
			options: value -> its labels, in any language.
			kind: whose known spellings are looked up (`spellings.csv`).
		"""
		known = _spellings().get(kind, {})
		self.values = frozenset(options)
		self.by_spelling: dict[str, set[str]] = {}
		self.labels: dict[str, str] = {}
		for value, labels in options.items():
			for text in (value, *labels, *known.get(value, ())):
				if folded := fold(text):
					self.by_spelling.setdefault(folded, set()).add(value)
					self.labels.setdefault(folded, value)

	def find(self, old: object) -> Match | None:
		folded = fold(old)
		if not folded:
			return None
		values = self.by_spelling.get(folded, set())
		if len(values) == 1:
			return Match(next(iter(values)), certain=True)
		return self._like(folded)

	def _like(self, folded: str) -> Match | None:
		best, score = "", 0.0
		for text, value in self.labels.items():
			likeness = _likeness(folded, text)
			if likeness > score:
				best, score = value, likeness
		return Match(best, certain=False) if score >= LIKE else None


def _likeness(one: str, other: str) -> float:
	"""0..1; an abbreviation ("dldg" for "duldung") or the beginning of a label is alike, too."""
	short, long = sorted((one, other), key=len)
	if len(short) >= 4 and (long.startswith(short) or f" {short}" in f" {long}"):
		return 0.9
	if len(short) >= 3 and short[0] == long[0] and " " not in short and _is_within(short, long.split()[0]):
		return 0.8
	return SequenceMatcher(None, one, other).ratio()


def _is_within(short: str, long: str) -> bool:
	letters = iter(long)
	return all(letter in letters for letter in short)


@cache
def _spellings() -> dict[str, dict[str, tuple[str, ...]]]:
	found: dict[str, dict[str, tuple[str, ...]]] = {}
	with _TABLE.open(encoding="utf-8", newline="") as file:
		for row in csv.DictReader(file):
			spellings = tuple(text.strip() for text in row["spellings"].split("|"))
			found.setdefault(row["kind"], {})[row["value"]] = spellings
	return found
