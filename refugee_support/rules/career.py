"""The path of a working life as an application tells it: gaps, overlaps, work permission. Pure Python.

A gap is offered to be explained, never forced: nobody has to say why they fled.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from refugee_support.rules.months import add_months

# From this age on a German reader expects a CV without holes.
YOUTH = 16
LONGEST_UNEXPLAINED = 3  # months
# Fair words for a gap, as a German CV says them: (words, from when they can be true: None is always)
REASONS = (
	"Flucht und Asylverfahren",
	"Ankommen in Deutschland und Wartezeit auf den Sprachkurs",
	"Sprachkurs",
	"Familienzeit",
	"Pflege von Angehörigen",
	"Arbeitssuche",
	"Berufliche Neuorientierung",
)
# § 6 Abs. 3 BQFG: the authority decides within three months after the documents are complete.
MONTHS_TO_DECIDE = 3
# A first-aid course or a welder's examination takes some weeks to get anew.
DAYS_TO_RENEW = 56

_OPEN = "Arbeitserlaubnis: unbeschränkt (Erwerbstätigkeit erlaubt)"
_ASK = "Arbeitserlaubnis: mit Genehmigung der Ausländerbehörde"
# What follows from the kind of status (§ 4a Abs. 1, § 9, §§ 61 AsylG, 32 BeschV, § 2 FreizügG/EU).
_BY_CATEGORY = {
	"Humanitarian Permit": _OPEN,
	"Settlement Permit": _OPEN,
	"EU Freedom of Movement": "Arbeitserlaubnis: nicht erforderlich (EU-Freizügigkeit)",
	"German": "",
	"Asylum Procedure": _ASK,
	"Toleration": _ASK,
}


def work_permission_line(category: str, code: str = "") -> str:
	"""The line of a CV that follows from a residence status; empty where the document itself must be read.

	A proposal: what the residence document says (Nebenbestimmung) counts. Short stays of witnesses (section 25 (4a),
	(4b)) and purely temporary ones (section 25 (4) sentence 1) are left to the document.
	"""
	if code.startswith("AE254"):
		return ""
	return _BY_CATEGORY.get(category, "")


@dataclass(frozen=True)
class Period:
	"""A station, or what lies between two; `until` None: still going on. Both days belong to it."""

	since: date
	until: date | None = None
	title: str = ""


@dataclass(frozen=True)
class Gap:
	since: date
	until: date

	@property
	def months(self) -> int:
		return whole_months(self.since, self.until)


def period(
	since: date | None, until: date | None, *, precision: str = "Day", ongoing: bool = False, title: str = ""
) -> Period | None:
	"""A station as days: known to the month or year only, it may have lasted to the end of it."""
	if since is None:
		since, precision = until, precision
	if since is None:
		return None
	return Period(
		first_day(since, precision), None if ongoing or not until else last_day(until, precision), title
	)


def first_day(day: date, precision: str) -> date:
	if precision == "Year":
		return date(day.year, 1, 1)
	return day.replace(day=1) if precision == "Month" else day


def last_day(day: date, precision: str) -> date:
	if precision == "Year":
		return date(day.year, 12, 31)
	return day.replace(day=calendar.monthrange(day.year, day.month)[1]) if precision == "Month" else day


def whole_months(since: date, until: date) -> int:
	"""Whole calendar months from the first to the last day, both included."""
	after = until + timedelta(days=1)
	return max(0, (after.year - since.year) * 12 + after.month - since.month - (after.day < since.day))


def gaps(
	stations: Iterable[Period],
	*,
	today: date,
	born: date | None = None,
	longer_than: int = LONGEST_UNEXPLAINED,
) -> list[Gap]:
	"""The times between stations, and from the last one to today, of more than `longer_than` months.

	Nothing before the first station is a gap, nor what lies before the youth.
	"""
	found: list[Gap] = []
	covered: date | None = None
	for station in sorted(stations, key=lambda one: (one.since, one.until or date.max)):
		if covered and station.since > covered + timedelta(days=1):
			found.append(Gap(covered + timedelta(days=1), station.since - timedelta(days=1)))
		end = min(station.until or today, today) if station.until is None else station.until
		covered = max(covered or end, end)
	if covered and covered < today:
		found.append(Gap(covered + timedelta(days=1), today))
	youth = date(born.year + YOUTH, born.month, 1) if born else date.min
	kept = [Gap(max(gap.since, youth), gap.until) for gap in found if gap.until >= youth]
	return [gap for gap in kept if gap.months > longer_than]


def overlaps(stations: Iterable[Period]) -> list[tuple[Period, Period]]:
	"""Pairs of stations that have more than a month in common: allowed, and shown."""
	ordered = sorted(stations, key=lambda one: one.since)
	found = []
	for place, first in enumerate(ordered):
		for second in ordered[place + 1 :]:
			end = min(first.until or date.max, second.until or date.max)
			# Two jobs known to the month that meet in one month are no overlap.
			if end > second.since + timedelta(days=31):
				found.append((first, second))
	return found


def decision_due(complete_on: date) -> date:
	"""The day by which a recognition authority has to decide (section 6 (3) BQFG)."""
	return add_months(complete_on, MONTHS_TO_DECIDE)


def has_passed(due: date, today: date) -> bool:
	"""Whether an authority that had until `due` is late: the last day itself belongs to it."""
	return today > due


def ends_soon(until: date, today: date) -> bool:
	"""Whether a certificate ends within the time that it takes to renew it, or has ended."""
	return today >= until - timedelta(days=DAYS_TO_RENEW)


def reminder_reached(sent_on: date, today: date) -> int:
	"""After how many days without an answer somebody is reminded: 0, 14 or 30."""
	waited = (today - sent_on).days
	return next((days for days in (30, 14) if waited >= days), 0)
