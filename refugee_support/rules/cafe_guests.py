"""Finding a guest by the first letters of the name, in any spelling. Pure Python."""

from collections.abc import Iterable

from refugee_support.rules.names import PersonName, has_word_like
from refugee_support.rules.names.letters import sounds
from refugee_support.rules.names.words import words_of
from refugee_support.rules.text import search_key

SHORTEST = 2  # letters
SHORTEST_FOR_SPELLINGS = 3
# Spellings of one sound by the offices of different countries; vowels are mostly not written in native script.
_CLASSES = str.maketrans(
	{
		**dict.fromkeys("bp", "b"),
		**dict.fromkeys("dtÞÐ", "d"),
		**dict.fromkeys("szSTZcC", "s"),
		**dict.fromkeys("kqgGX", "k"),
		**dict.fromkeys("JjyY", "j"),
		**dict.fromkeys("vfwW", "v"),
		**dict.fromkeys("aeiouh", ""),
	}
)
VOWELS = set("aeiou")


def found(typed: str, name: PersonName) -> int:
	"""How well a name fits what was typed: 3 begins so, 2 contains it, 1 another spelling, 0 not at all."""
	wanted = search_key(typed).split()
	if sum(len(word) for word in wanted) < SHORTEST:
		return 0
	written = search_key(name.first_name, name.last_name, name.native_name)
	own = written.split()
	if all(any(word.startswith(part) for word in own) for part in wanted):
		return 3
	if all(part in written for part in wanted):
		return 2
	return int(all(_spelled_otherwise(part, name) for part in wanted))


def _spelled_otherwise(typed: str, name: PersonName) -> bool:
	if len(typed) < SHORTEST_FOR_SPELLINGS:
		return False
	words = [
		word.text for part in (name.first_name, name.last_name, name.native_name) for word in words_of(part)
	]
	return begins_like(words, typed) or (len(typed) > SHORTEST_FOR_SPELLINGS and has_word_like(name, typed))


def begins_like(words: Iterable[str], typed: str) -> bool:
	"""Whether one of these words begins with the sounds of what was typed: "muh" for Mohammad, "jus" for Yousef."""
	wanted = _sketch(typed)
	return bool(wanted.strip("V")) and any(_sketch(word).startswith(wanted) for word in words)


def _sketch(word: str) -> str:
	"""Consonants by class, in order, each once in a row; a vowel counts at the beginning only."""
	heard = sounds(word)
	classes = heard.translate(_CLASSES)
	once = "".join(letter for at, letter in enumerate(classes) if not at or letter != classes[at - 1])
	return ("V" if heard[:1] in VOWELS else "") + once
