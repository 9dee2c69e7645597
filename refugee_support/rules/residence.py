"""Residence documents and their last valid day. Pure Python; facts: `domain.md` 1.4."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

LONGEST_LEAD = 730  # days: nobody plans further ahead than two years


def parse_leads(text: str) -> tuple[int, ...]:
	"""Days before the end at which to remind, longest first: "120, 60, 30, 7". "0" or an empty text: none.

	Raises:
		ValueError: something else than whole numbers up to two years.
	"""
	words = [word for word in re.split(r"[,;\s]+", text.strip()) if word]
	if not all(re.fullmatch(r"[0-9]{1,3}", word) and int(word) <= LONGEST_LEAD for word in words):
		raise ValueError(text)
	return tuple(sorted({int(word) for word in words} - {0}, reverse=True))


def lead_reached(valid_until: date, today: date, leads: Iterable[int]) -> int | None:
	"""The shortest lead that has begun; None before the first and after the last valid day.

	A title recorded late, or a scheduler that stood still over a weekend, is reminded of once, with what is left.
	"""
	if today > valid_until:
		return None
	left = (valid_until - today).days
	return min((lead for lead in leads if left <= lead), default=None)


@dataclass(frozen=True)
class Period:
	"""A residence title: until its last valid day, or unlimited."""

	row: int
	status: str
	since: date | None
	until: date | None


def doubtful_overlaps(history: Iterable[Period]) -> Iterator[tuple[int, int]]:
	"""Pairs of rows that can hardly both be right: different statuses from the same day on, or one that begins and
	ends within another. That the next title begins before the last one ran out is the ordinary case.

	Yields:
		The numbers of the two rows.
	"""
	dated = sorted((row for row in history if row.since), key=lambda row: (row.since, row.row))
	for number, first in enumerate(dated):
		for second in dated[number + 1 :]:
			if first.status != second.status and _doubtful(first, second):
				yield first.row, second.row


def _doubtful(first: Period, second: Period) -> bool:
	if first.since == second.since:
		return True
	return bool(first.until and second.until and second.until < first.until)


def affected_title(history: list[Period], status: str, valid_on: date, new_until: date) -> Period | str:
	"""The title a decree prolongs ("titles valid on this day continue until"), or why there is none.

	Args:
		history: all titles of one person, in order of their beginning.

	Returns:
		The title in force on that day, or "" (another status, or none), "Expired", "Unlimited", "Newer Title",
		"Valid Longer".
	"""
	begun = [title for title in history if title.since is None or title.since <= valid_on]
	if not begun or begun[-1].status != status:
		return ""
	title = begun[-1]
	if title.until is None:
		return "Unlimited"
	if title.until < valid_on:
		return "Expired"
	if title.until >= new_until:
		return "Valid Longer"
	return title if title is history[-1] else "Newer Title"
