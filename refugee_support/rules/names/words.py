"""From the fields of a form to words that can be compared: what is no name goes, what belongs together is joined."""

import re
from dataclasses import dataclass
from functools import lru_cache

from refugee_support.rules.names.known import known
from refugee_support.rules.names.text import fold

MOST_WORDS = 6

# What offices write where a name is missing.
_NO_NAME = set(
	"""fnu lnu xxx xx nn n unbekannt unknown ohne kein keine keinen nachname nachnamen vorname familienname noname nolastname
	none null nil na mononym surname firstname lastname nosurname nosurename unnamed anonym unbek ou""".split()
)
_TITLES = set(
	"herr frau hr fr mr mrs ms miss dr prof ing dipl haji hajji hadschi hadji mullah mulla ustad ustaz".split()
)
_ARTICLES = set("al el ul il as ash ar ad an at az es er ed en ur us ush ال".split())
_PARTICLES = set(
	"""ibn bin ben bn bint bent bt binti binte ould ait von van vom de da di del della der den dem la le du des dos das
	zu zum zur ter ten af av y e geb geborene née nee vd oglu oglou ogly ogli qizi kizi kyzy gizi zoda بن ابن بنت اوغلو""".split()
)
_SERVANT = set("abd abdul abdel abdal abdol abdoul abdur abdir abdou عبد عبدال".split())
_FATHER = set("abu abou abo ابو umm oum um ام".split())
_SECOND_HALF = set("ullah ollah allah uddin eddin aldin din addin udin الله الدين اله".split())
_ASSIMILATED = re.compile(r"a(?=(sh|.)\1)\1(.{4,})")  # ash-Shami, an-Najjar
_UDDIN = re.compile(r"(.{3,}?)(?:[aeou]l|[aeou]d)d(?:in|een|ine)")  # Salah al-Din, Salaheddin, Selahuddin
_PATRONYMIC = re.compile(
	r".{3,}(ovich|ovych|evich|evych|ovitsch|ewitsch|owitsch|yovych|ovna|evna|ivna|yivna|owna|ewna|iwna|ович|евич|йович|овна|евна|івна|ївна)$"
)


@dataclass(frozen=True)
class Word:
	"""One part of a name: as written, and the field it was written in ("given", "family", or "" in native script)."""

	text: str
	field: str = ""

	@property
	def is_patronymic(self) -> bool:
		return bool(_PATRONYMIC.fullmatch(self.text))


@lru_cache(maxsize=20_000)
def words_of(text: str, field: str = "") -> tuple[Word, ...]:
	"""The words of one field; empty where it holds no name at all ("FNU", ".", an emoji)."""
	parts = [part for part in fold(text).split() if not _is_no_name(part)]
	parts = [part for part in parts if part not in _TITLES] or parts
	if len(parts) >= 2 and all(len(part) == 1 for part in parts):
		return ()  # N. N.
	return tuple(Word(part, field) for part in _without_particles(_joined(parts))[:MOST_WORDS])


def _is_no_name(word: str) -> bool:
	return word in _NO_NAME or (len(word) > 1 and word.isascii() and len(set(word)) == 1)


def _joined(parts: list[str]) -> list[str]:
	"""Abd al-Rahman, Abu Bakr and Najib Ullah are one name each, however they are spaced."""
	joined: list[str] = []
	rest = list(parts)
	while rest:
		word = rest.pop(0)
		if word in _SERVANT and rest:
			if rest[0] in _ARTICLES and len(rest) > 1:
				rest.pop(0)
			word = ("عبد" + _with_article(rest.pop(0))) if "ع" in word else "abdul" + rest.pop(0)
		elif word in _FATHER and rest:
			word += rest.pop(0)
		elif word in _ARTICLES and rest and rest[0] in {"din", "dine", "deen", "دين"} and joined:
			word = joined.pop() + ("uddin" if word.isascii() else "الدين")
			rest.pop(0)
		elif word in _SECOND_HALF and joined:
			word = joined.pop() + word
		joined.append(word)
	return joined


def _with_article(word: str) -> str:
	return word if word.startswith("ال") else "ال" + word


def _without_particles(parts: list[str]) -> list[str]:
	kept = [
		part
		for index, part in enumerate(parts)
		if not (
			(part in _ARTICLES and index + 1 < len(parts))
			or (part in _PARTICLES and len(parts) > 1 and index > 0)
			or (part in _PARTICLES - {"ben", "e", "y", "da", "di", "van"} and len(parts) > 1)
		)
	]
	return [_UDDIN.sub(r"\1uddin", _without_article(part)) for part in kept]


@lru_cache(maxsize=20_000)
def _without_article(word: str) -> str:
	"""Al-Hassan, Alhassan and Hassan; الحسن and حسن."""
	if known(word):
		return word
	if word.startswith("ال"):
		return bare(word)
	return bare(word) if known(bare(word)) else word


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
	"""A word without the Arabic article written on to it; itself where it has none, or is too short to tell."""
	if word.startswith("ال") and len(word) > 4:
		return word[2:]
	if found := _ASSIMILATED.fullmatch(word):
		return found[2]
	return word[2:] if word.startswith(("al", "el", "ul")) and len(word) > 5 else word
