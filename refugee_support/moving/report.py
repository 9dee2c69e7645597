"""The rows of a run as a workbook: as they stood in the old file, with what became of them and the problems marked. It
can be mended and uploaded again: the columns of the result are not recognised as columns of the old database."""

import io
from typing import Any

import frappe
from frappe import _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import column_index_from_string

from refugee_support.moving.checking import ROW
from refugee_support.moving.work import DUPLICATE, REFUSED, load_cells

MARKED = PatternFill("solid", fgColor="FFF4B6B6")
ASKED = PatternFill("solid", fgColor="FFFFF0B3")
BATCH = 2000


def workbook_of(document: Any, only_problems: bool = True) -> bytes:
	"""Rows whose content is still there: all after a dry run, after the run those that were refused."""
	book = Workbook(write_only=True)
	for sheet in document.sheet_map:
		if not sheet.target:
			continue
		headings = {row.letter: row.heading for row in document.column_map if row.sheet == sheet.sheet}
		width = max([column_index_from_string(letter) for letter in headings], default=0)
		page = book.create_sheet(_title(sheet.sheet))
		texts = [""] * width
		for letter, heading in headings.items():
			texts[column_index_from_string(letter) - 1] = heading
		page.append([_cell(page, text, bold=True) for text in [*texts, *_result_headings()]])
		for row in _rows(document.name, sheet.sheet, only_problems):
			page.append(_line(page, row, width))
	content = io.BytesIO()
	book.save(content)
	return content.getvalue()


def _result_headings() -> list[str]:
	return [f"» {text}" for text in (_("Result"), _("Cell"), _("Reason"), _("Row in the Old File"))]


def _title(sheet: str) -> str:
	return "".join("_" if letter in "[]:*?/\\" else letter for letter in sheet)[:31]


def _rows(name: str, sheet: str, only_problems: bool) -> Any:
	"""In batches, because a dry run may have very many."""
	filters: dict[str, Any] = {"legacy_import": name, "sheet": sheet}
	if only_problems:
		filters["outcome"] = ["in", [REFUSED, DUPLICATE]]
	fields = ["name", "row_number", "outcome", "cell", "problem", "cells"]
	last = ""
	while rows := frappe.get_all(ROW, {**filters, "name": [">", last]}, fields, order_by="name", limit=BATCH):
		yield from rows
		last = rows[-1].name


def _line(page: Any, row: Any, width: int) -> list[WriteOnlyCell]:
	values = load_cells(row.cells)
	cells = [_cell(page, value) for value in [*values, *[None] * (width - len(values))]]
	letters = row.cell.rstrip("0123456789") if row.cell else ""
	if letters and (at := column_index_from_string(letters)) <= len(cells):
		cells[at - 1].fill = MARKED
	result = [_cell(page, text) for text in (_(row.outcome), row.cell, row.problem, row.row_number)]
	for cell in result:
		cell.fill = MARKED if row.outcome == REFUSED else ASKED if row.outcome == DUPLICATE else PatternFill()
	return [*cells, *result]


def _cell(page: Any, value: Any, bold: bool = False) -> WriteOnlyCell:
	"""Text is text: what begins with = was a text in the old file and is none of our formulas."""
	number = isinstance(value, int | float) and not isinstance(value, bool)
	cell = WriteOnlyCell(page, value if number else "")
	if not number:
		cell.value = "" if value is None else _without_control_characters(str(value))
		cell.data_type = "s"
	if bold:
		cell.font = Font(bold=True)
	return cell


def _without_control_characters(text: str) -> str:
	return "".join(letter for letter in text if letter in "\n\t" or ord(letter) >= 32)
