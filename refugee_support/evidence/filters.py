"""The filters of a report on Service Records, checked before anything reaches the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.utils import add_months, cint, escape_html, get_first_day, getdate

THRESHOLDS = range(3, 11)  # what an association may choose; docs/disclosure.md
# What figures may be narrowed by in every standard report.
NARROWING = ("topic", "residence_status", "helper_kind", "funding_programme", "municipality")


@dataclass(frozen=True)
class Frame:
	"""What every standard report asks: the range, what the figures are narrowed by, and for whom they are."""

	from_date: date
	to_date: date
	where: dict[str, str]
	protected: bool
	threshold: int


def read_frame(filters: dict[str, Any]) -> Frame:
	"""Range, narrowing and protection, with defaults: the last twelve months, fit to leave the house.

	Raises:
		frappe.ValidationError: with a sentence that names the filter.
	"""
	to_date = date_in(filters, "to_date", _("To Date")) or getdate()
	from_date = date_in(filters, "from_date", _("From Date")) or get_first_day(add_months(to_date, -11))
	if from_date > to_date:
		refuse(_("{0} must not lie after {1}."), _("From Date"), _("To Date"))
	where = {field: value for field in NARROWING if (value := narrowing_in(filters, field))}
	internal = cint(filters.get("internal"))
	return Frame(from_date, to_date, where, not internal, threshold_in(filters))


def threshold_in(filters: dict[str, Any]) -> int:
	value = filters.get("threshold")
	if value in (None, ""):
		return 5
	if str(value) not in {str(number) for number in THRESHOLDS}:
		refuse(
			_("{0}: {1} is not one of the values offered. Please choose one from the list."),
			_("Smallest Figure Shown"),
			value,
		)
	return int(value)


def date_in(filters: dict[str, Any], key: str, label: str) -> date | None:
	value = filters.get(key)
	if value in (None, ""):
		return None
	try:
		day = _as_date(value)
	except ValueError:
		refuse(_("{0}: {1} is not a date. Please choose one from the calendar."), label, value)
	if not 1900 <= day.year <= 2200:
		refuse(_("{0}: {1} lies outside the years 1900 to 2200."), label, value)
	return day


def _as_date(value: Any) -> date:
	if isinstance(value, datetime):
		return value.date()
	if isinstance(value, date):
		return value
	if isinstance(value, str) and len(value) == 10:
		return date.fromisoformat(value)
	raise ValueError(value)


def choice_in(filters: dict[str, Any], key: str, label: str, choices: Iterable[str]) -> str:
	value = filters.get(key)
	if value in (None, ""):
		return ""
	if not isinstance(value, str) or value not in choices:
		refuse(_("{0}: {1} is not one of the values offered. Please choose one from the list."), label, value)
	return value


def narrowing_in(filters: dict[str, Any], fieldname: str) -> str:
	"""The value to narrow the figures by: one that exists, as text."""
	field = frappe.get_meta("Service Record").get_field(fieldname)
	label, value = _(field.label), filters.get(fieldname)
	if value in (None, ""):
		return ""
	if field.fieldtype == "Select":
		return choice_in(filters, fieldname, label, field.options.split("\n"))
	if not isinstance(value, str) or len(value) > 140:
		refuse(_("{0}: {1} is not a text to look for."), label, value)
	if field.fieldtype == "Link" and not frappe.db.exists(field.options, {"name": value}):
		refuse(_("{0}: {1} does not exist. Please choose one from the list."), label, value)
	return value


def refuse(sentence: str, label: str, value: Any) -> NoReturn:
	frappe.throw(
		sentence.format(frappe.bold(label), escape_html(str(value)[:140])),
		title=_("Please check the filters"),
	)
	raise AssertionError  # frappe.throw does not return
