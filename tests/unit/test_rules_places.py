"""Who has a place at an event, and who is offered one next."""

from datetime import datetime, timedelta

import pytest

from refugee_support.rules.places import Group, age_limits_are_right, next_offers, offer_ends, places_free

NOON = datetime(2026, 11, 25, 12)


def waiting(name: str, people: int, minutes: int) -> Group:
	return Group(name, people, "Waiting", NOON + timedelta(minutes=minutes))


def test_an_offer_keeps_its_place_and_a_cancelled_registration_does_not():
	groups = [Group("a", 3, "Registered"), Group("b", 2, "Offered"), Group("c", 4, "Cancelled")]
	assert places_free(10, groups) == 5
	assert places_free(4, groups) == 0
	assert places_free(0, groups) is None


def test_places_are_offered_in_the_order_of_joining():
	assert next_offers(2, [waiting("late", 1, 9), waiting("first", 1, 1), waiting("second", 1, 2)]) == [
		"first",
		"second",
	]


def test_a_group_that_does_not_fit_keeps_its_turn_and_blocks_nobody():
	assert next_offers(2, [waiting("family", 5, 1), waiting("two", 2, 2), waiting("one", 1, 3)]) == ["two"]


def test_without_a_limit_everybody_who_waits_is_offered_a_place():
	assert next_offers(0, [waiting("a", 5, 1), waiting("b", 2, 2)]) == ["a", "b"]


def test_an_offer_ends_when_the_event_begins_at_the_latest():
	assert offer_ends(NOON, 48, NOON + timedelta(days=9)) == NOON + timedelta(hours=48)
	assert offer_ends(NOON, 48, NOON + timedelta(hours=3)) == NOON + timedelta(hours=3)


@pytest.mark.parametrize(
	("youngest", "oldest", "right"),
	[(0, 0, True), (6, 12, True), (12, 6, False), (6, 130, False), (6, 0, True)],
)
def test_age_limits(youngest, oldest, right):
	assert age_limits_are_right(youngest, oldest) is right
