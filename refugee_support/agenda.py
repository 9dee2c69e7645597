"""One calendar of everything that has a day: what each reader may read of it, and nothing of what they may not.

The calendars of the single DocTypes answer for theirs; here they stand side by side.
"""

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate

from refugee_support import appointments
from refugee_support.cafe import figures as cafe
from refugee_support.calendar_days import whole_days
from refugee_support.deadlines import calendar as deadlines
from refugee_support.doors.guarded import parsed
from refugee_support.job_help import calendar as job_help
from refugee_support.search import client_names

MAY_BE_LATE = ("Deadlines", "Follow-Ups")
MOST = 500  # more of one kind on one screen cannot be read anyway
Event = dict[str, Any]
Read = Callable[[str, str], list[Event]]


@frappe.whitelist()
def get_events(start: str, end: str, filters: Any = None) -> list[Event]:
	"""Everything between two days that the reader may list.

	Args:
		start, end: first and last day, with or without a time, as the calendar of the desk sends them.
		filters: the kinds that are switched off, a list of names of `KINDS`.

	Raises:
		frappe.ValidationError: a day is none.
	"""
	first, last = f"{getdate(start)} 00:00:00", f"{getdate(end)} 23:59:59"
	hidden = _kinds_in(filters)
	return [
		_event(kind, doctype, event)
		for kind, (doctype, read) in KINDS.items()
		if kind not in hidden and frappe.has_permission(doctype, "read")
		for event in read(first, last)
	]


@frappe.whitelist()
def get_kinds() -> list[str]:
	"""Which kinds the reader may read at all: what the page offers to switch on and off."""
	return [kind for kind, (doctype, _read) in KINDS.items() if frappe.has_permission(doctype, "read")]


def _kinds_in(filters: Any) -> set[str]:
	named = parsed(filters)
	return {kind for kind in named if isinstance(kind, str)} if isinstance(named, list) else set()


def _event(kind: str, doctype: str, event: Event) -> Event:
	"""One shape for all, and only what a calendar needs."""
	return {
		"name": event["name"],
		"doctype": doctype,
		"kind": kind,
		"title": event["title"],
		"start": cstr(event.get("start") or event.get("starts_at")),
		"end": cstr(event.get("end") or event.get("ends_at")),
		"all_day": cint(event.get("all_day")),
		"is_urgent": int(kind in MAY_BE_LATE and event.get("colour") == "danger"),
		"convert_to_user_tz": 1 - cint(event.get("all_day")),
	}


def _whole_day(row: Any, day: Any, title: str, colour: str = "") -> Event:
	return {"name": row.name, "title": title, "colour": colour, **whole_days(day)}


# --- what has no calendar of its own ---


def _follow_ups(start: str, end: str) -> list[Event]:
	"""Mine that are not done yet."""
	rows = frappe.get_list(
		"Consultation",
		filters=[
			["Consultation", "follow_up_on", "between", [getdate(start), getdate(end)]],
			["Consultation", "follow_up_by", "=", frappe.session.user],
			["Consultation", "follow_up_done", "=", 0],
		],
		fields=["name", "client", "follow_up_on"],
		order_by="follow_up_on",
		limit=MOST,
	)
	names = client_names(row.client for row in rows)
	return [
		_whole_day(
			row,
			row.follow_up_on,
			_("Follow-up: {0}").format(names.get(row.client) or _("anonymous")),
			"danger" if row.follow_up_on < getdate() else "",
		)
		for row in rows
	]


def _titles_ending(start: str, end: str) -> list[Event]:
	rows = frappe.get_list(
		"Client",
		filters=[
			["Client", "residence_valid_until", "between", [getdate(start), getdate(end)]],
			["Client", "status", "=", "Active"],
		],
		fields=["name", "residence_valid_until"],
		order_by="residence_valid_until",
		limit=MOST,
	)
	names = client_names(row.name for row in rows)
	return [
		_whole_day(
			row, row.residence_valid_until, _("Residence title ends: {0}").format(names.get(row.name, ""))
		)
		for row in rows
	]


def _duties(start: str, end: str) -> list[Event]:
	rows = _dated("Duty Shift", start, end, ["title", "helper_name", "status"])
	return [
		{**row, "title": f"{row.helper_name or _('Open')}: {row.title}"}
		for row in rows
		if row.status != "Cancelled"
	]


def _community_events(start: str, end: str) -> list[Event]:
	rows = _dated("Community Event", start, end, ["event_title as title", "status"])
	return [
		{**row, "title": _("Cancelled: {0}").format(row.title) if row.status == "Cancelled" else row.title}
		for row in rows
	]


def _dated(doctype: str, start: str, end: str, fields: list[str]) -> list[Any]:
	return frappe.get_list(
		doctype,
		filters=[[doctype, "starts_at", "<=", end], [doctype, "ends_at", ">=", start]],
		fields=["name", "starts_at", "ends_at", *fields],
		order_by="starts_at",
		limit=MOST,
	)


def _promises(start: str, end: str) -> list[Event]:
	"""What was promised outside by then, and what we wanted to ask about again."""
	events = []
	for field, state, title in (
		("promise_due_on", {"promise_state": "Open"}, _("Promise: {0}")),
		("follow_up_on", {"follow_up_done": 0}, _("Ask again: {0}")),
	):
		rows = frappe.get_list(
			"Advocacy Activity",
			filters={field: ["between", [getdate(start), getdate(end)]], **state},
			fields=["name", "title", field],
			order_by=field,
			limit=MOST,
		)
		events += [_whole_day(row, row[field], title.format(row.title)) for row in rows]
	return events


KINDS: dict[str, tuple[str, Read]] = {
	"Deadlines": ("Legal Deadline", deadlines.get_events),
	"Appointments": ("Client Appointment", appointments.get_events),
	"Follow-Ups": ("Consultation", _follow_ups),
	"Residence Titles Ending": ("Client", _titles_ending),
	"Duties": ("Duty Shift", _duties),
	"Language Cafés": ("Language Cafe Session", cafe.get_events),
	"Events": ("Community Event", _community_events),
	"Interviews and Next Steps": ("Client Job Application", job_help.get_events),
	"Promises": ("Advocacy Activity", _promises),
}
