"""Are these two people the same? Names may come from different transliterations. Pure Python.

Called from outside the app, too (docs/duplicates.md): the names here stay.
"""

from dataclasses import dataclass
from datetime import date

from refugee_support.rules.names import comparison, keys
from refugee_support.rules.names.likeness import ALIKE, likeness
from refugee_support.rules.names.words import words_of

LIKELY = 0.8  # from here on a person should look at the two records


@dataclass(frozen=True)
class PersonName:
	"""A person as an office has written them down; any part may be missing, in any script."""

	first_name: str
	last_name: str
	date_of_birth: date | None = None
	native_name: str = ""


def same_person_likelihood(a: PersonName, b: PersonName) -> float:
	"""0..1, the same in both directions; 1 for identical records, 0 where nothing is known of one of them."""
	return comparison.compare(a, b)[0]


def reasons(a: PersonName, b: PersonName) -> tuple[str, ...]:
	"""Why, in codes that an application puts into words: `REASONS`."""
	return comparison.compare(a, b)[1]


REASONS = (
	"same_name",
	"same_words",
	"other_spelling",
	"similar_name",
	"names_swapped",
	"extra_name",
	"missing_name",
	"same_birth_date",
	"same_birth_year",
	"birth_date_swapped",
	"birth_date_slip",
	"birth_date_close",
	"birth_date_differs",
)


def name_keys(person: PersonName) -> set[str]:
	"""Keys to store and index: two records of one person nearly always share one (docs/duplicates.md)."""
	return keys.name_keys(person)


def word_keys(person: PersonName) -> set[str]:
	"""Keys of the single words of a name, for a search by one of them in any spelling."""
	return keys.word_keys(person)


def short_key(text: str) -> str:
	"""A key that says nothing of the text it was made of."""
	return keys.short(text)


def has_word_like(person: PersonName, word: str) -> bool:
	"""Whether one word of a name may be what somebody looks for."""
	wanted = [w.text for w in words_of(word)]
	own = [w.text for reading in comparison.readings(person) for w in reading]
	return bool(wanted) and all(any(likeness(one, other) >= ALIKE for other in own) for one in wanted)


def has_word_found_by(person: PersonName, word: str) -> bool:
	"""The same of a person who was found by the keys of words: only what has a key in common with a word is listened to,
	which costs a third. Finds nearly all that `has_word_like` finds."""
	own = [w.text for reading in comparison.readings(person) for w in reading]
	wanted = [w.text for w in words_of(word)]
	return bool(wanted) and all(
		any(keys.share_a_code(one, other) and likeness(one, other) >= ALIKE for other in own)
		for one in wanted
	)
