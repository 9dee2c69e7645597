"""Follow-ups belong to somebody: so far to whoever held the conversation."""

import frappe
from frappe.query_builder import DocType


def execute() -> None:
	"""Only where nobody is named: run again it changes nothing."""
	consultation = DocType("Consultation")
	nobody = consultation.follow_up_by.isnull() | (consultation.follow_up_by == "")
	open_ones = (consultation.follow_up_done == 0) & consultation.follow_up_on.isnotnull()
	(
		frappe.qb.update(consultation)
		.set(consultation.follow_up_by, consultation.counsellor)
		.where(nobody & open_ones)
		.run()
	)
