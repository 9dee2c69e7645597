"""Workbooks for funders, written with openpyxl (which Frappe needs itself): text is text, never a formula."""

import io
from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from refugee_support.evaluation.pages import WITHHELD, Shown
from refugee_support.rules.evaluation import safe_for_spreadsheets

Line = Sequence[Any]
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_lines(sheet: Worksheet, lines: Sequence[Line], *, bold: Sequence[int] = ()) -> None:
	"""Numbers as numbers, dots for what is withheld, everything else as plain text."""
	for at, line in enumerate(lines, sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value else 1):
		for column, value in enumerate(line, 1):
			cell = sheet.cell(at, column)
			if isinstance(value, int | float) and not isinstance(value, bool):
				cell.value = value
			else:
				cell.value = safe_for_spreadsheets(WITHHELD if value is None else str(value))
				cell.data_type = "s"
			cell.font = Font(bold=at in bold)


def fit(sheet: Worksheet) -> None:
	sheet.column_dimensions["A"].width = 44
	for column in range(2, sheet.max_column + 1):
		sheet.column_dimensions[get_column_letter(column)].width = 16


def send(book: Workbook, filename: str) -> None:
	"""Answers the request with the workbook. The name of the file says nothing about a person."""
	content = io.BytesIO()
	book.save(content)
	frappe.response.update({"type": "binary", "filename": filename, "filecontent": content.getvalue()})


def book_of(report: Any) -> Workbook:
	"""One sheet that says what the report is, and one for each table with its definition."""
	figures = report.shown_figures()
	book = Workbook()
	about = book.active
	about.title = _("Report")
	released = report.docstatus == 1
	add_lines(
		about,
		[
			[report.title],
			[_("Period"), formatdate(report.from_date), formatdate(report.to_date)],
			*(
				[[_("Compared with"), formatdate(report.compare_from), formatdate(report.compare_to)]]
				if report.compare_from
				else []
			),
			[_("Status"), _("Released") if released else _("Draft, not released")],
			[_("Smallest Figure Shown"), figures["threshold"]],
			[_("A dot stands for a figure that is withheld so that nobody can be found.")],
			*(
				[[_("Rare countries are counted as their region of the world, or as other countries.")]]
				if figures.get("merged")
				else []
			),
			*(
				[
					[
						_(
							"Every figure is rounded by itself: to multiples of 5, hours to whole hours. Totals need not add up."
						)
					]
				]
				if figures.get("rounded")
				else []
			),
			[_("Seal (SHA-256)"), report.seal or ""],
		],
		bold=[1],
	)
	fit(about)
	for at, table in enumerate(figures["tables"], 1):
		sheet = book.create_sheet(_("Table {0}").format(at))
		_fill(sheet, Shown(table, report))
		fit(sheet)
	return book


def _fill(sheet: Worksheet, table: Shown) -> None:
	last = _("Together") if table.columns else table.measure
	add_lines(sheet, [[table.title], [table.definition]], bold=[1])
	for part in (table.now, *([table.before] if table.before else [])):
		top = sheet.max_row + 2
		heading = f"{formatdate(part['from_date'])} – {formatdate(part['to_date'])}"
		rows = [
			[label, *(part["cells"][at] if table.columns else []), part["row_totals"][at]]
			for at, label in enumerate(table.rows)
		]
		totals = [_("Total"), *(part["column_totals"] if table.columns else []), part["total"]]
		sheet.append([])
		add_lines(
			sheet, [[heading], [table.row_word, *table.columns, last], *rows, totals], bold=[top, top + 1]
		)


@frappe.whitelist()
def download(report: str) -> None:
	"""The protected figures of a report as a workbook, for whoever may print it."""
	document = frappe.get_doc("Evaluation Report", report)
	document.check_permission("read")
	document.check_permission("print")
	send(book_of(document), f"evaluation-{document.from_date}-{document.to_date}.xlsx")
