"""Whether the reminders run at all: what does not run can send no mail about it."""

from datetime import datetime, timedelta

import frappe
from frappe.utils import get_datetime, getdate, now_datetime

from refugee_support import access

SETTINGS, FIELD = "Refugee Support Settings", "deadline_reminders_ran_at"
LATE_AFTER = timedelta(hours=26)
AHEAD = timedelta(
	minutes=90
)  # in October the clock goes back by one hour; more than that: it was wrong when they ran, and nothing is known of since


def beat() -> None:
	frappe.db.set_single_value(SETTINGS, FIELD, now_datetime(), update_modified=False)


def ran_at() -> datetime | None:
	"""When all reminders were sent last. Frappe gives an empty time back as one of the year 1."""
	stored = frappe.db.get_single_value(SETTINGS, FIELD, cache=False)
	moment = get_datetime(stored) if stored else None
	return moment if moment and moment.year > 1 else None


def ran_today() -> bool:
	moment = ran_at()
	return moment is not None and getdate(moment) == getdate()


def is_late() -> bool:
	"""Whether all reminders were sent last more than 26 hours ago; on a site where they never ran, whether there has
	been anything to remind of for that long. A last time in the future is none: Frappe's jobs then wait for it
	(`clock.set_right`)."""
	since = ran_at() or first_pending()
	if not since:
		return False
	ago = now_datetime() - get_datetime(since)
	return ago > LATE_AFTER or ago < -AHEAD


def first_pending() -> str | None:
	pending = {"status": ["in", ["Open", "Not Computed"]]}
	# Only a time of entry leaves here; whoever may see the deadline.
	oldest = frappe.get_all("Legal Deadline", pending, pluck="creation", order_by="creation asc", limit=1)
	return oldest[0] if oldest else None


@frappe.whitelist()
def are_reminders_late() -> bool:
	"""For the warning on the workspace of counsellors; the others are told nothing."""
	return access.is_counsellor(frappe.session.user) and is_late()
