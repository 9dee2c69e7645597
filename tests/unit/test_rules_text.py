"""Text as people type it: shown as text, found in any spelling."""

import pytest

from refugee_support.rules.text import one_line, plain_text, search_key, search_words


@pytest.mark.parametrize(
	"typed",
	["<script>alert(1)</script>", "<svg/onload=alert(1)", "Ali <b>x</b>", "a < b > c", "</title><img src=x>"],
)
def test_markup_in_a_text_can_never_be_markup(typed: str) -> None:
	shown = plain_text(typed)
	assert "<" not in shown and ">" not in shown
	assert shown.translate(str.maketrans("‹›", "<>")) == typed  # nothing the person typed is lost


def test_control_characters_and_direction_overrides_are_dropped() -> None:
	assert plain_text("Ali\x00\x07 Reza") == "Ali Reza"
	assert plain_text("Ali\u202egnihsif.exe") == "Aligni" + "hsif.exe"


def test_joiners_of_persian_spelling_are_kept() -> None:
	assert plain_text("می\u200cخواهم") == "می\u200cخواهم"


def test_line_breaks_stay_in_notes_and_go_from_names() -> None:
	assert plain_text("eins\r\nzwei") == "eins\nzwei"
	assert one_line("  Anna \n Lena\t K. ") == "Anna Lena K."


def test_composed_and_decomposed_spellings_are_stored_alike() -> None:
	assert one_line("Mu\u0308ller") == one_line("Müller")


@pytest.mark.parametrize(
	("stored", "typed"),
	[
		("Müller", "muller"),
		("Çağrı", "cagr"),
		("Łukasz", "lukasz"),
		("Đorđević Željka", "zeljka"),
		("O'Neil", "o'neil"),
		("ÖZTÜRK", "öztürk"),
	],
)
def test_a_name_is_found_without_accents_and_case(stored: str, typed: str) -> None:
	assert search_key(typed) in search_key(stored)


def test_native_script_is_part_of_the_search_key() -> None:
	assert "محمد" in search_key("Mohammad", "Ahmadi", "محمد احمدی")
	assert "тарас" in search_key("Taras", None, "Тарас")


@pytest.mark.parametrize(
	("parts", "words"),
	[
		(("Özlem", "Müller-Dmitriev"), ["ozlem", "muller", "dmitriev"]),
		(("O’Neil", None, "محمد علي"), ["o", "neil", "محمد", "علي"]),
		(("z%i_", ""), ["z", "i"]),
		((None, " "), []),
	],
)
def test_words_to_search_by_are_cut_at_every_sign_that_is_no_letter(parts: tuple, words: list) -> None:
	assert search_words(*parts) == words
