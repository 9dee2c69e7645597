"""What a table of an evaluation may ask for: a small vocabulary, in which nobody's identity has a word.

Tables of a report add up: everybody (every conversation) stands in exactly one cell. So persons and households are
counted once, with their characteristics at their last service of the period, and never by what a service was about:
who came about housing and about school would stand in two rows.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

Measure = Literal["Contacts", "Hours", "Persons", "Households"]
MEASURES: tuple[Measure, ...] = ("Contacts", "Hours", "Persons", "Households")
BY_SERVICE = ("Contacts", "Hours")
ALL = "all"  # the one column of a table without columns

# As the reader chooses them -> column of Service Record.
OF_THE_PERSON = {
	"Age Group": "age_group",
	"Gender": "gender",
	"Nationality": "nationality",
	"Region of Origin": "region",
	"Residence Status": "residence_status",
	"Kind of Residence Status": "residence_category",
	"Benefit Law": "benefit_law",
	"Level of German": "german_level",
	"Employment": "employment_status",
	"Years in Germany": "years_in_germany",
	"Municipality": "municipality",
}
OF_THE_SERVICE = {
	"Service": "service_type",
	"Year": "service_year",
	"Quarter": "service_quarter",
	"Month": "service_month",
	"Main Topic": "topic",
	"Main Activity": "main_activity",
	"Result": "result",
	"Channel": "channel",
	"First or Follow-Up Contact": "contact_kind",
	"Staff or Volunteer": "helper_kind",
	"Language": "language",
	"Interpreter": "interpreter",
	"Funding Programme": "funding_programme",
}
CHARACTERISTICS = {**OF_THE_PERSON, **OF_THE_SERVICE}
# Columns of which the second gathers up the values of the first: its figures are sums of the first one's, so that
# whoever has both can subtract (Eastern Africa less Somalia leaves Eritrea).
NESTED = (
	("nationality", "region"),
	("residence_status", "residence_category"),
	("service_month", "service_quarter"),
	("service_month", "service_year"),
	("service_quarter", "service_year"),
)
THRESHOLDS = range(3, 11)


class NotAllowed(ValueError):
	"""A definition that this vocabulary has no words for. `reason`: which rule it breaks."""

	def __init__(self, reason: Literal["identity", "same", "does not add up", "measure"]) -> None:
		super().__init__(reason)
		self.reason = reason


def column_of(characteristic: str) -> str:
	"""The column of Service Record.

	Raises:
		NotAllowed: for anything that is no characteristic, pseudonyms and names of records above all.
	"""
	if characteristic not in CHARACTERISTICS:
		raise NotAllowed("identity")
	return CHARACTERISTICS[characteristic]


def sides_of(measure: str, rows: str, columns: str | None) -> tuple[str, str]:
	"""The two columns of Service Record a table counts by.

	Raises:
		NotAllowed: see `NotAllowed.reason`.
	"""
	if measure not in MEASURES:
		raise NotAllowed("measure")
	sides = (column_of(rows), column_of(columns) if columns else ALL)
	if sides[0] == sides[1]:
		raise NotAllowed("same")
	if measure not in BY_SERVICE and not ({rows, columns} - {None, ""}) <= set(OF_THE_PERSON):
		raise NotAllowed("does not add up")
	return sides


def counted_as(measure: str) -> str:
	"""Hours are shown wherever the contacts they belong to are."""
	return "Contacts" if measure in BY_SERVICE else measure


def nested(sides: Iterable[str], others: Iterable[str]) -> tuple[str, str] | None:
	"""A column of one table and one of another of which either gathers up the values of the other; None if there is none."""
	return next(
		(
			(side, other)
			for side in sides
			for other in others
			if (side, other) in NESTED or (other, side) in NESTED
		),
		None,
	)


def overlap(first: tuple[date, date], second: tuple[date, date]) -> bool:
	"""Whether two periods, both days included, have a day in common: then their figures can be subtracted."""
	return first[0] <= second[1] and second[0] <= first[1]


def safe_for_spreadsheets(text: str) -> str:
	"""Text that no spreadsheet takes for a formula, whatever somebody typed (OWASP, "CSV Injection")."""
	return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "|", "%") else text
