"""Who is reminded of a deadline: only people who may see it today, and always somebody."""

from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate

from refugee_support import access
from refugee_support.rules.reminder_steps import is_absent


class Recipients:
	"""Asked for many deadlines: what each person may see is read once, whatever the number of deadlines."""

	def __init__(self, rows: list[Any], today: date) -> None:
		self.today = today
		self.names = [row.name for row in rows]
		self.visible: dict[str, set[str]] = {}
		self.fallback = frappe.db.get_single_value("Refugee Support Settings", "deadline_fallback_user")
		self._counsellors: list[str] | None = None

	def first(self, row: Any) -> str | None:
		"""The responsible person, or the substitute while they are away or may not see the client any more."""
		away = is_absent(self.today, _day(row.absent_from), _day(row.absent_to))
		order = (row.substitute, row.responsible) if away else (row.responsible, row.substitute)
		return next((user for user in order if self.sees(user, row)), None)

	def second(self, row: Any, first: str | None) -> list[str]:
		"""Another person: the substitute, else the one named in the settings, else all counsellors who may see it."""
		for user in (row.substitute, row.responsible, self.fallback):
			if user != first and self.sees(user, row):
				return [user]
		return [user for user in self.counsellors if user != first and self.sees(user, row)]

	def sees(self, user: str | None, row: Any) -> bool:
		if not user or user in frappe.STANDARD_USERS:
			return False  # a technical account: nobody reads what it is told
		if user not in self.visible:
			self.visible[user] = visible_to(user, self.names)
		return row.name in self.visible[user]

	@property
	def counsellors(self) -> list[str]:
		if self._counsellors is None:
			self._counsellors = active_counsellors()
		return self._counsellors


def visible_to(user: str, names: list[str]) -> set[str]:
	"""Which of these deadlines a person may see, by the criterion that decides in the desk."""
	if user != "Administrator" and not frappe.db.get_value("User", user, "enabled"):
		return set()
	criterion = access.CRITERIA["Legal Deadline"](user)
	if criterion is None:
		return set(names)
	if criterion is access.NOBODY or not names:
		return set()
	deadline = DocType("Legal Deadline")
	query = (
		frappe.qb.from_(deadline).select(deadline.name).where(deadline.status.isin(["Open", "Not Computed"]))
	)
	return set(query.where(criterion).run(pluck=True))


def active_counsellors() -> list[str]:
	role = DocType("Has Role")
	users = (
		frappe.qb.from_(role)
		.select(role.parent)
		.where((role.parenttype == "User") & (role.role == access.COUNSELLOR))
		.orderby(role.parent)
		.run(pluck=True)
	)
	return [user for user in users if access.has_active_undertaking(user)]


def _day(value: Any) -> date | None:
	return getdate(value) if value else None
