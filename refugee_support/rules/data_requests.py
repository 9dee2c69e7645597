"""By when a request of a person about their own data is answered: Art. 12 (3) GDPR.

One month from the day it was received; two months more where that is necessary, if the person is told within the first
month, with the reasons. Art. 3 (4) of Regulation (EEC, Euratom) No 1182/71 would move a last day on a weekend to the next
working day: we do not count on it.
"""

from datetime import date

from refugee_support.rules.months import add_months

USUAL, EXTENDED = 1, 3  # months from the day of the request
LEADS = (14, 7, 3, 1, 0)  # days before the last one on which somebody is reminded


def due_on(received: date, *, extended: bool = False) -> date:
	"""The last day for the answer."""
	return add_months(received, EXTENDED if extended else USUAL)


def may_extend(received: date, told: date) -> bool:
	"""Whether the person was told in time that it takes longer."""
	return received <= told <= due_on(received)


def is_to_remind(due: date, today: date) -> bool:
	"""On some days before, and every day from the first one that is too late."""
	days = (due - today).days
	return days < 0 or days in LEADS
