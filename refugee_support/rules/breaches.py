"""By when a breach of data protection is reported: Art. 33 (1) GDPR.

72 hours from the moment the controller knows of it, where feasible; weekends and holidays count. They are hours that
pass: moments here are UTC, because a clock on the wall has 73 of them in the last weekend of October.
"""

from datetime import datetime, timedelta

HOURS = 72
REMINDERS = (0, 24, 48, 66, 72)  # hours after it was noticed


def report_due_at(noticed: datetime) -> datetime:
	return noticed + timedelta(hours=HOURS)


def reminders_due(noticed: datetime, now: datetime) -> int:
	"""How many reminders should have gone out by now; after the last one, another every day."""
	passed = (now - noticed) / timedelta(hours=1)
	late = max(0, int((passed - HOURS) // 24))
	return sum(passed >= hours for hours in REMINDERS) + late
