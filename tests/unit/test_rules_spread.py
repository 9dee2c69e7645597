"""Quantiles of counted values, against NumPy."""

import numpy
from hypothesis import given
from hypothesis import strategies as st

from refugee_support.rules.spread import median_of


@given(
	st.dictionaries(st.integers(0, 400), st.integers(1, 6), min_size=1),
	st.sampled_from([0, 0.25, 0.5, 0.75, 1]),
)
def test_quantiles_are_those_of_numpy(counts: dict[int, int], quantile: float) -> None:
	values = [value for value, number in counts.items() for _time in range(number)]
	assert abs(median_of(counts, quantile) - numpy.quantile(values, quantile)) < 1e-9


def test_nothing_has_no_median() -> None:
	assert median_of({}) is None
