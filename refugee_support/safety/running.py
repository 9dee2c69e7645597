"""Does what runs by itself run? Reminders of deadlines, the nightly checks, erasures."""

import frappe
from frappe import _
from frappe.utils import now_datetime, time_diff_in_hours
from frappe.utils.background_jobs import get_workers
from frappe.utils.scheduler import is_scheduler_inactive

from refugee_support.safety.finding import URGENT, Finding, judged, yes_or_no

LONGEST_PAUSE = 3  # hours: some of our jobs run every ten minutes
AHEAD = 1.5  # hours: in the night in October the clock goes back by one


def scheduler() -> Finding:
	"""A restore into an empty site leaves it off, without a word."""
	inactive = is_scheduler_inactive(verbose=False)
	to_do = _("Have {0} called on the server: nobody is reminded of a deadline now.").format(
		"bench enable-scheduler"
	)
	return judged(_("Scheduled jobs"), not inactive, yes_or_no(not inactive), to_do, URGENT)


def last_run() -> Finding:
	found = frappe.get_all(
		"Scheduled Job Type",
		{"last_execution": ["is", "set"]},
		pluck="last_execution",
		order_by="last_execution desc",
		limit=1,
	)
	hours = time_diff_in_hours(now_datetime(), found[0]) if found else None
	if hours is not None and hours < -AHEAD:
		to_do = _(
			"The server's clock was wrong. Have it set right, and {0} called: until then no job runs."
		).format("bench execute refugee_support.clock.set_right")
		return judged(_("Last scheduled job"), False, _("in the future"), to_do, URGENT)
	to_do = _("Have {0} called on the server and its processes looked at.").format("bench doctor")
	text = _("never") if hours is None else _("{0} hours ago").format(f"{round(max(hours, 0), 1):g}")
	return judged(_("Last scheduled job"), hours is not None and hours < LONGEST_PAUSE, text, to_do, URGENT)


def workers() -> Finding:
	number = len(get_workers())
	to_do = _("Have {0} called on the server and its processes looked at.").format("bench doctor")
	return judged(_("Workers for background jobs"), number, str(number), to_do, URGENT)


POINTS = (scheduler, last_run, workers)
