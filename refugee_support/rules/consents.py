"""Whether somebody's consent holds on a day: Art. 4 no. 11 and Art. 7 GDPR. Pure Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

ADULT = 18
Standing = Literal["In Force", "Ended", "Taken Back", "Not Given Yet"]


@dataclass(frozen=True)
class Consent:
	"""`valid_until` is the last day on which it holds; on the day it is withdrawn it holds no more."""

	given_on: date | None
	valid_until: date | None = None
	withdrawn_on: date | None = None


def standing(consent: Consent, today: date) -> Standing:
	"""What one consent is worth today.

	A withdrawal counts for ever (Art. 7 (3) GDPR); whoever agrees again gives a new consent.
	"""
	if not consent.given_on:
		return "Not Given Yet"
	if consent.withdrawn_on:
		return "Taken Back"
	if consent.valid_until and consent.valid_until < today:
		return "Ended"
	return "In Force" if consent.given_on <= today else "Not Given Yet"


def together(consents: Iterable[Consent], today: date) -> tuple[Standing, date | None]:
	"""What all consents to one thing are worth today, and since when: one in force is enough; of those that are over,
	the one that ended last is what the person has said last."""
	found = [(standing(consent, today), consent) for consent in consents]
	if days := [one.given_on for what, one in found if what == "In Force" and one.given_on]:
		return "In Force", min(days)
	over = [
		(one.withdrawn_on or one.valid_until or date.min, what)
		for what, one in found
		if what in ("Taken Back", "Ended")
	]
	if over:
		day, what = max(over)
		return what, day
	return "Not Given Yet", None


def may_sign_alone(age: int | None) -> bool:
	"""Whether photographs of a person of this age need no signature of those who have custody (section 22 KunstUrhG,
	sections 1626, 1629 BGB). Of unknown age: as an adult."""
	return age is None or age >= ADULT
