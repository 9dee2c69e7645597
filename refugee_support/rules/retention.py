"""How long a record may be kept: from an event, some months, where wanted to the end of that year.

Claims of and against an association lapse three years after the end of the year they arose in (sections 195, 199 (1)
BGB); counselling files have no term in law. The months are data of the association (DocType Retention Rule).
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Retention:
	"""Attributes:
	event: what the period runs from, e.g. "Last Contact".
	months: its length; 0 or more.
	whole_years: it runs from the end of the event's calendar year, as in section 199 (1) BGB.
	"""

	event: str
	months: int
	whole_years: bool = False


def last_day(event: date, rule: Retention) -> date:
	"""The last day on which the record may be kept.

	A month ends on the day with the same number, or on its last one (section 188 (2) and (3) BGB).

	Raises:
		ValueError: the rule has a negative number of months.
	"""
	if rule.months < 0:
		raise ValueError("A retention period cannot be negative.")
	start = date(event.year, 12, 31) if rule.whole_years else event
	month = start.month - 1 + rule.months
	year, month = start.year + month // 12, month % 12 + 1
	return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def kept_until(events: dict[str, date], rules: Iterable[Retention]) -> date | None:
	"""The last day of the longest period that applies; None where no rule does, which means: kept.

	Args:
		events: event -> its day, those that have happened.
	"""
	days = [last_day(events[rule.event], rule) for rule in rules if rule.event in events]
	return max(days, default=None)


def is_over(until: date | None, today: date) -> bool:
	"""Whether a record must be looked at for erasing: from the day after the last one."""
	return until is not None and today >= until + timedelta(days=1)
