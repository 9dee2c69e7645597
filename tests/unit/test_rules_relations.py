"""Relations between persons: the other side's word, and circles that cannot be."""

from datetime import date

import pytest

from refugee_support.rules.relations import (
	INVERSE,
	STORED,
	Bond,
	age_on,
	closes_circle,
	needs_turning,
	overlap,
	same_bond,
)

Y = {year: date(year, 1, 1) for year in range(2018, 2030)}


@pytest.mark.parametrize("word", sorted(INVERSE))
def test_the_inverse_of_the_inverse_is_the_word_itself(word: str) -> None:
	assert INVERSE[INVERSE[word]] == word


@pytest.mark.parametrize("word", sorted(INVERSE))
def test_of_each_pair_of_words_one_is_stored(word: str) -> None:
	assert needs_turning(word) == (word not in STORED)
	assert not needs_turning(word) or not needs_turning(INVERSE[word])


@pytest.mark.parametrize(
	("chain", "closes"),
	[
		([], False),
		([("b", "c")], False),
		([("b", "a")], True),
		([("b", "c"), ("c", "a")], True),
		([("b", "c"), ("c", "b")], False),
		([("b", "c"), ("c", "d"), ("d", "a")], True),
	],
)
@pytest.mark.parametrize("word", ["Guardian of", "Parent of"])
def test_nobody_becomes_their_own_guardian_or_ancestor_over_others(
	chain: list[tuple[str, str]], closes: bool, word: str
) -> None:
	assert closes_circle(Bond("a", word, "b"), [Bond(one, word, other) for one, other in chain]) is closes


def test_a_grandparent_cannot_be_the_child_of_the_grandchilds_parent() -> None:
	assert closes_circle(Bond("a", "Grandparent of", "b"), [Bond("b", "Parent of", "a")])


def test_guardianships_one_after_the_other_are_no_circle() -> None:
	earlier = Bond("b", "Guardian of", "a", Y[2018], Y[2019])
	assert not closes_circle(Bond("a", "Guardian of", "b", Y[2020]), [earlier])
	assert closes_circle(Bond("a", "Guardian of", "b", Y[2019]), [earlier])


def test_a_parent_who_becomes_the_guardian_is_no_circle() -> None:
	assert not closes_circle(Bond("a", "Guardian of", "b"), [Bond("b", "Parent of", "a")])


def test_siblings_and_spouses_have_no_direction() -> None:
	assert not closes_circle(Bond("a", "Sibling of", "b"), [Bond("b", "Sibling of", "a")])
	assert same_bond(Bond("a", "Sibling of", "b"), Bond("b", "Sibling of", "a"))
	assert not same_bond(Bond("a", "Parent of", "b"), Bond("b", "Parent of", "a"))
	assert not same_bond(Bond("a", "Parent of", "b"), Bond("a", "Guardian of", "b"))


def test_the_last_day_still_counts() -> None:
	first = Bond("a", "Guardian of", "b", Y[2018], Y[2020])
	assert overlap(first, Bond("a", "Guardian of", "b", Y[2020]))
	assert not overlap(first, Bond("a", "Guardian of", "b", date(2020, 1, 2)))


def test_age_on_the_birthday_and_the_day_before() -> None:
	born = date(2008, 11, 25)
	assert (age_on(born, date(2026, 11, 24)), age_on(born, date(2026, 11, 25))) == (17, 18)
