"""Places at an event: who has one, who is offered one next. Pure Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

HOLDING = frozenset(
	{"Registered", "Offered", "Attended", "No-Show"}
)  # an offer keeps the place until it ends


@dataclass(frozen=True)
class Group:
	"""Somebody who signed up, with how many people."""

	name: str
	people: int
	status: str
	joined_at: datetime | None = None


def places_taken(groups: Iterable[Group]) -> int:
	return sum(group.people for group in groups if group.status in HOLDING)


def places_free(capacity: int, groups: Iterable[Group]) -> int | None:
	"""None where the number of places is not limited."""
	return max(0, capacity - places_taken(groups)) if capacity else None


def next_offers(capacity: int, groups: Iterable[Group]) -> list[str]:
	"""Who of the waiting is offered a place now: in the order of joining; a group that does not fit keeps its turn
	while smaller ones behind it take what would stay empty."""
	known = list(groups)
	free = places_free(capacity, known)
	waiting = [group for group in known if group.status == "Waiting"]
	offered = []
	for group in sorted(waiting, key=lambda one: (one.joined_at or datetime.max, one.name)):
		if free is None or group.people <= free:
			offered.append(group.name)
			free = None if free is None else free - group.people
	return offered


def offer_ends(now: datetime, hours: int, starts_at: datetime) -> datetime:
	"""A place is kept for so many hours, at most until the event begins."""
	return min(now + timedelta(hours=hours), starts_at)


def age_limits_are_right(youngest: Any, oldest: Any) -> bool:
	return not oldest or (youngest or 0) <= oldest <= 120
