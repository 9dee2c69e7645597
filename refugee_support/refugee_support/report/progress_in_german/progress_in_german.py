"""Progress in German by at least one level (AMIF R.2.8), of those whom tests or teachers have assessed.

The one standard report that reads Language Level Record instead of Service Records: a level there belongs to a skill
and has a source. Nobody is named; whoever was assessed in the period is in exactly one of three groups.
"""

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import getdate

from refugee_support.evidence import layout
from refugee_support.evidence.filters import Frame, choice_in, read_frame
from refugee_support.evidence.publishing import TOTAL, WITHHELD, Places, share, shown, withhold_cells
from refugee_support.refugee_support.report.consultations_over_time.labels import labels_of
from refugee_support.refugee_support.report.live import keep_live
from refugee_support.rules.language_levels import ASSESSED, Assessment, compared, improved, within

Row = dict[str, Any]
BY = ("gender", "skill")
GROUPS = ("improved", "same", "once")


@frappe.read_only()
def execute(filters: Row | None = None) -> tuple[list[Row], list[Row], str, Row]:
	frappe.has_permission("Service Record", "report", throw=True)
	keep_live("Progress in German")
	filters = dict(filters or {})
	frame, by = read_frame(filters), choice_in(filters, "by", _("By"), BY) or BY[0]
	rows = get_rows(frame, by)
	return get_columns(by), rows, get_notes(frame), get_chart(rows)


# --- Counting ---


def assessments(frame: Frame) -> tuple[list[Assessment], dict[str, str]]:
	"""What tests and teachers have found of everybody, and the gender of each. Read without the permissions on clients:
	the report has asked for the right to figures, and nobody's name or number leaves it."""
	record, client = DocType("Language Level Record"), DocType("Client")
	rows = (
		frappe.qb.from_(record)
		.join(client)
		.on(record.client == client.name)
		.select(record.client, record.skill, record.level, record.assessed_on, record.level_source)
		.select(client.gender)
		.where(record.level_source.isin(sorted(ASSESSED)))
		.where(record.assessed_on <= frame.to_date)
		.run()
	)
	found = [Assessment(*row[:3], getdate(row[3]), row[4]) for row in rows]
	return within(found, frame.from_date, frame.to_date), {row[0]: row[5] or "" for row in rows}


def group(found: list[Assessment]) -> dict[str, int]:
	"""How many persons have improved, have not, and were assessed once only."""
	persons, twice, better = {one.person for one in found}, compared(found), improved(found)
	return {"improved": len(better), "same": len(twice - better), "once": len(persons - twice)}


def get_rows(frame: Frame, by: str) -> list[Row]:
	found, genders = assessments(frame)
	if not found:
		return []
	lines: dict[str, list[Assessment]] = defaultdict(list)
	for one in found:
		lines[genders[one.person] if by == "gender" else one.skill].append(one)
	counts, total = {key: group(line) for key, line in lines.items()}, group(found)
	hidden = withheld(counts, total, frame.threshold) if frame.protected else set()
	labels = labels_by(by, list(counts))
	keys = sorted(counts, key=lambda key: (key == "", labels[key]))
	rows = [row_of(key, labels[key], counts[key], hidden) for key in keys]
	return [*rows, row_of(TOTAL, _("Total"), total, hidden) | {"bold": 1}]


def withheld(counts: dict[str, dict[str, int]], total: dict[str, int], threshold: int) -> Places:
	"""Of the lines, and of the total by itself: by skill the same person stands in several lines."""
	lines = {(key, name): number for key, line in counts.items() for name, number in line.items()}
	alone = {(TOTAL, name): number for name, number in total.items()}
	return withhold_cells([lines], threshold) | withhold_cells([alone], threshold)


def row_of(key: str, label: str, counts: dict[str, int], hidden: Places) -> Row:
	numbers = {name: shown(counts[name], (key, name), hidden) for name in GROUPS}
	twice = [numbers["improved"], numbers["same"]]
	return {
		"key": key,
		"label": label,
		"persons": shown(sum(counts.values()), (key, TOTAL), hidden),
		**numbers,
		"share": share(numbers["improved"], WITHHELD if WITHHELD in twice else sum(twice)),
	}


# --- Columns, notes, chart ---


def labels_by(by: str, keys: list[str]) -> dict[str, str]:
	if by == "gender":
		return labels_of("gender", keys)
	return {key: _(key, context="Language Level Record") for key in keys}


def get_columns(by: str) -> list[Row]:
	return [
		layout.label_column(_("Gender") if by == "gender" else _("Skill"), 130),
		layout.count_column("persons", _("Persons Assessed"), 170),
		layout.count_column("improved", _("At Least One Level Higher"), 220),
		layout.count_column("same", _("No Higher Level"), 160),
		layout.count_column("once", _("Assessed Once Only"), 170),
		layout.float_column("share", _("Higher, % of Those Assessed Twice"), width=270),
	]


def get_notes(frame: Frame) -> str:
	return layout.notes(
		frame,
		_(
			"Persons assessed between the two dates by a test or a teacher (AMIF R.2.8); own statements do not count."
		),
		_(
			"The last level of a skill is compared with the last one known before the period, otherwise with the first one in it; a skill with itself only."
		),
		_("Each person counts once in each line and once in the total."),
	)


def get_chart(rows: list[Row]) -> Row | None:
	rows = [row for row in rows if row["key"] != TOTAL]
	if not rows:
		return None
	labels = [row["label"] for row in rows]
	named = {"improved": _("At Least One Level Higher"), "same": _("No Higher Level")}
	return layout.bars(labels, [(label, [row[name] for row in rows]) for name, label in named.items()])
