"""Doors 1, 2, 3, 4 and 7: what a request may name in a list: readable columns and nothing else."""

import re
from typing import Any

import frappe
from frappe.model import child_table_fields, default_fields, get_permitted_fields, optional_fields
from frappe.utils.caching import request_cache

from refugee_support.access import CHILD_TABLES
from refugee_support.doors.guarded import GUARDED, may_read, parsed, refuse, texts

Arguments = dict[str, Any]
# The one open table whose name begins like a guarded one; only between its backticks is it one name.
OPEN_TABLE = "`tabConsultation Result`"
TABLE = re.compile(
	"tab(" + "|".join(sorted((re.escape(doctype) for doctype in GUARDED), key=len, reverse=True)) + ")", re.I
)


def check_query(arguments: Arguments) -> None:
	"""Doors 1, 2, 3, 7: names of readable fields only, no functions, no joins, no raw conditions."""
	doctype = arguments.get("doctype")
	if doctype not in GUARDED:
		return check_joins(arguments)
	if set(arguments) - LIST_ARGUMENTS:
		refuse()
	for key in ("fields", "fieldname", "field", "stats", "group_by", "aggregate_on_field", "sort_field"):
		check_columns(doctype, arguments.get(key))
	check_columns(doctype, re.sub(r" (asc|desc)\b", "", str(arguments.get("order_by") or ""), flags=re.I))
	for key in ("filters", "or_filters", "current_filters"):
		check_filters(doctype, arguments.get(key))
	if (neighbour := arguments.get("value")) and not may_read(doctype, str(neighbour), frappe.session.user):
		refuse()
	if arguments.get("aggregate_on_doctype", doctype) != doctype:
		refuse()
	if arguments.get("field") in links_to_guarded(doctype):
		refuse()  # v16 puts the titles of the linked documents beside the counts


LIST_ARGUMENTS = set(
	"""cmd doctype docname parent parent_doctype fields fieldname field filters or_filters current_filters group_by order_by limit
	limit_start limit_page_length start page_length view as_dict as_list distinct with_comment_count stats
	save_user_settings user_settings aggregate_function aggregate_on_field aggregate_on_doctype add_total_row
	value prev sort_field sort_order file_format_type title selected_items add_totals_row translate_values
	export_in_background csv_quoting csv_delimiter csv_decimal_sep debug""".split()
) - {"debug"}
COLUMN = re.compile(
	r"(?:`?tab(?P<table>[\w ]+?)`?\.|(?P<prefix>\w+)\.)?`?(?P<field>\w+|\*)`?(?: as [`'\"]?\w+[`'\"]?)?", re.I
)
QUERY_KEYS = ("filters", "or_filters", "fields", "group_by", "order_by", "searchfield", "having")
# Door 23: tables of the framework hold copies of our records; no list of another DocType may ask them in passing.
SUBQUERY = re.compile(r"\bselect\b.*\bfrom\b|\bunion\b.*\bselect\b", re.I | re.S)
COUNT = re.compile(r"count\((distinct )?(\*|(`tab[\w ]+`\.)?`?name`?)\)( as \w+)?", re.I)


def check_columns(doctype: str, columns: Any) -> None:
	"""Every column must be a plain field of the DocType or its child tables that the user may read."""
	columns = parsed(columns)
	if isinstance(columns, str):
		columns = columns.split(",")
	for column in columns or []:
		if not isinstance(column, str):
			refuse()
		if COUNT.fullmatch(column.strip()) or column.strip() in {"", "_aggregate_column"}:
			continue
		if not (match := COLUMN.fullmatch(column.strip())) or not is_readable_column(
			doctype, **match.groupdict()
		):
			refuse()


def is_readable_column(doctype: str, table: str | None, prefix: str | None, field: str) -> bool:
	meta = frappe.get_meta(doctype)
	if prefix:
		link = meta.get_field(prefix)
		if link and link.fieldtype == "Link" and link.options == "Client":
			# The desk's lists ask for the title of a link; whoever sees a row of ours sees the client it names.
			return field == "client_name"
		if link and link.fieldtype == "Link":
			return link.options not in GUARDED  # Frappe asks for the role on the other DocType
		table = link and link.options
		if not table:
			return False
	table = table or doctype
	if table != doctype and table not in {df.options for df in meta.get_table_fields()}:
		return False
	return field == "*" or field in readable_fields(table, doctype)


@request_cache
def readable_fields(doctype: str, parent: str) -> set[str]:
	parent = CHILD_TABLES.get(doctype) if doctype == parent else parent
	fields = get_permitted_fields(doctype, parenttype=parent, ignore_virtual=True)
	return {"name", *fields, *default_fields, *optional_fields, *child_table_fields}


def check_filters(doctype: str, filters: Any) -> None:
	"""`{field: value}` or `[[field, operator, value]]` or `[[doctype, field, operator, value]]`; nothing raw."""
	filters = parsed(filters)
	if isinstance(filters, str):
		return  # one document by its name
	rows = [filters] if isinstance(filters, dict) else filters or []
	for row in rows:
		if isinstance(row, dict):
			for field in row:
				check_columns(doctype, [field])
		elif isinstance(row, list) and len(row) in (3, 4, 5):
			table, field = (doctype, row[0]) if len(row) == 3 else row[:2]
			check_columns(doctype, [f"`tab{table}`.`{field}`"])
		else:
			refuse()


def check_joins(arguments: Arguments) -> None:
	"""Door 3: `client.client_name` in a query of a DocType that links to ours; our tables in any other query."""
	links = "|".join(links_to_guarded(arguments.get("doctype")))
	join = re.compile(rf"\b({links})`?\.`?\w") if links else None
	for text in texts({key: arguments.get(key) for key in QUERY_KEYS}):
		if SUBQUERY.search(text):
			refuse()
	for text in texts(arguments):
		if TABLE.search(text.replace(OPEN_TABLE, "")) or (join and join.search(text)):
			refuse()


def links_to_guarded(doctype: Any) -> list[str]:
	"""The link fields a DocType has to ours, whoever added them."""
	return [df.fieldname for df in link_fields(doctype) if df.options in GUARDED]


def link_fields(doctype: Any) -> list[Any]:
	"""None for what is no DocType. Its meta is at hand, and looked at with every request; to ask the database whether it
	exists took longer than the rest of the guard."""
	if not isinstance(doctype, str):
		return []
	try:
		return frappe.get_meta(doctype).get_link_fields()
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return []
