"""Counting as rows go by (evidence/streaming.py): the same figures as a database would give, whatever the number."""

import random
from typing import Any

import frappe
import pytest
from frappe.query_builder import DocType

from refugee_support.evidence.counting import counted, counts_of
from refugee_support.evidence.streaming import Tally, rows_of


def rows(number: int, people: int) -> list[tuple[Any, ...]]:
	chance = random.Random(8)
	drawn = [(chance.randrange(people), chance.choice("abc"), chance.choice("xy")) for _ in range(number)]
	return [(row, column, f"p{who}", f"h{who // 3}", 1, 30, who % 2) for who, row, column in drawn]


def test_everybody_counts_once_in_each_line_and_once_in_the_total() -> None:
	given = rows(5000, 3000)
	tally = Tally(given)
	for places in ((), (0,), (1,), (0, 1)):
		expected: dict[tuple[str, ...], tuple[set[str], set[str]]] = {}
		for row in given:
			persons, households = expected.setdefault(tuple(row[place] for place in places), (set(), set()))
			persons.add(row[2])
			households.add(row[3])
		found = counts_of(tally.by(*places))
		assert {key: (line.persons, line.households) for key, line in found.items()} == {
			key: tuple(map(len, sets)) for key, sets in expected.items()
		}
	together = counted(tally.together())
	assert (together.contacts, together.minutes, together.hours) == (5000, 150_000, 2500)
	assert together.first_contacts == sum(row[6] for row in given)


def test_two_spellings_are_one_line_in_which_nobody_counts_twice() -> None:
	tally = Tally(
		[
			("Erkrath", "p1", "h1", 1, 30, 1),
			("ERKRATH", "p1", "h1", 1, 30, 0),
			("erkrath", "p2", None, 1, 0, 0),
		]
	)
	(line,) = counts_of(tally.lines).values()
	assert (line.persons, line.households, line.contacts, line.first_contacts) == (2, 1, 3, 1)


def test_an_anonymous_contact_is_a_contact_and_nobody() -> None:
	counts = counted(Tally([("", None, None, 1, 20, 0), ("", "", "", 1, 20, 0)]).together())
	assert (counts.contacts, counts.persons, counts.households) == (2, 0, 0)


def test_of_nothing_there_is_nothing() -> None:
	tally = Tally([])
	assert tally.lines == {} and counted(tally.together()) == counted(Tally([]).together())
	assert counted(tally.together()).contacts == 0


def test_after_an_error_between_two_rows_the_connection_still_answers() -> None:
	role = DocType("DocType")
	with pytest.raises(ZeroDivisionError):
		with rows_of(frappe.qb.from_(role).select(role.name)) as found:
			for _row in found:
				_ = 1 / 0
	assert frappe.db.exists("DocType", "Client")
