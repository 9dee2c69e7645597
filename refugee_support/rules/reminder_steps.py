"""Which reminder a deadline has reached, and who is reminded. Pure Python: today is an argument."""

from dataclasses import dataclass
from datetime import date, timedelta

# Days before the last day, the nearest first.
STEPS = ((0, "Due"), (1, "1 Day"), (3, "3 Days"), (7, "7 Days"))
# From here on a second person is told as well: nobody can say any more that there was time.
URGENT = frozenset({"1 Day", "Due", "Overdue", "Not Computed"})
UNREAD_AFTER = timedelta(days=2)
AGAIN_AFTER = 7  # days between reminders of what is overdue


@dataclass(frozen=True)
class Step:
	"""A reminder: its name, and the day that makes it one of a kind (the last day; when overdue, each week anew)."""

	name: str
	day: date

	@property
	def is_urgent(self) -> bool:
		return self.name in URGENT


def reached_step(
	*, due_on: date | None, advance_on: date | None, is_opportunity: bool = False, today: date
) -> Step | None:
	"""The last step a deadline has reached, or None.

	Steps in between that nobody sent (the machine was off) are not made up for: the one that counts today is.
	"""
	if due_on is None:
		return Step("Not Computed", today)  # every day, until somebody has mended it
	if is_opportunity:
		return Step("Possible", due_on) if due_on <= today else None
	left = (due_on - today).days
	if left < 0:
		return Step("Overdue", due_on + timedelta(days=AGAIN_AFTER * ((-left - 1) // AGAIN_AFTER)))
	for days, name in STEPS:
		if left <= days:
			return Step(name, due_on)
	return Step("Advance", due_on) if advance_on and advance_on <= today else None


def is_absent(today: date, absent_from: date | None, absent_to: date | None) -> bool:
	"""Whether somebody is away today; without a last day until further notice, without any day not."""
	if absent_from is None and absent_to is None:
		return False
	return (absent_from or date.min) <= today <= (absent_to or date.max)
