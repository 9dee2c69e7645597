"""What the scheduler calls."""

from frappe.utils import getdate

from refugee_support import follow_ups
from refugee_support.deadlines import reminders
from refugee_support.refugee_support.doctype.authority_application import renewal


def send_follow_up_digests() -> None:
	follow_ups.send_digests(getdate())


def prepare_renewals() -> None:
	renewal.prepare_all_due(getdate())


def remind_of_deadlines() -> None:
	reminders.run_if_due()
