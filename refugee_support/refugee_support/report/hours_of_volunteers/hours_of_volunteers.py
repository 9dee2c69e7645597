"""Hours given by people who help, by month: per task, funding programme or person.

For funders the first two: they name nobody. Volunteer Hours are a measure of their own; minutes of consultations in
the Service Records are the work with clients, hours here are the time given, and the two are never added up.
"""

from collections import defaultdict
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import add_months, flt, format_date, getdate

from refugee_support.access import volunteer_hours_criterion
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.rules.text import plain_text

Row = dict[str, Any]
BY = ("task", "funding_programme", "volunteer")
MONTHS_AT_MOST = 36


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str, Row]:
	frappe.has_permission("Volunteer Hours", "report", throw=True)
	keep_live("Hours of Volunteers")
	by, first, last = read_filters(filters or {})
	months = months_between(first, last)
	columns, rows = get_columns(by, months), get_rows(by, first, last, months)
	note = _("Hours as entered by the people themselves. Minutes of consultations are a different measure.")
	return columns, rows, note, get_chart(months, rows)


def read_filters(filters: Row) -> tuple[str, date, date]:
	by = filters.get("by") if filters.get("by") in BY else BY[0]
	try:
		last = getdate(filters.get("to_date") or None)
		first = getdate(filters.get("from_date") or last.replace(month=1, day=1))
	except (TypeError, ValueError, frappe.ValidationError):
		frappe.throw(_("Please check the dates."), title=_("Period"))
	if first > last or add_months(first, MONTHS_AT_MOST) < last:
		frappe.throw(_("Please choose a period of at most three years that does not end before it begins."))
	return by, first, last


def months_between(first: date, last: date) -> list[str]:
	months, day = [], first.replace(day=1)
	while day <= last:
		months.append(f"{day:%Y-%m}")
		day = getdate(add_months(day, 1))
	return months


def get_columns(by: str, months: list[str]) -> list[Row]:
	label = {
		"task": _("Volunteer Task"),
		"funding_programme": _("Funding Programme"),
		"volunteer": _("Person"),
	}[by]
	number = {"fieldtype": "Float", "precision": 2, "width": 100}
	return [
		{"fieldname": "label", "label": label, "fieldtype": "Data", "width": 240},
		*(
			{"fieldname": column(month), "label": format_date(f"{month}-01", "MMM yy"), **number}
			for month in months
		),
		{"fieldname": "total", "label": _("Total"), **number},
		{"fieldname": "people", "label": _("People"), "fieldtype": "Int", "width": 90},
	]


def column(month: str) -> str:
	return f"month_{month.replace('-', '_')}"


def get_rows(by: str, first: date, last: date, months: list[str]) -> list[Row]:
	hours: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
	people: dict[str, set[str]] = defaultdict(set)
	for entry in entries(by, first, last):
		for group in (entry.value or "", None):
			hours[group][entry.month] += flt(entry.hours)
			people[group].add(entry.volunteer)
	labels = labels_of(by, [group for group in hours if group])
	groups = sorted(
		(group for group in hours if group is not None), key=lambda group: labels.get(group, "\uffff")
	)
	rows = [
		row(labels.get(group) or _("Not recorded"), hours[group], people[group], months) for group in groups
	]
	if rows:
		rows.append(row(_("Total"), hours[None], people[None], months) | {"bold": 1})
	return rows


def row(label: str, hours: dict[str, float], people: set[str], months: list[str]) -> Row:
	figures = {column(month): round(hours[month], 2) for month in months if month in hours}
	return {"label": label, **figures, "total": round(sum(hours.values()), 2), "people": len(people)}


def entries(by: str, first: date, last: date) -> list[Any]:
	entry = DocType("Volunteer Hours")
	query = (
		frappe.qb.from_(entry)
		.select(entry[by].as_("value"), entry.month, entry.hours, entry.volunteer)
		.where((entry.date >= first) & (entry.date <= last))
	)
	criterion = volunteer_hours_criterion(frappe.session.user)
	return (query if criterion is None else query.where(criterion)).run(as_dict=True)


def labels_of(by: str, names: list[str]) -> dict[str, str]:
	doctype = {
		"task": "Volunteer Task",
		"funding_programme": "Funding Programme",
		"volunteer": "Volunteer Profile",
	}[by]
	label = "full_name" if by == "volunteer" else "label"
	rows = frappe.get_all(doctype, {"name": ["in", [*names, ""]]}, ["name", label])  # of what may be counted
	return {row.name: plain_text(row[label]) for row in rows}


def get_chart(months: list[str], rows: list[Row]) -> Row:
	total = rows[-1] if rows else {}
	values = [total.get(column(month), 0) for month in months]
	labels = [format_date(f"{month}-01", "MMM yy") for month in months]
	return {
		"data": {"labels": labels, "datasets": [{"name": _("Hours"), "values": values}]},
		"type": "bar",
		"fieldtype": "Float",
	}
