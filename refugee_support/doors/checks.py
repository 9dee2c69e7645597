"""What is asked of a request that ends in a certain function: one check per kind of function."""

import json
import re
from collections.abc import Callable
from typing import Any

import frappe
from frappe.utils import cstr

from refugee_support.access import CHILD_TABLES, CLIENT_DOCTYPES, is_visible
from refugee_support.doors.guarded import GUARDED, STATISTICS, may_read, parsed, refuse, texts
from refugee_support.doors.queries import Arguments, check_columns, check_filters

Check = Callable[[Arguments], None]
# Documents that hold settings, not content: their methods may name our DocTypes.
SETTINGS_DOCTYPES = {"Customize Form", "DocType Layout", "Document Naming Settings", "Report"}


def no_check(arguments: Arguments) -> None:
	"""Checks the document or returns settings only: the framework's own check suffices."""


def refuse_endpoint(arguments: Arguments) -> None:
	refuse()


def check_document(arguments: Arguments) -> None:
	"""Doors 1, 10: a document is asked for by its name, not by conditions whose answer (not found, not permitted)
	gives stored values away. Door 14: of a row of a child table the framework asks for the role on its document
	instead of for the document."""
	for key in ("name", "docname", "dn", "filters"):
		if isinstance(parsed(arguments.get(key)), dict | list):
			refuse()
	if (child := arguments.get("doctype")) in CHILD_TABLES:
		name = str(arguments.get("name") or arguments.get("docname"))
		if not is_visible(child, name, frappe.session.user):
			refuse()


def check_print(arguments: Arguments) -> None:
	"""Doors 10, 12: prints what is stored instead of what the request makes up, and asks for the right to print
	where the framework is content with the right to read."""
	check_document(arguments)
	document = parsed(arguments.get("doc"))
	if isinstance(document, dict):
		frappe.form_dict.doc, frappe.form_dict.name = document.get("doctype"), document.get("name")
	doctype = arguments.get("doctype") or frappe.form_dict.doc
	if doctype not in GUARDED:
		return
	frappe.form_dict.pop("key", None)  # a link that shares the print view with whoever holds it
	chosen = arguments.get("print_format") or arguments.get("format")
	for name in (chosen, frappe.get_meta(doctype).default_print_format):
		if name and not is_our_format(str(name)):
			refuse()
	if not may_read(doctype, cstr(frappe.form_dict.name), frappe.session.user, "print"):
		refuse()


def is_our_format(name: str) -> bool:
	"""A format somebody wrote prints any field of any record: only those that come with this app, or none."""
	stored = frappe.db.get_value("Print Format", name, ["standard", "module"])
	return not stored or stored == ("Yes", "Refugee Support")


def check_workflow(arguments: Arguments) -> None:
	"""Door 10: an action is applied to what is stored, by who may write it; of the document in the request only its
	name is passed on."""
	check_document(arguments)
	document = parsed(arguments.get("doc"))
	if not isinstance(document, dict):
		refuse()
	doctype, name = document.get("doctype"), document.get("name")
	if doctype not in GUARDED or not isinstance(name, str):
		refuse()
	if not may_read(doctype, name, frappe.session.user, "write"):
		refuse()
	frappe.form_dict.doc = json.dumps({"doctype": doctype, "name": name})


def check_upload(arguments: Arguments) -> None:
	"""Door 11: nothing but an upload; `method` would call any function past this guard."""
	check_document(arguments)
	if arguments.get("method"):
		refuse()


def check_search(arguments: Arguments) -> None:
	"""Door 4: `ignore_user_permissions` drops every condition, `filter_fields` and raw filters reach hidden
	columns, `query` calls any whitelisted function."""
	for name in ("ignore_user_permissions", "filter_fields"):
		frappe.form_dict.pop(name, None)
	if not str(arguments.get("query") or "refugee_support.").startswith("refugee_support."):
		refuse()
	if (doctype := arguments.get("doctype")) in GUARDED:
		check_columns(doctype, arguments.get("searchfield"))
		check_filters(doctype, arguments.get("filters"))


def check_card(arguments: Arguments) -> None:
	"""Door 8: the card comes from the request as JSON and its fields go into the query as they are."""
	card = parsed(arguments.get("doc"))
	check_plain(card, ("document_type", "parent_document_type", "aggregate_function_based_on"))
	stored = (
		frappe.db.get_value("Number Card", card.get("name"), "document_type") if card.get("name") else None
	)
	for doctype in {card.get("document_type"), stored} & GUARDED:
		check_columns(doctype, card.get("aggregate_function_based_on"))
		check_filters(doctype, arguments.get("filters"))


def check_chart(arguments: Arguments) -> None:
	"""Door 8: heatmaps count every row, results are cached for everybody, unsaved charts are SQL."""
	chart = parsed(arguments.get("chart")) or {}
	check_plain(chart, ("document_type", "parent_document_type", "based_on", "value_based_on"))
	check_plain(chart, ("group_by_based_on", "aggregate_function_based_on"))
	names = [name for name in (arguments.get("chart_name"), chart.get("name")) if name]
	stored = (
		frappe.get_all("Dashboard Chart", {"name": ["in", names]}, pluck="document_type") if names else []
	)
	for doctype in {*stored, chart.get("document_type")} & GUARDED:
		if doctype != STATISTICS or chart.get("document_type"):
			refuse()
		frappe.has_permission(STATISTICS, "report", throw=True)
		check_filters(STATISTICS, arguments.get("filters"))


def check_plain(values: Any, keys: tuple[str, ...]) -> None:
	"""Names are names: anything else in them would become part of a query, whatever DocType it is about."""
	if not isinstance(values, dict):
		refuse()
	for key in keys:
		if not re.fullmatch(r"[\w -]*", str(values.get(key) or "")):
			refuse()


def check_report(arguments: Arguments) -> None:
	"""Door 13: `user` runs it with somebody else's restrictions, `make_prepared_report` asks for no right and
	`custom_columns` join other DocTypes. Our reports ask for the right themselves; this holds for those of others."""
	doctype = frappe.db.get_value("Report", arguments.get("report_name"), "ref_doctype")
	if doctype not in GUARDED:
		return
	frappe.form_dict.pop("user", None)
	if not frappe.get_doc("Report", arguments["report_name"]).is_permitted():
		refuse()
	frappe.has_permission(doctype, "report", throw=True)
	columns = texts(arguments.get("custom_columns"))
	if any(text in CLIENT_DOCTYPES for text in columns):
		refuse()


def check_doc_method(arguments: Arguments) -> None:
	"""Door 10: the document comes from the request, and says of itself that it is new. Methods of our documents run
	on stored ones that the user may read; of others only where they hold settings (a Data Import does not)."""
	check_document(arguments)
	document = parsed(arguments.get("docs") or arguments.get("document"))
	if not isinstance(document, dict):
		document = {"doctype": arguments.get("dt"), "name": arguments.get("dn")}
	if (doctype := document.get("doctype")) in SETTINGS_DOCTYPES:
		return
	if doctype not in GUARDED or not may_read(doctype, cstr(document.get("name")), frappe.session.user):
		refuse()
