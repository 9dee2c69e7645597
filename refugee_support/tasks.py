"""What the scheduler calls, a few lines each (hooks.py: scheduler_events)."""

from refugee_support.deadlines import reminders


def hourly() -> None:
	reminders.run_if_due()
