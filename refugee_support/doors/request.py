"""The request: does it name one of our DocTypes, and where does it end?

A request that names one of our guarded DocTypes must end in a function listed in OPEN; everything else, known or
still to be written, is refused.
"""

from collections.abc import Iterator
from typing import Any

import frappe
import frappe.handler
from frappe.api import API_URL_MAP
from frappe.modules.utils import load_doctype_module
from werkzeug.exceptions import HTTPException

from refugee_support import audit
from refugee_support.doors import checks, sideways
from refugee_support.doors.accounts import refuse_disabled
from refugee_support.doors.checks import Check, check_document, no_check, refuse_endpoint
from refugee_support.doors.copies import drop_shares
from refugee_support.doors.guarded import GUARDED, parsed, refuse, texts
from refugee_support.doors.people import check_people, check_roles
from refugee_support.doors.queries import Arguments, check_joins, check_query
from refugee_support.doors.shape import check_shape

BY_FOLDED_NAME = {name.casefold(): name for name in GUARDED}
DOCTYPE_KEYS = {
	"doc",
	"doctype",
	"document_type",
	"dt",
	"parent",
	"parent_doctype",
	"parent_document_type",
	"parenttype",
}
TYPED_BY_PEOPLE = {"txt", "text", "search_term"}  # somebody may well look for the word "Client"


def check_request() -> None:
	"""auth_hooks: everything a request may do with our DocTypes is listed, the rest is refused."""
	refuse_disabled()
	endpoint, route = endpoint_of_request()
	arguments = {**frappe.form_dict, **route}
	check_shape(endpoint, arguments)
	named = guarded_in(arguments)
	audit.remember(endpoint, arguments, named)
	if frappe.session.user == "Administrator":
		return
	check_people(arguments)
	for name in (endpoint, *functions_named_in(arguments)):
		if check := BY_OTHER_NAMES.get(name):
			check(arguments)
	if named or endpoint.startswith("refugee_support."):
		drop_shares()
	if named:
		check_spelling(arguments)
		allowed = OPEN.get(endpoint) or (endpoint.startswith(SETTINGS) and no_check) or refuse_endpoint
		allowed(arguments)
	elif OPEN.get(endpoint) is not check_document:
		check_joins(arguments)


def endpoint_of_request() -> tuple[str, Arguments]:
	"""The function the request ends in by its real name, however it was spelled, and the arguments in its path."""
	method, route, path = frappe.form_dict.cmd, {}, frappe.request.path
	if not method and not path.startswith("/api/"):
		return page_of(path)
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


def page_of(path: str) -> tuple[str, Arguments]:
	"""`/Client/RSC-00001` is the print view by a shorter address (door 12)."""
	doctype, _slash, name = path.strip("/ ").partition("/")
	if name and (doctype := BY_FOLDED_NAME.get(doctype.strip().casefold())):
		frappe.form_dict.doctype, frappe.form_dict.name = doctype, name
		return "/printview", {"doctype": doctype, "name": name}
	return path, {}


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
	told = texts({key: value for key, value in arguments.items() if key not in TYPED_BY_PEOPLE})
	return {BY_FOLDED_NAME[word] for text in told if (word := text.strip().casefold()) in BY_FOLDED_NAME}


def check_spelling(arguments: Any) -> None:
	"""Where names of tables know no capitals (SQLite, MariaDB on some systems), `client` is `Client`, but Frappe
	finds neither hooks nor roles under that name."""
	for item in arguments.values() if isinstance(arguments, dict) else arguments:
		if isinstance(item := parsed(item), dict | list):
			check_spelling(item)
	for key in DOCTYPE_KEYS & set(arguments) if isinstance(arguments, dict) else ():
		name = arguments[key]
		if isinstance(name, str) and name not in GUARDED and name.strip().casefold() in BY_FOLDED_NAME:
			refuse()


# --- The list of what is open, by the real name of the function ---

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
			"refugee_support.doors.replaced.get_count",
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
			"frappe.desk.form.utils.remove_attach",
			"frappe.desk.link_preview.get_preview_data",
			"frappe.desk.notifications.get_open_count",
			"frappe.desk.reportview.delete_items",
			"frappe.model.workflow.get_transitions",
			"frappe.realtime.can_subscribe_doc",
			"frappe.realtime.has_permission",
			"refugee_support.doors.replaced.get_link_title",
			"refugee_support.doors.replaced.getdoc",
		),
		check_document,
	),
	**dict.fromkeys(
		(
			"frappe.api.v2.get_meta",
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
	"frappe.core.doctype.access_log.access_log.make_access_log": sideways.check_access_log,
	"frappe.api.v2.<lambda>": checks.check_doc_method,  # run_doc_method of REST v2
	"frappe.handler.run_doc_method": checks.check_doc_method,
	"frappe.desk.doctype.number_card.number_card.get_percentage_difference": checks.check_card,
	"frappe.desk.doctype.number_card.number_card.get_result": checks.check_card,
	"frappe.desk.search.search_link": checks.check_search,
	"frappe.desk.search.search_widget": checks.check_search,
	"frappe.handler.upload_file": checks.check_upload,
	"frappe.model.workflow.apply_workflow": checks.check_workflow,
	"frappe.utils.print_format.download_pdf": checks.check_print,
	"frappe.www.printview.get_html_and_style": checks.check_print,
	"/printview": checks.check_print,
}
# Doors to our records that need not name a DocType of ours: these are always looked at.
BY_OTHER_NAMES: dict[str, Check] = {
	**dict.fromkeys(
		(
			"frappe.core.doctype.data_import.data_import.download_errored_template",
			"frappe.core.doctype.data_import.data_import.download_import_log",
			"frappe.core.doctype.data_import.data_import.form_start_import",
			"frappe.core.doctype.data_import.data_import.get_import_logs",
			"frappe.core.doctype.data_import.data_import.get_import_status",
			"frappe.core.doctype.data_import.data_import.get_preview_from_template",
		),
		sideways.check_import,
	),
	**dict.fromkeys(
		(
			"frappe.website.doctype.web_form.web_form.accept",
			"frappe.website.doctype.web_form.web_form.delete",
			"frappe.website.doctype.web_form.web_form.delete_multiple",
			"frappe.website.doctype.web_form.web_form.get_form_data",
			"frappe.website.doctype.web_form.web_form.get_link_options",
			"frappe.website.doctype.web_form.web_form.get_web_form_filters",
		),
		sideways.check_web_form,
	),
	"frappe.core.doctype.communication.email.make": sideways.check_mail,
	"frappe.core.doctype.user.user.get_roles": check_roles,
	"frappe.core.doctype.deleted_document.deleted_document.bulk_restore": sideways.check_restore,
	"frappe.core.doctype.deleted_document.deleted_document.restore": sideways.check_restore,
	"frappe.core.doctype.sms_settings.sms_settings.send_sms": sideways.check_sms,
	"frappe.email.relink": sideways.check_relink,
	"frappe.core.doctype.prepared_report.prepared_report.make_prepared_report": checks.check_report,
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": checks.check_chart,
	"frappe.desk.doctype.number_card.number_card.get_percentage_difference": checks.check_card,
	"frappe.desk.doctype.number_card.number_card.get_result": checks.check_card,
	"frappe.desk.query_report.export_query": checks.check_report,
	"frappe.desk.query_report.run": checks.check_report,
}
