"""Paths of integration: months from arrival to B1, the first job and a flat of one's own (Kaplan-Meier).

Reads Service Records only, each once. docs/figures.md explains every column.
"""

from typing import Any

import frappe
from frappe import _

from refugee_support.evidence import layout
from refugee_support.evidence.filters import Frame, choice_in, read_frame
from refugee_support.evidence.publishing import TOTAL, WITHHELD, withhold_lines
from refugee_support.refugee_support.report.consultations_over_time.labels import labels_of
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.refugee_support.report.path_of_integration.paths import Path, count
from refugee_support.rules.survival import kaplan_meier, median_time, reached_by

Row = dict[str, Any]
BY = ("gender", "region")
AFTER = (12, 24, 36, 60)  # months
CURVE = tuple(range(0, 85, 6))
DERIVED = (
	"reached",
	"median",
	*(f"after_{months}" for months in AFTER),
	*(f"range_{months}" for months in AFTER),
)


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str, Row]:
	frappe.has_permission("Service Record", "report", throw=True)
	keep_live("Path of Integration")
	filters = dict(filters or {})
	frame, by = read_frame(filters), choice_in(filters, "by", _("By"), BY)
	paths = count(frame, by)
	rows = [row for goal, groups in paths.items() for row in get_rows(frame, goal, by, groups)]
	return get_columns(), rows, get_notes(frame), get_chart(frame, rows, paths)


# --- Rows ---


def get_rows(frame: Frame, goal: str, by: str, groups: dict[str, Path]) -> list[Row]:
	"""All together, then each group."""
	hidden, few, unsaid = withheld(frame, groups) if frame.protected else (set(), set(), set())
	labels = labels_of(by, [key for key in groups if key != TOTAL]) if by else {}
	rows = []
	for key, path in groups.items():
		row = _row(goal, key, _goal(goal) if key == TOTAL else labels[key], path)
		if key in hidden:
			row.update(dict.fromkeys(("persons", *DERIVED), WITHHELD))
		elif key in few:
			row.update(dict.fromkeys(DERIVED, WITHHELD))
		for months in AFTER if frame.protected else ():
			if 0 < path.reached_by(months) < frame.threshold:
				row.update(dict.fromkeys((f"after_{months}", f"range_{months}"), WITHHELD))
		if key in unsaid:
			row["left_out"] = WITHHELD
		rows.append(row)
	return rows


def _row(goal: str, key: str, label: str, path: Path) -> Row:
	steps = kaplan_meier(path.observed)
	row: Row = {
		"key": key,
		"goal": goal,
		"label": label,
		"bold": int(key == TOTAL),
		"indent": int(key != TOTAL),
		"persons": path.persons,
		"left_out": path.left_out,
		"reached": path.reached,
		"median": median_time(steps),
	}
	for months in AFTER:
		share, low, high = reached_by(steps, months) if path.seen_until >= months else (None, None, None)
		row[f"after_{months}"] = None if share is None else round(share * 100)
		row[f"range_{months}"] = None if share is None else f"{round(low * 100)}–{round(high * 100)}"
	return row


def withheld(frame: Frame, groups: dict[str, Path]) -> tuple[set[str], set[str], set[str]]:
	"""The groups with too few people; those of which too few (or all but too few) got there; with too few left out."""
	return (
		_too_few({key: [path.persons] for key, path in groups.items()}, frame.threshold),
		_too_few(
			{key: [path.reached, path.persons - path.reached] for key, path in groups.items()},
			frame.threshold,
		),
		_too_few({key: [path.left_out] for key, path in groups.items()}, frame.threshold),
	)


def _too_few(lines: dict[str, list[int]], threshold: int) -> set[str]:
	"""Withheld lines; without groups there is the total alone."""
	few = {key for key, line in lines.items() if any(0 < number < threshold for number in line)}
	return few | (withhold_lines(lines, threshold) if len(lines) > 1 else set())


# --- Columns, notes, chart ---


def _goal(goal: str) -> str:
	return {"b1": _("German B1"), "job": _("First job"), "flat": _("Flat of one's own")}[goal]


def get_columns() -> list[Row]:
	columns = [
		layout.label_column(_("Step on the Path"), 200),
		layout.count_column("persons", _("Persons")),
		layout.count_column("reached", _("Of Them, Got There"), 140),
		layout.count_column("median", _("Half Got There Within, Months"), 200),
	]
	for months in AFTER:
		columns += [
			layout.count_column(f"after_{months}", _("After {0} Months, %").format(months), 140),
			layout.label_column(_("Range of 95 %"), 120) | {"fieldname": f"range_{months}"},
		]
	return [*columns, layout.count_column("left_out", _("Left Out"), 100)]


def get_notes(frame: Frame) -> str:
	return layout.notes(
		frame,
		_("Everybody met between the two dates, with their whole path since arrival up to the later date."),
		_(
			"Who has not got there yet is counted up to the last day known (Kaplan–Meier); the share of all who got there would make the path look longer or shorter than it is."
		),
		_("Left out: arrival not recorded, or the step was taken before arrival or on a day nobody knows."),
		_("The figures describe the people we know. They do not say what our work has brought about."),
	)


def get_chart(frame: Frame, rows: list[Row], paths: dict[str, dict[str, Path]]) -> Row:
	"""How many have got there by which month, of all together; nothing of a withheld line."""
	datasets = []
	for row in rows:
		if row["key"] == TOTAL and row["reached"] != WITHHELD:
			path = paths[row["goal"]][TOTAL]
			steps = kaplan_meier(path.observed)
			least = frame.threshold if frame.protected else 1
			shares = [
				round(reached_by(steps, month)[0] * 100) if path.reached_by(month) >= least else 0
				for month in CURVE
			]
			datasets.append((row["label"], shares))
	chart = layout.bars([str(month) for month in CURVE], datasets)
	return chart | {
		"type": "line",
		"axisOptions": {"xIsSeries": 1},
		"title": _("Percent, by months since arrival"),
	}
