"""Hours given become time sheets in ERPNext: one way, once, and corrected when they change.

Every night, not with every save: entering hours must not fail because of somebody's bookkeeping. One draft for each
person and day; the bookkeeping submits it. What was invoiced or paid since is not touched, a comment says what is
different. Time sheets say who, when, how long and for which project; nothing of what was done, and for whom.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, flt, format_date, getdate

from refugee_support.integrations.erpnext import is_enabled

MARK = "refugee_support_hours"
DAYS_BACK = 400  # what is older lies in a year that is closed
SETTLED = ("Billed", "Payslip", "Completed")
Work = list[tuple[float, str]]  # hours and project, in the order they were entered
Day = tuple[str, date]  # employee and day


def sync(today: date) -> None:
	"""Brings the time sheets in line with the hours. Called by the scheduler, as the system."""
	settings = _settings()
	if not settings:
		return
	first, activity = max(settings[0], today - timedelta(days=DAYS_BACK)), settings[1]
	wanted, written = hours_given(first), sheets_written(first)
	for day in sorted(wanted.keys() | written.keys()):
		frappe.db.savepoint("timesheet")
		try:
			_correct(day, wanted.get(day, []), written.get(day), activity)
		except Exception:
			# One employee who has left, one closed period: the other days go on. Without values, which are personal.
			frappe.db.rollback(save_point="timesheet")
			frappe.log_error(title="Hours could not be written into a time sheet of ERPNext")


def _settings() -> tuple[date, str] | None:
	"""From when on, and as which activity; None where hours stay here."""
	if not is_enabled():
		return None
	settings = frappe.get_cached_doc("Refugee Support Settings")
	first, activity = settings.get("erpnext_hours_from"), settings.get("erpnext_activity_type")
	return (getdate(first), activity) if first and activity else None


def hours_given(first: date) -> dict[Day, Work]:
	"""By employee and day. Hours of people without an employee stay here."""
	entry, profile, programme = (
		DocType("Volunteer Hours"),
		DocType("Volunteer Profile"),
		DocType("Funding Programme"),
	)
	rows = (
		frappe.qb.from_(entry)
		.join(profile)
		.on(profile.name == entry.volunteer)
		.left_join(programme)
		.on(programme.name == entry.funding_programme)
		.where((entry.date >= first) & profile.erpnext_employee.notnull() & (profile.erpnext_employee != ""))
		.select(profile.erpnext_employee, entry.date, entry.hours, programme.erpnext_project)
		.orderby(entry.creation)
		.orderby(entry.name)
	)
	found: dict[Day, Work] = defaultdict(list)
	for employee, day, hours, project in rows.run():
		found[employee, getdate(day)].append((flt(hours, 2), project or ""))
	return found


def sheets_written(first: date) -> dict[Day, str]:
	"""By the mark we have set ourselves: time sheets that people write are nobody's business here."""
	rows = frappe.get_all(
		"Timesheet",
		{MARK: 1, "docstatus": ["<", 2], "start_date": [">=", first]},
		["name", "employee", "start_date"],
	)
	return {(row.employee, getdate(row.start_date)): row.name for row in rows}


def _correct(day: Day, wanted: Work, name: str | None, activity: str) -> None:
	sheet = frappe.get_doc("Timesheet", name) if name else None
	if sheet and [(flt(row.hours, 2), row.project or "") for row in sheet.time_logs] == wanted:
		return
	if sheet and sheet.docstatus == 1:
		if sheet.status in SETTLED or flt(sheet.per_billed) or sheet.sales_invoice:
			_say_what_is_different(sheet, wanted)
			return
		# Nobody's right is asked: the scheduler runs as the system, and only what carries our mark comes here.
		sheet.flags.ignore_permissions = True
		sheet.cancel()
		_write(_new(day, sheet.name), day, wanted, activity)
	elif sheet and not wanted:
		frappe.delete_doc("Timesheet", sheet.name, ignore_permissions=True)
	else:
		_write(sheet or _new(day), day, wanted, activity)


def _new(day: Day, amended_from: str | None = None) -> Any:
	company = frappe.db.get_value("Employee", day[0], "company")
	values = {"doctype": "Timesheet", "employee": day[0], "company": company, "amended_from": amended_from}
	return frappe.get_doc({**values, MARK: 1})


def _write(sheet: Any, day: Day, wanted: Work, activity: str) -> None:
	"""Nobody enters from when to when: one after the other, from the beginning of the day."""
	if not wanted:
		return
	begins = datetime.combine(day[1], time())
	sheet.set("time_logs", [])
	for hours, project in wanted:
		ends = begins + timedelta(hours=hours)
		row = {"activity_type": activity, "from_time": begins, "to_time": ends, "hours": hours}
		sheet.append("time_logs", row | {"project": project or None})
		begins = ends
	sheet.save(ignore_permissions=True)  # the scheduler, see above


def _say_what_is_different(sheet: Any, wanted: Work) -> None:
	"""Once for every new sum."""
	hours = flt(sum(hours for hours, _project in wanted), 2)
	text = _(
		"The hours entered for {0} are {1} by now. This time sheet is settled and stays as it is."
	).format(format_date(sheet.start_date), hours)
	told = {"reference_doctype": "Timesheet", "reference_name": sheet.name, "content": ["like", f"%{text}%"]}
	if not cint(frappe.db.count("Comment", told)):
		sheet.add_comment("Comment", text)
