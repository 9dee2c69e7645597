"""The combined figures as a workbook: numbers as numbers, ranges in columns of their own, a chart for each table."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from refugee_support.evaluation.spreadsheet import add_lines, fit, send
from refugee_support.federation.receiving import EVALUATION
from refugee_support.federation.showing import (
	ShownTable,
	days,
	files_of,
	in_words,
	protection,
	services,
	tables_of,
)

FIRST_ROW = 4  # of figures: heading, period and the names of the columns stand above


@frappe.whitelist()
def download(evaluation: str) -> None:
	"""The workbook, for whoever may print the evaluation."""
	document = frappe.get_doc(EVALUATION, evaluation)
	document.check_permission("read")
	document.check_permission("print")
	send(book_of(document), f"federation-{document.from_date or 'empty'}-{document.to_date or 'empty'}.xlsx")


def book_of(evaluation: Any) -> Workbook:
	files = files_of(evaluation.name)
	book = Workbook()
	about = book.active
	about.title = _("Report")
	add_lines(
		about,
		[
			[evaluation.title],
			[_("Reporting Period"), days(files[0].periods[0]) if files else ""],
			[_("What Is Counted"), services(evaluation) or _("All")],
			[_("Associations"), len(files)],
			[],
			[_("Association"), _("Report Released On"), _("Protection"), _("Seal (SHA-256)")],
			*(
				[file.association, formatdate(file.released_on), protection(file), file.seal]
				for file in files
			),
		],
		bold=[1, 6],
	)
	fit(about)
	for at, table in enumerate(tables_of(files), 1):
		sheet = book.create_sheet(_("Table {0}").format(at))
		_fill(sheet, table)
		fit(sheet)
	return book


def _fill(sheet: Worksheet, table: ShownTable) -> None:
	add_lines(sheet, [[table.title]], bold=[1])
	for period, heading in enumerate(table.periods):
		top = sheet.max_row + 1 if period == 0 else sheet.max_row + 2
		columns = [*table.headings, _("At Least"), _("At Most"), _("Associations Withholding")]
		lines = [
			[
				name,
				*(figure.shown if figure.is_whole else in_words(figure) for figure in figures),
				*_range(figures[-1]),
			]
			for name, figures in table.lines(period)
		]
		_put(sheet, top, [[heading], columns, *lines], bold=[top, top + 1])
	_put(sheet, sheet.max_row + 2, [[note] for note in table.notes()])
	if any(table.figure((row, None)).low for row in table.row_keys):
		_draw(sheet, table)


def _range(figure: Any) -> list[Any]:
	return [figure.low, "" if figure.high is None else figure.high, figure.withheld + figure.elsewhere]


def _put(sheet: Worksheet, top: int, lines: list[list[Any]], bold: list[int] | None = None) -> None:
	while sheet.max_row < top - 1:
		sheet.cell(sheet.max_row + 1, 1).value = " "
	add_lines(sheet, lines, bold=bold or [])


def _draw(sheet: Worksheet, table: ShownTable) -> None:
	"""Bars as long as what is certain: the column "at least"."""
	chart = BarChart()
	chart.type, chart.legend, chart.title = "bar", None, table.title
	chart.y_axis.title, chart.y_axis.delete, chart.x_axis.delete = table.measure, False, False
	chart.x_axis.scaling.orientation = "maxMin"
	certain, last = len(table.headings) + 1, FIRST_ROW + len(table.rows) - 1
	chart.add_data(Reference(sheet, certain, FIRST_ROW, certain, last))
	chart.set_categories(Reference(sheet, 1, FIRST_ROW, 1, last))
	chart.height = max(7.5, 0.7 * len(table.rows))
	sheet.add_chart(chart, f"A{sheet.max_row + 3}")
