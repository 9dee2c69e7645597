from datetime import datetime

import frappe
from frappe import _
from frappe.utils import add_days, get_datetime, now_datetime

from refugee_support.document import PlainTextDocument

DAYS_TO_UNDO = 30


class ClientMerge(PlainTextDocument):
	"""Two records that were one person: which number stays, and for 30 days everything needed to undo it.

	Written by `merging` only. `track_changes` stays off: the snapshot holds what only counsellors may read.
	"""

	def validate(self) -> None:
		if not self.flags.by_merging:
			frappe.throw(
				_("Clients are merged with the button on their form."),
				frappe.PermissionError,
				title=_("Not saved"),
			)

	def last_moment(self) -> datetime:
		return get_datetime(add_days(get_datetime(self.merged_on), DAYS_TO_UNDO))

	def can_be_undone(self) -> bool:
		return self.status == "Merged" and bool(self.snapshot) and now_datetime() <= self.last_moment()


def erase_old_snapshots() -> int:
	"""Daily: after 30 days nothing of the second record is kept but its number.

	Returns:
		The number of merges that are final now.
	"""
	old = frappe.get_all(  # a job: no reader
		"Client Merge",
		{"status": "Merged", "merged_on": ["<", add_days(now_datetime(), -DAYS_TO_UNDO)]},
		pluck="name",
	)
	for name in old:
		erased = {"status": "Final", "snapshot": None, "merged_client_name": None}
		frappe.db.set_value("Client Merge", name, erased, update_modified=False)
	return len(old)
