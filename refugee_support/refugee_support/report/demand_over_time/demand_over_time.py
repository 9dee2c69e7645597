"""Demand over time: contacts, persons, households and hours by month, quarter or year, beside the year before.

Reads sums of Service Records only. docs/figures.md explains every column and measure.
"""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType

from refugee_support.evidence import counting, layout
from refugee_support.evidence.counting import Counts, meetings
from refugee_support.evidence.filters import Frame, choice_in, read_frame, refuse
from refugee_support.evidence.publishing import TOTAL, blank, withhold_lines
from refugee_support.refugee_support.report.consultations_over_time.labels import period_label
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.rules.periods import Period, growth, periods_between, year_before

Row = dict[str, Any]
PERIODS = ("Month", "Quarter", "Year")
MOST_PERIODS = 120
NOW = ("contacts", "persons", "households", "hours", "contacts_growth", "persons_growth")
BEFORE = ("contacts_before", "persons_before", "contacts_growth", "persons_growth")
FIRST = ("first_contacts",)


@dataclass(frozen=True)
class Demand:
	"""Counts by period, now and (under the same keys) a year before."""

	now: dict[str, Counts]
	before: dict[str, Counts]


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str, Row, list[Row]]:
	frappe.has_permission("Service Record", "report", throw=True)
	keep_live("Demand over Time")
	frame, period, services = read_filters(dict(filters or {}))
	rows = get_rows(frame, count(frame, period, services))
	return get_columns(), rows, get_notes(frame), get_chart(rows), get_summary(rows)


def read_filters(filters: Row) -> tuple[Frame, Period, tuple[str, ...]]:
	frame = read_frame(filters)
	period = (choice_in(filters, "period", _("Period"), PERIODS) or "Month").lower()
	if len(periods_between(frame.from_date, frame.to_date, period)) > MOST_PERIODS:
		refuse(
			_("{0}: more than {1} lines. Please choose longer periods or a shorter range."), _("Period"), 120
		)
	service = choice_in(filters, "service_type", _("Kind of Service"), meetings())
	return frame, period, (service,) if service else meetings()


def count(frame: Frame, period: Period, services: tuple[str, ...]) -> Demand:
	key = DocType("Service Record")[f"service_{period}"]
	earlier = year_before(frame.from_date, frame.to_date)
	now = counting.tally(counting.records(frame, services), [key])
	before = counting.tally(counting.records(frame, services, earlier), [key])
	by_period, by_period_before = counting.counts_of(now.lines), counting.counts_of(before.lines)
	lines = periods_between(frame.from_date, frame.to_date, period)
	return Demand(
		{line: by_period.get((line,), Counts()) for line in lines}
		| {TOTAL: counting.counted(now.together())},
		{line: by_period_before.get((_a_year_before(line),), Counts()) for line in lines}
		| {TOTAL: counting.counted(before.together())},
	)


def _a_year_before(line: str) -> str:
	return f"{int(line[:4]) - 1:04d}{line[4:]}"


# --- Rows ---


def get_rows(frame: Frame, demand: Demand) -> list[Row]:
	rows = [_row(key, demand.now[key], demand.before[key]) for key in demand.now]
	if frame.protected:
		protect(rows, demand, frame.threshold)
	return rows


def _row(key: str, now: Counts, before: Counts) -> Row:
	return {
		"key": key,
		"label": _("Total") if key == TOTAL else period_label(key),
		"bold": int(key == TOTAL),
		**layout.measures(now),
		"first_contacts": now.first_contacts,
		"contacts_before": before.contacts,
		"contacts_growth": growth(now.contacts, before.contacts),
		"persons_before": before.persons,
		"persons_growth": growth(now.persons, before.persons),
	}


def protect(rows: list[Row], demand: Demand, threshold: int) -> None:
	"""A figure of now and its growth would give the year before, so growth goes with either. In ranges of more than
	a year a period stands in both columns: withheld in one, it is withheld in the other."""
	now = withhold_lines(_lines(demand.now, "contacts", "persons", "households"), threshold)
	before = withhold_lines(_lines(demand.before, "contacts", "persons"), threshold)
	year_after = {_a_year_before(key): key for key in demand.now if key != TOTAL}
	also_before = {year_after[key] for key in now if key in year_after}
	also_now = {key for key in demand.now if year_after.get(key) in before}
	blank(rows, now | also_now, NOW)
	blank(rows, before | also_before, BEFORE)
	blank(rows, withhold_lines(_lines(demand.now, "first_contacts"), threshold), FIRST)


def _lines(counts: dict[str, Counts], *measures: str) -> dict[str, list[int]]:
	return {key: [getattr(line, measure) for measure in measures] for key, line in counts.items()}


# --- Columns, notes, chart, summary ---


def get_columns() -> list[Row]:
	return [
		layout.label_column(_("Period"), 140),
		*layout.measure_columns(),
		layout.count_column("first_contacts", _("First contacts")),
		layout.count_column("contacts_before", _("Contacts, Year Before"), 150),
		layout.float_column("contacts_growth", _("Growth of Contacts, %"), width=150),
		layout.count_column("persons_before", _("Persons, Year Before"), 150),
		layout.float_column("persons_growth", _("Growth of Persons, %"), width=150),
	]


def get_notes(frame: Frame) -> str:
	compared = _("The year before means the same days one year earlier.")
	return layout.notes(frame, layout.date_of_service_note(), layout.distinct_note(), compared)


def get_chart(rows: list[Row]) -> Row:
	lines = rows[:-1]
	return layout.bars(
		[row["label"] for row in lines],
		[
			(_("Contacts"), [row["contacts"] for row in lines]),
			(_("Contacts, Year Before"), [row["contacts_before"] for row in lines]),
		],
	)


def get_summary(rows: list[Row]) -> list[Row]:
	total = rows[-1]
	return [
		layout.summary(_("Contacts"), total["contacts"]),
		layout.summary(_("Persons"), total["persons"]),
		layout.summary(_("Households"), total["households"]),
		layout.summary(_("Hours"), total["hours"], "Float"),
	]
