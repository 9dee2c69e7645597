"""Who is planned for a session: accounts of people who may do it."""

from typing import Any

import frappe
from frappe import _

from refugee_support.cafe.duty import CHILDCARE, may_look_after_children, name_of
from refugee_support.document import PlainTextDocument
from refugee_support.search import active_people


def validate(document: PlainTextDocument) -> None:
	"""Each helper once, by name, and only carers with a valid certificate for childcare."""
	seen: set[str] = set()
	before = document.get_doc_before_save()
	known = {(row.helper, row.duty) for row in before.helpers} if before else set()
	for row in list(document.helpers):
		if row.helper in seen:
			document.remove(row)
			continue
		seen.add(row.helper)
		row.helper_name = name_of(row.helper)
		is_new = (row.helper, row.duty) not in known
		if is_new and row.duty == CHILDCARE and not may_look_after_children(row.helper):
			if document.flags.from_series:
				document.remove(row)  # expired since the series was planned: the others still come
				continue
			frappe.throw(
				_("{0} has no valid certificate for work with children. Please choose somebody else.").format(
					frappe.bold(frappe.utils.escape_html(row.helper_name))
				),
				title=_("Helpers"),
			)
	for number, row in enumerate(document.helpers, start=1):
		row.idx = number


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def helper_query(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | None,
	**kwargs: Any,
) -> list[tuple[str, str]]:
	"""Accounts of active people, for whoever plans sessions."""
	frappe.has_permission("Language Cafe Session", "write", throw=True)
	return active_people(txt, start, page_len)
