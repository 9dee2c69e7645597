"""Two open applications of one kind for the same people are usually one too many."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import get_link_to_form

from refugee_support import access
from refugee_support.rules import applications as rules


def warn(application: Any) -> None:
	"""A warning that names the other one; both may be right, so nothing is refused."""
	before = application.get_doc_before_save()
	if before and before.application_type == application.application_type:
		if access.clients_in(before) == access.clients_in(application):
			return
	others = find(application)
	if others:
		links = ", ".join(get_link_to_form(application.doctype, row.name, row.title) for row in others)
		frappe.msgprint(
			_("There is already an open application of this kind for the same people: {0}").format(links),
			title=_("Already applied for?"),
			indicator="orange",
		)


def find(application: Any) -> list[Any]:
	"""Open applications of the same kind for at least one of the applicants, as far as the writer may see them."""
	clients = list(access.clients_in(application))
	along = frappe.get_all(  # narrowed to what is visible by get_list below
		"Application Applicant",
		{"client": ["in", clients], "parenttype": application.doctype},
		pluck="parent",
	)
	return frappe.get_list(
		application.doctype,
		filters={
			"application_type": application.application_type,
			"status": ["in", rules.OPEN],
			"name": ["!=", application.name],
		},
		or_filters={"client": ["in", clients], "name": ["in", along or [""]]},
		fields=["name", "title"],
		order_by="creation desc",
		limit=3,
	)
