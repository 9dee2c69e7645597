"""How many children can be looked after: by carers who are there, by age, and by the places of the room. Pure Python.

No law sets a ratio for childcare beside a language café where the parents stay in the house (no section 45 SGB VIII
licence is needed); the ratios are the association's own, agreed with its youth welfare office, and come as an argument.
Carers without a valid certificate (section 72a SGB VIII) do not count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

BANDS = ("Under 3", "3 to 6", "7 and Older")
TAKES_A_PLACE = ("In Care", "Offered")


@dataclass(frozen=True)
class Room:
	"""What a session has: carers who count, children one carer may look after by age band, and places by age band."""

	carers: int
	per_carer: Mapping[str, int]
	places: Mapping[str, int]


@dataclass(frozen=True)
class Waiting:
	name: str
	band: str
	since: datetime


def carers_needed(children: Mapping[str, int], per_carer: Mapping[str, int]) -> Fraction:
	"""The part of each carer's attention that children of each age take, added up: 2 of 4 small ones and 4 of 8 big
	ones are one carer. A band without a ratio needs a carer for each child."""
	return sum(
		(Fraction(number, max(1, per_carer.get(band) or 1)) for band, number in children.items()),
		Fraction(0),
	)


def has_room(room: Room, children: Mapping[str, int], band: str) -> bool:
	"""Whether one more child of this age can be taken."""
	more = {**children, band: children.get(band, 0) + 1}
	if more[band] > room.places.get(band, 0):
		return False
	return carers_needed(more, room.per_carer) <= room.carers


def free_places(room: Room, children: Mapping[str, int], band: str) -> int:
	"""How many more children of this age can be taken, if none of another age comes."""
	free, taken = 0, dict(children)
	while has_room(room, taken, band):
		taken[band] = taken.get(band, 0) + 1
		free += 1
	return free


def next_in_line(room: Room, children: Mapping[str, int], waiting: Iterable[Waiting]) -> list[str]:
	"""Who of those waiting is offered a place now: first come, first served, and whoever is passed over because
	there is no place for that age keeps the turn."""
	offered, taken = [], dict(children)
	for child in sorted(waiting, key=lambda row: (row.since, row.name)):
		if has_room(room, taken, child.band):
			taken[child.band] = taken.get(child.band, 0) + 1
			offered.append(child.name)
	return offered


def is_too_many(room: Room, children: Mapping[str, int]) -> bool:
	"""Whether more children are here than carers may look after: a carer has left."""
	return carers_needed(children, room.per_carer) > room.carers
