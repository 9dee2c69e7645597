"""Times are stored as the clock on the wall shows them, in the time zone of the site. What counts hours counts real ones.

	bench --site <site> execute refugee_support.clock.set_right

after the server's clock was wrong: Frappe does not run a job whose last run lies in the future, however far.
"""

from datetime import UTC, datetime

import frappe
from dateutil.tz import gettz
from frappe.utils import get_system_timezone, now_datetime


def to_utc(local: datetime) -> datetime:
	"""Without a zone. An hour that exists twice (the last Sunday in October) is taken for the first of the two: what has
	to be done by then is done in time."""
	return local.replace(tzinfo=_zone()).astimezone(UTC).replace(tzinfo=None)


def from_utc(moment: datetime) -> datetime:
	return moment.replace(tzinfo=UTC).astimezone(_zone()).replace(tzinfo=None)


def _zone() -> object:
	return gettz(get_system_timezone())


def set_right() -> int:
	"""A command: jobs that wait for a time that will not come for long are due again.

	Returns:
		The number of jobs.
	"""
	now = now_datetime()
	ahead = {"last_execution": [">", now]}
	names = frappe.get_all("Scheduled Job Type", ahead, pluck="name")
	for name in names:
		frappe.db.set_value("Scheduled Job Type", name, "last_execution", now, update_modified=False)
	return len(names)
