"""Language cafés and community events: visits, persons known by name, and hours, by period and kind of service.

Reads sums of Service Records only. docs/figures.md explains every column and measure.
"""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType

from refugee_support.evidence import counting, layout
from refugee_support.evidence.counting import CAFE, EVENT, Counts
from refugee_support.evidence.filters import Frame, choice_in, read_frame, refuse
from refugee_support.evidence.publishing import TOTAL, blank, withhold_lines
from refugee_support.refugee_support.report.consultations_over_time.labels import period_label
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.rules.periods import Period, periods_between

Row = dict[str, Any]
PERIODS = ("Month", "Quarter", "Year")
MOST_PERIODS = 120
SERVICES = {CAFE: "cafe", EVENT: "event"}
Lines = dict[str, dict[str, Counts]]


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str, Row, list[Row]]:
	frappe.has_permission("Service Record", "report", throw=True)
	keep_live("Cafe and Events")
	frame, period = read_filters(dict(filters or {}))
	rows = get_rows(frame, count(frame, period))
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
	record = DocType("Service Record")
	key = record[f"service_{period}"]
	lines = periods_between(frame.from_date, frame.to_date, period)
	found = counting.count_by(counting.records(frame, tuple(SERVICES)), [record.service_type, key])
	totals = counting.count_by(counting.records(frame, tuple(SERVICES)), [record.service_type])
	return {
		name: {line: found.get((service, line), Counts()) for line in lines}
		| {TOTAL: totals.get((service,), Counts())}
		for service, name in SERVICES.items()
	}


def get_rows(frame: Frame, counts: dict[str, Lines]) -> list[Row]:
	rows = [_row(key, counts) for key in counts["cafe"]]
	if frame.protected:
		for name, lines in counts.items():
			figures = {key: [line.contacts, line.persons] for key, line in lines.items()}
			fields = [f"{name}_{measure}" for measure in ("contacts", "persons", "hours")]
			blank(rows, withhold_lines(figures, frame.threshold), fields)
	return rows


def _row(key: str, counts: dict[str, Lines]) -> Row:
	row: Row = {
		"key": key,
		"label": _("Total") if key == TOTAL else period_label(key),
		"bold": int(key == TOTAL),
	}
	for name, lines in counts.items():
		row |= {
			f"{name}_contacts": lines[key].contacts,
			f"{name}_persons": lines[key].persons,
			f"{name}_hours": lines[key].hours,
		}
	return row


def get_columns() -> list[Row]:
	return [
		layout.label_column(_("Period"), 140),
		layout.count_column("cafe_contacts", _("Visits to the Language Café"), 190),
		layout.count_column("cafe_persons", _("Persons Known by Name, Language Café"), 230),
		layout.float_column("cafe_hours", _("Hours of Visitors, Language Café"), width=210),
		layout.count_column("event_contacts", _("Visits to Events"), 150),
		layout.count_column("event_persons", _("Persons Known by Name, Events"), 210),
		layout.float_column("event_hours", _("Hours of Visitors, Events"), width=180),
	]


def get_notes(frame: Frame) -> str:
	return layout.notes(
		frame,
		_(
			"Counted by the day of the meeting. Most guests come without giving their name: they are visits, but no persons."
		),
		_("Hours of visitors are the time all guests spent together, not the length of the meetings."),
	)


def get_chart(rows: list[Row]) -> Row:
	lines = rows[:-1]
	return layout.bars(
		[row["label"] for row in lines],
		[
			(_("Visits to the Language Café"), [row["cafe_contacts"] for row in lines]),
			(_("Visits to Events"), [row["event_contacts"] for row in lines]),
		],
		stacked=True,
	)


def get_summary(rows: list[Row]) -> list[Row]:
	total = rows[-1]
	return [
		layout.summary(_("Visits to the Language Café"), total["cafe_contacts"]),
		layout.summary(_("Visits to Events"), total["event_contacts"]),
	]
