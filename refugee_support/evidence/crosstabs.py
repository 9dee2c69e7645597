"""One measure by one or two characteristics, with totals counted anew, a row "not recorded", and protection."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import frappe
from frappe import _

from refugee_support.evidence import layout
from refugee_support.evidence.counting import Counts, counted, counts_of, value_of
from refugee_support.evidence.filters import Frame
from refugee_support.evidence.publishing import TOTAL, Places, number, share, shown, withhold_cells
from refugee_support.evidence.streaming import Key, Tally
from refugee_support.refugee_support.report.consultations_over_time.labels import labels_of

Row = dict[str, Any]
ORDERED = ("age_group", "german_level", "years_in_germany", "contact_kind")  # their order says something
NOT_RECORDED = ""
CHART_GROUPS = 8


@dataclass(frozen=True)
class Crosstab:
	"""Counts by (value of the first, value of the second); without a second every key has one part."""

	first: str
	second: str
	measure: str  # a field of Counts, or hours
	cells: dict[Key, Counts]
	row_totals: dict[str, Counts]
	column_totals: dict[str, Counts]
	total: Counts
	hidden: Places = field(default_factory=set)

	@property
	def columns(self) -> list[str]:
		sizes = {value: self.shown(counts, (TOTAL, value)) for value, counts in self.column_totals.items()}
		return _in_order(self.second, sizes) if self.second else []

	@property
	def rows(self) -> list[str]:
		sizes = {value: self.shown(counts, (value, TOTAL)) for value, counts in self.row_totals.items()}
		return _in_order(self.first, sizes)

	def shown(self, counts: Counts | None, place: tuple[str, str]) -> Any:
		return shown(getattr(counts or Counts(), self.measure), place, self.hidden)


def count(
	tally: Callable[[Sequence[Any]], Tally], first: str, second: str, measure: str, frame: Frame
) -> Crosstab:
	"""Args: tally counts the rows by terms; the characteristics are columns of Service Record."""
	counted_by = tally([value_of(name) for name in (first, second) if name])
	rows = {key[0]: counts for key, counts in counts_of(counted_by.by(0)).items()}
	cells: dict[Key, Counts] = {}
	columns: dict[str, Counts] = {}
	if second:
		cells = counts_of(counted_by.lines)
		columns = {key[0]: counts for key, counts in counts_of(counted_by.by(1)).items()}
	table = Crosstab(first, second, measure, cells, rows, columns, counted(counted_by.together()))
	return replace(table, hidden=withheld(table, frame.threshold)) if frame.protected else table


def _in_order(characteristic: str, sizes: dict[str, Any]) -> list[str]:
	"""Bands and levels from low to high, everything else by the figure shown: the place of a line must not tell what is
	withheld in it. What is not recorded comes last, also when it is nobody."""
	values = [value for value in sizes if value != NOT_RECORDED]
	if characteristic in ORDERED:
		options = frappe.get_meta("Service Record").get_field(characteristic).options.split("\n")
		values.sort(key=lambda value: options.index(value) if value in options else len(options))
	else:
		values.sort(key=lambda value: (-number(sizes[value]), value))
	return [*values, NOT_RECORDED]


def columns_of(table: Crosstab) -> list[Row]:
	label = _(frappe.get_meta("Service Record").get_label(table.first))
	column = layout.float_column if table.measure == "hours" else layout.count_column
	labels = labels_of(table.second, table.columns) if table.second else {}
	cells = [column(fieldname(place), labels[value]) for place, value in enumerate(table.columns)]
	return [layout.label_column(label), *cells, column("total", _("Total"))]


def fieldname(place: int) -> str:
	"""Columns are numbered: a value may be any text."""
	return f"column_{place}"


def rows_of(table: Crosstab) -> list[Row]:
	labels = labels_of(table.first, table.rows)
	rows = [_row(table, value, labels[value]) for value in table.rows]
	return [*rows, _row(table, TOTAL, _("Total")) | {"bold": 1}]


def _row(table: Crosstab, key: str, label: str) -> Row:
	row: Row = {"key": key, "label": label}
	for place, column in enumerate(table.columns):
		counts = table.column_totals.get(column) if key == TOTAL else table.cells.get((key, column))
		row[fieldname(place)] = table.shown(counts, (key, column))
	row["total"] = table.shown(table.total if key == TOTAL else table.row_totals.get(key), (key, TOTAL))
	row["share"] = share(row["total"], table.shown(table.total, (TOTAL, TOTAL)))
	return row


def withheld(table: Crosstab, threshold: int) -> Places:
	"""Too few in persons, households or contacts is too few in the measure shown, too."""
	measures = ("contacts", "persons", "households")
	cells = table.cells or {(value, "all"): counts for value, counts in table.row_totals.items()}
	hidden = withhold_cells(
		[{key: getattr(counts, measure) for key, counts in cells.items()} for measure in measures], threshold
	)
	for key, counts in _totals(table).items():
		if any(0 < getattr(counts, measure) < threshold for measure in measures):
			hidden.add(key)
	if not table.second:
		hidden |= {(row, TOTAL) for row, _column in hidden}
	return hidden


def _totals(table: Crosstab) -> dict[tuple[str, str], Counts]:
	return (
		{(value, TOTAL): counts for value, counts in table.row_totals.items()}
		| {(TOTAL, value): counts for value, counts in table.column_totals.items()}
		| {(TOTAL, TOTAL): table.total}
	)


def chart_of(table: Crosstab, rows: list[Row]) -> Row:
	"""The largest groups; stacked by the second characteristic where there is one."""
	groups = [row for row in rows[:-1] if number(row["total"])][:CHART_GROUPS]
	labels = [row["label"] for row in groups]
	if not table.second:
		return layout.bars(labels, [(_(table.measure.title()), [row["total"] for row in groups])])
	names = labels_of(table.second, table.columns)
	datasets = [
		(names[value], [row[fieldname(place)] for row in groups]) for place, value in enumerate(table.columns)
	]
	datasets = datasets[:CHART_GROUPS]
	rest = [
		number(row["total"]) - sum(number(values[place]) for _name, values in datasets)
		for place, row in enumerate(groups)
	]
	if table.measure in ("contacts", "hours") or not any(value < 0 for value in rest):
		datasets.append((_("Other or withheld"), [max(0, value) for value in rest]))
	return layout.bars(labels, datasets, stacked=True)
