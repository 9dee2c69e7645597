"""Relations between two persons: the word on either side, and what cannot be. Pure Python."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

# What one person is to the other -> what the other is to them. The first word of a pair is the one stored.
STORED = {
	"Guardian of": "Ward of",
	"Parent of": "Child of",
	"Grandparent of": "Grandchild of",
	"Spouse or Partner of": "Spouse or Partner of",
	"Sibling of": "Sibling of",
	"Other Relative of": "Other Relative of",
	"Trusted Person of": "Trusts",
}
INVERSE = STORED | {inverse: word for word, inverse in STORED.items()}
# Nobody can be their own ancestor, and nobody their own guardian, over however many others.
WITHOUT_CIRCLE = ("Guardian of", "Parent of", "Grandparent of")
FULL_AGE = 18
YOUNGEST_PARENT = 12  # years between parent and child below which somebody should look again


class Bond(NamedTuple):
	"""One relation: `word` is what `one` is to `other`; None: since ever, until further notice (inclusive)."""

	one: str
	word: str
	other: str
	since: date | None = None
	until: date | None = None


def needs_turning(word: str) -> bool:
	"""Whether a relation was entered from the other side: `Child of` is stored as `Parent of`."""
	return word not in STORED


def is_symmetric(word: str) -> bool:
	return INVERSE[word] == word


def overlap(one: Bond, other: Bond) -> bool:
	"""Whether two relations hold on a common day."""
	return _begins_by_end(one, other) and _begins_by_end(other, one)


def same_bond(one: Bond, other: Bond) -> bool:
	"""Whether two relations say the same about the same two people, from whichever side."""
	if one.word != other.word:
		return False
	turned = is_symmetric(one.word) and (one.one, one.other) == (other.other, other.one)
	return turned or (one.one, one.other) == (other.one, other.other)


def closes_circle(new: Bond, existing: Iterable[Bond]) -> bool:
	"""Whether somebody would become their own guardian or ancestor, directly or over others.

	Guardianships count as far as they hold at the time of the new one; ancestors are for ever.
	"""
	if new.word not in WITHOUT_CIRCLE:
		return False
	for_ever = new.word != "Guardian of"
	words = {"Parent of", "Grandparent of"} if for_ever else {"Guardian of"}
	follows: dict[str, set[str]] = {}
	for bond in existing:
		if bond.word in words and (for_ever or overlap(bond, new)):
			follows.setdefault(bond.one, set()).add(bond.other)
	reached, waiting = set(), [new.other]
	while waiting:
		person = waiting.pop()
		if person == new.one:
			return True
		if person not in reached:
			reached.add(person)
			waiting.extend(follows.get(person, ()))
	return False


def age_on(born: date, day: date) -> int:
	return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _begins_by_end(one: Bond, other: Bond) -> bool:
	return not one.since or not other.until or one.since <= other.until
