"""The shape of what is sent: what is missing, what cannot be stored, what is no date.

Frappe meets these with an error of the program (status 500, no sentence). Nobody at a form sends them; programs,
half-loaded pages and attackers do. They are refused with a sentence that says what is wrong, before anything runs.
"""

import inspect
import json
import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import frappe
from frappe import _
from frappe.model import no_value_fields, table_fields
from frappe.utils import cstr, get_datetime, get_time, getdate

from refugee_support.doors.guarded import parsed
from refugee_support.doors.queries import Arguments

MODULE = "Refugee Support"
DATES = {
	"again_on",
	"day",
	"end",
	"ends_at",
	"from_date",
	"left_on",
	"met_on",
	"start",
	"starts_at",
	"to_date",
}
AS_JSON = {
	"choices",
	"doc",
	"field_map",
	"fields",
	"filters",
	"handovers",
	"items",
	"taps",
	"typed",
	"user_settings",
}
DOCUMENTS = ("doc", "docs", "document", "data")
WRITES_WHOLE = ("frappe.api.v1.create_doc", "frappe.api.v1.update_doc", "frappe.api.v2.create_doc", "frappe.api.v2.update_doc")  # fmt: skip
NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")  # on every request: searched by the engine, not sign by sign
LARGEST_INT, LARGEST_NUMBER = 2**31 - 1, 10**12  # what the columns hold
PARSERS = {"Date": getdate, "Datetime": get_datetime, "Time": get_time}


def check_shape(endpoint: str, arguments: Arguments) -> None:
	check_characters(arguments)
	if endpoint.startswith("refugee_support."):
		check_arguments(endpoint, arguments)
	for document in documents_in(endpoint, arguments):
		check_fields(document)


def check_characters(value: Any, depth: int = 0) -> None:
	"""Half a character, or none at all (NUL), can be stored by no database."""
	if isinstance(value, dict | list | tuple) and depth < 12:
		for item in (*value, *value.values()) if isinstance(value, dict) else value:
			check_characters(item, depth + 1)
	elif isinstance(value, str) and NOT_STORABLE.search(value):
		frappe.throw(
			_("What was sent contains characters that cannot be stored. Please type the text again.")
		)


# --- Arguments of our own methods ---


def check_arguments(endpoint: str, arguments: Arguments) -> None:
	wanted = parameters_of(endpoint)
	missing = [
		name
		for name, parameter in wanted.items()
		if parameter.default is parameter.empty
		and parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
		and name not in arguments
	]
	if missing:
		frappe.throw(_("Something is missing in what was sent: {0}.").format(", ".join(missing)))
	for name in wanted.keys() & arguments.keys():
		value = arguments[name]
		if name in DATES and "str" in str(wanted[name].annotation) and value not in (None, ""):
			check_date(name, "Datetime", value)
		if name in AS_JSON and isinstance(value, str) and value:
			check_json(name, value)


@cache
def parameters_of(endpoint: str) -> dict[str, inspect.Parameter]:
	"""Of a plain function; methods of documents get theirs from Frappe."""
	try:
		function = frappe.get_attr(endpoint)
	except Exception:
		return {}
	return dict(inspect.signature(function).parameters) if inspect.isfunction(function) else {}


def check_json(name: str, value: str) -> None:
	try:
		json.loads(value)
	except (ValueError, RecursionError):
		frappe.throw(_("{0}: this could not be read.").format(name))


# --- Documents of ours ---


def documents_in(endpoint: str, arguments: Arguments) -> Iterator[dict[str, Any]]:
	if endpoint in WRITES_WHOLE:
		sent = parsed(arguments.get("data"))
		yield {**(sent if isinstance(sent, dict) else arguments), "doctype": arguments.get("doctype")}
		return
	for key in DOCUMENTS:
		sent = parsed(arguments.get(key))
		for document in sent if isinstance(sent, list) else [sent]:
			if isinstance(document, dict):
				yield document


def check_fields(document: dict[str, Any]) -> None:
	doctype = document.get("doctype")
	if not isinstance(doctype, str) or not is_ours(doctype):
		return
	for field in frappe.get_meta(doctype).fields:
		value = document.get(field.fieldname)
		if value is None or (field.fieldtype in no_value_fields and field.fieldtype not in table_fields):
			continue
		label = _(field.label or field.fieldname, context=doctype)
		if field.fieldtype in table_fields:
			check_rows(label, field.options, value)
		else:
			check_value(label, field.fieldtype, value)


@cache
def is_ours(doctype: str) -> bool:
	"""Of this app: the app comes and goes with the process."""
	return frappe.db.get_value("DocType", doctype, "module") == MODULE


def check_rows(label: str, doctype: str, value: Any) -> None:
	if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
		frappe.throw(_("{0}: a list of rows is expected here.").format(frappe.bold(label)))
	for row in value:
		check_fields({**row, "doctype": doctype})


def check_value(label: str, kind: str, value: Any) -> None:
	if isinstance(value, dict | list) and kind != "JSON":
		frappe.throw(_("{0}: one value is expected here.").format(frappe.bold(label)))
	if kind in PARSERS and value != "":
		check_date(label, kind, value)
	if kind in ("Int", "Check", "Float", "Currency", "Percent"):
		check_number(label, kind, value)


def check_date(label: str, kind: str, value: Any) -> None:
	try:
		found = PARSERS[kind](value) if isinstance(value, str) else None
	except (
		Exception
	):  # the parsers of Frappe raise a dozen different ones, and some leave a sentence of their own
		found = None
		frappe.clear_messages()
	if found is None:
		sentence = _("{0}: {1} is no date or time. Please write it as in 2026-11-25 or 14:30.")
		frappe.throw(
			sentence.format(frappe.bold(label), frappe.bold(frappe.utils.escape_html(cstr(value)[:40])))
		)


def check_number(label: str, kind: str, value: Any) -> None:
	try:
		number = float(value) if isinstance(value, int | float | str) and value != "" else 0.0
	except (ValueError, OverflowError):
		return  # a word is nought to Frappe; a number nobody can hold is met below
	most = LARGEST_INT if kind in ("Int", "Check") else LARGEST_NUMBER
	if not math.isfinite(number) or abs(number) > most:
		frappe.throw(_("{0}: this number is too large.").format(frappe.bold(label)))
