"""Two characteristics of services against each other: topics by results, topics by status, channels by language.

Reads sums of Service Records only. docs/figures.md explains every column and measure.
"""

from typing import Any

import frappe
from frappe import _

from refugee_support.evidence import counting, crosstabs, layout
from refugee_support.evidence.counting import CONSULTATION, meetings
from refugee_support.evidence.crosstabs import Crosstab
from refugee_support.evidence.filters import Frame, choice_in, read_frame, refuse
from refugee_support.refugee_support.report.consultations_over_time.question import CHARACTERISTICS
from refugee_support.refugee_support.report.live import keep_live

Row = dict[str, Any]
MEASURES = ("Contacts", "Persons", "Households", "Hours")


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str, Row, list[Row]]:
	frappe.has_permission("Service Record", "report", throw=True)
	keep_live("Topics and Results")
	frame, table = count(dict(filters or {}))
	rows = crosstabs.rows_of(table)
	return (
		get_columns(table),
		rows,
		get_notes(frame),
		crosstabs.chart_of(table, rows),
		get_summary(table, rows),
	)


def count(filters: Row) -> tuple[Frame, Crosstab]:
	frame = read_frame(filters)
	first = choice_in(filters, "characteristic", _("Characteristic"), CHARACTERISTICS) or "topic"
	second = choice_in(filters, "second_characteristic", _("Second Characteristic"), CHARACTERISTICS)
	if (second := second or ("result" if first != "result" else "topic")) == first:
		refuse(_("{0}: please choose another one than the first."), _("Second Characteristic"), "")
	measure = choice_in(filters, "measure", _("Measure"), MEASURES) or "Contacts"
	service = choice_in(filters, "service_type", _("Kind of Service"), meetings()) or CONSULTATION
	return frame, crosstabs.count(
		lambda keys: counting.tally(counting.records(frame, (service,)), keys),
		first,
		second,
		measure.lower(),
		frame,
	)


def get_columns(table: Crosstab) -> list[Row]:
	return [*crosstabs.columns_of(table), layout.float_column("share", _("Share, %"))]


def get_notes(frame: Frame) -> str:
	return layout.notes(frame, layout.date_of_service_note(), layout.distinct_note())


def get_summary(table: Crosstab, rows: list[Row]) -> list[Row]:
	return [layout.summary(_(table.measure.title()), rows[-1]["total"])]
