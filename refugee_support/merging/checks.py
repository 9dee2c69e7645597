"""Who may merge what. Every refusal says what can be done instead."""

import frappe
from frappe import _

from refugee_support import access


def refuse_unless_counsellor() -> None:
	if not access.is_counsellor(frappe.session.user) or access.client_scope(frappe.session.user) == "none":
		frappe.throw(
			_("Only counsellors merge clients. Please ask one of them."),
			frappe.PermissionError,
			title=_("Not merged"),
		)


def refuse_unless_mergeable(survivor: str, merged: str) -> None:
	"""Raise unless the caller may merge these two."""
	refuse_unless_counsellor()
	if survivor == merged:
		frappe.throw(
			_("This is the same client twice. Please choose the other record."), title=_("Not merged")
		)
	for name in (survivor, merged):
		_refuse_if_gone(name)
		access.require_visible_clients([name])
		client = frappe.get_doc("Client", name)
		client.check_permission("write")
		if client.status == "Anonymised":
			frappe.throw(
				_(
					"{0} is anonymised: nobody can know any more whose record it was, so it cannot be merged."
				).format(frappe.bold(name)),
				title=_("Not merged"),
			)


def _refuse_if_gone(name: str) -> None:
	"""Merged before, perhaps a moment ago by a colleague: say into which record, to those who may see it."""
	if frappe.db.get_value("Client", name):
		return
	survivor = frappe.db.get_value(
		"Client Merge", {"merged_client": name, "status": ["!=", "Undone"]}, "survivor"
	)
	if survivor and access.is_visible("Client", survivor, frappe.session.user):
		frappe.throw(
			_("{0} has been merged into {1} already. Please open that record.").format(
				frappe.bold(frappe.utils.escape_html(name)), frappe.bold(survivor)
			),
			title=_("Merged already"),
		)


def lock(*clients: str) -> None:
	"""One after the other in the order of their numbers: A into B and B into A at once cannot wait for each other."""
	for name in sorted(clients):
		if not frappe.db.get_value("Client", name, "name", for_update=True):
			_refuse_if_gone_now(name)


def _refuse_if_gone_now(name: str) -> None:
	frappe.throw(
		_("{0} has just been merged or removed by somebody else. Please reload the page.").format(
			frappe.bold(frappe.utils.escape_html(name))
		),
		title=_("Changed meanwhile"),
	)
