"""When duties follow each other, and how long they were."""

from datetime import datetime, timedelta

LONGEST = timedelta(hours=24)
SHORT_NOTICE = timedelta(hours=48)


def overlap(first: tuple[datetime, datetime], second: tuple[datetime, datetime]) -> bool:
	"""Whether somebody would have to be at two places: one duty may begin when another ends."""
	return first[0] < second[1] and second[0] < first[1]


def hours_of(starts_at: datetime, ends_at: datetime) -> float:
	"""Hours, to the quarter of an hour, at least one quarter."""
	quarters = round((ends_at - starts_at).total_seconds() / 900)
	return max(quarters, 1) / 4


def is_short_notice(starts_at: datetime, now: datetime) -> bool:
	"""Given back so late that somebody should look for a replacement, rather than wait for one."""
	return starts_at - now < SHORT_NOTICE


def moved(moment: datetime, old_start: datetime, new_start: datetime) -> datetime:
	"""A duty keeps its distance from the beginning of what it belongs to."""
	return moment + (new_start - old_start)
