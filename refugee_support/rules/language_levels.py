"""Progress in German by levels of the CEFR. Pure Python.

AMIF result indicator R.2.8 (Regulation (EU) 2021/1147, Annex VIII): participants who have improved their proficiency
in the host-country language by at least one CEFR level, or a national equivalent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LEVELS = ("A0", "A1", "A2", "B1", "B2", "C1", "C2")
ASSESSED = frozenset({"Test", "Teacher"})  # what somebody says of themselves is no evidence of progress


@dataclass(frozen=True)
class Assessment:
	person: str
	skill: str
	level: str
	day: date
	source: str = "Test"


def levels_gained(assessments: Iterable[Assessment]) -> int:
	"""How many levels the last assessment of one skill lies above the first one; negative where it lies below.

	Raises:
		ValueError: a level that is none of the CEFR.
	"""
	ordered = sorted(assessments, key=lambda one: (one.day, LEVELS.index(one.level)))
	if len(ordered) < 2:
		return 0
	return LEVELS.index(ordered[-1].level) - LEVELS.index(ordered[0].level)


def improved(assessments: Iterable[Assessment]) -> set[str]:
	"""The persons who gained at least one level in at least one skill, by tests or teachers alone.

	A skill is compared with itself only: speaking at B1 after reading at A2 is no progress.
	"""
	series: dict[tuple[str, str], list[Assessment]] = defaultdict(list)
	for one in assessments:
		if one.source in ASSESSED:
			series[one.person, one.skill].append(one)
	return {person for (person, _skill), known in series.items() if levels_gained(known) >= 1}


def within(assessments: Iterable[Assessment], first: date, last: date) -> list[Assessment]:
	"""What shows the progress made between two days: of each skill of each person the assessments of these days, and
	before them the last one from earlier, to compare with.

	So progress is counted in the period in which it was shown, and in no other. Own statements are left out, and so is
	whoever was not assessed between the two days.
	"""
	series: dict[tuple[str, str], list[Assessment]] = defaultdict(list)
	for one in assessments:
		if one.source in ASSESSED and one.day <= last:
			series[one.person, one.skill].append(one)
	found: list[Assessment] = []
	for known in series.values():
		inside = [one for one in known if one.day >= first]
		earlier = sorted(
			(one for one in known if one.day < first), key=lambda one: (one.day, LEVELS.index(one.level))
		)
		found += [*earlier[-1:], *inside] if inside else []
	return found


def compared(assessments: Iterable[Assessment]) -> set[str]:
	"""The persons of whom at least one skill was assessed more than once: of nobody else progress can be said."""
	seen = Counter((one.person, one.skill) for one in assessments if one.source in ASSESSED)
	return {person for (person, _skill), number in seen.items() if number > 1}
