"""Duties follow what they belong to: a series makes them, a moved session moves them, what is over becomes hours."""

from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, getdate

from refugee_support.cafe.duty import CHILDCARE
from refugee_support.duties import actions, fit
from refugee_support.rules.shifts import hours_of, moved

SHIFT, HOURS = fit.SHIFT, "Volunteer Hours"
HOST_TASK, CARE_TASK = "LANGUAGE_CAFE", "CHILDCARE"  # setup/data/volunteer_tasks.csv


# --- A series makes its duties ---


def make_for_session(session: Document, series: Document) -> int:
	"""Duties of the helpers the series names, and open ones up to the number it needs.

	Returns:
		How many were made.
	"""
	made = 0
	needed = {"Host": cint(series.hosts_needed)}
	if cint(series.with_childcare):
		needed[CHILDCARE] = cint(series.carers_needed)
	for duty, number in needed.items():
		planned = [row.helper for row in session.helpers if row.duty == duty]
		open_ones = max(number - len(planned), 0)
		for user in [*planned, *[None] * open_ones] if number else []:
			made += make(session, CARE_TASK if duty == CHILDCARE else HOST_TASK, user)
	return made


def make(session: Document, task: str, user: str | None) -> int:
	shift = frappe.new_doc(SHIFT)
	shift.update(
		{"session": session.name, "task": task, "starts_at": session.starts_at, "ends_at": session.ends_at}
	)
	# Somebody named in the series who cannot come that day (a task that ended, another duty): the place is open.
	shift.user = user if user and not fit.why_not(shift, user) else None
	# Made by the series' own plan, like its sessions.
	shift.insert(ignore_permissions=True)
	return 1


# --- A session or an event is moved, cancelled, deleted ---


def follow(document: Document, link: str) -> None:
	"""
	Args:
		document: a session or an event that was saved.
		link: the field of the duty that names it.
	"""
	if document.flags.in_insert:
		return
	before = document.get_doc_before_save()
	if document.status == "Cancelled":
		end_all(document, link)
	elif before and get_datetime(before.starts_at) != get_datetime(document.starts_at):
		move_all(document, link, get_datetime(before.starts_at))


def coming(document: Document, link: str) -> list[Document]:
	names = frappe.get_all(
		SHIFT,
		{link: document.name, "status": ["in", ("Open", "Taken")]},
		pluck="name",
		order_by="creation, name",
	)
	return [frappe.get_doc(SHIFT, name) for name in names]


def end_all(document: Document, link: str) -> None:
	for shift in coming(document, link):
		actions.tell(shift.user, shift, _("Your duty does not take place: {0}, {1}"))
		save(shift, status="Cancelled")


def move_all(document: Document, link: str, old_start: datetime) -> None:
	"""Whoever is on duty is told. Whoever has another duty at the new time is told that this one is open again."""
	new_start = get_datetime(document.starts_at)
	for shift in coming(document, link):
		shift.starts_at = moved(get_datetime(shift.starts_at), old_start, new_start)
		shift.ends_at = moved(get_datetime(shift.ends_at), old_start, new_start)
		user = shift.user
		if user and fit.why_not(shift, user):
			actions.tell(
				user, shift, _("Your duty was moved to a time you cannot take it, it is open again: {0}, {1}")
			)
			save(shift, user=None)
		else:
			actions.tell(user, shift, _("Your duty was moved: {0}, now {1}"))
			save(shift)


def delete_all(document: Document, link: str) -> None:
	"""With a session that never took place; it cannot be deleted once guests were counted."""
	for name in frappe.get_all(SHIFT, {link: document.name}, pluck="name"):
		frappe.delete_doc(SHIFT, name, ignore_permissions=True, force=True)


def save(shift: Document, **values: Any) -> None:
	shift.update(values)
	shift.flags.by_helper = True
	# Replaced by: the right to write the session or event that it follows.
	shift.save(ignore_permissions=True)


# --- Over: hours ---


def finish(now: datetime) -> int:
	"""The hourly job: duties that are over are done, and become volunteer hours. Run again it finds nothing.

	Returns:
		How many were finished.
	"""
	rows = frappe.get_all(
		SHIFT, {"status": ["in", ("Open", "Taken")], "ends_at": ["<=", now]}, ["name", "user"]
	)
	for row in rows:
		frappe.db.savepoint("duty")
		try:
			save(frappe.get_doc(SHIFT, row.name), status="Done" if row.user else "Cancelled")
		except Exception:
			frappe.db.rollback(save_point="duty")
			frappe.log_error("Duties: one could not be finished", reference_doctype=SHIFT)
	return len(rows)


def keep_hours_right(shift: Document) -> None:
	"""Hours of a duty that was done; none of one that was missed or cancelled; changed with its times."""
	wanted = shift.status == "Done" and shift.user
	if shift.hours_entry and not wanted:
		entry, shift.hours_entry = shift.hours_entry, None
		shift.db_set("hours_entry", None, update_modified=False)
		# Replaced by: the right to write the duty. The entry was made from it and from nothing else.
		frappe.delete_doc(HOURS, entry, ignore_permissions=True, delete_permanently=True)
	elif wanted and shift.hours_entry:
		write_hours(frappe.get_doc(HOURS, shift.hours_entry), shift)
	elif wanted and not entered_by_hand(shift):
		write_hours(frappe.new_doc(HOURS), shift)


def entered_by_hand(shift: Document) -> bool:
	"""Somebody was quicker: what they have entered for that day and task themselves is not counted twice."""
	about = {"user": shift.user, "date": getdate(shift.starts_at), "task": shift.task}
	own = set(frappe.get_all(HOURS, about, pluck="name"))
	of_duties = frappe.get_all(SHIFT, {"hours_entry": ["in", [*own, ""]]}, pluck="hours_entry")
	return bool(own - set(of_duties))


def write_hours(entry: Document, shift: Document) -> None:
	profile = frappe.db.get_value(fit.PROFILE, {"user": shift.user})
	if not profile:
		return
	entry.update(
		{
			"volunteer": profile,
			"date": getdate(shift.starts_at),
			"hours": hours_of(get_datetime(shift.starts_at), get_datetime(shift.ends_at)),
			"task": shift.task,
			"funding_programme": shift.funding_programme,
		}
	)
	entry.flags.from_duty = True
	# Replaced by: the right to write the duty; a job finishes it for whoever was there.
	try:
		entry.save(ignore_permissions=True)
	except frappe.ValidationError:
		# A task that has ended since, a day with more than 24 hours: somebody enters these by hand.
		frappe.clear_messages()
		return
	if shift.hours_entry != entry.name:
		shift.hours_entry = entry.name
		shift.db_set("hours_entry", entry.name, update_modified=False)
