"""Finds and removes what a site remembers of our DocTypes and reports in the tables of Frappe and other apps.

Rows are deleted directly: Frappe's `delete_doc` would keep a copy of each in Deleted Document.
"""

import json
from collections.abc import Collection, Iterator
from importlib.resources import files

import frappe
from frappe.utils import cint

APP = "refugee_support"

# What the app is known by on a site: the names of its records, by their DocType.
Names = dict[str, list[str]]

# Besides those of our modules, people make their own for our DocTypes.
KINDS = {
	"DocType": None,
	"Report": "ref_doctype",
	"Workspace": None,
	"Dashboard Chart": "document_type",
	"Number Card": "document_type",
}

# Records that only mention one of our DocTypes: the mention goes, the record stays.
ONLY_MENTIONED = {"Email Account", "IMAP Folder", "User Type"}
NO_DOCTYPE = {"Singles", "__UserSettings", "__global_search"}

# What goes with a record, and the columns that say whose it is.
ATTACHED = (
	("File", "attached_to_doctype", "attached_to_name"),
	("Comment", "reference_doctype", "reference_name"),
	("Version", "ref_doctype", "docname"),
)


def names_on_site() -> Names:
	"""Everything of our modules, also what the site added. Setup sees every row, whoever runs it."""
	modules = frappe.get_all("Module Def", filters={"app_name": APP}, pluck="name")
	names: Names = {"Module Def": modules}
	for kind, field in KINDS.items():
		filters = {"module": ["in", modules]} | ({field: ["in", names["DocType"]]} if field else {})
		names[kind] = frappe.get_all(kind, or_filters=filters, pluck="name")
	return names


def names_on_disk() -> Names:
	"""What the app's files say, for a clean-up that is run again after the app has gone from the site."""
	modules = frappe.get_module_list(APP)
	names: Names = {"Module Def": modules}
	for kind in KINDS:
		names[kind] = [name for module in modules for name in records_on_disk(module, kind)]
	return names


def records_on_disk(module: str, kind: str) -> Iterator[str]:
	folder = files(APP).joinpath(frappe.scrub(module), frappe.scrub(kind))
	for record in folder.iterdir() if folder.is_dir() else ():
		file = record.joinpath(f"{record.name}.json")
		if file.is_file():
			yield json.loads(file.read_text(encoding="utf-8"))["name"]


def remove_what_links_to(doctypes: Collection[str]) -> None:
	"""Versions, comments, files, shares, filters, permissions ...: whatever has a link to one of our DocTypes."""
	fields = frappe.get_all(
		"DocField",
		filters={"fieldtype": "Link", "options": "DocType", "parent": ["not in", [*doctypes, "DocType"]]},
		fields=["parent", "fieldname"],
	)
	for field in fields:
		forget(field.parent, field.fieldname, doctypes)


def forget(doctype: str, field: str, values: Collection[str]) -> None:
	if not frappe.db.exists("DocType", doctype):
		return
	meta = frappe.get_meta(doctype)
	if meta.issingle:
		frappe.db.delete("Singles", {"doctype": doctype, "field": field, "value": ["in", values]})
	elif doctype in ONLY_MENTIONED:
		frappe.db.set_value(doctype, {field: ["in", values]}, field, None)
	elif not cint(meta.get("is_virtual")):
		remove(doctype, field, values)


def remove(doctype: str, field: str, values: Collection[str]) -> None:
	"""Delete the rows whose field has one of the values, with their child rows and attached files."""
	if not values:
		return
	if doctype not in NO_DOCTYPE:
		if not frappe.db.table_exists(doctype) or not frappe.db.has_column(doctype, field):
			return
		remove_belongings(doctype, field, values)
	frappe.db.delete(doctype, {field: ["in", values]})


def remove_belongings(doctype: str, field: str, values: Collection[str]) -> None:
	table = frappe.qb.DocType(doctype)
	chosen = frappe.qb.from_(table).select(table.name).where(table[field].isin(values))
	if doctype == "File":
		return remove_from_disk(chosen.run(pluck=True))
	children = {row.options for row in frappe.get_meta(doctype).get_table_fields()}
	for other, doctype_field, name_field in [
		*ATTACHED,
		*((child, "parenttype", "parent") for child in children),
	]:
		row = frappe.qb.DocType(other)
		belonging = (row[doctype_field] == doctype) & row[name_field].isin(chosen)
		if other == "File":
			remove_from_disk(frappe.qb.from_(row).select(row.name).where(belonging).run(pluck=True))
		else:
			frappe.qb.from_(row).delete().where(belonging).run()


def remove_from_disk(names: Collection[str]) -> None:
	"""File rows with their content, unless another row uses the same content."""
	for name in names:
		file = frappe.get_doc("File", name)
		file.attached_to_doctype = file.attached_to_name = None  # no comment on a document that is gone
		file.run_method("on_trash")
		frappe.db.delete("File", {"name": name})


def remove_copied_workspaces(names: Names) -> None:
	"""People's own copies of our workspaces belong to no module: known by leading nowhere but to us."""
	targets = {name for kind in KINDS for name in names[kind]}
	for page_name in frappe.get_all("Workspace", filters={"for_user": ["is", "set"]}, pluck="name"):
		page = frappe.get_doc("Workspace", page_name)
		links = {row.link_to for row in (*page.links, *page.shortcuts) if row.link_to}
		if links and links <= targets:
			remove("Workspace", "name", [page_name])
