"""The next application, in time: an approved period that ends spawns a draft."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, cint, getdate

from refugee_support import access
from refugee_support.deadlines.checks import sees
from refugee_support.refugee_support.doctype.legal_deadline.legal_deadline import (
	PENDING,
	mark_met,
	office_language,
)
from refugee_support.rules import applications as rules

DOCTYPE = "Authority Application"


def prepare_all_due(today: date) -> int:
	"""Daily. Run twice, or broken off and run again, it makes every draft once: the old application is marked in the
	same transaction, and each one stands alone.

	Returns:
		The number of drafts made.
	"""
	made = 0
	for name in due(today):
		frappe.db.savepoint("renewal")
		try:
			made += bool(prepare_if_open(name))
		except Exception:
			frappe.db.rollback(save_point="renewal")
			frappe.log_error(
				"A renewal could not be prepared", reference_doctype=DOCTYPE, reference_name=name
			)
	return made


def due(today: date) -> Iterator[str]:
	"""Approved periods that have not ended, and whose end is as near as their type says."""
	leads = dict(
		frappe.get_all("Application Type", ["name", "renewal_lead_weeks"], as_list=True, limit=0)
	)  # a job without a user sees everything
	longest = max((cint(days) for days in leads.values()), default=0)
	approved = {
		"outcome": ["in", rules.GRANTED],
		"renewal": ["is", "not set"],
		"approved_until": ["between", [today, add_days(today, longest * 7)]],
	}
	fields = ["name", "application_type", "approved_until"]
	for row in frappe.get_all(DOCTYPE, approved, fields, order_by="approved_until, name"):
		lead = cint(leads.get(row.application_type))
		if lead and rules.renewal_begins_on(getdate(row.approved_until), lead) <= today:
			yield row.name


def prepare_if_open(name: str) -> Any:
	"""None for people whose case is closed: nobody would work on the draft."""
	source = frappe.get_doc(DOCTYPE, name, for_update=True)
	if source.renewal or frappe.db.get_value("Client", source.client, "status") in ("Closed", "Anonymised"):
		return None
	return prepare(source)


def prepare(source: Any) -> Any:
	"""The draft of the next application, with the same people as far as they still live together."""
	if source.outcome not in rules.GRANTED or not source.approved_until:
		source.refuse("approved_until", _("Please enter {0} first: the next application depends on it."))
	if source.renewal == "Prepared":
		source.refuse("renewal", _("{0}: the next application has been prepared already."))
	draft = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"client": source.client,
			"co_applicants": [{"client": name} for name in still_together(source)],
			"application_type": next_type(source.application_type),
			"authority": source.authority,
			"responsible": source.responsible if still_sees(source) else None,
			"file_by": source.approved_until,
			"reference_number": source.reference_number,
			"renewal_of": source.name,
		}
	).insert()
	source.db_set("renewal", "Prepared", update_modified=False)
	watch_last_day(draft)
	return draft


def watch_last_day(draft: Any) -> None:
	"""The last day to file becomes a deadline: it reminds somebody until it is dealt with, as a list would not."""
	frappe.get_doc(
		{
			"doctype": "Legal Deadline",
			"kind": "Renewal",
			"action": _("File the next application", office_language()),
			"client": draft.client,
			"authority": draft.authority,
			"application": draft.name,
			"due_on": draft.file_by,
			"responsible": draft.responsible or frappe.session.user,
		}
	).insert()


def tell_deadline(application: Any) -> None:
	"""The next application was filed: its deadline is done, and waits for the second person like any other."""
	if not application.renewal_of or not application.submitted_on:
		return
	if not application.has_value_changed("submitted_on"):
		return
	open_ones = {"application": application.name, "kind": "Renewal", "done_by": ["is", "not set"]}
	# Whoever writes the application sees all its people, and with them the deadline; mark_met asks again.
	for name in frappe.get_all("Legal Deadline", open_ones | {"status": ["in", PENDING]}, pluck="name"):
		mark_met(name, str(application.submitted_on), application.title)


def next_type(application_type: str) -> str:
	return frappe.get_cached_value("Application Type", application_type, "renewal_type") or application_type


def still_together(source: Any) -> list[str]:
	names = [row.client for row in source.co_applicants]
	if not names:
		return []
	household = frappe.db.get_value("Client", source.client, "household")
	still = {"name": ["in", names], "household": household, "status": ["not in", ["Closed", "Anonymised"]]}
	return (
		frappe.get_all("Client", still, pluck="name") if household else []
	)  # of an application one may write


def still_sees(source: Any) -> bool:
	"""Whether the responsible person may still open the case."""
	return bool(source.responsible) and sees(source.responsible, access.clients_in(source))


def give_up_deadline(draft: Any) -> None:
	"""A draft nobody needs is deleted: its deadline stays, void and with the reason."""
	for name in frappe.get_all(
		"Legal Deadline", {"application": draft.name, "kind": "Renewal"}, pluck="name"
	):
		frappe.db.set_value("Legal Deadline", name, "application", None)
		deadline = frappe.get_doc("Legal Deadline", name)
		if not deadline.is_pending:
			continue
		deadline.flags.by_action = True
		deadline.status = "Void"
		deadline.closing_reason = _("The draft of the next application was deleted.", office_language())
		# Replaced by: the right to delete the application, for which Frappe has just asked.
		deadline.save(ignore_permissions=True)
