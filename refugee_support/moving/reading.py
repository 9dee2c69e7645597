"""A file as a person has mapped it: which sheet becomes what, which column is what, which value means what."""

from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

from refugee_support.moving.wording import at_cell, why_unreadable
from refugee_support.rules.legacy.files import read_file
from refugee_support.rules.legacy.headers import Headings, find_headings, guess_columns, guess_target
from refugee_support.rules.legacy.problems import UnreadableFile, letters
from refugee_support.rules.legacy.rows import Reading, ValueMap
from refugee_support.rules.legacy.tables import OldFile, Table
from refugee_support.rules.legacy.targets import TARGETS, Field, Target, coded_fields
from refugee_support.rules.legacy.values import Choices, fold

MASTER = {
	"Residence Status",
	"Benefit Law",
	"Counselling Topic",
	"Counselling Activity",
	"Consultation Result",
	"Application Type",
	"Public Authority",
	"Funding Programme",
}
# Whose options a choice has.
SELECTS = {
	"German Level": ("Client", "german_level"),
	"Employment Status": ("Client", "employment_status"),
	"Accommodation": ("Client", "accommodation"),
	"Relation": ("Client Household Member", "relation"),
	"Channel": ("Consultation", "channel"),
	"Interpreter": ("Consultation", "interpreter"),
	"Outcome": ("Authority Application", "outcome"),
	"Client Status": ("Client", "status"),
}


def open_file(document: Any) -> OldFile:
	"""The file of an import, or a refusal in words."""
	try:
		return read_file(path_of(document), document.encoding or "")
	except UnreadableFile as error:
		frappe.throw(why_unreadable(error), title=_("File not read"))


def path_of(document: Any) -> Path:
	"""Where the file lies: uploaded to this very record, never somebody else's by its address."""
	here = {
		"attached_to_doctype": document.doctype,
		"attached_to_name": document.name,
		"file_url": document.file,
	}
	name = frappe.db.get_value("File", here) if document.file else None
	if not name:
		document.refuse("file", _("Please upload a file in {0} first."))
	return Path(frappe.get_doc("File", name).get_full_path())


# --- What a person confirms: sheets and columns ---


def propose(document: Any, file: OldFile) -> None:
	"""Fill the tables of sheets and columns: as a person mapped them in this run or an earlier one, else by their
	headings."""
	known, targets = _known_columns(document), _known_targets(document)
	document.set("sheet_map", [])
	document.set("column_map", [])
	for table in file.tables:
		headings = find_headings(table.lines())
		if not headings:
			continue
		target = targets.get(fold(table.name[:140]), guess_target(table.name, headings))
		document.append(
			"sheet_map",
			{
				"sheet": table.name[:140],
				"target": target,
				"heading_row": headings.last_row,
				"remarks": _remarks(table),
				"width": len(headings.texts),
				"since_1904": cint(table.since_1904),
			},
		)
		_propose_columns(document, table, headings, TARGETS.get(target), known.get(target, {}))
	if not document.sheet_map:
		document.refuse("file", _("No table with headings was found in {0}. Please check it."))


def _remarks(table: Table) -> str:
	lines = [
		at_cell(remark) if remark.column else _("Line {0}: {1}").format(remark.row, at_cell(remark))
		for remark in table.remarks
	]
	return "\n".join(lines[:10] + (["…"] if len(lines) > 10 else []))


def _propose_columns(
	document: Any, table: Table, headings: Headings, target: Target | None, known: dict[str, str]
) -> None:
	columns = guess_columns(target, headings.texts, known) if target else {}
	for column, heading in enumerate(headings.texts, 1):
		if not heading:
			continue
		field = target.field(columns[column]) if target and column in columns else None
		document.append(
			"column_map",
			{
				"sheet": table.name[:140],
				"letter": letters(column),
				"heading": heading[:140],
				"field": field.label if field else "",
			},
		)


def _known_targets(document: Any) -> dict[str, str]:
	"""Folded name of a sheet -> what it becomes, as decided for this old database; what stands in this run holds."""
	of_source = {"source": document.source, "status": ["in", ["Finished", "Undone"]]}
	earlier = frappe.get_all("Legacy Import", of_source, pluck="name", order_by="creation")
	known: dict[str, str] = {}
	for name in earlier:
		rows = {"parent": name, "parenttype": "Legacy Import"}
		for row in frappe.get_all("Legacy Import Sheet", rows, ["sheet", "target"]):
			known[fold(row.sheet)] = row.target or ""
	return known | {fold(row.sheet): row.target or "" for row in document.sheet_map}


def _known_columns(document: Any) -> dict[str, dict[str, str]]:
	"""Target -> folded heading -> field, as people decided in runs that were finished; the latest holds, and before all
	what stands in this run: reading the file again loses no decision."""
	done = frappe.get_all(
		"Legacy Import", {"status": ["in", ["Finished", "Undone"]]}, pluck="name", order_by="creation"
	)
	known: dict[str, dict[str, str]] = {}
	for name in done:
		rows = {"parent": name, "parenttype": "Legacy Import"}
		targets = dict(frappe.get_all("Legacy Import Sheet", rows, ["sheet", "target"], as_list=True))
		columns = frappe.get_all("Legacy Import Column", rows, ["sheet", "heading", "field"], order_by="idx")
		_learn(known, targets, columns)
	here = {row.sheet: row.target for row in document.sheet_map}
	# A sheet of which no column is mapped was not decided about: its target was chosen just now.
	decided = {row.sheet for row in document.column_map if row.field}
	_learn(known, here, [row for row in document.column_map if row.sheet in decided])
	return known


def _learn(known: dict[str, dict[str, str]], targets: dict[str, Any], columns: list[Any]) -> None:
	for row in columns:
		target = TARGETS.get(targets.get(row.sheet) or "")
		field = target and _field_labelled(target, row.field)
		if target and (field or not row.field):
			known.setdefault(target.doctype, {})[fold(row.heading)] = field.name if field else ""


def _field_labelled(target: Target, label: str | None) -> Field | None:
	return next((field for field in target.fields if field.label == label), None)


# --- What a run works with ---


def readings(document: Any) -> dict[str, Reading]:
	"""How each sheet that becomes something is read, in the order in which records must be written."""
	maps = value_maps(document)
	found = {}
	for row in sorted(
		document.sheet_map, key=lambda row: list(TARGETS).index(row.target) if row.target else 99
	):
		if not row.target:
			continue
		target = TARGETS[row.target]
		found[row.sheet] = Reading(
			target,
			_columns(document, row.sheet, target),
			getdate(),
			{field: mapped for (doctype, field), mapped in maps.items() if doctype == target.doctype},
			cint(row.width),
			bool(cint(row.since_1904)),
			bool(cint(document.month_first)),
		)
	return found


def _columns(document: Any, sheet: str, target: Target) -> dict[int, str]:
	columns: dict[int, str] = {}
	for row in document.column_map:
		if row.sheet != sheet or not row.field:
			continue
		field = _field_labelled(target, row.field)
		if not field:
			frappe.throw(
				_("Columns, row {0}: {1} has no field {2}. Please choose another one.").format(
					row.idx, frappe.bold(_(target.doctype)), frappe.bold(_(row.field))
				),
				title=_("Column"),
			)
		if field.name in columns.values():
			frappe.throw(
				_(
					"Columns, row {0}: {1} is filled by another column already. Please leave one of them out."
				).format(row.idx, frappe.bold(_(row.field))),
				title=_("Column"),
			)
		columns[_number(row.letter)] = field.name
	return columns


def _number(letters_: str) -> int:
	number = 0
	for letter in letters_:
		number = number * 26 + ord(letter) - 64
	return number


def value_maps(document: Any) -> dict[tuple[str, str], ValueMap]:
	"""For each coded field the choices there are, with what people decided in this run or an earlier one."""
	decided = decided_values(document)
	options: dict[str, Choices] = {}
	maps = {}
	for target, field in coded_fields():
		if field.of not in options:
			options[field.of] = Choices(options_of(field.of), field.of)
		maps[target.doctype, field.name] = ValueMap(
			options[field.of], decided.get((target.doctype, field.name), {})
		)
	return maps


def decided_values(document: Any) -> dict[tuple[str, str], dict[str, str]]:
	earlier = frappe.get_all(
		"Legacy Import Value",
		{"parenttype": "Legacy Import", "parent": ["!=", document.name or ""]},
		["target", "field", "old_value", "new_value", "leave_empty"],
		order_by="modified",
	)
	found: dict[tuple[str, str], dict[str, str]] = {}
	for row in [*earlier, *document.value_map]:
		target = TARGETS.get(row.target)
		field = target and _field_labelled(target, row.field)
		if target and field and (row.new_value or row.leave_empty):
			value = "" if row.leave_empty else row.new_value
			found.setdefault((target.doctype, field.name), {})[fold(row.old_value)] = value
	return found


def options_of(kind: str) -> dict[str, list[str]]:
	"""The values there are, each with its labels in both languages. Master data, open to all who use the app."""
	if kind in MASTER:
		rows = frappe.get_all(kind, fields=["name", "label", "label_en"], order_by="name")
		return {row.name: [row.label or "", row.label_en or ""] for row in rows}
	if kind in SELECTS:
		doctype, fieldname = SELECTS[kind]
		options = frappe.get_meta(doctype).get_field(fieldname).options.split("\n")
		return {option: [_(option, "de")] for option in options if option and option != "Anonymised"}
	if kind == "User":
		users = frappe.get_all("User", {"enabled": 1, "user_type": "System User"}, ["name", "full_name"])
		return {user.name: [user.full_name or ""] for user in users}
	if kind == "Language":
		rows = frappe.get_all("Language", fields=["name", "language_name"])
		return {row.name: [row.language_name or "", _(row.language_name or "", "de")] for row in rows}
	return {name: [_(name, "de")] for name in frappe.get_all(kind, pluck="name", order_by="name")}


def labels_of(kind: str) -> list[dict[str, str]]:
	"""The same to choose from, in the reader's language."""
	found = []
	for value, labels in options_of(kind).items():
		label = _(value) if kind not in MASTER | {"User", "Language"} else _(labels[0] or value)
		found.append({"value": value, "label": label})
	return sorted(found, key=lambda option: option["label"].casefold())
