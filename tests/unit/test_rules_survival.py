"""Kaplan-Meier against SciPy, and against an example worked by hand."""

from collections import Counter

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from refugee_support.rules.survival import kaplan_meier, median_time, reached_by

people = st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=60)


@settings(max_examples=40)
@given(people)
@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")
def test_the_curve_and_its_bounds_are_those_of_scipy(observed: list[tuple[int, bool]]) -> None:
	steps = kaplan_meier(Counter(observed))
	there = [time for time, reached in observed if reached]
	waiting = [time for time, reached in observed if not reached]
	theirs = ecdf(CensoredData(uncensored=there, right=waiting)).sf
	bounds = theirs.confidence_interval(0.95, method="log-log")
	for step in steps:
		assert step.waiting == pytest.approx(float(theirs.evaluate(step.time)), abs=1e-12)
		low, high = float(bounds.low.evaluate(step.time)), float(bounds.high.evaluate(step.time))
		if 1e-12 < step.waiting and not numpy.isnan(low):
			assert (step.low, step.high) == pytest.approx((low, high), abs=1e-9)


def test_an_example_worked_by_hand() -> None:
	"""Six people: B1 after 6, 6 and 12 months; one last seen after 6, one after 9, one after 24 months."""
	steps = kaplan_meier({(6, True): 2, (6, False): 1, (9, False): 1, (12, True): 1, (24, False): 1})
	assert [(step.time, step.at_risk, step.reached) for step in steps] == [(6, 6, 2), (12, 2, 1)]
	assert [step.waiting for step in steps] == pytest.approx([2 / 3, 1 / 3])
	assert median_time(steps) == 12
	assert reached_by(steps, 11)[0] == pytest.approx(1 / 3)
	assert reached_by(steps, 5) == (0, 0, 0)


def test_where_fewer_than_half_got_there_there_is_no_median() -> None:
	assert median_time(kaplan_meier({(3, True): 1, (12, False): 9})) is None
	assert kaplan_meier({}) == []


def test_a_time_before_arrival_is_refused() -> None:
	with pytest.raises(ValueError, match="negative"):
		kaplan_meier({(-1, True): 1})
