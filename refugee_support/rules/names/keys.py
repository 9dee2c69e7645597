"""Keys by which records that may be one person find each other without comparing everybody with everybody."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from typing import Any

from refugee_support.rules.names.births import birth_day, is_placeholder
from refugee_support.rules.names.comparison import readings
from refugee_support.rules.names.known import known
from refugee_support.rules.names.letters import sounds
from refugee_support.rules.names.words import bare

MOST_WORDS = 4
SHORTEST_FOR_SLIPS = 4  # with fewer consonants, what is left would fit half of all people
# Sounds that are written for each other stand in one class; vowels, half vowels, h and kh are left out.
_CLASSES = str.maketrans(
	{
		**dict.fromkeys("bp", "b"),
		**dict.fromkeys("dt", "d"),
		**dict.fromkeys("szSTZ", "s"),
		**dict.fromkeys("kq", "k"),
	}
	| {**dict.fromkeys("aeiouyhXvWY", ""), "m": "n", "r": "l"}
)
_MEANINGS = {
	"C": "skh",
	"c": "sk",
	"J": "sg",
	"j": "sy",
	"g": "kh",
	"G": "kh",
}  # ch is written for sh, tsh, k and kh


def name_keys(person: Any) -> set[str]:
	"""Two words together, or one word with the day of birth; with one letter left out, for slips."""
	keys: set[str] = set()
	born = birth_day(person.date_of_birth)
	for words in readings(person):
		texts = [word.text for word in words if not word.is_patronymic][:MOST_WORDS]
		for variant in (texts, *_with_two_joined(texts)):
			keys |= _pair_keys(variant)
			if len(variant) == 1:
				keys |= {f"1 {code}" for code in _names_or_classes(variant[0])}
		if born and not is_placeholder(born):
			day = f"{born.year}{min(born.month, born.day):02}{max(born.month, born.day):02}"
			keys |= {f"{code} {day}" for text in texts for code in _names_or_classes(text) | _classes(text)}
	return {short(key) for key in keys}


def word_keys(person: Any) -> set[str]:
	"""One key for each word: for who looks for "Mohamad" and means Muhammed."""
	words = {word.text for reading in readings(person) for word in reading}
	return {short(f"w {code}") for word in words for code in _names_or_classes(word)}


def _pair_keys(texts: list[str]) -> set[str]:
	keys = set()
	for one, other in combinations(texts, 2):
		for x, y in ((one, other), (other, one)):
			codes = _names_or_classes(y)
			keys |= {
				" ".join(sorted((a, b)))
				for a in codes | _with_slips(_classes(y))
				for b in _names_or_classes(x)
			}
	return keys


def share_a_code(one: str, other: str) -> bool:
	"""Whether two words would find each other by a key."""
	return bool(_names_or_classes(one) & _names_or_classes(other))


def _with_two_joined(texts: list[str]) -> list[list[str]]:
	"""Ali Reza is Alireza elsewhere."""
	return [[*texts[:i], texts[i] + texts[i + 1], *texts[i + 2 :]] for i in range(len(texts) - 1)]


@lru_cache(maxsize=20_000)
def _names_or_classes(word: str) -> frozenset[str]:
	"""The names a word is a spelling of, or else the classes of its consonants."""
	return known(word) or _classes(word)


@lru_cache(maxsize=20_000)
def _classes(word: str) -> frozenset[str]:
	codes = set()
	for text in {word, bare(word)}:
		variants = {sounds(text)}
		for letter, meanings in _MEANINGS.items():
			variants = {v.replace(letter, m) for v in variants for m in (meanings if letter in v else letter)}
		codes |= {_collapse(v.translate(_CLASSES)) or v[:1] for v in variants}
	return frozenset(codes)


def _collapse(code: str) -> str:
	return "".join(c for i, c in enumerate(code) if i == 0 or c != code[i - 1])


def _with_slips(codes: Iterable[str]) -> set[str]:
	shortened = {
		code[:i] + code[i + 1 :]
		for code in codes
		if len(code) >= SHORTEST_FOR_SLIPS
		for i in range(len(code))
	}
	return {*codes, *shortened}


def short(key: str) -> str:
	"""A key says nothing of the name to whoever reads the table."""
	return hashlib.sha256(key.encode()).hexdigest()[:12]
