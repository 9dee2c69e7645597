"""Two people compared: their words assigned to each other, what is left over, and the dates of birth."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from refugee_support.rules.names.births import Births, compare_births
from refugee_support.rules.names.likeness import ALIKE, likeness
from refugee_support.rules.names.words import Word, words_of

Words = tuple[Word, ...]


@dataclass(frozen=True)
class NameMatch:
	"""How well the words of two names fit: 0..1, and the codes of the reasons."""

	score: float
	reasons: tuple[str, ...] = ()
	contradicts: bool = False  # both have a word that the other has not


NOTHING_KNOWN = NameMatch(0.0)
# Words that say little when they are all that two names have in common beside something that differs.
_PREFIXES = set(
	"mohammad muhammad mohamad mohammed mohamed muhammed md mohd abdul sayed syed seyed sayyid bibi khan".split()
)

# What a relation of birth dates makes of a score of names that fit: (share of the rest gained, factor).
_BIRTHS = {
	Births.SAME: (0.72, 1.0),
	Births.SAME_YEAR_REGISTERED: (0.2, 1.0),
	Births.SWAPPED: (0.5, 1.0),
	Births.SLIP: (0.4, 0.98),
	Births.PERHAPS: (0.1, 0.98),
	Births.UNKNOWN: (0.0, 0.96),
	Births.CLOSE: (0.0, 0.72),
	Births.YEAR_NEXT: (0.0, 0.85),
	Births.YEARS_NEAR: (0.0, 0.65),
	Births.DIFFERENT_DAY: (0.0, 0.45),
	Births.DIFFERENT: (0.0, 0.3),
}
_TWINS = 0.1  # of names that contradict each other, a common date of birth only says: perhaps twins


def compare(a: Any, b: Any) -> tuple[float, tuple[str, ...]]:
	"""Likelihood and reasons for two PersonNames."""
	readings_a, readings_b = readings(a), readings(b)
	if not readings_a or not readings_b:
		return 0.0, ()
	births = compare_births(a.date_of_birth, b.date_of_birth)
	name = _best_match(readings_a, readings_b)
	if a == b:
		return 1.0, ("same_name", *_birth_reason(births))
	return round(_combine(name, births), 4), (*name.reasons, *_birth_reason(births))


def readings(person: Any) -> list[Words]:
	"""The name as written in Latin letters, and as written in native script; without those that are missing."""
	native = words_of(_text(person.native_name))
	latin = words_of(_text(person.first_name), "given") + words_of(_text(person.last_name), "family")
	return [words for words in (latin, native) if words]


def _text(value: Any) -> str:
	return value if isinstance(value, str) else ""


def _combine(name: NameMatch, births: Births) -> float:
	gain, factor = _BIRTHS[births]
	if name.contradicts:
		gain *= _TWINS
	# What is missing in a name with many words may take away more than its words give.
	score = max(name.score, 0.0)
	return (score + (1 - score) * gain) * factor


def _birth_reason(births: Births) -> Iterable[str]:
	codes = {
		Births.SAME: "same_birth_date",
		Births.SAME_YEAR_REGISTERED: "same_birth_year",
		Births.SWAPPED: "birth_date_swapped",
		Births.SLIP: "birth_date_slip",
		Births.PERHAPS: "same_birth_year",
		Births.CLOSE: "birth_date_close",
		Births.YEAR_NEXT: "birth_date_close",
		Births.YEARS_NEAR: "birth_date_close",
		Births.DIFFERENT_DAY: "birth_date_differs",
		Births.DIFFERENT: "birth_date_differs",
	}
	return (codes[births],) if births in codes else ()


def _best_match(readings_a: list[Words], readings_b: list[Words]) -> NameMatch:
	"""Latin against Latin, native against native and across. What fits best counts, less what contradicts it."""
	matches = [match_words(words_a, words_b) for words_a in readings_a for words_b in readings_b]
	best = max(matches, key=lambda match: (match.score, match.reasons))
	same_kind = [match_words(readings_a[0], readings_b[0])]
	if len(readings_a) == len(readings_b) == 2:
		same_kind.append(match_words(readings_a[1], readings_b[1]))
	worst = min(same_kind, key=lambda match: match.score)
	if worst.contradicts and not best.contradicts:
		return NameMatch(0.6 * best.score + 0.4 * worst.score, best.reasons)
	return best


def match_words(a: Words, b: Words) -> NameMatch:
	"""How well two lists of words fit, whatever their order."""
	if (key := [word.text for word in a]) > [word.text for word in b] or (
		key == [w.text for w in b] and str(a) > str(b)
	):
		a, b = b, a
	a, b = _with_neighbours_joined(a, b), _with_neighbours_joined(b, a)
	pairs = _assign(a, b)
	fitting = [(i, j, alike) for i, j, alike in pairs if alike >= ALIKE]
	left_a = [word for i, word in enumerate(a) if i not in {pair[0] for pair in fitting}]
	left_b = [word for j, word in enumerate(b) if j not in {pair[1] for pair in fitting}]
	if not fitting:
		return NameMatch(0.25 * max((alike for *_pair, alike in pairs), default=0.0), contradicts=True)
	if not (left_a and left_b):  # a father's name that only one of them has says nothing
		left_a, left_b = ([w for w in left if not w.is_patronymic] for left in (left_a, left_b))
	return _score(a, b, fitting, left_a, left_b)


def _score(a: Words, b: Words, fitting: list, left_a: list[Word], left_b: list[Word]) -> NameMatch:
	alike = [pair[2] for pair in fitting]
	known = (sum(alike) / len(alike) + min(alike)) / 2
	if any(min(len(a[i].text), len(b[j].text)) == 1 for i, j, _alike in fitting):
		known *= 0.6  # "O. Kovalenko" is one of many
	reasons = list(_reasons(a, b, fitting, left_a or left_b))
	if left_a and left_b:
		if len(fitting) > 1 and not _contradict(left_a, left_b):
			return NameMatch(known * 0.65, (*reasons, "extra_name"))
		return NameMatch(known * (0.25 if len(fitting) == 1 else 0.4), tuple(reasons), contradicts=True)
	if len(fitting) == 1:
		return _one_word_in_common(a, b, fitting[0], known, reasons)
	left = left_a or left_b
	score = known - 0.05 * len(left)
	if left and any(w.field == "given" for w in left) and _only_prefixes(a, fitting):
		score -= 0.1
	return NameMatch(score, tuple(reasons))


def _one_word_in_common(a: Words, b: Words, pair: tuple, known: float, reasons: list[str]) -> NameMatch:
	if len(a) == len(b) == 1:
		return NameMatch(known * 0.75, tuple(reasons))
	several, index = (a, pair[0]) if len(a) > 1 else (b, pair[1])
	# A single name is a first name; a single family name is shared by all brothers and sisters.
	is_family = several[index].field == "family" or (
		a[pair[0]].field == "family" and b[pair[1]].field != "given"
	)
	return NameMatch(known * (0.4 if is_family else 0.5), (*reasons, "missing_name"))


def _contradict(left_a: list[Word], left_b: list[Word]) -> bool:
	"""Two first names, or two family names, that differ; a further first name and a further family name do not."""
	fields_a, fields_b = {word.field for word in left_a}, {word.field for word in left_b}
	return bool(fields_a & fields_b) or "" in fields_a | fields_b


def _only_prefixes(a: Words, fitting: list) -> bool:
	given = [a[i] for i, _j, _alike in fitting if a[i].field == "given"]
	return bool(given) and all(word.text in _PREFIXES for word in given)


def _reasons(a: Words, b: Words, fitting: list, left: list[Word]) -> Iterable[str]:
	alike = [pair[2] for pair in fitting]
	if min(alike) >= 0.999 and not left:
		yield "same_name"
	elif min(alike) >= 0.93:
		yield "other_spelling" if min(alike) < 0.999 else "same_words"
	else:
		yield "similar_name"
	if any({a[i].field, b[j].field} == {"given", "family"} for i, j, _alike in fitting) and not left:
		yield "names_swapped"
	if left and len(fitting) > 1:
		yield "extra_name"


def _with_neighbours_joined(a: Words, b: Words) -> Words:
	"""Noor Mohammad and Noormohammad: two words that are one in the other name."""
	for i in range(len(a) - 1):
		joined = a[i].text + a[i + 1].text
		apart = max((likeness(word.text, part.text) for word in b for part in a[i : i + 2]), default=0.0)
		if apart < 0.95 and any(len(word.text) > 5 and likeness(joined, word.text) >= 0.93 for word in b):
			return (*a[:i], Word(joined, a[i].field), *a[i + 2 :])
	return a


def _assign(a: Words, b: Words) -> list[tuple[int, int, float]]:
	"""The assignment of words with the greatest total likeness (at most 6 words on each side)."""
	swapped = len(a) > len(b)
	short, long = (b, a) if swapped else (a, b)
	table = [[likeness(x.text, y.text) for y in long] for x in short]
	if len(long) > 5:
		chosen = _greedy(table)
	else:
		chosen = max(
			permutations(range(len(long)), len(short)),
			key=lambda order: sum(_worth(table[i][j], short[i], long[j]) for i, j in enumerate(order)),
		)
	pairs = [(i, j, table[i][j]) for i, j in enumerate(chosen) if j >= 0]
	return [(j, i, alike) for i, j, alike in pairs] if swapped else pairs


def _worth(alike: float, x: Word, y: Word) -> float:
	"""Only what fits counts; of two equally good assignments the one that keeps the fields."""
	return (alike if alike >= ALIKE else alike / 10) + (0.001 if x.field == y.field else 0.0)


def _greedy(table: list[list[float]]) -> list[int]:
	chosen, taken = [-1] * len(table), set()
	for alike, i, j in sorted(
		((v, i, j) for i, row in enumerate(table) for j, v in enumerate(row)), reverse=True
	):
		if chosen[i] < 0 and j not in taken and alike > 0:
			chosen[i] = j
			taken.add(j)
	return chosen
