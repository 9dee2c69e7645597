"""What the scheduler calls."""

from frappe.utils import getdate

from refugee_support.refugee_support.doctype.authority_application import renewal


def prepare_renewals() -> None:
	renewal.prepare_all_due(getdate())
