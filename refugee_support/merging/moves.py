"""What moving to the other client means for each kind of record.

Whatever links to Client is found from the link fields themselves, so that a DocType added later, or by another app,
moves too. Special cases stand in `SPECIAL`: where both clients have something that one person can have only once.
"""

from collections.abc import Callable
from typing import Any

import frappe
from frappe.model.dynamic_links import get_dynamic_link_map
from frappe.model.rename_doc import get_link_fields
from frappe.utils import add_days, cstr, getdate

from refugee_support.doors.copies import COPIES
from refugee_support.job_help import contact
from refugee_support.merging.ledger import Ledger

NOT_MOVED = {"Client Name Key", "Client Distinct Pair"}  # made anew; settled below
LONG = ("Small Text", "Text", "Long Text", "Text Editor", "Markdown Editor", "HTML Editor")


def links_to_client() -> list[tuple[str, str]]:
	"""Every (DocType, field) that names a client."""
	found = {(row["parent"], row["fieldname"]) for row in get_link_fields("Client") if not row["issingle"]}
	return sorted(link for link in found if link[0] not in NOT_MOVED)


def rows_naming(doctype: str, fieldname: str, client: str) -> list[str]:
	"""Locked, so that what somebody else moves at the same time is seen."""
	rows = frappe.db.get_values(doctype, {fieldname: client}, "name", for_update=True)
	return sorted(row[0] for row in rows)


def move_everything(ledger: Ledger, merged: str, survivor: str) -> None:
	move_own_rows(ledger, merged, survivor)
	for settle in SPECIAL:
		settle(ledger, merged, survivor)
	for doctype, fieldname in links_to_client():
		if frappe.get_meta(doctype).get_field(fieldname).unique:
			absorb(ledger, doctype, fieldname, merged, survivor)
		ledger.set(doctype, rows_naming(doctype, fieldname, merged), fieldname, merged, survivor)
	move_copies(ledger, "Client", merged, survivor)


def move_copies(ledger: Ledger, doctype: str, old: str, new: str) -> None:
	"""Files, versions, comments and whatever else names a document by its DocType and name."""
	fields = {(table, *names) for table, names in COPIES.items()}
	fields |= {(df.parent, df.options, df.fieldname) for df in get_dynamic_link_map().get(doctype, [])}
	for table, about, fieldname in sorted(fields):
		if frappe.get_meta(table).issingle:
			continue
		names = frappe.get_all(table, {about: doctype, fieldname: old}, pluck="name", limit=0)  # all of them
		ledger.set(table, names, fieldname, old, new)


def move_own_rows(ledger: Ledger, merged: str, survivor: str) -> None:
	"""Child rows of the client: languages, support team, histories. What both have is not kept twice."""
	for table in frappe.get_meta("Client").get_table_fields():
		move_child_rows(ledger, "Client", table.options, merged, survivor)


def move_child_rows(ledger: Ledger, parenttype: str, child: str, old: str, new: str) -> None:
	filters = {"parenttype": parenttype, "parent": ["in", [old, new]]}
	rows = frappe.get_all(child, filters, ["*"], order_by="idx", limit=0)
	known = {_content(row) for row in rows if row.parent == new}
	undated = {row.get("characteristic") for row in rows if row.parent == new and not row.get("valid_from")}
	for row in rows:
		if row.parent != old:
			continue
		beginning_known = "characteristic" in row and not row.valid_from and row.characteristic in undated
		if _content(row) in known or beginning_known:
			ledger.delete(child, row.name)
		else:
			ledger.set(child, [row.name], "parent", old, new)
			# before the rows of the record that stays: where both say something for one day, that one counts
			frappe.db.set_value(child, row.name, "idx", row.idx - 1000, update_modified=False)


def _content(row: Any) -> tuple:
	skipped = {"name", "parent", "idx", "owner", "creation", "modified", "modified_by", "docstatus"}
	return tuple((key, cstr(value)) for key, value in sorted(row.items()) if key not in skipped)


# --- What one person can have only once ---


def absorb(ledger: Ledger, doctype: str, fieldname: str, merged: str, survivor: str) -> None:
	"""Both have a record of which there is one for each client: what it says goes into that of the survivor."""
	theirs, ours = (frappe.db.get_value(doctype, {fieldname: client}) for client in (merged, survivor))
	if not theirs or not ours:
		return
	meta = frappe.get_meta(doctype)
	before = frappe.db.get_value(doctype, ours, "*", as_dict=True)
	other = frappe.db.get_value(doctype, theirs, "*", as_dict=True)
	for field in meta.fields:
		if field.fieldname == fieldname or field.fieldname not in before:
			continue
		value = _both(field.fieldtype, before[field.fieldname], other[field.fieldname])
		ledger.set(doctype, [ours], field.fieldname, before[field.fieldname], value)
	for table in meta.get_table_fields():
		move_child_rows(ledger, doctype, table.options, theirs, ours)
	for row in get_link_fields(doctype):
		if not row["issingle"]:
			names = rows_naming(row["parent"], row["fieldname"], theirs)
			ledger.set(row["parent"], names, row["fieldname"], theirs, ours)
	move_copies(ledger, doctype, theirs, ours)
	ledger.delete(doctype, theirs)


def _both(fieldtype: str, ours: Any, theirs: Any) -> Any:
	"""Nothing that was written down is lost: long texts one after the other, short ones side by side if they fit."""
	if not theirs or cstr(ours) == cstr(theirs):
		return ours
	if not ours:
		return theirs
	if fieldtype in LONG:
		return f"{ours}<hr>{theirs}" if "Editor" in fieldtype else f"{ours}\n\n{theirs}"
	if fieldtype == "Data" and len(both := f"{ours} / {theirs}") <= 140:
		return both
	return ours


def settle_distinct_pairs(ledger: Ledger, merged: str, survivor: str) -> None:
	"""Who was told apart from one record is told apart from both."""
	for fieldname, other_field in (("client", "other_client"), ("other_client", "client")):
		for row in frappe.get_all(
			"Client Distinct Pair", {fieldname: merged}, ["name", "pair_key", other_field]
		):
			other = row[other_field]
			key = "|".join(sorted((survivor, other)))
			if other == survivor or frappe.db.exists("Client Distinct Pair", {"pair_key": key}):
				ledger.delete("Client Distinct Pair", row.name)
				continue
			ledger.set("Client Distinct Pair", [row.name], fieldname, merged, survivor)
			ledger.set("Client Distinct Pair", [row.name], "pair_key", row.pair_key, key)


def settle_relations(ledger: Ledger, merged: str, survivor: str) -> None:
	"""A relation between the two was a relation to oneself; the same relation twice is one."""
	rows = frappe.get_all(
		"Client Relation",
		or_filters={"client": ["in", [merged, survivor]], "related_client": ["in", [merged, survivor]]},
		fields=["name", "client", "relation", "related_client", "outside_person"],
		order_by="creation",
	)
	both = {merged, survivor}
	seen = {_bond(row, merged, survivor) for row in rows if merged not in (row.client, row.related_client)}
	for row in rows:
		if merged not in (row.client, row.related_client):
			continue
		if {row.client, row.related_client} == both or _bond(row, merged, survivor) in seen:
			ledger.delete("Client Relation", row.name)
		seen.add(_bond(row, merged, survivor))


def _bond(row: Any, merged: str, survivor: str) -> tuple:
	one, other = (survivor if name == merged else name for name in (row.client, row.related_client))
	return one, row.relation, other or row.outside_person


def settle_conversations(ledger: Ledger, merged: str, survivor: str) -> None:
	"""One person takes part in a conversation, or stands in an application, once."""
	_once_per_parent(ledger, "Consultation Participant", merged, survivor)
	_once_per_parent(ledger, "Application Applicant", merged, survivor)
	both = ["in", [merged, survivor]]
	mains = frappe.get_all("Consultation", {"client": both}, pluck="name", limit=0)
	for row in frappe.get_all("Consultation Participant", {"client": both, "parent": ["in", [*mains, ""]]}):
		ledger.delete("Consultation Participant", row.name)


def _once_per_parent(ledger: Ledger, child: str, merged: str, survivor: str) -> None:
	if not frappe.db.exists("DocType", child):
		return
	there = set(frappe.get_all(child, {"client": survivor}, pluck="parent", limit=0))
	for row in frappe.get_all(child, {"client": merged}, ["name", "parent"], limit=0):
		if row.parent in there:
			ledger.delete(child, row.name)


def settle_households(ledger: Ledger, merged: str, survivor: str) -> None:
	"""One membership for each stay in a household: where both lived in it at the same time, the longer one."""
	ours, theirs = (_memberships(client) for client in (survivor, merged))
	for row in theirs:
		for own in ours:
			if own.parent == row.parent and _starts_by_end(own, row) and _starts_by_end(row, own):
				since = None if not (own.from_date and row.from_date) else min(own.from_date, row.from_date)
				until = None if not (own.to_date and row.to_date) else max(own.to_date, row.to_date)
				ledger.set("Client Household Member", [own.name], "from_date", own.from_date, since)
				ledger.set("Client Household Member", [own.name], "to_date", own.to_date, until)
				ledger.delete("Client Household Member", row.name)
				own.from_date, own.to_date = since, until
				break


def end_other_household(ledger: Ledger, survivor: str, household: str | None) -> None:
	"""One person lives in one household today: the one that was chosen."""
	yesterday = getdate(add_days(getdate(), -1))
	for row in _memberships(survivor):
		running = (not row.from_date or row.from_date <= getdate()) and (
			not row.to_date or row.to_date >= getdate()
		)
		if not running or row.parent == household:
			continue
		if row.from_date and row.from_date > yesterday:
			ledger.delete("Client Household Member", row.name)
		else:
			ledger.set("Client Household Member", [row.name], "to_date", row.to_date, yesterday)


def _memberships(client: str) -> list[Any]:
	filters = {"client": client, "parenttype": "Client Household"}
	rows = frappe.get_all(
		"Client Household Member", filters, ["name", "parent", "from_date", "to_date"], limit=0
	)
	for row in rows:
		row.from_date, row.to_date = (getdate(day) if day else None for day in (row.from_date, row.to_date))
	return rows


def _starts_by_end(row: Any, other: Any) -> bool:
	return not row.from_date or not other.to_date or row.from_date <= other.to_date


def settle_restriction(ledger: Ledger, merged: str, survivor: str) -> None:
	"""Who may see one of the two records that must not be found, sees the one they become."""
	named = set(frappe.get_all("Restricted Client Access", {"client": survivor}, pluck="user"))
	for row in frappe.get_all("Restricted Client Access", {"client": merged}, ["name", "user"]):
		if row.user in named:
			ledger.delete("Restricted Client Access", row.name)


def settle_cafe_visits(ledger: Ledger, merged: str, survivor: str) -> None:
	"""One person was at one session once, although both records were checked in."""
	there = set(frappe.get_all("Cafe Attendance", {"client": survivor}, pluck="session", limit=0))
	rows = frappe.get_all("Cafe Attendance", {"client": merged}, ["name", "session", "guest_key"], limit=0)
	for row in rows:
		if row.session in there:
			ledger.delete("Cafe Attendance", row.name)
		else:
			key = f"{row.session}|{survivor}"
			ledger.set("Cafe Attendance", [row.name], "guest_key", row.guest_key, key)


def settle_erasures(ledger: Ledger, merged: str, survivor: str) -> None:
	"""Who decided to erase one record has not decided it of the other one."""
	for name in frappe.get_all("Client Erasure", {"client": merged}, pluck="name"):
		ledger.delete("Client Erasure", name)


def settle_data_requests(ledger: Ledger, merged: str, survivor: str) -> None:
	"""A copy that is not handed over yet was made of half of what there is now: it is prepared anew."""
	waiting = {
		"client": ["in", [merged, survivor]],
		"status": ["in", ["Being Made", "Failed", "Prepared", "Released"]],
	}
	for row in frappe.get_all("Client Data Request", waiting, ["name", "status"]):
		ledger.set("Client Data Request", [row.name], "status", row.status, "Open")


Settle = Callable[[Ledger, str, str], None]
SPECIAL: tuple[Settle, ...] = (
	settle_distinct_pairs,
	settle_relations,
	settle_conversations,
	settle_households,
	settle_restriction,
	settle_cafe_visits,
	settle_erasures,
	settle_data_requests,
	contact.settle,
)
