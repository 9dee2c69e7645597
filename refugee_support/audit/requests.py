"""What a request has shown: from the function it ended in, its arguments and its answer."""

import re
from typing import Any

import frappe
from frappe.utils import cint, cstr
from werkzeug.wrappers import Response

from refugee_support.access import CHILD_TABLES, CLIENT_DOCTYPES
from refugee_support.audit.log import Access
from refugee_support.audit.naming import clients_of
from refugee_support.doors.guarded import parsed

FEW = 5  # rows of a list or hits of a search that are noted client by client
CLIENT_NUMBER = re.compile(rb"\bRSC-\d{5,}\b")

DOCUMENTS = {
	"refugee_support.doors.replaced.getdoc": "Read",
	"frappe.desk.form.load.getdoc": "Read",
	"frappe.api.v1.read_doc": "Read",
	"frappe.api.v2.read_doc": "Read",
	"frappe.client.get": "Read",
	"frappe.client.get_value": "Read",
	"frappe.client.validate_link": "Read",
	"frappe.desk.link_preview.get_preview_data": "Read",
	"frappe.desk.form.load.get_docinfo": "Read",
	"frappe.api.v1.execute_doc_method": "Read",
	"frappe.api.v2.execute_doc_method": "Read",
	"frappe.api.v2.<lambda>": "Read",
	"frappe.handler.run_doc_method": "Read",
	"/printview": "Print",
	"frappe.www.printview.get_html_and_style": "Print",
	"frappe.utils.print_format.download_pdf": "PDF",
	"frappe.api.v1.create_doc": "Write",
	"frappe.api.v1.delete_doc": "Write",
	"frappe.api.v1.update_doc": "Write",
	"frappe.api.v2.create_doc": "Write",
	"frappe.api.v2.delete_doc": "Write",
	"frappe.api.v2.update_doc": "Write",
	"frappe.client.attach_file": "Write",
	"frappe.client.delete": "Write",
	"frappe.client.insert": "Write",
	"frappe.client.save": "Write",
	"frappe.client.set_value": "Write",
	"frappe.desk.form.save.savedocs": "Write",
	"frappe.handler.upload_file": "Write",
	"frappe.model.workflow.apply_workflow": "Write",
}
VALUES = (
	"frappe.client.get_value",
	"frappe.client.validate_link",
	"frappe.desk.link_preview.get_preview_data",
)
LISTS = {
	"frappe.api.v1.document_list": "List",
	"frappe.api.v2.document_list": "List",
	"frappe.client.get_list": "List",
	"frappe.desk.reportview.get": "List",
	"frappe.desk.reportview.get_list": "List",
	"frappe.desk.reportview.export_query": "Export",
	"frappe.desk.search.search_link": "Search",
	"frappe.desk.search.search_widget": "Search",
}
REPORTS = {"frappe.desk.query_report.run": "Report", "frappe.desk.query_report.export_query": "Export"}
# Papers our own functions make: what was done, the DocType, and the argument with the name of the record
PAPERS = {"refugee_support.consents.api.form_pdf": ("PDF", "Client Consent", "consent")}
FILES = ("/private/files/", "frappe.handler.download_file", "frappe.core.doctype.file.file.download_file")


def remember(endpoint: str, arguments: dict[str, Any], named: set[str]) -> None:
	"""Called before anything is dispatched, when the request is as it came: for requests that may show client data."""
	ours = endpoint.startswith("refugee_support.")
	if named & CLIENT_DOCTYPES or ours or endpoint in REPORTS or endpoint.startswith(FILES):
		frappe.flags.refugee_support_request = (endpoint, dict(arguments), named & CLIENT_DOCTYPES)


def shown_by(response: Response) -> list[Access]:
	endpoint, arguments, named = frappe.flags.refugee_support_request
	if endpoint.startswith(FILES):
		return file_shown(endpoint, arguments)
	if endpoint in REPORTS:
		return report_shown(endpoint, arguments)
	if endpoint in PAPERS:
		action, made_of, argument = PAPERS[endpoint]
		return of_records(action, made_of, [str(arguments[argument])], endpoint)
	doctype = doctype_of(arguments, named)
	if endpoint in LISTS:
		return rows_shown(endpoint, doctype, arguments, response) if doctype else []
	if endpoint in DOCUMENTS:
		return document_shown(endpoint, doctype, arguments) if doctype else []
	if endpoint.startswith("refugee_support.") and not endpoint.startswith("refugee_support.doors."):
		return numbers_shown(endpoint, response)
	return []


def doctype_of(arguments: dict[str, Any], named: set[str]) -> str:
	"""The DocType asked for: of arguments that call it differently, or of a document sent as JSON."""
	for key in ("doctype", "dt", "doc"):
		if is_ours(arguments.get(key)):
			return arguments[key]
	document = document_in(arguments)
	if is_ours(document.get("doctype")):
		return document["doctype"]
	return next(iter(named)) if len(named) == 1 and "doctype" not in arguments else ""


def is_ours(doctype: Any) -> bool:
	"""Arguments may be anything: `doc` is a name here, a whole document there."""
	return isinstance(doctype, str) and doctype in CLIENT_DOCTYPES


def document_in(arguments: dict[str, Any]) -> dict[str, Any]:
	for key in ("doc", "docs", "document"):
		value = arguments.get(key)
		if isinstance(value, str) and value.lstrip().startswith("{"):
			value = parsed(value)
		if isinstance(value, dict):
			return value
	return {}


# --- Documents ---


def document_shown(endpoint: str, doctype: str, arguments: dict[str, Any]) -> list[Access]:
	if endpoint in VALUES and not has_values(endpoint):
		return []
	if isinstance(filters := parsed(arguments.get("filters")), dict | list):
		return of_records(DOCUMENTS[endpoint], doctype, names_again(doctype, arguments, limit=1), endpoint)
	name = answered_name() or next(
		(str(arguments[key]) for key in ("name", "docname", "dn") if isinstance(arguments.get(key), str)), ""
	)
	name = name or cstr(filters) or cstr(document_in(arguments).get("name"))
	return of_records(DOCUMENTS[endpoint], doctype, [name], endpoint)


def has_values(endpoint: str) -> bool:
	"""These answer politely where there is nothing to show: with nothing, or with the name they were asked for."""
	message = frappe.local.response.get("message")
	if endpoint == "frappe.client.validate_link" and isinstance(message, dict):
		return bool(set(message) - {"name"})
	return bool(message)


def answered_name() -> str:
	"""The name a document has in the answer: of new documents it is nowhere else."""
	answer = frappe.local.response
	for value in (answer.get("data"), answer.get("message"), *(answer.get("docs") or [])[:1]):
		if (
			isinstance(value, dict | frappe.model.document.BaseDocument)
			and value.get("doctype") in CLIENT_DOCTYPES
		):
			return str(value.get("name") or "")
	return ""


def of_records(action: str, doctype: str, names: list[str], endpoint: str, records: int = 1) -> list[Access]:
	"""One entry for each client a record names; a record that names none (an anonymous contact) has one, too."""
	clients = clients_of(doctype, names)
	return [
		Access(action, client, doctype, name, records, via(endpoint))
		for name in names
		for client in clients.get(name) or [""]
	]


# --- Lists, searches, exports, reports ---


def rows_shown(endpoint: str, doctype: str, arguments: dict[str, Any], response: Response) -> list[Access]:
	action = LISTS[endpoint]
	if action == "Export":
		names = names_again(doctype, arguments, limit=0)
		total = Access(action, "", doctype, "", len(names), via(endpoint))
		return [total, *of_records(action, doctype, names, endpoint)] if names else []
	rows = rows_in_answer()
	if not rows:
		return []
	if len(rows) > FEW:
		return [Access(action, "", doctype, "", len(rows), via(endpoint))]
	names = names_in(rows) or names_again(doctype, arguments, limit=len(rows))
	return of_records(action, doctype, names, endpoint, len(rows))


def rows_in_answer() -> list[Any]:
	answer = frappe.local.response
	for value in (answer.get("message"), answer.get("data"), answer.get("results"), answer.get("values")):
		if isinstance(value, dict) and isinstance(value.get("values"), list):
			keys = value.get("keys") or []
			return [dict(zip(keys, row, strict=False)) for row in value["values"]]
		if isinstance(value, list | tuple):
			return list(value)
	return []


def names_in(rows: list[Any]) -> list[str]:
	names = []
	for row in rows:
		name = (row.get("name") or row.get("value")) if isinstance(row, dict) else row
		if not isinstance(name, str):
			return []
		names.append(name)
	return names


def names_again(doctype: str, arguments: dict[str, Any], limit: int) -> list[str]:
	"""The answer does not tell which records these were: the same question once more, for their names."""
	if chosen := parsed(arguments.get("selected_items") or []):
		return [str(name) for name in chosen]
	if doctype in CHILD_TABLES:
		return []
	return frappe.get_list(
		doctype,
		filters=parsed(arguments.get("filters") or []),
		or_filters=parsed(arguments.get("or_filters") or []),
		pluck="name",
		order_by=arguments.get("order_by") or None,
		limit_start=cint(arguments.get("limit_start") or arguments.get("start")),
		limit=limit,
	)


def report_shown(endpoint: str, arguments: dict[str, Any]) -> list[Access]:
	about = frappe.db.get_value("Report", arguments.get("report_name"), "ref_doctype", cache=True)
	if about not in CLIENT_DOCTYPES:
		return []
	message = frappe.local.response.get("message")
	rows = len(message.get("result") or []) if isinstance(message, dict) else 1
	name = str(arguments["report_name"])
	return [Access(REPORTS[endpoint], "", about, name, rows, via(endpoint))] if rows else []


# --- Files, and our own functions ---


def file_shown(endpoint: str, arguments: dict[str, Any]) -> list[Access]:
	url = endpoint if endpoint.startswith("/") else str(arguments.get("file_url") or "")
	about = frappe.db.get_value("File", {"file_url": url}, ["attached_to_doctype", "attached_to_name"])
	if not about or about[0] not in CLIENT_DOCTYPES:
		return []
	return of_records("Download", about[0], [about[1]], "file")


def numbers_shown(endpoint: str, response: Response) -> list[Access]:
	"""Functions of our own pages answer in their own ways; the client's number is in all of them."""
	numbers = sorted({number.decode() for number in CLIENT_NUMBER.findall(response.get_data())})
	if not numbers:
		return []
	if len(numbers) > FEW:
		return [Access("List", "", "Client", "", len(numbers), via(endpoint))]
	return [Access("Read", number, "Client", number, 1, via(endpoint)) for number in numbers]


def via(endpoint: str) -> str:
	by_key = "API " if frappe.get_request_header("Authorization") else ""
	return by_key + endpoint.removeprefix("refugee_support.").removeprefix("frappe.")
