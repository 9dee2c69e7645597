"""Dates of deadlines that are entered by hand, and the advance date of all of them."""

from datetime import date, timedelta
from typing import Any

from frappe.utils import getdate

from refugee_support.rules import deadlines
from refugee_support.rules.deadlines import Text

ADVANCE_DAYS = 14


def explained(deadline: Any, state: str) -> Any:
	"""What the rules say about a deadline entered by hand: `due_on`, `safe_on`, `texts`; or None.

	Raises:
		DeadlineError: where the rules refuse the dates.
	"""
	if deadline.kind == "Opportunity":
		filed_on = getdate(deadline.filed_on) if deadline.filed_on else None
		return deadlines.earliest_action_for_inaction(
			filed_on, court=deadline.court_law, after=(deadline.filed_what or "").lower(), state=state
		)
	if not deadline.due_on:
		return None
	due = getdate(deadline.due_on)
	if deadline.kind == "Appointment":
		return deadlines.appointment(due)
	if deadline.kind == "Renewal":
		return deadlines.last_day_before_expiry(due, state=state)
	entered = Text(
		f"Letzter Tag, von Hand eingetragen: {deadlines.day_de(due)}.",
		f"Last day, entered by hand: {deadlines.day_en(due)}.",
	)
	return deadlines.PlainDeadline((entered,), due, deadlines.safe_before(due, state))


def advance_date(due: date, state: str, today: date) -> date:
	"""Two weeks before, back to a working day; today where that is over."""
	return max(min(today, due), deadlines.roll_back(due - timedelta(days=ADVANCE_DAYS), state))
