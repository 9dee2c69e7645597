"""Progress in German by levels of the CEFR. Pure Python.

AMIF result indicator R.2.8 (Regulation (EU) 2021/1147, Annex VIII): participants who have improved their proficiency
in the host-country language by at least one CEFR level, or a national equivalent.
"""

from collections import defaultdict
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
