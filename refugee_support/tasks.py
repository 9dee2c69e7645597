"""What the scheduler calls."""

from frappe.utils import getdate

from refugee_support import follow_ups


def send_follow_up_digests() -> None:
	follow_ups.send_digests(getdate())
