"""What the scheduler calls."""

from frappe.utils import getdate

from refugee_support.residence import reminders, today


def begin_residence_titles() -> None:
	today.begin_titles(getdate())


def remind_of_residence_titles() -> None:
	reminders.remind(getdate())
