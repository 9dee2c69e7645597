"""What was true on a day, from a dated history. Pure Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Dated:
	"""A value that holds from a day on (None: from the beginning), until the next one or `until` (inclusive)."""

	value: str
	since: date | None = None
	until: date | None = None


def value_on(history: Iterable[Dated], day: date) -> str:
	"""The value that held on a day; empty where the history says nothing about it.

	Of several entries that began by then the latest holds; of entries that began on the same day the one
	entered last. `until` is not looked at: see `valid_on` for values that expire.
	"""
	begun = [entry for entry in history if entry.since is None or entry.since <= day]
	if not begun:
		return ""
	latest = max(entry.since or date.min for entry in begun)
	return [entry for entry in begun if (entry.since or date.min) == latest][-1].value


def valid_on(history: Iterable[Dated], day: date) -> str:
	"""Like `value_on`, but an entry that ended before the day no longer counts."""
	return value_on([entry for entry in history if entry.until is None or entry.until >= day], day)
