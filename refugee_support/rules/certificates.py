"""Extended police certificates: section 72a (5) SGB VIII, section 30a BZRG.

Kept are the day of inspection, the date of the certificate and whether there is a relevant conviction. The periods
of three months and five years are what agreements with youth welfare offices usually ask for, not law; six months
after the last activity is the law's longest period for keeping the three facts.
"""

from dataclasses import dataclass
from datetime import date

from refugee_support.rules.months import add_months

LONGEST_KEPT_MONTHS = 6  # section 72a (5) sentence 5 SGB VIII
REMINDERS = (90, 30)  # days before the last valid day


@dataclass(frozen=True)
class Certificate:
	certificate_date: date
	valid_until: date
	relevant_conviction: bool = False

	def holds_on(self, day: date) -> bool:
		"""Whether somebody with this certificate may work with children on that day."""
		return not self.relevant_conviction and day <= self.valid_until


def last_valid_day(certificate_date: date, years: int) -> date:
	return add_months(certificate_date, 12 * years)


def is_too_old(certificate_date: date, inspected_on: date, months: int) -> bool:
	return inspected_on > add_months(certificate_date, months)


def erasure_day(last_activity: date, months: int) -> date:
	"""The first day on which the facts must be gone."""
	return add_months(last_activity, min(months, LONGEST_KEPT_MONTHS))


def reminder_due(valid_until: date, today: date, last_reminder: int) -> int | None:
	"""How many days before the end the reminder is that is due today and has not been sent.

	Args:
		last_reminder: the one sent last, in days before the end; 0 where none was sent yet.
	"""
	left = (valid_until - today).days
	due = min((days for days in REMINDERS if left <= days), default=None)
	if due is None or left < 0 or (last_reminder and last_reminder <= due):
		return None
	return due
