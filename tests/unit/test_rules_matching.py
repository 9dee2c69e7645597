"""Who speaks Tigrinya and is there on Thursday?"""

import pytest

from refugee_support.rules.matching import Offer, Wish, fits

DANIEL = Offer(
	languages=(("ti", "Native Language"), ("en", "B2"), ("ar", "")),
	tasks=frozenset({"INTERPRETING"}),
	availability=(("Thursday", "Evening"), ("Monday", "All Day")),
)


@pytest.mark.parametrize(
	("wish", "found"),
	[
		(Wish(), True),
		(Wish(language="ti", weekday="Thursday"), True),
		(Wish(language="ti", weekday="Friday"), False),
		(Wish(language="fa"), False),
		(Wish(language="en", level="B2"), True),
		(Wish(language="en", level="C1"), False),
		(Wish(language="ti", level="C2"), True),
		(Wish(language="ar", level="A1"), False),  # nobody knows how well
		(Wish(language="ar"), True),
		(Wish(task="INTERPRETING"), True),
		(Wish(task="CHILDCARE"), False),
		(Wish(weekday="Thursday", time_of_day="Morning"), False),
		(Wish(weekday="Monday", time_of_day="Morning"), True),
		(Wish(time_of_day="Evening"), True),
		(Wish(weekday="Thursday", time_of_day="All Day"), True),
	],
)
def test_who_fits(wish: Wish, found: bool) -> None:
	assert fits(DANIEL, wish) is found


def test_who_is_never_there_is_not_found_by_a_day() -> None:
	assert not fits(Offer(languages=(("ti", "C1"),)), Wish(language="ti", weekday="Thursday"))
