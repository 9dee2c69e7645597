"""The framework's own doors that stay open for our DocTypes, closed. Numbers are those of docs/security.md.

Four guards, none of which touches a DocType that is not ours:

- `check_request` runs after every login check and before anything is dispatched, whatever way the request came
  (session, API key, `cmd`, REST v1 and v2). A request that names one of our guarded DocTypes must end in a
  function that is listed here; everything else, known or still to be written, is refused.
- Three whitelisted methods are replaced, where refusing would break the desk.
- Copies of our documents (files, versions, comments, ...) are readable by readers of the document only.
- What would open a document past its criterion (shares, assignments, ...) cannot be saved.

Found open in 15.55.1 and 16-dev unless a comment says otherwise; tests/site/permissions proves each on the
running site. Administrator is exempt: the owner of the machine cannot be locked out.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import frappe
import frappe.handler
from frappe import _
from frappe.api import API_URL_MAP
from frappe.core.doctype.file.file import File
from frappe.core.doctype.prepared_report.prepared_report import PreparedReport
from frappe.model import child_table_fields, default_fields, get_permitted_fields, optional_fields
from frappe.model.document import Document
from frappe.modules.utils import load_doctype_module
from frappe.query_builder import DocType
from frappe.utils import cint, cstr
from pypika.terms import Criterion
from werkzeug.exceptions import HTTPException

from refugee_support.access import CHILD_TABLES, CLIENT_DOCTYPES, CRITERIA, NOBODY, is_visible

Arguments = dict[str, Any]
Check = Callable[[Arguments], None]

STATISTICS = "Service Record"
GUARDED = CLIENT_DOCTYPES | {"Volunteer Profile", STATISTICS}
# In v15 a document hook answers None for "no opinion", in v16 None denies and True lets the next hook decide.
NO_OPINION = None if frappe.__version__.startswith("15.") else True


def refuse() -> None:
	frappe.throw(_("This is not available for protected records."), frappe.PermissionError, title=_("Not available"))


# --- The request: does it name one of our DocTypes, and where does it end? ---

BY_FOLDED_NAME = {name.casefold(): name for name in GUARDED}
TABLE = re.compile("tab(" + "|".join(sorted(map(re.escape, GUARDED), key=len, reverse=True)) + ")", re.I)
TYPED_BY_PEOPLE = {"txt", "text", "search_term"}  # somebody may well look for the word "Client"


def check_request() -> None:
	"""auth_hooks: everything a request may do with our DocTypes is listed, the rest is refused."""
	if frappe.session.user == "Administrator":
		return
	endpoint, route = endpoint_of_request()
	arguments = {**frappe.form_dict, **route}
	for name in (endpoint, *functions_named_in(arguments)):
		if check := BY_OTHER_NAMES.get(name):
			check(arguments)
	if guarded_in(arguments):
		allowed = OPEN.get(endpoint) or (endpoint.startswith(SETTINGS) and no_check) or refuse_endpoint
		allowed(arguments)
	elif OPEN.get(endpoint) is not check_document:
		check_joins(arguments)


def endpoint_of_request() -> tuple[str, Arguments]:
	"""The function the request ends in by its real name, however it was spelled, and the arguments in its path."""
	method, route, path = frappe.form_dict.cmd, {}, frappe.request.path
	if not method and not path.startswith("/api/"):
		return path, {}
	if not method:
		try:
			endpoint, route = API_URL_MAP.bind_to_environ(frappe.request.environ).match()
		except HTTPException:
			return "", {}
		if "method" not in route or endpoint.__name__ != "handle_rpc_call":
			return f"{endpoint.__module__}.{endpoint.__name__}", route
		method = route.pop("method").split("/")[0]
		if "doctype" in route:
			method = f"{load_doctype_module(route['doctype']).__name__}.{method}"
	return real_name(method), route


def real_name(method: str) -> str:
	"""`frappe.client.get_list` is the same door under every name another module imports it by."""
	for override in reversed(frappe.get_hooks("override_whitelisted_methods", {}).get(method, [])):
		method = override
		break
	try:
		function = frappe.get_attr(method) if "." in method else getattr(frappe.handler, method)
		return f"{function.__module__}.{function.__qualname__}"
	except Exception:
		return method  # Frappe itself says what is wrong with it


def functions_named_in(arguments: Arguments) -> Iterator[str]:
	"""Functions that the endpoint calls in turn because the request says so."""
	for key in ("method", "query", "tree_method"):
		if isinstance(arguments.get(key), str):
			yield real_name(arguments[key])


def guarded_in(arguments: Arguments) -> set[str]:
	"""The guarded DocTypes named anywhere in the arguments, however they are spelled."""
	named = set()
	for text in texts({key: value for key, value in arguments.items() if key not in TYPED_BY_PEOPLE}):
		if name := BY_FOLDED_NAME.get(text.strip().casefold()):
			named.add(name)
		elif table := TABLE.search(text):
			named.add(BY_FOLDED_NAME[table[1].casefold()])
	return named


def texts(value: Any, depth: int = 0) -> Iterator[str]:
	"""Every text in a value, keys included, also inside JSON that was sent as text."""
	if depth > 12:
		refuse()
	if isinstance(value, dict):
		for key, item in value.items():
			yield from texts(key, depth + 1)
			yield from texts(item, depth + 1)
	elif isinstance(value, list | tuple):
		for item in value:
			yield from texts(item, depth + 1)
	elif isinstance(value, str):
		yield value
		if isinstance(inner := parsed(value), dict | list | str) and inner != value:
			yield from texts(inner, depth + 1)


def parsed(value: Any) -> Any:
	"""What the framework will make of an argument that may be JSON."""
	if not isinstance(value, str) or not value.lstrip().startswith(("{", "[", '"')):
		return value
	try:
		return json.loads(value)
	except ValueError:
		return value


# --- What is asked of a request that names a guarded DocType ---


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
	if not may_read(doctype, cstr(frappe.form_dict.name), frappe.session.user, "print"):
		refuse()


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
		if not (match := COLUMN.fullmatch(column.strip())) or not is_readable_column(doctype, **match.groupdict()):
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
	for text in texts(arguments):
		if TABLE.search(text) or (join and join.search(text)):
			refuse()


def links_to_guarded(doctype: Any) -> list[str]:
	"""The link fields a DocType has to ours, whoever added them."""
	if not isinstance(doctype, str) or not frappe.db.exists("DocType", doctype, cache=True):
		return []
	return [df.fieldname for df in frappe.get_meta(doctype).get_link_fields() if df.options in GUARDED]


def check_card(arguments: Arguments) -> None:
	"""Door 8: the card comes from the request as JSON and its fields go into the query as they are."""
	card = parsed(arguments.get("doc"))
	check_plain(card, ("document_type", "parent_document_type", "aggregate_function_based_on"))
	stored = frappe.db.get_value("Number Card", card.get("name"), "document_type") if card.get("name") else None
	for doctype in {card.get("document_type"), stored} & GUARDED:
		check_columns(doctype, card.get("aggregate_function_based_on"))
		check_filters(doctype, arguments.get("filters"))


def check_chart(arguments: Arguments) -> None:
	"""Door 8: heatmaps count every row, results are cached for everybody, unsaved charts are SQL."""
	chart = parsed(arguments.get("chart")) or {}
	check_plain(chart, ("document_type", "parent_document_type", "based_on", "value_based_on"))
	check_plain(chart, ("group_by_based_on", "aggregate_function_based_on"))
	names = [name for name in (arguments.get("chart_name"), chart.get("name")) if name]
	stored = frappe.get_all("Dashboard Chart", {"name": ["in", names]}, pluck="document_type") if names else []
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
	if parsed(arguments.get("custom_columns")) and guarded_in(arguments) & CLIENT_DOCTYPES:
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


# --- The list of what is open, by the real name of the function ---

SETTINGS_DOCTYPES = {"Customize Form", "DocType Layout", "Document Naming Settings", "Report"}
# Modules and pages that show or keep settings, not content.
SETTINGS = (
	"/app",
	"/desk",
	"frappe.core.doctype.doctype.",
	"frappe.core.page.permission_manager.",
	"frappe.custom.doctype.",
	"frappe.desk.desktop.",
	"frappe.desk.doctype.list_view_settings.",
	"frappe.desk.doctype.workspace.",
	"frappe.model.utils.user_settings.",
	"frappe.printing.page.",
	"refugee_support.",
)
OPEN: dict[str, Check] = {
	**dict.fromkeys(
		(
			"frappe.api.v1.document_list",
			"frappe.api.v2.count",
			"frappe.api.v2.document_list",
			"frappe.client.get_list",
			"frappe.client.get_value",
			"frappe.client.validate_link",
			"frappe.desk.form.utils.get_next",
			"frappe.desk.listview.get_group_by_count",
			"frappe.desk.reportview.export_query",
			"frappe.desk.reportview.get",
			"frappe.desk.reportview.get_count",
			"frappe.desk.reportview.get_list",
			"frappe.desk.reportview.get_sidebar_stats",
			"refugee_support.doors.get_count",
		),
		check_query,
	),
	**dict.fromkeys(
		(
			"frappe.api.v1.create_doc",
			"frappe.api.v1.delete_doc",
			"frappe.api.v1.execute_doc_method",
			"frappe.api.v1.read_doc",
			"frappe.api.v1.update_doc",
			"frappe.api.v2.create_doc",
			"frappe.api.v2.delete_doc",
			"frappe.api.v2.execute_doc_method",
			"frappe.api.v2.read_doc",
			"frappe.api.v2.update_doc",
			"frappe.client.attach_file",
			"frappe.client.delete",
			"frappe.client.get",
			"frappe.client.get_doc_permissions",
			"frappe.client.has_permission",
			"frappe.client.insert",
			"frappe.client.insert_many",
			"frappe.client.save",
			"frappe.client.set_value",
			"frappe.desk.form.load.get_communications",
			"frappe.desk.form.load.get_docinfo",
			"frappe.desk.form.save.savedocs",
			"frappe.desk.notifications.get_open_count",
			"frappe.desk.reportview.delete_items",
			"frappe.model.workflow.get_transitions",
			"frappe.realtime.can_subscribe_doc",
			"refugee_support.doors.get_link_title",
			"refugee_support.doors.getdoc",
		),
		check_document,
	),
	**dict.fromkeys(
		(
			"frappe.api.v2.get_meta",
			"frappe.core.doctype.access_log.access_log.make_access_log",
			"frappe.desk.doctype.kanban_board.kanban_board.get_kanban_boards",
			"frappe.desk.form.load.getdoctype",
			"frappe.desk.listview.get_list_settings",
			"frappe.desk.listview.set_list_settings",
			"frappe.desk.query_report.export_query",
			"frappe.desk.query_report.run",
			"frappe.desk.reportview.save_report",
			"frappe.realtime.can_subscribe_doctype",
		),
		no_check,
	),
	"frappe.api.v2.<lambda>": check_doc_method,  # run_doc_method of REST v2
	"frappe.handler.run_doc_method": check_doc_method,
	"frappe.desk.doctype.number_card.number_card.get_percentage_difference": check_card,
	"frappe.desk.doctype.number_card.number_card.get_result": check_card,
	"frappe.desk.search.search_link": check_search,
	"frappe.desk.search.search_widget": check_search,
	"frappe.handler.upload_file": check_upload,
	"frappe.utils.print_format.download_pdf": check_print,
	"frappe.www.printview.get_html_and_style": check_print,
	"/printview": check_print,
}
# Doors to our records that need not name a DocType of ours: these are always looked at.
BY_OTHER_NAMES: dict[str, Check] = {
	"frappe.core.doctype.prepared_report.prepared_report.make_prepared_report": check_report,
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": check_chart,
	"frappe.desk.doctype.number_card.number_card.get_percentage_difference": check_card,
	"frappe.desk.doctype.number_card.number_card.get_result": check_card,
	"frappe.desk.query_report.export_query": check_report,
	"frappe.desk.query_report.run": check_report,
}


# --- Methods replaced, because the desk calls them and a refusal would show ---


@frappe.whitelist()
def get_count(doctype: str, filters: Any = None, debug: bool = False, cache: bool = False) -> int:
	"""Door 1: `frappe.client.get_count` counts rows nobody may see. Ours are counted as the list counts them."""
	from frappe.client import get_count
	from frappe.desk.reportview import get_count as count_permitted

	if doctype not in GUARDED:
		return get_count(doctype, filters, debug, cache)
	filters = parsed(filters)
	filters = {"name": filters} if isinstance(filters, str) else filters
	frappe.local.form_dict = frappe._dict(doctype=doctype, filters=filters)
	return count_permitted()


@frappe.whitelist()
def get_link_title(doctype: str, docname: str) -> str | None:
	"""Door 5: the title of any document for any user; of ours for its readers, the others see its number."""
	from frappe.desk.search import get_link_title

	if doctype in GUARDED and not may_read(doctype, docname, frappe.session.user):
		return docname
	return get_link_title(doctype, docname)


@frappe.whitelist()
def getdoc(doctype: str, name: str) -> list | None:
	"""Door 5: a document's reply carries the titles of everything it links to, readable or not."""
	from frappe.desk.form.load import getdoc

	reply = getdoc(doctype, name)
	titles = frappe.local.response.get("_link_titles") or {}
	for key in list(titles):
		linked, docname = key.split("::", 1)
		if linked in GUARDED and not may_read(linked, docname, frappe.session.user):
			del titles[key]
	return reply


def may_read(doctype: str, name: str, user: str, ptype: str = "read") -> bool:
	"""Whether a stored document of ours may be read, as its own list and form decide."""
	try:
		return bool(frappe.has_permission(doctype, ptype, doc=name, user=user))
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return False


# --- Copies: what the framework keeps about a document is for the readers of the document ---

# DocType: (field with the DocType, field with the name) of the document it is about. Doors 9, 11, 15, 16.
COPIES = {
	"Access Log": ("export_from", "reference_document"),
	"Activity Log": ("reference_doctype", "reference_name"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Deleted Document": ("deleted_doctype", "deleted_name"),
	"DocShare": ("share_doctype", "share_name"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"Notification Log": ("document_type", "document_name"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"View Log": ("reference_doctype", "reference_name"),
}


def copies_query_conditions(user: str | None = None, doctype: str = "") -> str:
	"""Rows about other DocTypes stay as they were; rows about ours follow the document."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	row = DocType(doctype)
	about, name = (row[fieldname] for fieldname in COPIES[doctype])
	condition = about.isnull() | about.notin([*sorted(GUARDED), "Prepared Report"])
	prepared = DocType("Prepared Report")
	condition |= (about == "Prepared Report") & name.isin(
		frappe.qb.from_(prepared).select(prepared.name).where(prepared_report_criterion(user))
	)
	for parent in sorted(GUARDED - set(CHILD_TABLES)):
		if not frappe.has_permission(parent, "read", user=user):
			continue
		criterion = CRITERIA[parent](user) if parent in CRITERIA else None
		if criterion is None:
			condition |= about == parent
		elif criterion is not NOBODY:
			readable = frappe.qb.from_(DocType(parent)).select(DocType(parent).name).where(criterion)
			condition |= (about == parent) & name.isin(readable)
	return as_sql(condition)


def has_permission_on_copy(doc: Document, ptype: str = "read", user: str | None = None, **kwargs: Any) -> bool | None:
	"""Decided on what is stored and on what the request says: both documents must be readable."""
	user = user or frappe.session.user
	fields = COPIES[doc.doctype]
	stored = frappe.db.get_value(doc.doctype, doc.name, fields) if doc.name else None
	needed = "write" if doc.doctype == "File" and ptype in ("create", "write", "delete") else "read"
	for about, name in {stored or (None, None), (doc.get(fields[0]), doc.get(fields[1]))}:
		if about in GUARDED and not may_read(about, str(name), user, needed):
			return False
	return NO_OPINION


def prepared_report_query_conditions(user: str | None = None, doctype: str = "") -> str:
	"""Door 13: a prepared report holds what its maker was allowed to see."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	return as_sql(prepared_report_criterion(user))


def prepared_report_criterion(user: str) -> Criterion:
	row, report = DocType("Prepared Report"), DocType("Report")
	ours = frappe.qb.from_(report).select(report.name).where(report.ref_doctype.isin(sorted(GUARDED)))
	return row.report_name.notin(ours) | (row.owner == user)


def has_permission_on_prepared_report(doc: Document, user: str | None = None, **kwargs: Any) -> bool | None:
	about = frappe.db.get_value("Report", doc.report_name, "ref_doctype")
	owner = frappe.db.get_value("Prepared Report", doc.name, "owner") or doc.owner
	return False if about in GUARDED and owner != (user or frappe.session.user) else NO_OPINION


class OwnPreparedReport(PreparedReport):
	"""Door 13: `run` gives the data of any prepared report whose name stands in the filters, or of another `user`."""

	def get_prepared_data(self, with_file_name: bool = False) -> Any:
		if has_permission_on_prepared_report(self) is False and frappe.session.user != "Administrator":
			raise frappe.PermissionError
		return super().get_prepared_data(with_file_name)


def as_sql(condition: Any) -> str:
	return f"({condition.get_sql(with_namespace=True, quote_char='`', secondary_quote_char=chr(39))})"


class GuardedFile(File):
	"""Door 11: a file of one of our documents belongs to this document alone.

	The framework copies files by their URL, gives equal contents one URL, and lets whoever uploaded a file read it
	for ever. So our files are uploaded, never linked; they share no content; they belong to nobody but their
	document; and no other File row may point to them.
	"""

	@property
	def is_guarded(self) -> bool:
		return self.attached_to_doctype in GUARDED

	def before_insert(self) -> None:
		self.refuse_path_of_guarded_file()
		if self.is_guarded:
			if self.file_url or not self.content:
				self.refuse_link()
			self.owner = "Administrator"  # who uploaded it stands in the timeline
			self.is_private = 1
		super().before_insert()

	def save_file(
		self,
		content: bytes | str | None = None,
		decode: bool = False,
		ignore_existing_file_check: bool = False,
		overwrite: bool = False,
	) -> dict | None:
		alone = ignore_existing_file_check or self.is_guarded
		saved = super().save_file(content, decode, alone, overwrite)
		if self.is_guarded:
			self.content_hash = frappe.generate_hash(length=32)  # equal to no other: never shared, always deleted
		return saved

	def validate(self) -> None:
		fields = ("attached_to_doctype", "attached_to_name", "file_url", "is_private")
		stored = not self.flags.new_file and frappe.db.get_value("File", self.name, fields)
		if stored and [cstr(value) for value in stored] != [*map(cstr, map(self.get, fields[:3])), cstr(cint(self.is_private))]:
			if stored[0] in GUARDED or self.is_guarded:
				self.refuse_link()
			self.refuse_path_of_guarded_file()
		super().validate()

	def refuse_path_of_guarded_file(self) -> None:
		"""By URL, by quoted URL, by full URL or, where there is none, by file name: all lead to a file on disk. The
		answer is that of a file that is not there: names of files are data, too."""
		path = cstr(self.file_url or (not self.content and self.file_name) or "").split("?")[0]
		if not path or self.is_folder:
			return
		names = {os.path.basename(text) for text in (path, unquote(path), unquote(unquote(path)))} - {""}
		urls = [f"{folder}{name}" for name in names for folder in ("/private/files/", "/files/")]
		others = {"file_url": ["in", urls], "attached_to_doctype": ["in", list(GUARDED)], "name": ["!=", self.name or ""]}
		self.set_file_name()
		is_local = not path.startswith(("http://", "https://"))
		if frappe.db.exists("File", others) or (is_local and not os.path.exists(self.get_full_path())):
			frappe.throw(_("There is no such file."), OSError, title=_("File not found"))

	def refuse_link(self) -> None:
		frappe.throw(
			_("Files of protected records stay with their record. Please upload the file itself."),
			frappe.PermissionError,
			title=_("File not linked"),
		)


# --- Vetoes: what would open a document past its criterion, or copy it to where no criterion holds ---

VETOED = {
	"Assignment Rule": "document_type",
	"Auto Repeat": "reference_doctype",
	"Dashboard Chart": "document_type",  # doors 8: counts every row; statistics come from Service Records
	"Data Import": "reference_doctype",  # door 18: preview and errors readable by everybody
	"Document Follow": "ref_doctype",
	"DocShare": "share_doctype",  # door 15: opens the document although its criterion says no, and never ends
	"Kanban Board": "reference_doctype",
	"Tag Link": "document_type",  # door 16: tag search shows titles to everybody
	"ToDo": "reference_type",  # door 15: an assignment shares
}


def refuse_for_guarded(doc: Document, method: str | None = None) -> None:
	"""doc_events: validate"""
	about = doc.get(VETOED[doc.doctype])
	if about in GUARDED and not (doc.doctype == "Dashboard Chart" and about == STATISTICS):
		refuse()


def refuse_row_without_document(doc: Document, method: str | None = None) -> None:
	"""doc_events: validate and on_trash of child tables. Rows saved with their document never come here; saved alone,
	the framework asks for the role on the document only: anybody with it joined any support team (door 14)."""
	if frappe.session.user != "Administrator":
		refuse()
