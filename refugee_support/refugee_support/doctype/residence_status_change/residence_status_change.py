from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from refugee_support import access
from refugee_support.document import PlainTextDocument
from refugee_support.residence import by_law

CHANGE = "Residence Status Change"
AT_ONCE = 40  # clients changed while the reader waits; more go to the background


class ResidenceStatusChange(PlainTextDocument):
	"""A law or decree that prolongs the titles of everybody at once, as for section 24 of the Residence Act. It names
	nobody itself: each client's own history says by which change a row came."""

	def validate(self) -> None:
		if getdate(self.new_valid_until) <= getdate(self.valid_on):
			self.refuse("new_valid_until", _("{0} must lie after the day on which the titles were valid."))
		before = self.get_doc_before_save()
		rule = ("residence_status", "valid_on", "new_valid_until")
		if before and before.status != "Draft" and any(str(before.get(f)) != str(self.get(f)) for f in rule):
			frappe.throw(
				_("This change has been applied. Please undo it first, or make a new one."),
				title=_("Applied already"),
			)
		if not self.flags.running:
			self.status = before.status if before else "Draft"

	def on_trash(self) -> None:
		if self.status in ("Applied", "In Progress"):
			frappe.throw(_("Please undo the change before it is deleted."), title=_("Applied already"))


@frappe.whitelist()
def preview(name: str) -> dict[str, Any]:
	"""Who would be changed and who would not, and why: of the clients the caller may see."""
	change = frappe.get_doc(CHANGE, name)
	change.check_permission("read")
	require_clients("read")
	found = by_law.holders(change)
	affected = [row for row in found if not row["reason"]]
	return {
		"affected": affected[: by_law.SHOWN],
		"number": len(affected),
		"left_alone": dict(Counter(row["reason"] for row in found if row["reason"])),
		"changed": by_law.changed_clients(name),
	}


@frappe.whitelist(methods=["POST"])
def apply(name: str) -> str:
	"""Give every client affected the row that the law says. Whoever has it already is left alone."""
	change = _start(name)
	return _run(change, by_law.apply, len([row for row in by_law.holders(change) if not row["reason"]]))


@frappe.whitelist(methods=["POST"])
def undo(name: str) -> str:
	"""Take the rows of this change away again; everything else in the histories stays."""
	change = _start(name)
	return _run(change, by_law.undo, len(by_law.changed_clients(name)))


def require_clients(right: str) -> None:
	"""The role alone opens nothing: whoever is not bound to secrecy today has no clients (section 203 StGB)."""
	frappe.has_permission("Client", right, throw=True)
	if access.client_scope(frappe.session.user) == "none":
		raise frappe.PermissionError


def _start(name: str) -> ResidenceStatusChange:
	change = frappe.get_doc(CHANGE, name)
	change.check_permission("write")
	require_clients("write")
	if change.status == "In Progress":
		frappe.throw(
			_("This change is being applied right now. Please wait a moment."), title=_("In progress")
		)
	return change


def _run(change: ResidenceStatusChange, function: Any, number: int) -> str:
	if number <= AT_ONCE:
		function(change.name)
	else:
		change.db_set("status", "In Progress")
		frappe.enqueue(
			function,
			queue="long",
			job_id=f"residence-status-change-{change.name}",
			deduplicate=True,
			enqueue_after_commit=True,
			timeout=3600,
			name=change.name,
		)
	return str(frappe.db.get_value(CHANGE, change.name, "status"))
