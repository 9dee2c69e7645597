"""Methods replaced, because the desk calls them and a refusal would show."""

import json
from typing import Any

import frappe

from refugee_support.access import CLIENT_DOCTYPES
from refugee_support.doors.guarded import GUARDED, may_read, parsed


@frappe.whitelist()
def get_count(doctype: str, filters: Any = None, debug: bool = False, cache: bool = False) -> int:
	"""Door 1: `frappe.client.get_count` counts rows nobody may see. Ours are counted as the list counts them."""
	from frappe.client import get_count
	from frappe.desk.reportview import get_count as count_permitted

	refuse_unknown(doctype)
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

	refuse_unknown(doctype)
	reply = getdoc(doctype, name)
	titles = frappe.local.response.get("_link_titles") or {}
	for key in list(titles):
		linked, docname = key.split("::", 1)
		if linked in GUARDED and not may_read(linked, docname, frappe.session.user):
			del titles[key]
	return reply


@frappe.whitelist()
def save_user_settings(doctype: str, user_settings: str) -> dict:
	"""Door 23: the desk keeps the last filters of every list for its user: names that were searched for, readable in
	the database and in Redis for ever. What was typed about clients is not kept."""
	from frappe.model.utils.user_settings import save

	settings = json.loads(user_settings or "{}")
	if not isinstance(settings, dict):
		frappe.throw(frappe._("{0}: this could not be read.").format("user_settings"))
	if doctype in CLIENT_DOCTYPES:
		for view in settings.values():
			if isinstance(view, dict) and isinstance(view.get("filters"), list):
				view["filters"] = [row for row in view["filters"] if not is_typed(doctype, row)]
	return save(doctype, json.dumps(settings))


def refuse_unknown(doctype: str) -> None:
	"""The framework looks for a table or a Python module of that name and fails."""
	if not frappe.db.exists("DocType", doctype):
		raise frappe.DoesNotExistError


def is_typed(doctype: str, row: Any) -> bool:
	"""Whether a filter holds text somebody typed; choices and dates say nothing about one person."""
	field = row[1] if isinstance(row, list) and len(row) > 3 else ""
	df = frappe.get_meta(doctype).get_field(field)
	return df is None or df.fieldtype not in ("Select", "Check", "Date", "Datetime", "Int", "Float")
