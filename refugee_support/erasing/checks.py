"""What stands against erasing a client. Every sentence says what can be done."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from refugee_support.erasing.world import World

CONCLUDED = "Concluded"
RUNNING_IMPORT = ("Checking", "Running", "Paused")


def against(world: World, today: date) -> list[str]:
	"""Art. 17 (3) (b) and (e) GDPR: a legal claim that is being pursued or defended, and whoever must keep something."""
	return [
		sentence
		for sentence in (
			_of_deadlines(world),
			_of_applications(world),
			_of_hold(world.client, today),
			_of_imports(world),
		)
		if sentence
	]


def _of_deadlines(world: World) -> str:
	names = list(world.documents.get("Legal Deadline", ())) or [""]
	days = frappe.get_all(
		"Legal Deadline",
		{"name": ["in", names], "status": ["in", ["Open", "Not Computed"]]},
		pluck="due_on",
	)
	if not days:
		return ""
	known = sorted(day for day in days if day)
	if not known:
		return _("A legal deadline is open. Please close it first.")
	return _("A legal deadline is open until {0}. Please close it first.").format(formatdate(known[-1]))


def _of_applications(world: World) -> str:
	names = list(world.documents.get("Authority Application", ())) or [""]
	number = frappe.db.count("Authority Application", {"name": ["in", names], "status": ["!=", CONCLUDED]})
	if not number:
		return ""
	return _("Applications that are not concluded: {0}. Please conclude them first.").format(number)


def _of_hold(client: str, today: date) -> str:
	until = frappe.db.get_value("Client", client, "erasure_hold_until")
	if not until or getdate(until) < today:
		return ""
	return _(
		"There is a legal hold until {0}: the record is needed as evidence. It ends when the date on the client's form is removed."
	).format(formatdate(until))


def _of_imports(world: World) -> str:
	rows = list(world.documents.get("Legacy Import Row", ())) or [""]
	imports = set(frappe.get_all("Legacy Import Row", {"name": ["in", rows]}, pluck="legacy_import"))
	running = {"name": ["in", list(imports) or [""]], "status": ["in", RUNNING_IMPORT]}
	if not frappe.db.exists("Legacy Import", running):
		return ""
	return _("An old database with this person is being moved in just now. Please wait until it is finished.")


def refuse_if_any(reasons: list[str]) -> None:
	if reasons:
		frappe.throw(
			_("This client cannot be erased yet:") + "<br>" + "<br>".join(reasons),
			title=_("Not erased"),
		)
