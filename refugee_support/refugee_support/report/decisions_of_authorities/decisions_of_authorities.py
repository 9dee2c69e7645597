"""Processing times and outcomes of applications, by authority or by kind of application.

Counts applications (the main applicant's row), by the day of filing or of the decision. Reads Service Records only;
docs/figures.md explains every column and measure.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from refugee_support.evidence import counting, layout
from refugee_support.evidence.filters import Frame, choice_in, read_frame
from refugee_support.evidence.publishing import TOTAL, WITHHELD, blank, share, withhold_cells, withhold_lines
from refugee_support.refugee_support.report.consultations_over_time.labels import labels_of
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.rules.applications import DECISIONS
from refugee_support.rules.spread import median_of

Row = dict[str, Any]
BY = ("authority", "application_type")
# Outcome -> the column it stands in.
OUTCOMES = {
	"Approved": "approved",
	"Partly Approved": "partly_approved",
	"Rejected": "rejected",
	"Denied for Non-Cooperation": "denied",
	"Withdrawn by Applicant": "withdrawn",
	"No Decision": "no_decision",
}
REFUSALS = ("rejected", "denied")
DAYS = ("median_days", "longest_quarter")


@dataclass
class Line:
	"""Applications of one authority: filed, closed by outcome, and how many took how many days."""

	filed: int = 0
	outcomes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES.values(), 0))
	days: dict[int, int] = field(default_factory=dict)

	def add(self, other: "Line") -> None:
		self.filed += other.filed
		for outcome, number in other.outcomes.items():
			self.outcomes[outcome] += number
		for days, number in other.days.items():
			self.days[days] = self.days.get(days, 0) + number


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str, Row, list[Row]]:
	frappe.has_permission("Service Record", "report", throw=True)
	keep_live("Decisions of Authorities")
	filters = dict(filters or {})
	frame, by = read_frame(filters), choice_in(filters, "by", _("By"), BY) or BY[0]
	rows = get_rows(frame, by, count(frame, by))
	return get_columns(by), rows, get_notes(frame), get_chart(rows), get_summary(rows)


def count(frame: Frame, by: str) -> dict[str, Line]:
	"""One line for each value, in two queries: as many rows come back as there are different durations."""
	lines: defaultdict[str, Line] = defaultdict(Line)
	for value, number in _applications(frame, "Application Filed", by):
		lines[value].filed += number
	for value, outcome, days, number in _applications(
		frame, "Application Decided", by, "outcome", "processing_days"
	):
		line = Line()
		if outcome in OUTCOMES:
			line.outcomes[OUTCOMES[outcome]] = number
		if outcome in DECISIONS and days > 0:
			line.days = {days: number}
		lines[value].add(line)
	return dict(lines)


def _applications(frame: Frame, service: str, by: str, *further: str) -> list[tuple]:
	record = DocType("Service Record")
	keys = [counting.value_of(by), *(record[name] for name in further)]
	query = counting.records(frame, (service,)).where(record.participation == "Main Person")
	return query.select(*keys, Count("*")).groupby(*keys).run()


# --- Rows ---


def get_rows(frame: Frame, by: str, lines: dict[str, Line]) -> list[Row]:
	total = Line()
	for line in lines.values():
		total.add(line)
	lines = {key: lines.get(key, Line()) for key in [*(key for key in lines if key), ""]}
	labels = labels_of(by, lines)
	rows = [_row(key, labels[key], line) for key, line in lines.items()]
	rows.append(_row(TOTAL, _("Total"), total) | {"bold": 1})
	if frame.protected:
		protect(rows, lines, frame.threshold)
	for row in rows:
		row["refused_share"] = refused_share(row)
	return [*sorted(rows[:-2], key=lambda row: (-layout.number(row["decided"]), row["label"])), *rows[-2:]]


def _row(key: str, label: str, line: Line) -> Row:
	return {
		"key": key,
		"label": label,
		"filed": line.filed,
		"decided": sum(line.outcomes.values()),
		**line.outcomes,
		"median_days": median_of(line.days),
		"longest_quarter": median_of(line.days, 0.75),
		"with_days": sum(line.days.values()),
	}


def protect(rows: list[Row], lines: dict[str, Line], threshold: int) -> None:
	"""Outcomes as one table with its totals; durations only where enough decisions stand behind them."""
	blank(rows, withhold_lines({key: [line.filed] for key, line in lines.items()}, threshold), ["filed"])
	counts = {(key, name): number for key, line in lines.items() for name, number in line.outcomes.items()}
	hidden = withhold_cells([counts], threshold)
	with_days = withhold_lines({key: [sum(line.days.values())] for key, line in lines.items()}, threshold)
	for row in rows:
		for name in OUTCOMES.values():
			if (row["key"], name) in hidden:
				row[name] = WITHHELD
		if (row["key"], TOTAL) in hidden:
			row["decided"] = WITHHELD
		if row["decided"] == WITHHELD or row["key"] in with_days:
			row.update(dict.fromkeys((*DAYS, "with_days"), WITHHELD))


def refused_share(row: Row) -> float | str | None:
	"""Of what an authority decided: withdrawn applications and those without a decision are no decisions."""
	decided = [row[name] for name in ("approved", "partly_approved", *REFUSALS)]
	if WITHHELD in decided:
		return WITHHELD
	return share(sum(row[name] for name in REFUSALS), sum(decided))


# --- Columns, notes, chart, summary ---


def get_columns(by: str) -> list[Row]:
	label = _("Authority") if by == "authority" else _("Application Type")
	outcomes = [layout.count_column(name, _(outcome), 130) for outcome, name in OUTCOMES.items()]
	return [
		layout.label_column(label),
		layout.count_column("filed", _("Filed")),
		layout.count_column("decided", _("Closed")),
		*outcomes,
		layout.float_column("refused_share", _("Share of Refusals, %"), width=150),
		layout.float_column("median_days", _("Days Until Decision, Median"), width=170),
		layout.float_column("longest_quarter", _("A Quarter Took Longer Than, Days"), width=190),
		layout.count_column("with_days", _("Decisions With Both Dates"), 160),
	]


def get_notes(frame: Frame) -> str:
	return layout.notes(
		frame,
		_("Counts applications: a family's application is one."),
		_(
			"Filed by the day of filing, everything else by the day of the decision, so they are not the same applications."
		),
		_("Days from filing to the decision; applications decided on the day they were filed are left out."),
		_(
			"Applications that are not decided yet have no duration: where many wait, the real times are longer."
		),
	)


def get_chart(rows: list[Row]) -> Row:
	groups = [row for row in rows[:-1] if layout.number(row["decided"])][:8]
	datasets = [(_(outcome), [row[name] for row in groups]) for outcome, name in OUTCOMES.items()]
	return layout.bars([row["label"] for row in groups], datasets, stacked=True)


def get_summary(rows: list[Row]) -> list[Row]:
	total = rows[-1]
	return [
		layout.summary(_("Filed"), total["filed"]),
		layout.summary(_("Closed"), total["decided"]),
		layout.summary(_("Share of Refusals, %"), total["refused_share"], "Float"),
		layout.summary(_("Days Until Decision, Median"), total["median_days"], "Float"),
	]
