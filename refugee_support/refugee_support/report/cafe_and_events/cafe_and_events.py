"""Language cafés and community events: visits, persons known by name, and hours, by period and kind of service.

Reads sums of Service Records only. docs/figures.md explains every column and measure.
"""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType

from refugee_support.evidence import counting, layout
from refugee_support.evidence.counting import Counts
from refugee_support.evidence.filters import Frame, choice_in, read_frame, refuse
from refugee_support.evidence.publishing import TOTAL, blank, withhold_lines
from refugee_support.refugee_support.report.consultations_over_time.labels import labels_of, period_label
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.rules.periods import Period, periods_between

Row = dict[str, Any]
PERIODS = ("Month", "Quarter", "Year")
MOST_PERIODS = 120
MEASURES = ("contacts", "persons", "hours")
Lines = dict[str, dict[str, Counts]]


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str, Row, list[Row]]:
	frappe.has_permission("Service Record", "report", throw=True)
	keep_live("Cafe and Events")
	frame, period = read_filters(dict(filters or {}))
	rows = get_rows(frame, period, count(frame, period))
	return get_columns(), rows, get_notes(frame), get_chart(rows), get_summary(rows)


def read_filters(filters: Row) -> tuple[Frame, Period]:
	frame = read_frame(filters)
	period = (choice_in(filters, "period", _("Period"), PERIODS) or "Month").lower()
	if len(periods_between(frame.from_date, frame.to_date, period)) > MOST_PERIODS:
		refuse(
			_("{0}: more than {1} lines. Please choose longer periods or a shorter range."), _("Period"), 120
		)
	return frame, period


def count(frame: Frame, period: Period) -> dict[str, Lines]:
	"""By column group, then by period with its total."""
	record, services = DocType("Service Record"), kinds()
	key = record[f"service_{period}"]
	lines = periods_between(frame.from_date, frame.to_date, period)
	visits = counting.tally(counting.records(frame, services), [record.service_type, key])
	found, totals = counting.counts_of(visits.lines), counting.counts_of(visits.by(0))
	return {
		service: {line: found.get((service, line), Counts()) for line in lines}
		| {TOTAL: totals.get((service,), Counts())}
		for service in services
	}


def kinds() -> tuple[str, ...]:
	"""The kinds of service of language cafés and events: each has columns of its own."""
	return tuple(name for name in counting.meetings() if "Cafe" in name or "Event" in name)


def fieldname(service: str, measure: str) -> str:
	return f"{frappe.scrub(service)}_{measure}"


def get_rows(frame: Frame, period: Period, counts: dict[str, Lines]) -> list[Row]:
	keys = [*periods_between(frame.from_date, frame.to_date, period), TOTAL]
	rows = [_row(key, counts) for key in keys]
	if frame.protected:
		for service, lines in counts.items():
			figures = {key: [line.contacts, line.persons] for key, line in lines.items()}
			fields = [fieldname(service, measure) for measure in MEASURES]
			blank(rows, withhold_lines(figures, frame.threshold), fields)
	return rows


def _row(key: str, counts: dict[str, Lines]) -> Row:
	row: Row = {
		"key": key,
		"label": _("Total") if key == TOTAL else period_label(key),
		"bold": int(key == TOTAL),
	}
	for service, lines in counts.items():
		row |= {fieldname(service, measure): getattr(lines[key], measure) for measure in MEASURES}
	return row


def get_columns() -> list[Row]:
	columns = [layout.label_column(_("Period"), 140)]
	for service in kinds():
		name = service_name(service)
		columns += [
			layout.count_column(fieldname(service, "contacts"), _("{0}: Visits").format(name), 190),
			layout.count_column(
				fieldname(service, "persons"), _("{0}: Persons Known by Name").format(name), 230
			),
			layout.float_column(fieldname(service, "hours"), _("{0}: Hours").format(name), width=190),
		]
	return columns


def service_name(service: str) -> str:
	return labels_of("service_type", [service])[service]


def get_notes(frame: Frame) -> str:
	return layout.notes(
		frame,
		_(
			"Counted by the day of the meeting. Most guests come without giving their name: they are visits, but no persons."
		),
		_("Hours only where the time of each guest is recorded."),
	)


def get_chart(rows: list[Row]) -> Row:
	lines = rows[:-1]
	datasets = [
		(service_name(service), [row[fieldname(service, "contacts")] for row in lines]) for service in kinds()
	]
	return layout.bars([row["label"] for row in lines], datasets, stacked=True)


def get_summary(rows: list[Row]) -> list[Row]:
	return [
		layout.summary(service_name(service), rows[-1][fieldname(service, "contacts")]) for service in kinds()
	]
