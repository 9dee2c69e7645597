"""Whether a text meant for use outside still tells who it is about. Pure Python.

It finds what can be found by rule: names in any spelling and script, exact days, numbers, addresses, and combinations
of characteristics that fit only a few people (docs/unequal-treatment.md). It proves nothing: what happened can be so
unusual that everybody in town knows who it was. A finding says what to change; a person decides.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from refugee_support.rules.names import PersonName, has_word_like
from refugee_support.rules.names.text import fold
from refugee_support.rules.names.words import words_of

KINDS = ("name", "date", "number", "email", "address", "combination")
THRESHOLD = 5  # a combination that fits fewer people identifies; as rules/disclosure.py
MOST_CHARACTERS = 10_000


@dataclass(frozen=True)
class Trait:
	"""A characteristic of the person, and how a text may mention it."""

	name: str
	words: tuple[str, ...] = ()  # beginnings of words; sizes and ages are recognised by themselves (PATTERNS)


@dataclass(frozen=True)
class Subject:
	"""Who must not be found in the text: the person, their family, and what is written down about them."""

	people: tuple[PersonName, ...] = ()
	numbers: tuple[str, ...] = ()  # file numbers, telephone numbers
	addresses: tuple[str, ...] = ()  # a street, an e-mail address
	traits: tuple[Trait, ...] = ()


@dataclass(frozen=True)
class Finding:
	"""One thing to change: the words of the text, or the traits that together fit only `persons` people."""

	kind: str
	excerpt: str
	traits: tuple[str, ...] = ()
	persons: int | None = None


Count = Callable[[frozenset[str]], int]


def findings(
	text: str, subject: Subject, count: Count | None = None, threshold: int = THRESHOLD
) -> list[Finding]:
	"""What has to be changed before the text may leave the house; empty where nothing was found.

	Args:
		count: how many people of the statistics share these traits with the person (the person included).
			Never asked for fewer traits than the text mentions unless the whole is rare.

	Raises:
		ValueError: for a text of more than `MOST_CHARACTERS`.
	"""
	if len(text) > MOST_CHARACTERS:
		raise ValueError(f"The text is longer than {MOST_CHARACTERS} characters.")
	text = _readable(text)
	found = [*_patterns(text), *_names(text, subject.people), *_known(text, subject)]
	mentioned = [trait.name for trait in subject.traits if _mentions(text, trait)]
	if count and mentioned:
		found += _rare(mentioned, count, threshold)
	return list(dict.fromkeys(found))


# --- Names ---


def _names(text: str, people: Sequence[PersonName]) -> Iterator[Finding]:
	tokens = _tokens(text)
	for person in people:
		own = _own_words(person)
		for token in dict.fromkeys(tokens):
			if _is_name_of(token, person, own):
				yield Finding("name", token)
		for several in _joined(tokens):
			if _is_name_of(several, person, own):
				yield Finding("name", several)
		yield from (Finding("name", initials) for initials in _initials(text, person))


def _joined(tokens: list[str]) -> Iterator[str]:
	"""Abd al Rahman: one name, written apart."""
	for length in (2, 3):
		for start in range(len(tokens) - length + 1):
			several = " ".join(tokens[start : start + length])
			ordinary = any(fold(word).strip() in ORDINARY for word in several.split())
			if not ordinary and len(words_of(several)) == 1 and not several.islower():
				yield several


def _is_name_of(token: str, person: PersonName, own: frozenset[str]) -> bool:
	words = {word.text for word in words_of(token)}
	if words & own or _without_ending(token) in own:
		return True
	# "alle" sounds like Ali: ordinary words count only where they are written like the name
	if len(token) < 3 or token.islower() or fold(token).strip() in ORDINARY:
		return False
	parts = [token, *(part for part in re.split(r"[-‐]", token) if len(part) > 2)]
	return any(has_word_like(person, part) for part in parts) or (
		token.endswith(("s", "'", "’")) and len(token) > 4 and has_word_like(person, token[:-1])
	)


def _own_words(person: PersonName) -> frozenset[str]:
	fields = (person.first_name, person.last_name, person.native_name)
	return frozenset(word.text for field in fields for word in words_of(field or "") if len(word.text) > 1)


def _without_ending(token: str) -> str:
	"""Aminas Antrag, Hassans Miete."""
	folded = fold(token).strip()
	return folded[:-1] if folded.endswith("s") else folded


def _initials(text: str, person: PersonName) -> Iterator[str]:
	first, last = (
		{word.text[0] for word in words_of(name)} | {fold(name).strip()[:1]}
		for name in (person.first_name or "", person.last_name or "")
	)
	for found in re.finditer(r"(?<!\w)([^\W\d_])\.\s?([^\W\d_])\.(?!\s?[^\W\d_]\.)", text):
		if not found[1].isupper():  # z. B. is nobody
			continue
		one, other = (fold(letter).strip() for letter in found.groups())
		if (one in first and other in last) or (one in last and other in first):
			yield found[0]


def _tokens(text: str) -> list[str]:
	"""Words of any script, with the marks that belong to them; no regular expression knows those."""
	tokens, word = [], ""
	for letter in f"{text} ":
		if unicodedata.category(letter)[0] in "LM" or (word and letter in "'’ʼ‘-‐\u200c\u200d"):
			word += letter
		elif word:
			tokens.append(word.rstrip("'’ʼ‘-‐"))
			word = ""
	return tokens


# --- Days, numbers, addresses ---

MONTHS = (
	"januar|jänner|februar|märz|maerz|april|mai|juni|juli|august|september|oktober|november|dezember"
	"|january|february|march|may|june|july|october|december|jan|feb|mrz|apr|jun|jul|aug|sept?|okt|oct|nov|dez|dec"
)
DATES = (
	re.compile(r"(?<![\d.,])\d{1,2}\s?\.\s?\d{1,2}\s?\.(?:\s?\d{4}|\s?\d{2}(?!\d))?(?!\d)"),
	re.compile(r"(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)"),
	re.compile(r"(?<!\d)\d{1,2}/\d{1,2}/\d{2,4}(?!\d)"),
	re.compile(rf"(?<!\d)\d{{1,2}}\s?\.?\s?(?:{MONTHS})\b\.?(?:\s?\d{{4}})?", re.I),
	re.compile(rf"\b(?:{MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s\d{{4}})?(?!\d)", re.I),
)
EMAILS = re.compile(r"[^\s@<>‹›]+@[^\s@<>‹›]+\.\w{2,}|(?<!\w)@\w[\w.]{2,}")
YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:\s?[/–-]\s?(?:(?:19|20)\d{2}|\d{2}))?(?!\d)")
AMOUNTS = re.compile(r"(?<!\d)\d{1,3}(?:[.\s]\d{3})*(?:,\d{1,2})?\s?(?:€|euro\b|eur\b)", re.I)
NUMBERS = re.compile(r"(?:\+\s?)?(?:[A-Z]{1,4}[-/ ]?)?(?:\d[\d\s./()\-–]*)?\d(?:[A-Z](?![a-zäöüß]))?")
DIGITS_OF_A_NUMBER = 5  # post codes, customer and file numbers; fewer are rooms, amounts and paragraphs


def _patterns(text: str) -> Iterator[Finding]:
	rest = text
	for kind, patterns in (("email", (EMAILS,)), ("date", DATES)):
		for pattern in patterns:
			yield from (Finding(kind, found[0].strip()) for found in pattern.finditer(rest))
			rest = pattern.sub(" … ", rest)
	for pattern in (AMOUNTS, YEARS):
		rest = pattern.sub(" … ", rest)
	for found in NUMBERS.finditer(rest):
		if sum(letter.isdigit() for letter in found[0]) >= DIGITS_OF_A_NUMBER:
			yield Finding("number", found[0].strip())


def _known(text: str, subject: Subject) -> Iterator[Finding]:
	"""What is written down about the person, however it is spaced."""
	squeezed = _squeezed(text)
	for number in subject.numbers:
		if len(_squeezed(number)) > 3 and _squeezed(number) in squeezed:
			yield Finding("number", number)
	folded = f" {_folded(text)} "
	for address in subject.addresses:
		street = fold(re.sub(r"\d.*$", "", address)).strip()
		if len(street) > 3 and street in folded:
			yield Finding("address", address)


def _folded(text: str) -> str:
	"""As `fold`, for a text of any length."""
	return " ".join(" ".join(fold(word).split()) for word in text.split())


def _squeezed(text: str) -> str:
	return "".join(letter for letter in text.casefold() if letter.isalnum())


# --- Combinations of characteristics ---

_COUNTED = r"\d{1,2}|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|two|three|four|five|six|seven|eight|nine|ten"
_RELATIVES = r"kinder|personen|geschwister|söhne|töchter|children|people|persons|sons|daughters|siblings"
PATTERNS = {
	"household_size": re.compile(
		rf"\b(?:{_COUNTED})\s(?:\w+\s)?(?:{_RELATIVES})|\b(?:{_COUNTED})-?\s?(?:köpfig|personenhaushalt)",
		re.I,
	),
	"age_group": re.compile(
		rf"\b(?:\d{{1,2}}|{_COUNTED})[\s-]?(?:jahre\salt|jährig|years?[\s-]old)|\b(?:baby|säugling|seniorin?)\b",
		re.I,
	),
}
GENDER_WORDS = {
	"Female": ("frau", "mutter", "tochter", "schwester", "witwe", "mädchen", "klientin", "woman", "mother"),
	"Male": ("mann", "vater", "sohn", "bruder", "witwer", "junge ", "klient ", "man ", "father"),
}
_COUNTRY_ENDINGS = ("istan", "ien", "ia", "a", "ei")


def words_of_country(*labels: str) -> tuple[str, ...]:
	"""Beginnings of what a text calls a country and its people: Syrien, syrisch, Syrer."""
	stems = []
	for label in labels:
		name = fold(label.split(",")[0].split("(")[0]).strip()
		ending = next((e for e in _COUNTRY_ENDINGS if name.endswith(e) and len(name) - len(e) > 2), "")
		stems.append(name[: len(name) - len(ending)] if ending else name)
	return tuple(dict.fromkeys(stem for stem in stems if len(stem) > 2))


def _mentions(text: str, trait: Trait) -> bool:
	pattern = PATTERNS.get(trait.name)
	if pattern and pattern.search(text):
		return True
	folded = f" {_folded(text)} "
	return any(f" {fold(word).lstrip()}" in folded for word in trait.words if word.strip())


def _rare(mentioned: Iterable[str], count: Count, threshold: int) -> Iterator[Finding]:
	"""The smallest combinations that fit too few people: those without which the text would do."""
	names = sorted(mentioned)
	if count(frozenset(names)) >= threshold:
		return  # what fits enough people with all of it, does with less
	found: list[frozenset[str]] = []
	for size in range(1, len(names) + 1):
		for some in (frozenset(names) for names in combinations(names, size)):
			if any(smaller <= some for smaller in found):
				continue
			if (persons := count(some)) < threshold:
				found.append(some)
				yield Finding("combination", "", tuple(sorted(some)), persons)


# --- Reading ---


@lru_cache(maxsize=16)
def _readable(text: str) -> str:
	"""Digits of every script as 0-9, and no invisible characters that would cut a word in two."""
	text = unicodedata.normalize("NFC", text)
	kept = (c for c in text if unicodedata.category(c) != "Cf" or c in "\u200c\u200d")
	return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in kept)


# Words of every such text that sound like somebody's name (Ali, Anna, Ahmad, Nour, Samir, Yusuf).
ORDINARY = frozenset(
	_folded(
		"alle allen aller als also am amt an antrag auch auf aus bei beim bitte da dann das dass dem den der die dies"
		" ein eine einem einen einer er es familie frau für genau haben hat herr hessen ich ihm ihn ihr ihre im in ist"
		" keine kein man mann meine mit nach nahm name neben neu neue neuer neues nicht nie noch nun nur näher ob oder"
		" offen ohne quelle satz sein seine seit sie so termin uns unser unter viele vom von vor wann war was weil wenn"
		" wer wie wir wo zeit zimmer zu zum zur stadt kreis jobcenter sozialamt ausländerbehörde eigene codes"
		" the a an and any all in on no not new near none name"
	).split()
)
