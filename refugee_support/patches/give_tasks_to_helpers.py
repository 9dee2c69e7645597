"""Version 0.2: what people do stands in their profile. Who has an account gets the tasks that match its roles.

The rights stay as they are. What a profile does not say yet (conversation, instruction, training) stays empty: the
person remains active and is listed as incomplete.
"""

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from refugee_support import access
from refugee_support.setup import master_data
from refugee_support.volunteers.life_cycle import stage_of

TASK_OF_ROLE = {
	access.COUNSELLOR: "COUNSELLING_STAFF",
	access.VOLUNTEER: "COUNSELLING",
	access.CAFE_HELPER: "LANGUAGE_CAFE",
	access.APPLICATION_HELPER: "JOB_APPLICATIONS",
	access.COORDINATOR: "COORDINATION",
	access.ADMINISTRATOR: "ADMINISTRATION",
}


def execute() -> None:
	master_data.add_missing()
	for name in frappe.get_all("Volunteer Profile", pluck="name"):  # a migration: everybody
		profile = frappe.get_doc("Volunteer Profile", name)
		if profile.user and not profile.tasks:
			add_tasks(profile)
		profile.db_set("stage", stage_of(profile), update_modified=False)


def add_tasks(profile: Document) -> None:
	since = getdate(profile.joined_on or profile.creation)
	until = getdate(profile.left_on) if profile.status == "Former" and profile.left_on else None
	for role in sorted(set(frappe.get_roles(profile.user)) & set(TASK_OF_ROLE)):
		row = profile.append(
			"tasks",
			{
				"task": TASK_OF_ROLE[role],
				"from_date": since,
				"to_date": max(until, since) if until else None,
				# Somebody with the right to roles decided so when the account was made.
				"entered_by": "Administrator",
				"confirmed_by": "Administrator",
				"confirmed_on": getdate(),
			},
		)
		row.db_insert()
