"""Equal treatment: the exact formulas against SciPy, and no claim on small numbers."""

from collections import Counter
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from refugee_support.rules.equal_treatment import DAYS, REFUSED, Cases, compare
from refugee_support.rules.exact_tests import fisher_exact, holm, mann_whitney, wilson_interval

small = st.integers(0, 30)


@settings(max_examples=60)
@given(small, small, small, small)
def test_fisher_is_that_of_scipy(a: int, b: int, c: int, d: int) -> None:
	theirs = stats.fisher_exact([[a, b], [c, d]]).pvalue
	assert fisher_exact(a, a + b, c, c + d) == pytest.approx(float(theirs), rel=1e-6)


def test_mann_whitney_is_that_of_scipy() -> None:
	random = Random(8)
	for _round in range(20):
		apart = random.sample(range(1000), 30)
		group, others = apart[:12], apart[12:]
		theirs = stats.mannwhitneyu(group, others, method="exact").pvalue
		assert mann_whitney(Counter(group), Counter(others)) == pytest.approx(float(theirs), rel=1e-9)
		group, others = ([random.randrange(90) for _case in range(size)] for size in (25, 60))
		theirs = stats.mannwhitneyu(group, others, method="asymptotic").pvalue
		assert mann_whitney(Counter(group), Counter(others)) == pytest.approx(float(theirs), rel=1e-9)


def test_mann_whitney_with_ties_counts_every_division() -> None:
	values, size = [3, 3, 5, 5, 5, 8, 9], 3
	ranks = stats.rankdata(values)
	seen = abs(sum(ranks[:size]) - ranks.mean() * size)
	divisions = [abs(sum(chosen) - ranks.mean() * size) for chosen in combinations(ranks, size)]
	expected = sum(distance >= seen - 1e-9 for distance in divisions) / len(divisions)
	assert mann_whitney(Counter(values[:size]), Counter(values[size:])) == pytest.approx(expected)


@pytest.mark.parametrize(("hits", "size"), [(0, 9), (3, 10), (10, 10), (40, 200)])
def test_the_bounds_of_a_share_are_those_of_scipy(hits: int, size: int) -> None:
	theirs = stats.binomtest(hits, size).proportion_ci(method="wilson")
	assert wilson_interval(hits, size) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_holm_as_worked_by_hand() -> None:
	assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
	assert holm([]) == []


def cases(days: list[int], refused: int, size: int) -> Cases:
	found = Cases(days={day: days.count(day) for day in days})
	found.asked[REFUSED], found.yes[REFUSED] = size, refused
	return found


def verdicts(groups: dict[str, Cases], **options: int) -> dict[tuple[str, str], str]:
	return {(one.group, one.measure): one.verdict for one in compare({"Kindergeld": groups}, **options)}


def test_a_clear_difference_is_said_from_both_sides() -> None:
	groups = {"A": cases(list(range(60, 90)), 20, 30), "B": cases(list(range(20, 50)), 3, 30)}
	found = verdicts(groups)
	assert (found["A", DAYS], found["B", DAYS]) == ("higher", "lower")
	assert (found["A", REFUSED], found["B", REFUSED]) == ("higher", "lower")


def test_no_claim_on_small_numbers_however_large_the_difference() -> None:
	groups = {"A": cases([200] * 9, 9, 9), "B": cases([10] * 50, 0, 50)}
	assert set(verdicts(groups).values()) == {"too few"}
	with pytest.raises(ValueError, match="fewer than 5"):
		compare({}, smallest=4)


def test_equal_groups_show_no_difference() -> None:
	groups = {"A": cases(list(range(30, 60)), 10, 30), "B": cases(list(range(30, 60)), 10, 30)}
	assert verdicts(groups)["A", DAYS] == verdicts(groups)["A", REFUSED] == "no difference"


def test_who_is_not_recorded_is_compared_with_nobody() -> None:
	groups = {"A": cases([10] * 20, 0, 20), "": cases([300] * 20, 20, 20)}
	assert set(verdicts(groups).values()) == {"too few"}


def test_chance_raises_a_false_alarm_hardly_ever() -> None:
	"""Many groups treated alike: over many such reports at most about one in twenty may claim a difference."""
	random, alarms = Random(2026), 0
	for _report in range(40):
		groups = {
			name: cases(
				[random.randrange(30, 120) for _case in range(15)],
				sum(random.random() < 0.3 for _c in range(15)),
				15,
			)
			for name in "ABCDEF"
		}
		alarms += any(verdict in ("higher", "lower") for verdict in verdicts(groups).values())
	assert alarms <= 5
