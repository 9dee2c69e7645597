"""Who speaks Tigrinya and is there on Thursday? Active people only; nothing about clients."""

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, getdate

from refugee_support.access import has_active_undertaking
from refugee_support.languages import language_name
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.rules.matching import LEVELS, Offer, Wish, fits
from refugee_support.rules.text import plain_text

Row = dict[str, Any]


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str]:
	frappe.has_permission("Volunteer Profile", "report", throw=True)
	keep_live("Who Can Help")
	note = _(
		"People who are active today and bound to secrecy. Whoever is away or ill does not show it here: please ask."
	)
	return get_columns(), get_rows(read_filters(filters or {})), note


def read_filters(filters: Row) -> Wish:
	wish = Wish(**{name: cstr(filters.get(name)) for name in Wish.__dataclass_fields__})
	if wish.level and wish.level not in LEVELS:
		frappe.throw(_("Please choose one of the levels offered."), title=_("Language Level"))
	return wish


def get_columns() -> list[Row]:
	return [
		{
			"fieldname": "name",
			"label": _("Profile"),
			"fieldtype": "Link",
			"options": "Volunteer Profile",
			"width": 120,
		},
		{"fieldname": "person", "label": _("Person"), "fieldtype": "Data", "width": 200},
		{"fieldname": "languages", "label": _("Languages"), "fieldtype": "Data", "width": 280},
		{"fieldname": "availability", "label": _("Availability"), "fieldtype": "Data", "width": 280},
		{"fieldname": "tasks", "label": _("Tasks"), "fieldtype": "Data", "width": 260},
		{"fieldname": "phone", "label": _("Telephone"), "fieldtype": "Data", "width": 140},
	]


def get_rows(wish: Wish) -> list[Row]:
	people = frappe.get_list(
		"Volunteer Profile",
		filters={"status": "Active"},
		fields=["name", "full_name", "phone", "user"],
		order_by="full_name",
		limit=0,
	)
	offers = offers_of([person.name for person in people])
	found = [person for person in people if fits(offers[person.name], wish)]
	labels = dict(frappe.get_all("Volunteer Task", fields=["name", "label"], as_list=True))
	return [
		describe(person, offers[person.name], labels)
		for person in found
		if not person.user or has_active_undertaking(person.user)
	]


def offers_of(names: list[str]) -> dict[str, Offer]:
	"""The three tables of all of them, read once each: of profiles the reader may see."""
	languages, times, tasks = (
		rows("Language", names, "language", "level"),
		rows("Availability", names, "weekday", "time_of_day"),
		rows("Task", names, "task", "from_date", "to_date"),
	)
	return {
		name: Offer(
			languages=tuple((row.language, cstr(row.level)) for row in languages[name]),
			tasks=frozenset(row.task for row in tasks[name] if is_today(row)),
			availability=tuple((row.weekday, row.time_of_day) for row in times[name]),
		)
		for name in names
	}


def rows(table: str, names: list[str], *fields: str) -> dict[str, list[Any]]:
	found = defaultdict(list)
	filters = {"parent": ["in", [*names, ""]], "parenttype": "Volunteer Profile"}
	doctype = f"Volunteer Profile {table}"
	for row in frappe.get_all(doctype, filters, ["parent", *fields], order_by="parent, idx"):
		found[row.parent].append(row)
	return found


def is_today(row: Any) -> bool:
	return getdate(row.from_date) <= getdate() and (not row.to_date or getdate() <= getdate(row.to_date))


def describe(person: Any, offer: Offer, labels: dict[str, str]) -> Row:
	return {
		"name": person.name,
		"person": plain_text(person.full_name),
		"languages": ", ".join(
			f"{language_name(code)} ({_(level)})" if level else language_name(code)
			for code, level in offer.languages
		),
		"availability": ", ".join(f"{_(weekday)} ({_(time)})" for weekday, time in offer.availability),
		"tasks": ", ".join(sorted(plain_text(labels.get(task, task)) for task in offer.tasks)),
		"phone": person.phone,
	}
