"""rules/names.py: are these two people the same?"""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from refugee_support.rules.names import (
	LIKELY,
	REASONS,
	PersonName,
	has_word_found_by,
	has_word_like,
	name_keys,
	reasons,
	same_person_likelihood,
)
from tests.tools.measure_duplicates import PARTS, Pair, measure, read_pairs, tables

BORN = date(1990, 5, 3)
PAIRS = read_pairs()


# --- Precision and recall on the labelled list ---


def test_the_list_holds_at_least_500_pairs_same_and_different_in_every_part():
	assert len(PAIRS) >= 500
	for part in PARTS:
		chosen = [pair.same for pair in PAIRS if pair.part == part]
		assert 0.3 < sum(chosen) / len(chosen) < 0.7
	assert len({(pair.a, pair.b) for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize(
	("part", "precision", "recall"),
	[("development", 0.97, 0.97), ("held-out", 0.95, 0.95), ("unseen", 0.95, 0.95)],
)
def test_precision_and_recall_stay_above_their_floors(part: str, precision: float, recall: float):
	figures = measure(pair for pair in PAIRS if pair.part == part)
	assert figures.precision >= precision
	assert figures.recall >= recall


def test_pairs_that_are_found_share_a_key_so_that_no_search_misses_them():
	figures = measure(PAIRS)
	assert figures.without_key / figures.found <= 0.01


def test_the_figures_in_the_documentation_are_those_of_today():
	from tests.tools.measure_duplicates import DOCUMENT

	assert tables() in DOCUMENT.read_text(encoding="utf-8")


# --- What the function promises ---


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.a.first_name} {pair.a.last_name}")
def test_the_order_of_the_two_does_not_matter(pair: Pair):
	assert same_person_likelihood(pair.a, pair.b) == same_person_likelihood(pair.b, pair.a)
	assert reasons(pair.a, pair.b) == reasons(pair.b, pair.a)


def test_identical_records_are_one_person():
	for pair in PAIRS:
		if name_keys(pair.a):
			assert same_person_likelihood(pair.a, pair.a) == 1.0


@pytest.mark.parametrize(
	"nothing", ["", ".", "FNU", "XXX", "N.N.", "😀", "‏", "-", "?", " ", "unbekannt", "\x00"]
)
def test_where_nothing_is_known_nobody_is_alike(nothing: str):
	unknown = PersonName(nothing, "LNU", BORN)
	assert same_person_likelihood(unknown, unknown) == 0.0
	assert same_person_likelihood(unknown, PersonName("Fatima", "Ahmadi", BORN)) == 0.0
	assert name_keys(unknown) == set()


@pytest.mark.parametrize(
	"text",
	[
		"a" * 100_000,
		"ab " * 50_000,
		"é" * 300 + "ë",
		"‮abc‬",
		"ﷺ",
		"\ud800",
		"Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L",
		"<script>",
		"0" * 40,
		"𐎠𐎡",
		"王伟",
		"👨‍👩‍👧 Ali",
	],
)
def test_no_text_is_too_odd(text: str):
	odd, other = PersonName(text, text, None, text), PersonName("Ali", "Rezai", BORN)
	assert 0.0 <= same_person_likelihood(odd, other) < LIKELY
	assert 0.0 <= same_person_likelihood(odd, odd) <= 1.0
	assert len(name_keys(odd)) < 400


@settings(max_examples=300, deadline=None)
@given(st.tuples(*[st.text(max_size=30)] * 6), st.dates() | st.none(), st.dates() | st.none())
@example(("A:A:A:A:BA:A", "A:A:A:A:BA:A", "", "B", "B", ""), None, None)
def test_any_text_gets_an_answer_that_is_the_same_in_both_directions(texts, born_a, born_b):
	a, b = PersonName(texts[0], texts[1], born_a, texts[2]), PersonName(texts[3], texts[4], born_b, texts[5])
	there, back = same_person_likelihood(a, b), same_person_likelihood(b, a)
	assert there == back
	assert 0.0 <= there <= 1.0
	assert set(reasons(a, b)) <= set(REASONS)


def test_missing_values_of_any_kind_are_missing_values():
	a = PersonName(None, None)  # type: ignore[arg-type]
	assert same_person_likelihood(a, PersonName("Ali", "Rezai")) == 0.0


# --- Birth dates ---


def likelihood_with_births(born_a: date | None, born_b: date | None) -> float:
	return same_person_likelihood(
		PersonName("Mohamad", "Ahmadi", born_a), PersonName("Mohammad", "Ahmady", born_b)
	)


def test_the_same_birth_date_raises_and_another_one_lowers_strongly():
	unknown = likelihood_with_births(None, BORN)
	assert likelihood_with_births(BORN, BORN) > unknown > likelihood_with_births(BORN, date(1975, 2, 8)) + 0.5


@pytest.mark.parametrize(
	"other", [date(1990, 3, 5), date(1990, 5, 8), date(1980, 5, 3), date(1991, 5, 3), date(1990, 5, 4)]
)
def test_a_slip_in_a_birth_date_is_nearly_the_same_date(other: date):
	assert likelihood_with_births(BORN, other) >= 0.9


@pytest.mark.parametrize("day", [(1, 1), (12, 31), (7, 1)])
def test_a_registered_birth_date_says_little(day: tuple[int, int]):
	registered = date(1990, *day)
	equal = likelihood_with_births(registered, registered)
	assert equal < likelihood_with_births(BORN, BORN)
	assert likelihood_with_births(registered, BORN) >= 0.9
	assert likelihood_with_births(registered, date(1975, *day)) < 0.5


def test_a_registered_birth_date_does_not_make_a_missing_surname_good():
	first_of_january = date(1990, 1, 1)
	a, b = PersonName("Ali", "XXX", first_of_january), PersonName("Ali", "Karimi", first_of_january)
	assert same_person_likelihood(a, b) < LIKELY
	a, b = PersonName("Ali", "XXX", BORN), PersonName("Ali", "Karimi", BORN)
	assert same_person_likelihood(a, b) >= LIKELY


# --- Reasons ---


@pytest.mark.parametrize(
	("a", "b", "expected"),
	[
		(PersonName("Mohamad", "Ali"), PersonName("محمد", "علي"), {"other_spelling"}),
		(PersonName("Olena", "Koval", BORN), PersonName("Olena", "Koval", BORN), {"same_name", "same_birth_date"}),
		(PersonName("Koval", "Olena"), PersonName("Olena", "Koval"), {"same_name", "names_swapped"}),
		(PersonName("Fatima", "FNU", BORN), PersonName("Fatima", "Ahmadi", BORN), {"same_words", "missing_name", "same_birth_date"}),
		(PersonName("Ali", "Rezai", BORN), PersonName("Ali", "Rezai", date(1990, 3, 5)), {"same_name", "birth_date_swapped"}),
	],
)  # fmt: skip
def test_the_reasons_say_what_was_seen(a: PersonName, b: PersonName, expected: set[str]):
	assert set(reasons(a, b)) == expected


def test_keys_do_not_show_the_name():
	assert not any(
		"ahmad" in key or not key.isalnum() for key in name_keys(PersonName("Ahmad", "Noori", BORN))
	)


@pytest.mark.parametrize("typed", ["Mohamad", "Muhammed", "محمد", "Achmadi", "Ahmady", "Mohamad Ahmadi"])
def test_a_word_in_another_spelling_is_found_in_a_name_by_keys_as_by_listening(typed: str) -> None:
	person = PersonName("Mohammad", "Ahmadi")
	assert has_word_found_by(person, typed) and has_word_like(person, typed)


@pytest.mark.parametrize("typed", ["Qasim", "Ahmadullah Qasim", "Mohamad Qasim", "", "–"])
def test_who_has_not_every_word_is_not_found_by_keys(typed: str) -> None:
	assert not has_word_found_by(PersonName("Mohammad", "Ahmadi"), typed)
