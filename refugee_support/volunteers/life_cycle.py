"""What is recorded of a person, read into the rules; and the checklist in words."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from refugee_support.access import APP_ROLES, APPLICATION_HELPER, COUNSELLOR, VOLUNTEER
from refugee_support.rules import life_cycle as rules
from refugee_support.rules.life_cycle import Helper, TaskPeriod
from refugee_support.volunteers import certificates

# Nobody comes to clients by the decision of one person alone: tasks with these roles are confirmed by a second.
CLIENT_ROLES = {COUNSELLOR, VOLUNTEER, APPLICATION_HELPER}


def helper_of(profile: Document) -> Helper:
	"""A Volunteer Profile, as it stands in memory, with the certificate that is stored."""
	return Helper(
		status=profile.status,
		is_staff=profile.helper_kind == "Staff",
		conversation_on=day(profile.conversation_on),
		signed_on=day(profile.undertaking_signed_on),
		ended_on=day(profile.undertaking_ended_on),
		instructed_on=day(profile.instructed_on),
		trained_on=day(profile.legal_training_on),
		has_supervising_lawyer=bool(profile.supervising_lawyer),
		has_address=bool(profile.user or profile.email),
		certificate=certificates.of(profile.name),
		tasks=tuple(period_of(row) for row in profile.tasks if row.task and row.from_date),
	)


def period_of(row: Document) -> TaskPeriod:
	task = frappe.get_cached_doc("Volunteer Task", row.task)
	return TaskPeriod(
		first=getdate(row.from_date),
		last=day(row.to_date),
		with_children=bool(task.with_children),
		needs_legal_guidance=bool(task.needs_legal_guidance),
		needs_account=bool(task.role_profile),
		awaits_confirmation=awaits_confirmation(row),
	)


def roles_of_task(task: str) -> set[str]:
	"""The roles of a task's role profile, of this app only: whatever somebody has put into the profile since."""
	role_profile = frappe.get_cached_value("Volunteer Task", task, "role_profile")
	if not role_profile:
		return set()
	filters = {"parenttype": "Role Profile", "parent": role_profile, "role": ["in", APP_ROLES]}
	return set(frappe.get_all("Has Role", filters, pluck="role"))


def needs_confirmation(task: str) -> bool:
	return bool(roles_of_task(task) & CLIENT_ROLES)


def awaits_confirmation(row: Document) -> bool:
	return not row.confirmed_by and needs_confirmation(row.task)


def day(value: Any) -> date | None:
	return getdate(value) if value else None


def open_tasks(profile: Document) -> list[Document]:
	"""The rows of the tasks this person may do today."""
	helper, today = helper_of(profile), getdate()
	rows = [row for row in profile.tasks if row.task and row.from_date]
	return [row for row in rows if rules.is_task_open(helper, period_of(row), today)]


def stage_of(profile: Document) -> str:
	return rules.stage(helper_of(profile), getdate())


def missing_in_words(profile: Document) -> list[str]:
	words = in_words()
	return [words[step][1] for step in rules.missing_steps(helper_of(profile), getdate())]


def checklist(profile: Document) -> list[dict[str, Any]]:
	"""Every step this person's tasks ask for: what it is, whether it is done, and if not, what to do."""
	helper, today, words = helper_of(profile), getdate(), in_words()
	missing = rules.missing_steps(helper, today)
	return [
		{
			"step": words[step][0],
			"done": step not in missing,
			"help": words[step][1] if step in missing else "",
		}
		for step in rules.needed_steps(helper, today)
	]


def in_words() -> dict[str, tuple[str, str]]:
	"""Every step: its name, and what to do while it is missing."""
	return {
		rules.CONVERSATION: (_("First conversation"), _("Enter the day of the first conversation.")),
		rules.UNDERTAKING: (
			_("Confidentiality undertaking"),
			_("Print the confidentiality undertaking, have it signed, enter the day."),
		),
		rules.INSTRUCTION: (
			_("Data protection instruction"),
			_("Give the data protection instruction and enter the day."),
		),
		rules.CERTIFICATE: (
			_("Extended police certificate"),
			_("A task with children needs a valid extended police certificate: look at it and record it."),
		),
		rules.TRAINING: (
			_("Introduction to legal advice"),
			_("A task with legal advice needs an introduction: enter its day and the supervising lawyer."),
		),
		rules.TASK: (_("A task"), _("Enter at least one task that has not ended.")),
		rules.CONFIRMATION: (
			_("Confirmation by a second person"),
			_("A counsellor or another administrator confirms the tasks that lead to clients."),
		),
		rules.ADDRESS: (
			_("E-mail address or account"),
			_("Enter an e-mail address, so that an account can be created, or choose an account."),
		),
	}
