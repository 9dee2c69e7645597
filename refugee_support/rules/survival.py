"""How long until something happens, when many have not got there yet: the Kaplan-Meier estimator. Pure Python.

Who has not reached a step is not left out (that would make the path look shorter than it is) but observed up to the
last day something was known of them ("censored"). E. L. Kaplan, P. Meier: Nonparametric estimation from incomplete
observations, JASA 53 (1958), 457-481. Bounds: Greenwood's variance on the log-log scale, which stays between 0 and 1
(J. D. Kalbfleisch, R. L. Prentice: The Statistical Analysis of Failure Time Data, 2002, section 1.4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

Z_95 = 1.959963984540054  # 97.5 % quantile of the standard normal distribution


@dataclass(frozen=True)
class Step:
	"""What holds from one time at which somebody got there until the next such time."""

	time: int
	at_risk: int  # not yet there just before this time, and still observed
	reached: int  # got there at this time
	waiting: float  # share that has not got there after this time
	low: float  # bounds of 95 %
	high: float


def kaplan_meier(observed: Mapping[tuple[int, bool], int]) -> list[Step]:
	"""The steps of the curve, in the order of time.

	Args:
		observed: (time, reached) -> how many people. Times are whole and not negative (completed months); reached False
			means: not there at the last time they were observed. Who was last observed at the time at which others got
			there counts among those still at risk.

	Raises:
		ValueError: for a negative time or number.
	"""
	if any(time < 0 or number < 0 for (time, _reached), number in observed.items()):
		raise ValueError("Times and numbers of people must not be negative.")
	at_risk, waiting, variance, steps = sum(observed.values()), 1.0, 0.0, []
	for time in sorted({time for time, _reached in observed}):
		if reached := observed.get((time, True), 0):
			waiting *= 1 - reached / at_risk
			if reached < at_risk:
				variance += reached / (at_risk * (at_risk - reached))
			steps.append(Step(time, at_risk, reached, waiting, *_bounds(waiting, variance)))
		at_risk -= reached + observed.get((time, False), 0)
	return steps


def _bounds(waiting: float, variance: float) -> tuple[float, float]:
	"""Nobody left waiting: the method has no bounds, everything is possible."""
	if not 0 < waiting < 1:
		return 0.0, 1.0
	width = Z_95 * sqrt(variance) / abs(log(waiting))
	return waiting ** exp(width), waiting ** exp(-width)


def reached_by(steps: Sequence[Step], time: int) -> tuple[float, float, float]:
	"""The share that got there by a time, with its bounds of 95 %."""
	last = next((step for step in reversed(steps) if step.time <= time), None)
	return (1 - last.waiting, 1 - last.high, 1 - last.low) if last else (0.0, 0.0, 0.0)


def median_time(steps: Sequence[Step]) -> int | None:
	"""The first time by which half have got there; None where fewer than half have."""
	return next((step.time for step in steps if step.waiting <= 0.5 + 1e-12), None)
