"""What a reader asks of the report: its filters, checked before anything reaches the database."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from frappe import _
from frappe.utils import add_months, get_first_day, getdate

from refugee_support.evidence.filters import choice_in, date_in, narrowing_in, refuse
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
	to_date = date_in(filters, "to_date", _("To Date")) or getdate()
	from_date = date_in(filters, "from_date", _("From Date")) or get_first_day(add_months(to_date, -11))
	period = choice_in(filters, "period", _("Period"), PERIODS) or "Month"
	question = Question(
		from_date=from_date,
		to_date=to_date,
		period=period.lower(),
		measure=choice_in(filters, "measure", _("Measure"), MEASURES) or "Contacts",
		characteristic=choice_in(filters, "characteristic", _("Characteristic"), CHARACTERISTICS),
		where={field: value for field in NARROWING if (value := narrowing_in(filters, field))},
	)
	_validate_range(question)
	return question


def _validate_range(question: Question) -> None:
	if question.from_date > question.to_date:
		refuse(_("{0} must not lie after {1}."), _("From Date"), _("To Date"))
	last = period_of(question.to_date, question.period)
	if len(question.periods) > MAX_PERIODS:
		refuse(
			_(
				"{0}: up to {1} there are more than 120 columns. Please choose longer periods or a shorter range."
			),
			_("Period"),
			last,
		)
