"""Who of the team is there. Only carers with a valid certificate make places in childcare."""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, get_fullname, getdate

from refugee_support.cafe import rights
from refugee_support.volunteers import certificates

ROW = "Language Cafe Session Helper"
CHILDCARE = "Childcare"


def rows_of(session: str, latest: bool = False) -> list[Any]:
	"""The helpers of a session; `latest` reads past what this request has seen before, and locks."""
	table = DocType(ROW)
	query = (
		frappe.qb.from_(table)
		.select(table.name, table.helper, table.helper_name, table.duty, table.present)
		.where((table.parent == session) & (table.parenttype == rights.SESSION))
		.orderby(table.idx)
	)
	return (query.for_update() if latest else query).run(as_dict=True)


def helpers(session: str) -> list[dict[str, Any]]:
	"""For the check-in: name, duty, there or not, and whether a carer may look after children at all."""
	return [
		{
			"row": row.name,
			"name": row.helper_name or name_of(row.helper),
			"duty": row.duty,
			"present": cint(row.present),
			"may_care": row.duty != CHILDCARE or may_look_after_children(row.helper),
		}
		for row in rows_of(session)
	]


def name_of(user: str) -> str:
	"""As the team knows them: the name in the profile, else that of the account."""
	return frappe.db.get_value("Volunteer Profile", {"user": user}, "full_name") or get_fullname(user)


def carers_there(session: str, latest: bool = False) -> int:
	there = {row.helper for row in rows_of(session, latest) if row.duty == CHILDCARE and row.present}
	return sum(may_look_after_children(user) for user in there)


def may_look_after_children(user: str) -> bool:
	"""Section 72a (5) SGB VIII: an active person with a certificate that holds today. Says no more than that, like
	the profile does to its other readers."""
	profile = frappe.db.get_value("Volunteer Profile", {"user": user, "status": "Active"})
	certificate = certificates.of(profile) if profile else None
	return bool(certificate and certificate.holds_on(getdate()))


@frappe.whitelist(methods=["POST"])
def set_present(session: str, row: str, present: int) -> None:
	"""Somebody of the team has come, or has gone."""
	from refugee_support.cafe import childcare

	found = rights.session_of(session)
	about = {"name": row, "parent": session, "parenttype": rights.SESSION}
	if not frappe.db.exists(ROW, about):
		frappe.throw(_("This helper is no longer planned for the session."), frappe.DoesNotExistError)
	rights.lock(session)
	# Written into the row alone: two tablets must not overwrite each other's session.
	frappe.db.set_value(ROW, about, "present", int(bool(cint(present))))
	childcare.offer_places(found)


@frappe.whitelist(methods=["POST"])
def join(session: str, as_carer: int = 0) -> None:
	"""I am here too, although nobody had planned me."""
	from refugee_support.cafe import childcare

	found = rights.session_of(session)
	user, task = frappe.session.user, CHILDCARE if cint(as_carer) else "Host"
	rights.lock(session)
	mine = next((row for row in rows_of(session, latest=True) if row.helper == user), None)
	if mine:
		frappe.db.set_value(ROW, mine.name, {"present": 1, "duty": task})
	else:
		document = frappe.get_doc(rights.SESSION, session)
		document.append("helpers", {"helper": user, "duty": task, "present": 1})
		row = document.helpers[-1]
		row.helper_name = name_of(user)
		row.db_insert()
	childcare.offer_places(found)
