"""Consultations over time: any characteristic by month, quarter or year, in persons, households, contacts, hours.

Reads Service Records only, and only sums of them. docs/statistics.md explains every column and measure.
"""

from typing import Any

import frappe
from frappe import _

from refugee_support.refugee_support.report.consultations_over_time.figures import Figures, Totals, count
from refugee_support.refugee_support.report.consultations_over_time.labels import labels_of, period_label
from refugee_support.refugee_support.report.consultations_over_time.question import Question, read_filters
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.rules.text import plain_text

Row = dict[str, Any]

ORDERED = ("age_group", "german_level", "years_in_germany", "contact_kind")  # their order says something
CHART_GROUPS = 8


@frappe.read_only()
def execute(filters: dict[str, Any] | None = None) -> tuple[list[Row], list[Row], str, Row, list[Row]]:
	frappe.has_permission("Service Record", "report", throw=True)
	keep_live("Consultations over Time")
	question = read_filters(filters)
	figures = count(question)
	columns, rows = get_columns(question), get_rows(question, figures)
	return columns, rows, get_notes(question), get_chart(question, rows), get_summary(figures)


# --- Columns ---


def get_columns(question: Question) -> list[Row]:
	label = _("Measure")
	if question.characteristic:
		label = _(frappe.get_meta("Service Record").get_label(question.characteristic))
	first = {"fieldname": "label", "label": label, "fieldtype": "Data", "width": 260}
	periods = [_number_column(question, fieldname(key), period_label(key)) for key in question.periods]
	return [first, *periods, _number_column(question, "total", _("Total"))]


def _number_column(question: Question, name: str, label: str) -> Row:
	column = {"fieldname": name, "label": label, "fieldtype": "Int", "width": 110}
	return column | {"fieldtype": "Float", "precision": 1} if question.measure == "Hours" else column


def fieldname(period: str) -> str:
	return f"period_{period.replace('-', '_').lower()}"


# --- Rows ---


def get_rows(question: Question, figures: Figures) -> list[Row]:
	"""One row per value, then those not recorded, then the total, counted anew and not added up."""
	total = _row(question, _("Total"), figures.column_totals, figures.now.of(question.measure)) | {"bold": 1}
	if not question.characteristic:
		return [total | {"label": _("All"), "bold": 0}]
	values = [value for (value,), number in figures.row_totals.items() if value and number]
	labels = labels_of(question.characteristic, values)
	rows = [
		_row(
			question,
			labels[value],
			{(period,): figures.cells.get((value, period), 0) for period in question.periods},
			figures.row_totals.get((value,), 0),
		)
		for value in [*_in_order(question, figures, values, labels), ""]
	]
	return [*rows, total]


def _row(question: Question, label: str, numbers: dict[tuple[str, ...], int], total: int) -> Row:
	row = {fieldname(period): _shown(question, numbers.get((period,), 0)) for period in question.periods}
	return {"label": label} | row | {"total": _shown(question, total)}


def _shown(question: Question, number: int) -> int | float:
	return hours(number) if question.measure == "Hours" else number


def hours(minutes: int) -> float:
	return round(minutes / 60, 2)


def _in_order(question: Question, figures: Figures, values: list[str], labels: dict[str, str]) -> list[str]:
	"""Bands and levels from low to high, everything else by size."""
	if question.characteristic in ORDERED:
		options = frappe.get_meta("Service Record").get_field(question.characteristic).options.split("\n")
		return sorted(values, key=lambda value: options.index(value) if value in options else len(options))
	return sorted(values, key=lambda value: (-figures.row_totals[(value,)], labels[value]))


# --- What a reader must know to read the figures right ---


def get_notes(question: Question) -> str:
	notes = [_("Counted by the date of the service, with characteristics as they were on that day.")]
	notes += _distinct_notes(question) if question.counts_distinct else _contact_notes()
	if question.characteristic == "contact_kind":
		notes.append(
			_("Only main persons have a first or follow-up contact; all others show as not recorded.")
		)
	return " ".join(notes)


def _distinct_notes(question: Question) -> list[str]:
	once = _(
		"Everybody counts once in each period and once in the total, so periods do not add up to the total."
	)
	if question.measure == "Households":
		once = _(
			"A household counts once in each period and once in the total; whoever is in none counts as a household of one."
		)
	return [once, _("Anonymous contacts are not included: nobody knows how many people they were.")]


def _contact_notes() -> list[str]:
	return [_("A consultation with a family is one contact, shown with the main person's characteristics.")]


# --- Chart ---


def get_chart(question: Question, rows: list[Row]) -> Row:
	"""Bars, which begin at zero, of the largest groups and the rest."""
	groups = [row for row in rows[:-1] if row["total"]] or rows[-1:]
	largest = sorted(groups, key=lambda row: -row["total"])[:CHART_GROUPS]
	datasets = [_dataset(question, row["label"], [row]) for row in groups if row in largest]
	if rest := [row for row in groups if row not in largest]:
		datasets.append(_dataset(question, _("Other"), rest))
	return {
		"data": {"labels": [period_label(key, "MMM yy") for key in question.periods], "datasets": datasets},
		"type": "bar",
		"barOptions": {"stacked": 1},
		"fieldtype": "Float" if question.measure == "Hours" else "Int",
	}


def _dataset(question: Question, label: str, rows: list[Row]) -> Row:
	values = [sum(row[fieldname(period)] for row in rows) for period in question.periods]
	name = label if question.characteristic else _(question.measure)
	return {
		"name": plain_text(name),
		"values": values,
	}  # the chart library puts names into its tooltips as HTML


# --- Summary ---


def get_summary(figures: Figures) -> list[Row]:
	now, before = figures.now, figures.year_before
	return [
		_summary(_("Contacts"), now, before, "contacts"),
		_summary(_("Persons"), now, before, "persons"),
		_summary(_("Households"), now, before, "households"),
		_summary(_("Hours"), now, before, "minutes"),
		_summary(_("First contacts"), now, before, "first_contacts"),
	]


def _summary(label: str, now: Totals, before: Totals | None, figure: str) -> Row:
	number, earlier = getattr(now, figure), getattr(before, figure) if before else 0
	if earlier:
		change = f"{round((number - earlier) / earlier * 100):+d}".replace("-", "\u2212")
		label = _("{0} ({1} % on the year before)").format(label, change)
	if figure == "minutes":
		return {"label": label, "value": hours(number), "datatype": "Float"}
	return {"label": label, "value": number, "datatype": "Int"}
