from typing import Any

import frappe
from frappe import _
from frappe.utils import flt, getdate

from refugee_support import access
from refugee_support.document import PlainTextDocument
from refugee_support.rules.periods import month_of

LONGEST_DAY = 24


class VolunteerHours(PlainTextDocument):
	"""Time somebody gave on one day for one task. Everybody enters their own; administrators enter paper lists."""

	def before_validate(self) -> None:
		super().before_validate()
		self.volunteer = self.volunteer or own_profile()

	def validate(self) -> None:
		# The name as a column of its own: lists may not join the protected profile.
		names = frappe.db.get_value("Volunteer Profile", self.volunteer, ["user", "full_name"])
		self.user, self.volunteer_name = names or (None, None)
		self.validate_own()
		self.validate_day()
		self.validate_task()
		self.month = month_of(getdate(self.date))

	def on_trash(self) -> None:
		"""Taken back by whoever gave them: the duty they came from stays done."""
		frappe.db.set_value("Duty Shift", {"hours_entry": self.name}, "hours_entry", None)

	def validate_own(self) -> None:
		"""Hours of others are not a matter of colleagues, neither new ones nor stored ones."""
		if access.ADMINISTRATOR in frappe.get_roles() or self.user == frappe.session.user:
			return
		if self.flags.from_duty:  # of a duty that was done; whoever may write the duty has checked it
			return
		self.refuse_permission("volunteer", _("You enter your own hours. Please choose yourself in {0}."))

	def validate_day(self) -> None:
		if getdate(self.date) > getdate():
			self.refuse("date", _("The date in {0} lies in the future. Please check it."))
		if not 0 < flt(self.hours) <= LONGEST_DAY:
			self.refuse("hours", _("Please enter {0}: more than 0 and at most 24 for one day."))
		if flt(self.hours) + hours_on(self.volunteer, self.date, without=self.name) > LONGEST_DAY:
			self.refuse("hours", _("{0}: together with the other entries the day would have more than 24."))

	def validate_task(self) -> None:
		if self.task not in tasks_on(self.volunteer, self.date):
			self.refuse(
				"task", _("{0}: this person did not have this task on that day. Please choose another.")
			)


def own_profile() -> str | None:
	return frappe.db.get_value("Volunteer Profile", {"user": frappe.session.user})


def hours_on(volunteer: str, day: Any, without: str | None) -> float:
	rows = {"volunteer": volunteer, "date": getdate(day), "name": ["!=", without or ""]}
	return sum(frappe.get_all("Volunteer Hours", rows, pluck="hours"))  # of one person, whoever enters


def tasks_on(volunteer: str, day: Any) -> list[str]:
	"""The tasks somebody had on a day, whatever has happened since."""
	day = getdate(day)
	rows = frappe.get_all(
		"Volunteer Profile Task",
		{"parent": volunteer, "parenttype": "Volunteer Profile"},
		["task", "from_date", "to_date"],
		order_by="idx",
	)
	return [
		row.task
		for row in rows
		if getdate(row.from_date) <= day and (not row.to_date or day <= getdate(row.to_date))
	]


@frappe.whitelist()
def my_hours() -> dict[str, Any]:
	"""What the dialog for one's own hours proposes, and what this month and year have brought so far."""
	profile = own_profile()
	if not profile:
		return {}
	year = [getdate().replace(month=1, day=1), getdate()]
	rows = frappe.get_all(
		"Volunteer Hours",
		{"user": frappe.session.user, "date": ["between", year]},
		["date", "hours", "task", "funding_programme"],
		order_by="creation desc",
	)
	tasks = tasks_on(profile, getdate())
	last = rows[0] if rows else frappe._dict()
	return {
		"tasks": tasks,
		"task": last.task if last.task in tasks else (tasks[0] if tasks else None),
		"funding_programme": last.funding_programme,
		"month": sum(row.hours for row in rows if getdate(row.date).month == getdate().month),
		"year": sum(row.hours for row in rows),
	}


@frappe.whitelist(methods=["POST"])
def take_back(name: str) -> None:
	"""Remove an entry of one's own that was made by mistake: volunteers have no right to delete anything else."""
	hours = frappe.get_doc("Volunteer Hours", name)
	hours.check_permission("write")
	# Replaced by: the right to write this entry, which only its person and administrators have.
	frappe.delete_doc("Volunteer Hours", name, ignore_permissions=True, delete_permanently=True)
