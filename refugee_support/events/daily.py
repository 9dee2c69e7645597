"""Jobs of the events and of the entitlements to courses."""

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, now_datetime

from refugee_support.bell import ring
from refugee_support.events import messages, places
from refugee_support.residence.reminders import recipients_of

DAYS_BEFORE = 30


def run_hourly() -> None:
	places.end_offers(now_datetime())
	messages.remind(getdate())


def remind_of_entitlements() -> None:
	remind_of_courses(getdate())


def remind_of_courses(today: date) -> int:
	"""An entitlement that ends within a month and has not been used: told once to those who look after the client.

	Returns:
		The number of entitlements reminded of.
	"""
	due = frappe.get_all(  # a job: whoever may see the client is asked for each recipient
		"Course Entitlement",
		{
			"valid_until": ["between", [today, today + timedelta(DAYS_BEFORE)]],
			"started_on": ["is", "not set"],
			"reminded_on": ["is", "not set"],
		},
		["name", "client", "valid_until"],
		order_by="valid_until, name",
	)
	for row in due:
		frappe.db.set_value("Course Entitlement", row.name, "reminded_on", today, update_modified=False)
		for user in recipients_of(row.client):
			language = frappe.db.get_value("User", user, "language") or "de"
			subject = _("{0}: the entitlement to an integration course is valid until {1}.", language)
			told = subject.format(row.client, formatdate(row.valid_until))
			ring(user, told, doctype="Course Entitlement", name=row.name)
	return len(due)
