"""Names whose spellings no rule of sound brings together (Joseph and Yousef), or would wrongly bring together
(Hassan and Hussein, Mahmoud and Mohammad): a table, one line for each name with its spellings."""

import csv
from functools import cache, lru_cache
from pathlib import Path

from refugee_support.rules.names.letters import sounds

_TABLE = Path(__file__).with_name("known_names.csv")
NOTHING: frozenset[str] = frozenset()


@lru_cache(maxsize=20_000)
def known(word: str) -> frozenset[str]:
	"""The names a word may be a spelling of: as written, or as it sounds."""
	by_spelling, by_sound, _spellings = _names()
	return by_spelling.get(word) or by_sound.get(sounds(word), NOTHING)


def spellings_of(name: str) -> tuple[str, ...]:
	return _names()[2][name]


@cache
def _names() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], dict[str, tuple[str, ...]]]:
	from refugee_support.rules.names.text import fold

	by_spelling: dict[str, set[str]] = {}
	by_sound: dict[str, set[str]] = {}
	spellings: dict[str, tuple[str, ...]] = {}
	with _TABLE.open(encoding="utf-8", newline="") as file:
		for row in csv.DictReader(file):
			written = [fold(word).strip() for word in row["spellings"].split()]
			spellings[row["name"]] = tuple(dict.fromkeys(sounds(word) for word in written if word.isascii()))
			for word in written:
				by_spelling.setdefault(word, set()).add(row["name"])
				if word.isascii():
					by_sound.setdefault(sounds(word), set()).add(row["name"])
	return _frozen(by_spelling), _frozen(by_sound), spellings


def _frozen(names: dict[str, set[str]]) -> dict[str, frozenset[str]]:
	return {key: frozenset(value) for key, value in names.items()}
