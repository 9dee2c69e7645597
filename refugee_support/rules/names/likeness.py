"""How alike two words of a name are: a distance between sounds that knows what offices write differently."""

from functools import lru_cache

from refugee_support.rules.names.known import known, spellings_of
from refugee_support.rules.names.letters import is_loose, sounds
from refugee_support.rules.names.words import bare

ALIKE = 0.81  # from here on two words may be one name
SAME_SPELLING_SOUNDS = 0.98
OTHER_NAME = 0.3
OTHER_ENDING = 0.25
DOUBT = 0.96  # a known name, and a word that is not one of its spellings
VOWELS = set("aeiou")

# What one sound is worth against another; 1 is a different letter. Both directions.
_EXCHANGED = {
	0.05: "Þt Ðd jJ jy Wv Wu Wo Yi Ye Yy cJ",
	0.1: "ck cs cj cC cT iy gG Xh Wa",
	0.15: "Ya ei ou Þs Ðz",
	0.2: "ae JZ JC CS CX Xk Ck jZ ha he zZ sS",
	0.25: "SZ gh Gk Gh gX td sz vu vo sT TC zJ",
	0.3: "XG gk Jy sC jC Jg Jd",
	0.35: "bp vf GX zd yj Wf ue zT",
	0.4: "ao kh Xg pf",
	0.5: "bv Zg oi iu",
	0.7: "lr yh eo",
	0.8: "mn ai au eu",
}
_COSTS = {pair + end: cost for cost, pairs in _EXCHANGED.items() for pair in pairs.split() for end in ("",)}
_COSTS |= {pair[::-1]: cost for pair, cost in _COSTS.items()}
# At the end of a word a vowel tells names apart: Mario and Maria, Haile and Hailu.
_LAST_VOWEL = {"ae": 0.2, "ei": 0.25, "ou": 0.2, "iy": 0.1, "ai": 1.0, "eu": 0.9}
_LAST_VOWEL |= {pair[::-1]: cost for pair, cost in _LAST_VOWEL.items()}


@lru_cache(maxsize=50_000)
def likeness(a: str, b: str) -> float:
	"""0..1 for two words in small letters. Symmetric."""
	if a == b:
		return 1.0
	if a > b:
		return likeness(b, a)
	if min(len(a), len(b)) == 1:  # an initial
		return ALIKE if sounds(a)[:1] == sounds(b)[:1] else 0.0
	names_a, names_b = known(a), known(b)
	if names_a & names_b:
		return SAME_SPELLING_SOUNDS
	if names_a and names_b:
		return OTHER_NAME
	if (rest := _without_common_part(a, b)) != (a, b):
		return min(SAME_SPELLING_SOUNDS, likeness(*rest))
	if _ending(sounds(a), sounds(b)) >= OTHER_ENDING:
		return 0.7
	direct = max(_sound_likeness(sounds(a), sounds(b), is_loose(a), is_loose(b)), _without_article(a, b))
	if _neighbours_exchanged(a, b):
		return max(direct, 0.9)
	if (names_a or names_b) and direct < SAME_SPELLING_SOUNDS:
		direct *= DOUBT
	# A slip in a name that is known: Mohmamad against محمد.
	for names, word in ((names_a, b), (names_b, a)):
		for name in names:
			for spelling in spellings_of(name):
				direct = max(direct, 0.98 * _sound_likeness(spelling, sounds(word), False, is_loose(word)))
	return direct


@lru_cache(maxsize=100_000)
def _sound_likeness(a: str, b: str, a_loose: bool, b_loose: bool) -> float:
	if a == b:
		return SAME_SPELLING_SOUNDS
	if min(len(a), len(b)) < 2 or abs(len(a) - len(b)) > 6:
		return 0.0
	longest = max(len(a), len(b))
	cost = max(_distance(a, b, a_loose, b_loose), _ending(a, b) * longest)
	alike = 1 - cost / longest
	if (stems := _stems(a, b)) and alike >= ALIKE:
		alike = (alike + _sound_likeness(*stems, a_loose, b_loose)) / 2
	consonants = min(sum(c not in VOWELS for c in word) for word in (a, b))
	if (a_loose or b_loose) and consonants < 3:
		alike = min(alike, 0.86)
	return max(0.0, alike * SAME_SPELLING_SOUNDS)


# What half of all family names of a country end in says nothing.
_FAMILY_ENDINGS = ("oviC", "eviC", "enko", "Svili", "aze", "ian", "zada", "zai")


def _stems(a: str, b: str) -> tuple[str, str] | None:
	for ending in _FAMILY_ENDINGS:
		if a.endswith(ending) and b.endswith(ending):
			stems = a.removesuffix(ending), b.removesuffix(ending)
			return stems if min(len(stem) for stem in stems) > 2 else None
	return None


def _without_article(a: str, b: str) -> float:
	"""Al-Sabbagh, as-Sabbagh and Sabbagh, where they are written as one word."""
	bare_a, bare_b = bare(a), bare(b)
	if (bare_a, bare_b) == (a, b):
		return 0.0
	return 0.98 * _sound_likeness(sounds(bare_a), sounds(bare_b), is_loose(a), is_loose(b))


def _neighbours_exchanged(a: str, b: str) -> bool:
	"""The commonest slip of a keyboard: two letters in the wrong order."""
	if len(a) != len(b) or len(a) < 5:
		return False
	wrong = [i for i in range(len(a)) if a[i] != b[i]]
	return (
		len(wrong) == 2
		and wrong[1] == wrong[0] + 1
		and a[wrong[0]] == b[wrong[1]]
		and a[wrong[1]] == b[wrong[0]]
	)


def _without_common_part(a: str, b: str) -> tuple[str, str]:
	"""Abdul Wahid and Abdul Majid have the servant in common, Sharifullah and Zarifullah God: no reason to be one."""
	for common in ("abdul", "عبدال"):
		if a.startswith(common) and b.startswith(common) and min(len(a), len(b)) > len(common) + 2:
			return a.removeprefix(common), b.removeprefix(common)
	for common in ("ullah", "uddin"):
		if a.endswith(common) and b.endswith(common) and min(len(a), len(b)) > len(common) + 2:
			return a.removesuffix(common), b.removesuffix(common)
	return a, b


def _ending(a: str, b: str) -> float:
	"""Samir and Samira, Karim and Karimi, Koval and Kovalenko are two names however long they are; Ivanov and Ivanova
	are one."""
	short, long = sorted((a, b), key=len)
	more = long[len(short) :]
	if not more or not long.startswith(short) or len(short) < 3:
		return 0.0
	if len(more) > 1:
		return OTHER_ENDING if any(sound not in VOWELS | {"y", "h", "W", "Y"} for sound in more) else 0.0
	if more == "a" and short.endswith(("ov", "ev")):
		return 0.1
	if more == "a" and short[-1] == "i":
		return OTHER_ENDING  # Zaki, Zakia
	if short[-1] in VOWELS | {"y", "h", "W", "Y"}:
		return 0.0
	return OTHER_ENDING if more in "aiY" else 0.0


def _distance(a: str, b: str, a_loose: bool, b_loose: bool) -> float:
	"""Optimal string alignment with the costs above; exchanging two neighbours costs less than two mistakes."""
	gone_a = [_missing(a, i, b_loose) for i in range(len(a))]
	gone_b = [_missing(b, j, a_loose) for j in range(len(b))]
	before: list[float] = []
	row = [0.0]
	for cost in gone_b:
		row.append(row[-1] + cost)
	for i, x in enumerate(a):
		last, row, older = row, [row[0] + gone_a[i]], before
		before = last
		for j, y in enumerate(b):
			best = min(last[j + 1] + gone_a[i], row[j] + gone_b[j], last[j] + _exchange(a, b, i, j))
			if i and j and x == b[j - 1] and a[i - 1] == y and x != y:
				best = min(best, older[j - 1] + 0.8)
			row.append(best)
	return row[-1]


def _exchange(a: str, b: str, i: int, j: int) -> float:
	x, y = a[i], b[j]
	if x == y:
		return 0.0
	if i == len(a) - 1 and j == len(b) - 1 and x in VOWELS and y in VOWELS:
		if a[:-1].endswith("sk") and {x, y} == {"i", "a"}:
			return 0.3  # Kowalski, Kowalska
		return _LAST_VOWEL.get(x + y, 1.2)
	cost = _COSTS.get(x + y, 1.0)
	return cost * 1.3 if i == j == 0 and cost >= 0.7 else cost  # slips seldom hit the first letter


def _missing(word: str, i: int, other_is_loose: bool) -> float:
	"""What it costs that the other word does not have this letter."""
	letter = word[i]
	before, after = word[i - 1 : i], word[i + 1 : i + 2]
	if letter in VOWELS:
		return _missing_vowel(word, i, before, after, other_is_loose)
	if letter == "h":
		if before and before in VOWELS and after in VOWELS:
			return 0.1 if not after else 0.7  # Taher is not Tair; Fatimah is Fatima
		return 0.4
	if letter in "yj":
		return 0.15 if before in VOWELS or after in VOWELS else 0.5
	if letter == "Y":
		return 0.3
	if letter == "c" and not before and after in VOWELS:
		return 0.4  # Somali for ع: Cali is Ali
	return {"W": 0.4, "v": 0.8, "G": 0.8}.get(letter, 1.0)


def _missing_vowel(word: str, i: int, before: str, after: str, other_is_loose: bool) -> float:
	letter = word[i]
	if other_is_loose:
		return 0.05 if before and after else 0.2
	if (before and before in "ao" and letter == "i" and after) or (before == "a" and letter == "u"):
		return 0.5  # Ghaida is not Ghada
	if before in VOWELS or after in VOWELS or before == "y" or after == "h":
		return 0.12
	if not after:
		return 0.5 if letter in "eou" else 1.2
	if not before:
		return 0.5
	return 0.3 if letter in "ei" else 0.45
