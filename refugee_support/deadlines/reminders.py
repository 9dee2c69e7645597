"""Reminders that cannot fail silently.

Once a day every pending deadline is looked at. Who is to be reminded of which step is planned first; then each
person gets a digest of their own, in a transaction of its own: the rows of the sent-log, the notifications in the
desk and the e-mail are saved together or not at all. A job that is killed is simply run again within the hour.
Reminders of legal deadlines are no setting of anybody: Frappe's notification settings are not asked.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.utils import get_datetime, getdate, now_datetime

from refugee_support.deadlines import heartbeat, messages
from refugee_support.deadlines.recipients import Recipients
from refugee_support.rules.reminder_steps import UNREAD_AFTER, Step, reached_step

FIRST_HOUR = 6  # nobody is reminded at night
FIELDS = (
	*("name", "kind", "action", "status", "due_on", "advance_on", "done_by"),
	*("client", "letter", "responsible", "substitute", "absent_from", "absent_to"),
)


@dataclass(frozen=True)
class Item:
	"""One person is to be reminded of one step of one deadline."""

	deadline: Any
	step: Step
	recipient: str
	is_escalation: bool = False

	@property
	def key(self) -> str:
		text = f"{self.deadline.name}|{self.step.name}|{self.step.day}|{self.recipient}"
		return hashlib.sha256(text.encode()).hexdigest()[:40]


def run_if_due() -> None:
	"""scheduler: every hour. What was finished today is not begun again; what was killed is."""
	if now_datetime().hour >= FIRST_HOUR and not heartbeat.ran_today():
		remind()


def remind(today: date | None = None) -> int:
	"""Send what is due, and say that it was done. Returns the number of reminders."""
	sent, failed = 0, False
	for recipient, items in plan(today or getdate()).items():
		try:
			sent += send(recipient, items)
		except frappe.UniqueValidationError:
			frappe.db.rollback()  # another worker was faster
		except Exception:
			frappe.db.rollback()
			failed = True
			# The plain traceback: Frappe's own adds the values of all variables, and with them who is about whom.
			frappe.log_error(
				"Reminders of deadlines: one person could not be reminded", frappe.get_traceback()
			)
		# A job of many people: who has been reminded stays reminded, whatever happens to the next one.
		frappe.db.commit()  # nosemgrep: frappe-manual-commit
	if not failed:
		heartbeat.beat()
		frappe.db.commit()  # nosemgrep: frappe-manual-commit
	return sent


def plan(today: date) -> dict[str, list[Item]]:
	"""Who is to be reminded of what, without what was sent already."""
	reached = [(row, step) for row in pending() if (step := step_of(row, today))]
	log = SentLog([row.name for row, _step in reached])
	people = Recipients([row for row, _step in reached], today)
	digests: dict[str, list[Item]] = defaultdict(list)
	for row, step in reached:
		for item in items_of(row, step, people, log):
			if item.key not in log.keys:
				digests[item.recipient].append(item)
	return dict(digests)


def pending() -> list[Any]:
	"""Every deadline somebody still has to deal with, whoever may see it: the job sends each only to its readers."""
	deadline = DocType("Legal Deadline")
	return (
		frappe.qb.from_(deadline)
		.select(*FIELDS)
		.where(deadline.status.isin(["Open", "Not Computed"]))
		.orderby(deadline.sort_on)
		.run(as_dict=True)
	)


def step_of(row: Any, today: date) -> Step | None:
	return reached_step(
		due_on=_day(row.due_on),
		advance_on=_day(row.advance_on),
		is_opportunity=row.kind == "Opportunity",
		today=today,
	)


def items_of(row: Any, step: Step, people: Recipients, log: "SentLog") -> list[Item]:
	"""The person who sees to it; a second one when it is urgent, or when the first did not even look."""
	if row.done_by:
		return [Item(row, step, user, is_escalation=True) for user in people.second(row, row.done_by)]
	first = people.first(row)
	items = [Item(row, step, first)] if first else []
	if not first or step.is_urgent or log.is_unread(row.name, first):
		items += [Item(row, step, user, is_escalation=True) for user in people.second(row, first)]
	return items


class SentLog:
	"""What was sent about these deadlines, and what of it was never opened."""

	def __init__(self, deadlines: list[str]) -> None:
		self.keys: set[str] = set()
		self.unread: set[tuple[str, str]] = set()
		reminder, notification = DocType("Deadline Reminder"), DocType("Notification Log")
		if not deadlines:
			return
		rows = (
			frappe.qb.from_(reminder)
			.left_join(notification)
			.on(reminder.notification == notification.name)
			.select(reminder.reminder_key, reminder.deadline, reminder.recipient, reminder.sent_on)
			.select(notification.read)
			.where(reminder.deadline.isin(deadlines))
			.run()
		)
		for key, deadline, recipient, sent_on, read in rows:
			self.keys.add(key)
			if read == 0 and now_datetime() - get_datetime(sent_on) >= UNREAD_AFTER:
				self.unread.add((deadline, recipient))

	def is_unread(self, deadline: str, recipient: str) -> bool:
		return (deadline, recipient) in self.unread


def send(recipient: str, items: list[Item]) -> int:
	"""One digest: the rows of the log first, so that a second worker stops here."""
	rows = [log_row(item) for item in items]
	by_mail = messages.send_mail(recipient, items)
	for item, row in zip(items, rows, strict=True):
		notification = messages.notify(item)
		# The log is written by the job for all; nobody may write it in the desk.
		row.db_set({"notification": notification, "by_mail": int(by_mail)}, update_modified=False)
	return len(items)


def log_row(item: Item) -> Any:
	return frappe.get_doc(
		{
			"doctype": "Deadline Reminder",
			"deadline": item.deadline.name,
			"step": item.step.name,
			"step_date": item.step.day,
			"recipient": item.recipient,
			"is_escalation": int(item.is_escalation),
			"sent_on": now_datetime(),
			"reminder_key": item.key,
		}
	).insert(
		ignore_permissions=True
	)  # whoever runs the job; recipients.py has asked who may see the deadline


def _day(value: Any) -> date | None:
	return getdate(value) if value else None
