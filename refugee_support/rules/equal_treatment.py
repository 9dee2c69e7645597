"""Are applications of some people treated otherwise than those of others? Pure Python.

Each group is compared with all others who applied for the same thing at the same authority. What the comparison can
show: a difference that is hardly chance. What it cannot show: why. The groups may differ in what the law asks
(income, residence title, documents), and nothing here corrects for that. Nothing is said of small groups.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from refugee_support.rules.exact_tests import fisher_exact, holm, mann_whitney
from refugee_support.rules.spread import median_of

DAYS, REFUSED, DOCUMENTS, REMEDY = "days", "refused", "documents", "remedy"
MEASURES = (DAYS, REFUSED, DOCUMENTS, REMEDY)
ALPHA = 0.05

Verdict = Literal["too few", "no difference", "higher", "lower"]


@dataclass
class Cases:
	"""Decided applications of a group: durations (days -> how many), and for each question (of how many, yes)."""

	days: dict[int, int] = field(default_factory=dict)
	asked: dict[str, int] = field(default_factory=lambda: dict.fromkeys((REFUSED, DOCUMENTS, REMEDY), 0))
	yes: dict[str, int] = field(default_factory=lambda: dict.fromkeys((REFUSED, DOCUMENTS, REMEDY), 0))

	def size(self, measure: str) -> int:
		return sum(self.days.values()) if measure == DAYS else self.asked[measure]

	def value(self, measure: str) -> float | None:
		"""The median of the days, or the share of yes."""
		if measure == DAYS:
			return median_of(self.days)
		return self.yes[measure] / self.asked[measure] if self.asked[measure] else None

	def __add__(self, other: "Cases") -> "Cases":
		both = {days: self.days.get(days, 0) + other.days.get(days, 0) for days in {*self.days, *other.days}}
		asked = {name: number + other.asked[name] for name, number in self.asked.items()}
		yes = {name: number + other.yes[name] for name, number in self.yes.items()}
		return Cases(both, asked, yes)


@dataclass(frozen=True)
class Comparison:
	"""One group against all others of its stratum in one measure; probability is adjusted for all comparisons."""

	stratum: Hashable
	group: str
	measure: str
	size: int
	other_size: int
	value: float | None
	other_value: float | None
	probability: float | None
	verdict: Verdict


def compare(strata: Mapping[Hashable, Mapping[str, Cases]], *, smallest: int = 10) -> list[Comparison]:
	"""All comparisons.

	Args:
		strata: (application type, authority) or the like -> group -> its cases. Groups named "" (not recorded) are
			compared with nobody and belong to nobody's others.
		smallest: how many cases a group and its others must have each; 5 or more.

	Raises:
		ValueError: for a smaller `smallest`.
	"""
	if smallest < 5:
		raise ValueError("Groups of fewer than 5 cases are not compared.")
	found = [
		comparison
		for stratum, groups in strata.items()
		for comparison in _in_stratum(
			stratum, {name: cases for name, cases in groups.items() if name}, smallest
		)
	]
	return _adjusted(found)


def _in_stratum(stratum: Hashable, groups: Mapping[str, Cases], smallest: int) -> list[Comparison]:
	comparisons = []
	for name, cases in groups.items():
		others = sum((other for key, other in groups.items() if key != name), Cases())
		comparisons += [_compared(stratum, name, measure, cases, others, smallest) for measure in MEASURES]
	return comparisons


def _compared(
	stratum: Hashable, name: str, measure: str, cases: Cases, others: Cases, smallest: int
) -> Comparison:
	size, other_size = cases.size(measure), others.size(measure)
	comparison = Comparison(
		stratum, name, measure, size, other_size, cases.value(measure), others.value(measure), None, "too few"
	)
	if min(size, other_size) < smallest:
		return comparison
	if measure == DAYS:
		probability = mann_whitney(cases.days, others.days)
	else:
		probability = fisher_exact(cases.yes[measure], size, others.yes[measure], other_size)
	return replace(comparison, probability=probability, verdict="no difference")


def _adjusted(comparisons: Sequence[Comparison]) -> list[Comparison]:
	"""Two groups alone are one comparison seen from two sides: it is counted once."""
	groups: dict[Hashable, set[str]] = {}
	for one in comparisons:
		groups.setdefault(one.stratum, set()).add(one.group)
	keys = {
		place: (one.stratum, one.measure, "" if len(groups[one.stratum]) == 2 else one.group)
		for place, one in enumerate(comparisons)
		if one.probability is not None
	}
	once = {key: comparisons[place].probability or 0.0 for place, key in keys.items()}
	known = dict(zip(once, holm(list(once.values())), strict=True))
	result = list(comparisons)
	for place, key in keys.items():
		one = result[place]
		result[place] = replace(one, probability=known[key], verdict=_verdict(one, known[key]))
	return result


def _verdict(comparison: Comparison, probability: float) -> Verdict:
	if probability >= ALPHA or comparison.value is None or comparison.other_value is None:
		return "no difference"
	return "higher" if comparison.value >= comparison.other_value else "lower"
