"""Leaving works as well: everything this app holds, as CSV tables and files with a description, and the way back.

	bench --site <site> execute refugee_support.moving.leaving.export --kwargs "{'folder': '/backup/leaving'}"
	bench --site <new site> execute refugee_support.moving.leaving.take_in --kwargs "{'folder': '/backup/leaving'}"

Commands for whoever has the machine, and no button: the folder holds everything about everybody. The description says
for each column what it is, so that another program can read it, too. Taken into an empty site, every record has its
number again and every Service Record is the same.
"""

import csv
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.utils import cstr, now

from refugee_support import __version__

MODULE = "Refugee Support"
BATCH = 1000
NOTHING = r"\N"  # a field without a value; an empty text is an empty cell
# What a spreadsheet would take for a formula, and the sign itself, gets an apostrophe in front, which goes again.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'", "\\")
FILE_COLUMNS = (
	"name",
	"file_name",
	"attached_to_doctype",
	"attached_to_name",
	"attached_to_field",
	"file_url",
)
SERIES = {"Client": "RSC-", "Client Household": "RSH-", "Legacy Import": "RSLI-"}
csv.field_size_limit(100_000_000)


def export(folder: str) -> dict[str, int]:
	"""Write everything into a new folder that only its owner may open.

	Returns:
		DocType -> number of rows.
	"""
	target = Path(folder)
	if target.exists() and any(target.iterdir()):
		frappe.throw(_("The folder {0} is not empty. Please name another one.").format(folder))
	target.mkdir(mode=0o700, parents=True, exist_ok=True)
	(target / "tables").mkdir(mode=0o700)
	(target / "files").mkdir(mode=0o700)
	counts = {doctype: _export_table(target, doctype) for doctype in tables()}
	counts["File"] = _export_files(target)
	_write_settings(target)
	_write_accounts(target)
	_describe(target, counts)
	return counts


def tables() -> list[str]:
	"""All DocTypes of the app that have a table, those of rows included."""
	filters = {"module": MODULE, "is_virtual": 0, "issingle": 0}
	return frappe.get_all("DocType", filters, pluck="name", order_by="name")


def singles() -> list[str]:
	return frappe.get_all("DocType", {"module": MODULE, "issingle": 1}, pluck="name", order_by="name")


def _path(folder: Path, doctype: str) -> Path:
	return folder / "tables" / f"{frappe.scrub(doctype)}.csv"


def _rows(doctype: str, columns: list[str]) -> Iterator[Any]:
	"""Read by the owner of the machine, whoever may see them; in batches, because there may be very many."""
	last = ""
	while rows := frappe.get_all(doctype, {"name": [">", last]}, columns, order_by="name", limit=BATCH):
		yield from rows
		last = rows[-1].name


def _export_table(folder: Path, doctype: str) -> int:
	columns = frappe.get_meta(doctype).get_valid_columns()
	number = 0
	with _path(folder, doctype).open("w", encoding="utf-8", newline="") as stream:
		table = csv.writer(stream)
		table.writerow(columns)
		for row in _rows(doctype, columns):
			number += 1
			table.writerow([_written(row[column]) for column in columns])
	return number


def _written(value: Any) -> str:
	if value is None:
		return NOTHING
	if isinstance(value, str) and value.startswith(_FORMULA):
		return f"'{value}"
	return cstr(value)


def _read(text: str) -> str | None:
	if text == NOTHING:
		return None
	return text[1:] if text.startswith("'") else text


def _export_files(folder: Path) -> int:
	"""Files of our documents, under the names of their records: no name of a person in the name of a file."""
	number = 0
	with (folder / "files.csv").open("w", encoding="utf-8", newline="") as stream:
		table = csv.writer(stream)
		table.writerow([*FILE_COLUMNS, "sha256"])
		for row in _our_files():
			path = Path(frappe.get_doc("File", row.name).get_full_path())
			if not path.is_file():
				continue
			content = path.read_bytes()
			(folder / "files" / row.name).write_bytes(content)
			table.writerow(
				[_written(row[column]) for column in FILE_COLUMNS] + [hashlib.sha256(content).hexdigest()]
			)
			number += 1
	return number


def _our_files() -> list[Any]:
	ours = {"attached_to_doctype": ["in", [*tables(), *singles()]], "is_folder": 0}
	return frappe.get_all("File", ours, list(FILE_COLUMNS), order_by="name")


def _write_settings(folder: Path) -> None:
	settings = {doctype: frappe.db.get_singles_dict(doctype) for doctype in singles()}
	_write_json(folder / "settings.json", settings)


def _write_accounts(folder: Path) -> None:
	"""Who is named in the tables by their account. Accounts themselves, with passwords and roles, stay."""
	with (folder / "accounts.csv").open("w", encoding="utf-8", newline="") as stream:
		table = csv.writer(stream)
		table.writerow(["name", "full_name", "enabled"])
		for user in frappe.get_all("User", {"user_type": "System User"}, ["name", "full_name", "enabled"]):
			table.writerow([_written(user.name), _written(user.full_name), user.enabled])


def _describe(folder: Path, counts: dict[str, int]) -> None:
	with (folder / "columns.csv").open("w", encoding="utf-8", newline="") as stream:
		table = csv.writer(stream)
		table.writerow(["table", "record", "column", "label", "label_de", "type", "options", "description"])
		for doctype in tables():
			for field in frappe.get_meta(doctype).fields:
				texts = [
					field.label,
					_(field.label or "", "de"),
					field.fieldtype,
					field.options,
					field.description,
				]
				table.writerow(
					[cstr(text) for text in (frappe.scrub(doctype), doctype, field.fieldname, *texts)]
				)
	_write_json(
		folder / "manifest.json",
		{
			"app": "refugee_support",
			"version": __version__,
			"frappe": frappe.__version__,
			"written": now(),
			"rows": counts,
		},
	)
	(folder / "README.txt").write_text(DESCRIPTION, encoding="utf-8")


def _write_json(path: Path, value: Any) -> None:
	path.write_text(json.dumps(value, indent=1, ensure_ascii=False, default=cstr), encoding="utf-8")


DESCRIPTION = r"""Complete export of Refugee Support / Vollständiger Export

tables/*.csv   one table for each kind of record; UTF-8, commas, first line: columns (explained in columns.csv).
               \N is a field without a value. A text that a spreadsheet could take for a formula has an apostrophe in
               front; take it away when reading. `name` is the number of a record, `parent` that of the record a row
               belongs to; columns of type Link hold the number of a record of the table named in options.
files/         the files, each under the number in files.csv, which says what it is attached to and what it is called.
settings.json  settings.   accounts.csv  the accounts that are named in the tables.   manifest.json  how many of what.

Eine Tabelle je Art von Datensatz; columns.csv erklärt jede Spalte auf Deutsch. \N heißt: kein Wert. Ein Apostroph am Anfang
eines Textes gehört nicht zum Text. Der Ordner enthält alles über alle: bitte verschlüsselt aufbewahren.
"""


# --- The way back ---


def take_in(folder: str) -> dict[str, int]:
	"""Bring an export into an empty site: all of it in one transaction, or nothing.

	Returns:
		DocType -> number of rows.

	Raises:
		frappe.ValidationError: there are records here already, or the export is not whole.
	"""
	source = Path(folder)
	manifest = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
	_refuse_where_somebody_is()
	counts = {
		doctype: _take_table(source, doctype) for doctype in tables() if _path(source, doctype).exists()
	}
	_take_settings(source)
	counts["File"] = _take_files(source)
	wrong = [doctype for doctype, rows in counts.items() if rows != manifest["rows"].get(doctype, 0)]
	if wrong:
		frappe.throw(_("The export is not whole: {0}").format(", ".join(wrong)))
	_continue_numbers()
	frappe.clear_cache()
	return counts


def _refuse_where_somebody_is() -> None:
	for doctype in ("Client", "Consultation", "Service Record", "Volunteer Profile"):
		if frappe.get_all(doctype, limit=1):  # a command, not a request
			frappe.throw(_("There are records here already. An export is taken into an empty site."))


def _take_table(source: Path, doctype: str) -> int:
	"""Master data of the new site are those of the export. A column this version does not have is left out."""
	frappe.db.delete(doctype)
	known = set(frappe.get_meta(doctype).get_valid_columns())
	number, rows = 0, []
	with _path(source, doctype).open(encoding="utf-8", newline="") as stream:
		table = csv.reader(stream)
		columns = next(table)
		kept = [at for at, column in enumerate(columns) if column in known]
		names = [columns[at] for at in kept]
		for line in table:
			number += 1
			rows.append([_read(line[at]) for at in kept])
			if len(rows) == BATCH:
				frappe.db.bulk_insert(doctype, names, rows)
				rows = []
	if rows:
		frappe.db.bulk_insert(doctype, names, rows)
	return number


def _take_settings(source: Path) -> None:
	for doctype, values in json.loads((source / "settings.json").read_text(encoding="utf-8")).items():
		meta = frappe.get_meta(doctype)
		for fieldname, value in values.items():
			if meta.get_field(fieldname):
				frappe.db.set_single_value(doctype, fieldname, value)


def _take_files(source: Path) -> int:
	number = 0
	with (source / "files.csv").open(encoding="utf-8", newline="") as stream:
		for row in csv.DictReader(stream):
			content = (source / "files" / os.path.basename(row["name"])).read_bytes()
			if hashlib.sha256(content).hexdigest() != row["sha256"]:
				frappe.throw(_("The export is not whole: {0}").format(row["name"]))
			_take_file({column: _read(row[column]) for column in FILE_COLUMNS}, content)
			number += 1
	return number


def _take_file(values: dict[str, Any], content: bytes) -> None:
	"""At the address its record names; always private."""
	name = os.path.basename(values["file_url"] or values["name"])
	path = Path(frappe.get_site_path("private", "files", name))
	path.parent.mkdir(parents=True, exist_ok=True)
	path.write_bytes(content)
	frappe.db.delete("File", {"name": values["name"]})
	file = frappe.get_doc({"doctype": "File", **values, "is_private": 1, "folder": "Home/Attachments"})
	file.update(
		{"file_size": len(content), "owner": "Administrator", "content_hash": frappe.generate_hash(length=32)}
	)
	file.db_insert()


def _continue_numbers() -> None:
	"""New records are counted on from the highest number there is."""
	for doctype, series in SERIES.items():
		names = [name for name in frappe.get_all(doctype, pluck="name") if name.startswith(series)]
		highest = max((int(name.removeprefix(series)) for name in names), default=0)
		frappe.db.delete("Series", {"name": series})
		if highest:
			frappe.db.bulk_insert("Series", ["name", "current"], [[series, highest]])
