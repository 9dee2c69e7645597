"""What a reader asks of the report: its filters, checked before anything reaches the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.utils import add_months, escape_html, get_first_day, getdate

from refugee_support.rules.periods import Period, period_of, periods_between

# Columns of Service Record; nothing else ever becomes part of a query.
CHARACTERISTICS = (
	"gender",
	"age_group",
	"nationality",
	"region",
	"residence_status",
	"residence_category",
	"benefit_law",
	"german_level",
	"employment_status",
	"years_in_germany",
	"municipality",
	"topic",
	"result",
	"channel",
	"contact_kind",
	"helper_kind",
	"language",
	"interpreter",
	"funding_programme",
)
MEASURES = ("Contacts", "Persons", "Households", "Hours")
PERIODS = ("Month", "Quarter", "Year")
NARROWING = ("topic", "residence_status", "helper_kind", "funding_programme", "municipality")
MAX_PERIODS = 120


@dataclass(frozen=True)
class Question:
	from_date: date
	to_date: date
	period: Period
	measure: str
	characteristic: str
	where: dict[str, str]

	@property
	def periods(self) -> list[str]:
		return periods_between(self.from_date, self.to_date, self.period)

	@property
	def counts_distinct(self) -> bool:
		"""Whether somebody who came in two periods is still one in the total."""
		return self.measure in ("Persons", "Households")

	@property
	def year_before(self) -> tuple[date, date] | None:
		"""The same days one year earlier; none for ranges that would overlap with them."""
		first, last = add_months(self.from_date, -12), add_months(self.to_date, -12)
		return (first, last) if last < self.from_date else None


def read_filters(filters: dict[str, Any] | None) -> Question:
	"""The question in a report's filters, with defaults; unknown keys are ignored."""
	filters = dict(filters or {})
	to_date = _date(filters, "to_date", _("To Date")) or getdate()
	from_date = _date(filters, "from_date", _("From Date")) or get_first_day(add_months(to_date, -11))
	period = _choice(filters, "period", _("Period"), PERIODS) or "Month"
	question = Question(
		from_date=from_date,
		to_date=to_date,
		period=period.lower(),
		measure=_choice(filters, "measure", _("Measure"), MEASURES) or "Contacts",
		characteristic=_choice(filters, "characteristic", _("Characteristic"), CHARACTERISTICS),
		where={field: value for field in NARROWING if (value := _narrowing(filters, field))},
	)
	_validate_range(question)
	return question


def _date(filters: dict[str, Any], key: str, label: str) -> date | None:
	value = filters.get(key)
	if value in (None, ""):
		return None
	try:
		day = _as_date(value)
	except ValueError:
		_refuse(_("{0}: {1} is not a date. Please choose one from the calendar."), label, value)
	if not 1900 <= day.year <= 2200:
		_refuse(_("{0}: {1} lies outside the years 1900 to 2200."), label, value)
	return day


def _as_date(value: Any) -> date:
	if isinstance(value, datetime):
		return value.date()
	if isinstance(value, date):
		return value
	if isinstance(value, str) and len(value) == 10:
		return date.fromisoformat(value)
	raise ValueError(value)


def _choice(filters: dict[str, Any], key: str, label: str, choices: Iterable[str]) -> str:
	value = filters.get(key)
	if value in (None, ""):
		return ""
	if not isinstance(value, str) or value not in choices:
		_refuse(
			_("{0}: {1} is not one of the values offered. Please choose one from the list."), label, value
		)
	return value


def _narrowing(filters: dict[str, Any], fieldname: str) -> str:
	"""The value to narrow the figures by: one that exists, as text."""
	field = frappe.get_meta("Service Record").get_field(fieldname)
	label, value = _(field.label), filters.get(fieldname)
	if value in (None, ""):
		return ""
	if field.fieldtype == "Select":
		return _choice(filters, fieldname, label, field.options.split("\n"))
	if not isinstance(value, str) or len(value) > 140:
		_refuse(_("{0}: {1} is not a text to look for."), label, value)
	if field.fieldtype == "Link" and not frappe.db.exists(field.options, {"name": value}):
		_refuse(_("{0}: {1} does not exist. Please choose one from the list."), label, value)
	return value


def _validate_range(question: Question) -> None:
	if question.from_date > question.to_date:
		_refuse(_("{0} must not lie after {1}."), _("From Date"), _("To Date"))
	last = period_of(question.to_date, question.period)
	if len(question.periods) > MAX_PERIODS:
		_refuse(
			_(
				"{0}: up to {1} there are more than 120 columns. Please choose longer periods or a shorter range."
			),
			_("Period"),
			last,
		)


def _refuse(sentence: str, label: str, value: Any) -> NoReturn:
	frappe.throw(
		sentence.format(frappe.bold(label), escape_html(str(value)[:140])),
		title=_("Please check the filters"),
	)
	raise AssertionError  # frappe.throw does not return
