"""Excel workbooks (.xlsx), row by row. Formulas count with the value Excel last calculated; merged cells with their
value in every cell they cover; whatever is not what it seems is remarked upon."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from refugee_support.rules.legacy.problems import Problem, UnreadableFile
from refugee_support.rules.legacy.tables import Line, OldFile, Table, within_limits

MOST_BYTES = 800_000_000  # unpacked
SUSPICIOUS, MOST_RATIO = 20_000_000, 150  # a part this large that was packed this small is a bomb
CHUNK, OVERLAP = 1 << 20, 4096
MOST_REMARKS = 50
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_EMPTY_FORMULA = re.compile(
	rb'<c r="([A-Z]{1,3})(\d+)"[^>]*><f[^>]*(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)


def read_excel(path: Path) -> OldFile:
	"""
	Raises:
		UnreadableFile: zip_bomb, damaged.
	"""
	_refuse_bomb(path)
	try:
		book = load_workbook(path, read_only=True, data_only=True)
	except Exception as error:  # whatever a damaged file makes of the library
		raise UnreadableFile("damaged") from error
	since_1904 = book.epoch == CALENDAR_MAC_1904
	tables = [_table(path, sheet, since_1904) for sheet in book.worksheets if sheet.sheet_state == "visible"]
	book.close()
	return OldFile("Excel", tables)


def _refuse_bomb(path: Path) -> None:
	try:
		with zipfile.ZipFile(path) as archive:
			parts = archive.infolist()
			for part in parts:
				if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(part).read(
					2048
				):
					raise UnreadableFile("damaged")
	except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError) as error:
		raise UnreadableFile("damaged") from error
	bombs = [
		p for p in parts if p.file_size > SUSPICIOUS and p.file_size > MOST_RATIO * max(p.compress_size, 1)
	]
	if bombs or sum(part.file_size for part in parts) > MOST_BYTES:
		raise UnreadableFile("zip_bomb")


def _table(path: Path, sheet: Any, since_1904: bool) -> Table:
	merged, empty_formulas = _peculiarities(path, sheet._worksheet_path.lstrip("/"))
	remarks = [Problem("merged_cells", row, column) for (row, column) in sorted(merged)[:MOST_REMARKS]]
	remarks += [Problem("formula_without_value", *cell) for cell in sorted(empty_formulas)[:MOST_REMARKS]]
	return Table(sheet.title, partial(_lines, path, sheet.title, merged), since_1904, remarks)


def _peculiarities(
	path: Path, part: str
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
	"""Of the sheet as it is stored: merged ranges (first cell: last cell), and formulas that were never calculated."""
	merged: dict[tuple[int, int], tuple[int, int]] = {}
	empty: set[tuple[int, int]] = set()
	with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
		tail = b""
		while chunk := stream.read(CHUNK):
			chunk = tail + chunk
			for left, top, right, bottom in _MERGED.findall(chunk):
				merged[int(top), _column(left)] = int(bottom), _column(right)
			empty |= {(int(row), _column(column)) for column, row in _EMPTY_FORMULA.findall(chunk)}
			tail = chunk[-OVERLAP:]
	return merged, empty


def _column(name: bytes) -> int:
	return column_index_from_string(name.decode())


def _lines(path: Path, title: str, merged: dict[tuple[int, int], tuple[int, int]]) -> Iterator[Line]:
	book = load_workbook(path, read_only=True, data_only=True)
	try:
		sheet = book[title]
		sheet.reset_dimensions()  # what the file says of its size is often wrong
		rows = ((number, list(row)) for number, row in enumerate(sheet.iter_rows(values_only=True), 1))
		yield from within_limits(_unmerged(rows, merged) if merged else rows, title)
	except (ValueError, KeyError, SyntaxError, zipfile.BadZipFile, EOFError) as error:
		raise UnreadableFile("damaged") from error
	finally:
		book.close()


def _unmerged(rows: Iterator[Line], merged: dict[tuple[int, int], tuple[int, int]]) -> Iterator[Line]:
	"""What a person sees in a merged cell stands in all cells it covers. Headings over several columns, too."""
	open_ranges: list[tuple[int, int, int, Any]] = []  # last row, first column, last column, value
	for number, cells in rows:
		open_ranges = [one for one in open_ranges if one[0] >= number]
		for (top, left), (bottom, right) in merged.items():
			if top == number and left <= len(cells):
				open_ranges.append((bottom, left, right, cells[left - 1]))
		for _bottom, left, right, value in open_ranges:
			cells.extend([None] * (right - len(cells)))
			for column in range(left - 1, right):
				cells[column] = value if cells[column] is None else cells[column]
		yield number, cells


def as_text(value: object) -> str:
	"""A cell as a person reads it: whole numbers without a point, days without a time."""
	if value is None:
		return ""
	if isinstance(value, bool):
		return "ja" if value else "nein"
	if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
		return str(int(value))
	if isinstance(value, date) and not getattr(value, "hour", 0) and not getattr(value, "minute", 0):
		return value.strftime("%d.%m.%Y") if value.year >= 1000 else str(value)
	return str(value).strip()
