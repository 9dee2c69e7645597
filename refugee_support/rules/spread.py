"""Quantiles of counted values. Pure Python."""

from collections.abc import Mapping


def median_of(counts: Mapping[int, int], quantile: float = 0.5) -> float | None:
	"""The quantile of values given as value -> how often; None of nothing.

	Linear between neighbours (Hyndman and Fan, type 7), as spreadsheets, NumPy and R do by default.

	Raises:
		ValueError: for a quantile outside 0 to 1.
	"""
	if not 0 <= quantile <= 1:
		raise ValueError("A quantile lies between 0 and 1.")
	number = sum(counts.values())
	if not number:
		return None
	place = (number - 1) * quantile
	below, above = _at(counts, int(place)), _at(counts, min(int(place) + 1, number - 1))
	return below + (above - below) * (place - int(place))


def _at(counts: Mapping[int, int], index: int) -> int:
	"""The value at this place of all values in order."""
	passed = 0
	for value in sorted(counts):
		passed += counts[value]
		if index < passed:
			return value
	raise IndexError(index)
