"""Counting different people as rows go by, each row read once and none kept.

The database could count them (COUNT DISTINCT), but sorts on disk for every group: on a million rows that took a
minute and more for each table. Here rows come one after another, and a line of a table remembers who was in it
by one bit for each person: forty thousand people take 5 kB a line, however often they came.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import frappe

from refugee_support.rules.text import search_key

Key = tuple[str, ...]
SPARE = 64  # bytes: room for 512 people more, whenever room is made


@contextmanager
def rows_of(query: Any) -> Iterator[Iterable[Sequence[Any]]]:
	"""The rows of a query one after another. No other query may be sent before they are read.

	On MariaDB they stay with the server until they are read; SQLite, for evaluation only, gives them all at once.
	"""
	if frappe.db.db_type != "mariadb":
		yield query.run(as_list=True)
		return
	with frappe.db.unbuffered_cursor():
		yield query.run(as_list=True, as_iterator=True)


@dataclass(frozen=True)
class Line:
	"""Sums, and whoever was in it: a bit for each person and for each household."""

	contacts: int = 0
	minutes: int = 0
	first_contacts: int = 0
	persons: int = 0
	households: int = 0

	def __or__(self, other: "Line") -> "Line":
		return Line(
			self.contacts + other.contacts,
			self.minutes + other.minutes,
			self.first_contacts + other.first_contacts,
			self.persons | other.persons,
			self.households | other.households,
		)


class Tally:
	"""Rows counted by their keys; sums of lines count everybody once."""

	def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
		"""Args: rows of key, ..., person, household, contacts, minutes, first contacts; None for what is not recorded."""
		self._numbers: tuple[dict[str, int], dict[str, int]] = ({}, {})
		self.lines = _in_one_spelling(self._read(rows))

	def by(self, *places: int) -> dict[Key, Line]:
		"""Counted anew for the parts of the keys at these places."""
		found: dict[Key, Line] = {}
		for key, line in self.lines.items():
			part = tuple(key[place] for place in places)
			found[part] = found.get(part, Line()) | line
		return found

	def together(self) -> Line:
		return self.by().get((), Line())

	def _read(self, rows: Iterable[Sequence[Any]]) -> dict[Key, Line]:
		found: dict[tuple[Any, ...], list[Any]] = {}
		persons, households = self._numbers
		for *values, person, household, contacts, minutes, first in rows:
			key = tuple(values)
			line = found.get(key)
			if line is None:
				line = found[key] = [0, 0, 0, bytearray(), bytearray()]
			line[0] += contacts or 0
			line[1] += minutes or 0
			line[2] += first or 0
			if person:
				_mark(line[3], persons.setdefault(person, len(persons)))
			if household:
				_mark(line[4], households.setdefault(household, len(households)))
		return {
			_as_text(key): Line(
				*(int(total) for total in line[:3]), *(int.from_bytes(bits, "little") for bits in line[3:])
			)
			for key, line in found.items()
		}


def _mark(bits: bytearray, number: int) -> None:
	place = number >> 3
	if place >= len(bits):
		bits.extend(bytes(place - len(bits) + SPARE))
	bits[place] |= 1 << (number & 7)


def _as_text(values: Sequence[Any]) -> Key:
	"""A year is a number in the database; and what is not recorded is ""."""
	return tuple("" if value is None else str(value) for value in values)


def _in_one_spelling(lines: dict[Key, Line]) -> dict[Key, Line]:
	"""Erkrath and ERKRATH are one place, on every database; the spelling met first stands for both."""
	spelling: dict[tuple[int, str], str] = {}
	found: dict[Key, Line] = {}
	for key, line in lines.items():
		one = tuple(spelling.setdefault((place, search_key(part)), part) for place, part in enumerate(key))
		found[one] = found.get(one, Line()) | line
	return found
