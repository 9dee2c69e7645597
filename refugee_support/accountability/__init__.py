"""Art. 5 (2) GDPR, being able to show it: the record of processing activities (Art. 30), impact assessments (Art. 35) and the
measures (Art. 32), printed from what this site is and does today (docs/data-protection.md).

Two kinds of sentences stand on these papers. What the association decides is data (Processing Activity, Refugee Support
Settings), and says whether somebody has reviewed it. What the program does is looked up on the running site at the moment
of printing (safety/): a measure that does not hold here is printed as open, never as a promise.
"""

import frappe

from refugee_support import access

ACTIVITY = "Processing Activity"
NEEDED, UNDECIDED, NOT_NEEDED = "Needed", "To Be Decided", "Not Needed"
REVIEW_AFTER = 12  # months


def may_read_measures(user: str) -> bool:
	"""They say what is open to an attacker: administrators, and whoever the settings name for data protection."""
	contact = frappe.db.get_single_value("Refugee Support Settings", "data_protection_contact")
	return access.administrates(user) or bool(contact and contact == user)
