"""Text as it was typed, reduced to what a name consists of."""

import unicodedata

LONGEST_FIELD = 120  # characters; what is longer is no name
_APOSTROPHES = set("'’‘`´ʿʾʼʻʹـ")
# Letters that keyboards of neighbouring languages exchange: Arabic, Persian, Urdu, Kurdish.
_FOLD = (
	{ord(letter): "ا" for letter in "أإآٱ"}
	| {ord(letter): "ي" for letter in "ىیئ"}
	| {ord(letter): "ك" for letter in "کڪ"}
)
_FOLD |= {ord(letter): "ه" for letter in "ةہھۀ"}


def fold(text: str) -> str:
	"""Small letters and blanks: hyphens and stops separate, apostrophes and invisible marks do not."""
	text = unicodedata.normalize("NFC", text[:LONGEST_FIELD]).casefold().replace("i̇", "i")
	text = unicodedata.normalize("NFC", text)
	kept = []
	for letter in text:
		kind = unicodedata.category(letter)
		if kind[0] == "L" and letter not in _APOSTROPHES:
			kept.append(letter)
		elif kind == "Mc" and "ARABIC" not in unicodedata.name(letter, ""):
			kept.append(letter)
		elif kind[0] in "ZPS" and letter not in _APOSTROPHES:
			kept.append(" ")
		elif kind == "Cc":
			kept.append(" ")
	return "".join(kept).translate(_FOLD)
