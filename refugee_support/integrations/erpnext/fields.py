"""The fields that point at ERPNext. They come with ERPNext and go with it: a link to a DocType that is not there breaks forms."""

from typing import Any

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from refugee_support.integrations.erpnext import is_enabled

Field = dict[str, Any]
SECTION = {"fieldtype": "Section Break", "label": "ERPNext", "collapsible": 1}


def _lt(text: str) -> str:
	"""Marks a text for the translators: the desk looks labels up when it shows them."""
	return text


def _link(fieldname: str, label: str, options: str, description: str = "") -> Field:
	return {
		"fieldname": fieldname,
		"fieldtype": "Link",
		"label": label,
		"options": options,
		"description": description,
		# Its reader may have no right in ERPNext at all.
		"ignore_user_permissions": 1,
	}


OURS: dict[str, list[Field]] = {
	"Funding Programme": [
		{"fieldname": "erpnext_section", **SECTION},
		_link(
			"erpnext_project",
			_lt("Project in ERPNext"),
			"Project",
			_lt("Income and expenses booked on this project or cost center stand in the proof of use."),
		),
		_link("erpnext_cost_center", _lt("Cost Center in ERPNext"), "Cost Center"),
		{"fieldname": "erpnext_column", "fieldtype": "Column Break"},
		_link(
			"erpnext_funder",
			_lt("Funder in ERPNext"),
			"Customer",
			_lt("The customer whose invoices or grants are kept in ERPNext."),
		),
	],
	"Volunteer Profile": [
		{"fieldname": "erpnext_section", **SECTION},
		_link(
			"erpnext_employee",
			_lt("Employee in ERPNext"),
			"Employee",
			_lt("Hours of this person become time sheets of this employee, if the settings say so."),
		),
	],
	"Refugee Support Settings": [
		{"fieldname": "erpnext_section", **SECTION, "label": _lt("Time Sheets in ERPNext"), "collapsible": 0},
		{
			"fieldname": "erpnext_hours_from",
			"fieldtype": "Date",
			"label": _lt("Hours Go to ERPNext From"),
			"description": _lt(
				"Hours of people with an employee become draft time sheets every night from this day on. Left empty: none."
			),
		},
		{"fieldname": "erpnext_column", "fieldtype": "Column Break"},
		{
			**_link("erpnext_activity_type", _lt("Activity Type in ERPNext"), "Activity Type"),
			"mandatory_depends_on": "eval:doc.erpnext_hours_from",
		},
	],
}
THEIRS: dict[str, list[Field]] = {
	"Timesheet": [
		{
			"fieldname": "refugee_support_hours",
			"fieldtype": "Check",
			"label": _lt("Written by Refugee Support"),
			"description": _lt(
				"Corrected every night from the hours entered there, until it is invoiced or paid."
			),
			"read_only": 1,
			"no_copy": 1,
			"depends_on": "refugee_support_hours",
			"insert_after": "employee",
		}
	],
}


def add_missing() -> None:
	"""At install and migrate of either app; what an administrator has changed about a field stays."""
	if is_enabled():
		fields = {
			doctype: [{**field, "module": "Refugee Support"} for field in fields]
			for doctype, fields in (OURS | THEIRS).items()
		}
		create_custom_fields(fields, update=False)


def after_app_install(app: str) -> None:
	if app == "erpnext":
		add_missing()


def before_app_uninstall(app: str) -> None:
	"""The columns stay: when ERPNext comes back, the links are there again."""
	if app != "erpnext":
		return
	for doctype, fields in OURS.items():
		names = [field["fieldname"] for field in fields]
		for name in frappe.get_all("Custom Field", {"dt": doctype, "fieldname": ["in", names]}, pluck="name"):
			# Whoever removes an app from a site has the right to all of it.
			frappe.delete_doc("Custom Field", name, ignore_permissions=True, delete_permanently=True)
		frappe.clear_cache(doctype=doctype)
