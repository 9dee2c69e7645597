"""From any script to sounds: one character per sound, so that spellings of one name come close to each other.

Small letters sound as they look; capitals are sounds that Latin spellings write in many ways:
S sh, C ch, T ts, J dj, Z zh, X kh, G gh, Þ th, Ð dh. Letters whose sound depends on the language keep a sign of their own:
c, j (Latin), W and Y (و and ی, consonant or vowel). Own tables and not a library: anyascii and Unidecode write
what looks alike (محمد: mHmd), and it is the sound that two offices agree on (docs/duplicates.md has the figures).
"""

import re
import unicodedata
from functools import lru_cache


def _letters(text: str) -> dict[str, str]:
	"""`"ab=x c=y d="`: a and b sound as x, c as y, d is silent."""
	table = {}
	for part in text.split():
		letters, _, sound = part.partition("=")
		table |= dict.fromkeys(letters, sound)
	return table


# Vowels are mostly not written: what is compared with such a word may have more of them (`LOOSE`).
_ARABIC = _letters(
	"اأآٱ=a إ=i بٻ=b پ=p تٹټط=t ثسص=s ج=J چ=C حهہھۀۂ=h خ=X ځ=z څ=T دڈډ=d ذزضظ=z رڑړڕ=r ژږ=Z شښ=S عءʿ= غ=G ف=f ڤ=v "
	"قكکڪ=k گګ=g لڵ=l م=m نڼں=n و=W ۆۇ=o ۋ=v ەة=a یيى=Y ېێ=e ۍئے=i ؤ=u"
)
_HEBREW = _letters(
	"א=a ב=b ג=g ד=d ה=h ו=W ז=z ח=X ט=t י=Y כך=k ל=l מם=m נן=n ס=s ע= פף=p צץ=T ק=k ר=r ש=S ת=t"
)
_CYRILLIC = _letters(
	"а=a б=b в=v гґғ=g д=d ђџҷ=J ѓ=J еєэ=e ё=io ж=Z зѕ=z иіӣ=i ї=i йј=y кќқ=k лљ=l м=m нњң=n оө=o п=p р=r с=s т=t ћч=C "
	"уўӯүұ=u ф=f х=X ҳһ=h ц=T шщ=S ъь= ы=i ю=iu я=ia ә=e"
)
_GEORGIAN = _letters(
	"ა=a ბ=b გ=g დ=d ე=e ვ=v ზ=z თტ=t ი=i კქყ=k ლ=l მ=m ნ=n ო=o პფ=p ჟ=Z რ=r ს=s უ=u ღ=G შ=S ჩჭ=C ცწ=T ძ=z ხ=X ჯ=J ჰ=h"
)
_ARMENIAN = _letters(
	"ա=a բ=b գ=g դ=d եէը=e զ=z թտ=t ժ=Z ի=i լ=l խ=X ծցձ=T կք=k հ=h ղ=G ճչ=C մ=m յ=y ն=n շ=S ոօ=o պփ=p ջ=J ռր=r ս=s վւ=v ֆ=f և=ev"
)
_GREEK = _letters("α=a β=v γ=g δ=d ε=e ζ=z ηιυ=i θτ=t κ=k λ=l μ=m ν=n ξ=ks οω=o π=p ρ=r σς=s φ=f χ=X ψ=ps")
_LATIN = _letters(
	"ß=ss ı=i ş=S š=S ș=S ç=C č=C ć=C ž=Z đ=J ğ=g ł=l ø=o æ=e œ=e å=o ə=e þ=t ð=d ä=a ö=o ü=u ñ=n ţ=T ț=T ż=Z ź=z ś=s ń=n"
)
_TABLES = _ARABIC | _HEBREW | _CYRILLIC | _GEORGIAN | _ARMENIAN | _GREEK
_DIGRAPHS = (("ու", "u"), ("ου", "u"), ("μπ", "b"), ("ντ", "d"))
_SUN_LETTERS = re.compile("(?<=.)ال(?=[تثدذرزسشصضطظلن])")  # written Nur al-Din, spoken Nuruddin

# Latin spellings of one sound, longest first. English, German, French, Turkish, Kurdish and Slavic offices.
_SPELLINGS = (
	("schtsch|shch", "S"),
	("dsch|dzh|xh", "J"),
	("tsch|tch", "C"),
	("sch|sh", "S"),
	("dj|dZ|gj", "J"),
	("zh", "Z"),
	("dz|ds(?=[aeiou])", "z"),
	("kh", "X"),
	("gh", "G"),
	("ch|cz", "C"),
	("ph", "f"),
	("th", "Þ"),
	("dh", "Ð"),
	("ck|q", "k"),
	("ts|tz|tc", "T"),
	("ou|oo", "u"),
	("ee", "i"),
	("x", "X"),  # Kurdish, Somali; names with a spoken ks (Alexander, Maxim) are in the table
	("w", "v"),
	("^y(?=[aeiou])|(?<=[aeiou])y(?=[aeiou])", "ỹ"),
	("y", "i"),
	("ỹ", "y"),
)
_PATTERNS = tuple((re.compile(spelling), sound) for spelling, sound in _SPELLINGS)
_ETHIOPIC = re.compile(r"ETHIOPIC SYLLABLE (?:SEBATBEIT )?(?:GLOTTAL |PHARYNGEAL )?([A-Z]+)")
_ETHIOPIC_CONSONANTS = {
	"HH": "h", "SZ": "s", "SH": "S", "QH": "k", "Q": "k", "C": "C", "CH": "C", "X": "h", "NY": "n", "KX": "X", "ZH": "Z",
	"J": "J", "GG": "g", "TH": "t", "PH": "p", "TS": "T", "TZ": "T", "W": "v",
}  # fmt: skip
_ETHIOPIC_VOWELS = {
	"A": "e",
	"U": "u",
	"I": "i",
	"AA": "a",
	"EE": "e",
	"E": "",
	"O": "o",
	"OA": "o",
	"WA": "ua",
}
_INDIC = re.compile(r"(\w+) (?:LETTER|VOWEL SIGN) (?:SHORT |VOCALIC |CANDRA )?([A-Z]+)$")
_INDIC_SCRIPTS = {
	"DEVANAGARI",
	"BENGALI",
	"GURMUKHI",
	"GUJARATI",
	"TAMIL",
	"TELUGU",
	"KANNADA",
	"MALAYALAM",
	"SINHALA",
}


@lru_cache(maxsize=20_000)
def sounds(word: str) -> str:
	"""The sounds of one word in small letters (`words.words_of`), in whatever script."""
	if word.isascii():
		return _once(_latin_sounds(word))
	for digraph, sound in _DIGRAPHS:
		word = word.replace(digraph, sound)
	word = _SUN_LETTERS.sub("ا", word)
	heard, latin = [], []
	for letter in word:
		if letter in _LATIN or "LATIN" in unicodedata.name(letter, "") or letter.isascii():
			latin.append(_latin_letter(letter))
			continue
		heard.append(_latin_sounds("".join(latin)))
		latin.clear()
		heard.append(_sound_of(letter))
	return _once("".join(heard) + _latin_sounds("".join(latin)))


@lru_cache(maxsize=20_000)
def is_loose(word: str) -> bool:
	"""Whether the script of a word leaves vowels out (Arabic, Hebrew), or writes none for a short one."""
	return any(_leaves_vowels_out(letter) for letter in word)


def _leaves_vowels_out(letter: str) -> bool:
	if letter in _ARABIC or letter in _HEBREW:
		return True
	name = unicodedata.name(letter, "")
	return name.startswith("ETHIOPIC") or name.split(" ")[0] in _INDIC_SCRIPTS


def _latin_letter(letter: str) -> str:
	if letter in _LATIN:
		return _LATIN[letter]
	return "".join(c for c in unicodedata.normalize("NFKD", letter) if c.isascii())


def _latin_sounds(word: str) -> str:
	for pattern, sound in _PATTERNS:
		word = pattern.sub(sound, word)
	return word


def _sound_of(letter: str) -> str:
	if letter in _TABLES:
		return _TABLES[letter]
	name = unicodedata.name(letter, "")
	if found := _ETHIOPIC.match(name):
		return _ethiopic(found[1], guttural="GLOTTAL" in name or "PHARYNGEAL" in name or " H" in name)
	if found := _INDIC.match(name):
		return _indic(found[2], is_sign="SIGN" in name) if found[1] in _INDIC_SCRIPTS else letter
	if "COMBINING" in name or unicodedata.category(letter).startswith("M"):
		return ""
	plain = unicodedata.normalize("NFKD", letter)
	return plain if len(plain) == 1 and plain != letter and plain in _TABLES else letter


def _ethiopic(syllable: str, guttural: bool) -> str:
	"""`TSAA`: the consonant and the order of the vowel. The sixth order has none or a short one."""
	vowel = re.search(r"(?:WA|OA|AA|EE|[AUIEO])$", syllable)
	if not vowel:
		return ""
	consonant = syllable[: vowel.start()]
	sound = _ETHIOPIC_VOWELS[vowel.group()]
	if guttural and vowel.group() == "A":
		sound = "a"
	return _ETHIOPIC_CONSONANTS.get(consonant, consonant.lower()[:1]) + sound


def _indic(letter: str, is_sign: bool) -> str:
	"""Consonants lose their inherent vowel: as in Arabic, what is compared may have it."""
	if is_sign or not letter.endswith("A") or letter in {"A", "AA"}:
		return letter.lower()[:1]
	consonant = letter[:-1].lower()
	return {
		"kh": "X",
		"ch": "C",
		"c": "C",
		"j": "J",
		"jh": "J",
		"sh": "S",
		"ss": "S",
		"gh": "G",
		"ng": "n",
		"ny": "n",
	}.get(consonant, consonant[:1])


def _once(heard: str) -> str:
	"""Doubled letters are a matter of spelling."""
	return re.sub(r"(.)\1+", r"\1", heard)
