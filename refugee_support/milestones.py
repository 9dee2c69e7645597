"""Integration Milestones that write themselves: from the dated history of a client, corrected when it is corrected.

Every row of the history stands for at most one milestone, which remembers the row. So saving twice adds nothing, a
corrected row corrects its milestone and a removed row withdraws it; nothing is ever deleted. Milestones withdrawn
by hand (they carry a reason) stay withdrawn. For all clients again:

	bench --site <site> execute refugee_support.milestones.rebuild
"""

from collections.abc import Collection, Iterator
from typing import Any

import frappe
from frappe.utils import cint, getdate, now

from refugee_support import service_records
from refugee_support.job_help import results
from refugee_support.rules.milestones import (
	Entry,
	Status,
	Step,
	housing_steps,
	language_steps,
	residence_steps,
	work_steps,
)

MILESTONE = "Integration Milestone"
STORED = ("name", "history_row", "milestone_date", "kind", "value", "withdrawn", "withdrawal_reason")
BATCH = 200
# What Client Characteristic calls a history, and what is made of it.
HISTORIES = {
	"German Level": language_steps,
	"Employment Status": work_steps,
	"Accommodation": housing_steps,
}


def sync(client: Any, day_unknown: Collection[str] = (), reason: str = "") -> None:
	"""Bring the automatic milestones of one client (a saved document) in line with their history.

	Args:
		day_unknown: rows of the history of which nobody knows on which day it became so. What would be a new milestone
			of theirs is kept as withdrawn, with this reason; it never counts.
	"""
	steps = [step for step in steps_of(client) if step.day <= getdate()]
	stored = [] if client.flags.in_insert else _stored([client.name]).get(client.name, [])
	_write(client.name, steps, stored, set(day_unknown), reason)


def rebuild() -> int:
	"""Milestones of all clients, for instance after an update of the app.

	Returns:
		The number of clients.
	"""
	names = frappe.get_all("Client", pluck="name", order_by="name")  # a command or a patch, not a request
	for name in names:
		sync(frappe.get_doc("Client", name))
		frappe.clear_document_cache("Client", name)
	return len(names)


def steps_of(client: Any) -> list[Step]:
	steps = [*residence_steps(_statuses(client.residence_history))]
	for characteristic, find in HISTORIES.items():
		rows = [row for row in client.characteristics if row.characteristic == characteristic]
		steps += find([Entry(row.name, row.value or "", _day(row.valid_from)) for row in rows])
	return steps if client.flags.in_insert else steps + results.steps_of(client.name, steps)


def _statuses(rows: list[Any]) -> Iterator[Status]:
	for row in rows:
		law = frappe.get_cached_value(
			"Residence Status", row.residence_status, ["category", "bridging"], as_dict=True
		)
		if law:
			yield Status(
				row.name, row.residence_status, _day(row.valid_from), law.category, bool(cint(law.bridging))
			)


def _stored(clients: list[str]) -> dict[str, list[Any]]:
	"""The automatic milestones of these clients, whoever may see them: they follow the history, not the reader."""
	filters = {"client": ["in", clients], "source": "Automatic"}
	found: dict[str, list[Any]] = {}
	for row in frappe.get_all(MILESTONE, filters, [*STORED, "client"], order_by="creation, name"):
		found.setdefault(row.client, []).append(row)
	return found


def _write(
	client: str, steps: list[Step], stored: list[Any], day_unknown: Collection[str] = (), reason: str = ""
) -> None:
	pairs, new, gone = match(steps, stored)
	changes = {row.name: {"withdrawn": 1} for row in gone if not row.withdrawn}
	changes |= {row.name: changed for step, row in pairs if (changed := _changes(step, row))}
	for name, values in changes.items():
		_update(name, values)
	service_records.write_again(MILESTONE, list(changes))
	for step in new:
		if step.row not in day_unknown:
			_insert(client, step)
	_insert_withdrawn(client, [step for step in new if step.row in day_unknown], reason)


def match(steps: list[Step], stored: list[Any]) -> tuple[list[tuple[Step, Any]], list[Step], list[Any]]:
	"""Which milestone stands for which step: by the row of the history, else (rows that came back under another
	name, as from an import) by what happened and when.

	Returns:
		Pairs, steps without a milestone, milestones without a step.
	"""
	by_row = {row.history_row: row for row in stored}
	pairs = [(step, by_row.pop(step.row)) for step in steps if step.row in by_row]
	left = [step for step in steps if step.row not in {found.row for found, _row in pairs}]
	new = []
	for step in left:
		same = next((row for row in by_row.values() if _said(row) == (step.kind, step.value, step.day)), None)
		if same:
			pairs.append((step, by_row.pop(same.history_row)))
		else:
			new.append(step)
	return pairs, new, list(by_row.values())


def _said(row: Any) -> tuple:
	return row.kind, row.value or "", getdate(row.milestone_date)


def _changes(step: Step, row: Any) -> dict[str, Any]:
	"""What of a stored milestone is no longer right."""
	changed: dict[str, Any] = {}
	if _said(row) != (step.kind, step.value, step.day):
		changed |= {**_values(step), "date_precision": "Day"}
	if row.history_row != step.row:
		changed["history_row"] = step.row
	if row.withdrawn and not row.withdrawal_reason:
		changed["withdrawn"] = 0
	return changed


def _values(step: Step) -> dict[str, Any]:
	return {
		"milestone_date": step.day,
		"kind": step.kind,
		"strand": step.strand,
		"value": step.value,
		"residence_status": step.value if step.strand == "Residence" else None,
		"german_level": step.value if step.kind == "Level Reached" else None,
	}


def _update(name: str, values: dict[str, Any]) -> None:
	frappe.db.set_value(MILESTONE, name, values)
	frappe.clear_document_cache(MILESTONE, name)


def _insert(client: str, step: Step) -> None:
	"""Written for whoever may write the client, whose history it repeats; the client was checked with its own save."""
	_milestone(client, step).insert(ignore_permissions=True)


def _insert_withdrawn(client: str, steps: list[Step], reason: str) -> None:
	"""Checked like the others and written together: an old database has thousands, and none of them is counted."""
	columns = frappe.get_meta(MILESTONE).get_valid_columns()
	rows = []
	for step in steps:
		milestone = _milestone(client, step)
		milestone.update(
			{"name": frappe.generate_hash(length=10), "withdrawn": 1, "withdrawal_reason": reason}
		)
		milestone.owner = milestone.modified_by = frappe.session.user
		milestone.creation = milestone.modified = now()
		milestone.before_validate()
		milestone.validate()
		values = milestone.get_valid_dict(convert_dates_to_str=True)
		rows.append([values.get(column) for column in columns])
	if rows:
		frappe.db.bulk_insert(MILESTONE, columns, rows)


def _milestone(client: str, step: Step) -> Any:
	milestone = frappe.new_doc(MILESTONE)
	milestone.update({"client": client, "source": "Automatic", "history_row": step.row, **_values(step)})
	milestone.flags.from_history = True
	return milestone


def _day(value: Any) -> Any:
	return getdate(value) if value else None
