"""The log's own retention, whatever Frappe's Log Settings say."""

import frappe
from frappe.utils import add_months, cint, now_datetime

from refugee_support.audit.log import LOG

SHORTEST, USUAL, LONGEST = 12, 24, 36  # months; "who has seen this" looks back twelve


def months_kept() -> int:
	chosen = cint(frappe.db.get_single_value("Refugee Support Settings", "access_log_months")) or USUAL
	return min(max(chosen, SHORTEST), LONGEST)


def delete_old_entries() -> None:
	"""Daily. The only way an entry ever goes."""
	frappe.db.delete(LOG, {"time": ["<", add_months(now_datetime(), -months_kept())]})
