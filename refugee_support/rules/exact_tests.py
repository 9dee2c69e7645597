"""Small statistical tests in plain, exact formulas. Pure Python; the tests compare every one with SciPy."""

from collections.abc import Mapping, Sequence
from math import comb, erfc, sqrt

Z_95 = 1.959963984540054  # 97.5 % quantile of the standard normal distribution
EXACT_UP_TO = 40  # values in both groups together; beyond, the normal approximation is as good


def fisher_exact(hits: int, size: int, other_hits: int, other_size: int) -> float:
	"""How probable so unequal a division of the hits is if the group made no difference (Fisher's exact test, two-sided:
	the sum over all divisions that are no more probable than this one, as R and SciPy do).

	Raises:
		ValueError: where hits are negative or more than the size.
	"""
	if not 0 <= hits <= size or not 0 <= other_hits <= other_size:
		raise ValueError("There cannot be fewer hits than none or more than the size of the group.")
	total, all_hits = size + other_size, hits + other_hits
	ways = [comb(size, k) * comb(other_size, all_hits - k) for k in range(min(size, all_hits) + 1)]
	seen = ways[hits]
	return min(1.0, sum(way for way in ways if way <= seen * (1 + 1e-9)) / comb(total, all_hits))


def mann_whitney(group: Mapping[float, int], others: Mapping[float, int]) -> float:
	"""How probable so unequal an order of the values is if the group made no difference (Mann-Whitney U, two-sided).

	Args: value -> how often.

	Exact for up to 40 values, with ties; for more the normal approximation with corrections for ties and continuity.
	1.0 where one of them is empty: nothing can be said.
	"""
	size, total = sum(group.values()), sum(group.values()) + sum(others.values())
	if not 0 < size < total:
		return 1.0
	numbers, ranks, passed = _together(group, others), {}, 0
	for value in sorted(numbers):
		ranks[value] = 2 * passed + numbers[value] + 1  # twice the mean rank of its ties, which is whole
		passed += numbers[value]
	mine = sum(ranks[value] * number for value, number in group.items())
	if total <= EXACT_UP_TO:
		return _exact(
			[ranks[value] for value, number in numbers.items() for _case in range(number)], size, mine
		)
	ties = sum(number**3 - number for number in numbers.values()) / (total * (total - 1))
	variance = size * (total - size) / 12 * (total + 1 - ties)
	if not variance:
		return 1.0
	distance = max(0.0, abs(mine - size * (total + 1)) / 2 - 0.5)
	return erfc(distance / sqrt(variance) / sqrt(2))


def _together(group: Mapping[float, int], others: Mapping[float, int]) -> dict[float, int]:
	return {value: group.get(value, 0) + others.get(value, 0) for value in {*group, *others}}


def _exact(ranks: Sequence[int], size: int, mine: int) -> float:
	"""The share of all choices of `size` ranks whose sum lies as far from the mean as this one's."""
	ways: list[dict[int, int]] = [{0: 1}, *({} for _place in range(size))]
	for rank in ranks:
		for chosen in range(size, 0, -1):
			for total, number in ways[chosen - 1].items():
				ways[chosen][total + rank] = ways[chosen].get(total + rank, 0) + number
	mean = size * (len(ranks) + 1)
	far = sum(number for total, number in ways[size].items() if abs(total - mean) >= abs(mine - mean))
	return far / comb(len(ranks), size)


def wilson_interval(hits: int, size: int) -> tuple[float, float]:
	"""The bounds of 95 % of a share (E. B. Wilson, JASA 22 (1927), 209-212); everything is possible of nobody."""
	if not size:
		return 0.0, 1.0
	share, square = hits / size, Z_95**2
	middle = (share + square / (2 * size)) / (1 + square / size)
	half = Z_95 * sqrt(share * (1 - share) / size + square / (4 * size**2)) / (1 + square / size)
	return max(0.0, middle - half), min(1.0, middle + half)


def holm(probabilities: Sequence[float]) -> list[float]:
	"""Adjusted for having looked many times, in the order given (S. Holm, Scandinavian Journal of Statistics 6 (1979),
	65-70): below 0.05 then means that among all comparisons there is at most one chance in twenty of a false alarm."""
	order = sorted(range(len(probabilities)), key=probabilities.__getitem__)
	adjusted, highest = [0.0] * len(probabilities), 0.0
	for place, index in enumerate(order):
		highest = max(highest, min(1.0, probabilities[index] * (len(order) - place)))
		adjusted[index] = highest
	return adjusted
