"""Who the people are: each person once, with the characteristics of the last day they were met in the range.

Reads Service Records only. docs/figures.md explains every column and measure.
"""

from typing import Any

import frappe
from frappe import _

from refugee_support.evidence import counting, crosstabs, layout
from refugee_support.evidence.counting import meetings
from refugee_support.evidence.crosstabs import Crosstab
from refugee_support.evidence.filters import Frame, choice_in, read_frame, refuse
from refugee_support.refugee_support.report.live import keep_live

Row = dict[str, Any]
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
)
MEASURES = ("Persons", "Households")


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str, Row, list[Row]]:
	frappe.has_permission("Service Record", "report", throw=True)
	keep_live("Characteristics of Persons")
	frame, table = count(dict(filters or {}))
	rows = crosstabs.rows_of(table)
	return get_columns(table), rows, get_notes(frame), crosstabs.chart_of(table, rows), get_summary(rows)


def count(filters: Row) -> tuple[Frame, Crosstab]:
	frame = read_frame(filters)
	characteristic = choice_in(filters, "characteristic", _("Characteristic"), CHARACTERISTICS) or "gender"
	second = choice_in(filters, "second_characteristic", _("Second Characteristic"), CHARACTERISTICS)
	if second == characteristic:
		refuse(_("{0}: please choose another one than the first."), _("Second Characteristic"), "")
	measure = choice_in(filters, "measure", _("Measure"), MEASURES) or "Persons"
	return frame, crosstabs.count(
		lambda keys: counting.tally_last(frame, meetings(), keys),
		characteristic,
		second,
		measure.lower(),
		frame,
	)


def get_columns(table: Crosstab) -> list[Row]:
	return [*crosstabs.columns_of(table), layout.float_column("share", _("Share, %"))]


def get_notes(frame: Frame) -> str:
	return layout.notes(
		frame,
		_(
			"Everybody met between the two dates counts once, with the characteristics of the last day they were met in that time."
		),
		_("Anonymous contacts are not included: nobody knows how many people they were."),
	)


def get_summary(rows: list[Row]) -> list[Row]:
	return [layout.summary(_("Total"), rows[-1]["total"])]
