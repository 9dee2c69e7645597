"""Clients: with their household, their characteristics as of the day of the file, and whom a person decided them to be."""

from typing import Any

import frappe

from refugee_support import service_records
from refugee_support.moving import history
from refugee_support.moving.work import ANOTHER, CREATED, SAME, Item, Work
from refugee_support.moving.writing import one_by_one
from refugee_support.moving.writing.households import made_on_the_way
from refugee_support.refugee_support.doctype.client_distinct_pair.client_distinct_pair import remember
from refugee_support.rules.legacy.problems import Problem

DOCTYPE = "Client"
NOT_FIELDS = ("status_since", "status_until", "relation")


def write(work: Work, items: list[Item]) -> None:
	one_by_one.each(work, DOCTYPE, items, lambda item: _write(work, item))


def _write(work: Work, item: Item) -> Any:
	if item.decision == SAME:
		record = _decided_record(work, item)
		if not record:
			item.refuse(Problem("parent_refused", item.result.number, 0, item.candidate.removeprefix("row:")))
			return None
		return _update(work, item, record, only_empty=True)
	if item.outcome == CREATED:
		return _create(work, item)
	return _update(work, item, item.key.record)


def _decided_record(work: Work, item: Item) -> str:
	"""Another row of this file, or a client who was there before."""
	if not item.candidate.startswith("row:"):
		return item.candidate if work.is_visible(item.candidate) else ""
	other = item.candidate.removeprefix("row:")
	key = work.keys_of(DOCTYPE, [other]).get(other)
	return key.record if key else ""


def _create(work: Work, item: Item) -> Any:
	client = one_by_one.new(DOCTYPE, _values(item))
	rows = _add_history(work, item, client)
	household = _household(work, item)
	if household:
		client.household = household[0]
	client.flags.ignore_duplicates = True  # looked for in the dry run, and decided
	client.insert()
	_finish(item, client, rows)
	item.undo = {"made": [[DOCTYPE, client.name]]}
	if household and household[1]:
		item.undo["made"].insert(0, ["Client Household", household[0]])
	if item.decision == ANOTHER and item.candidate and not item.candidate.startswith("row:"):
		remember(client.name, [item.candidate])
	return client


def _update(work: Work, item: Item, name: str, only_empty: bool = False) -> Any:
	client = frappe.get_doc(DOCTYPE, name)
	client.check_permission("write")
	before = one_by_one.update(client, _values(item), only_empty)
	known = item.result.history
	if only_empty:
		known = {field: value for field, value in known.items() if not client.get(field)}
	characteristics = {field: client.get(field) for field in service_records.CHARACTERISTICS}
	rows = _add_history(work, item, client, known)
	before |= {field: value for field, value in characteristics.items() if client.get(field) != value}
	made = []
	if not client.household and (household := _household(work, item)):
		before["household"], client.household = None, household[0]
		made = [["Client Household", household[0]]] if household[1] else []
	client.flags.ignore_duplicates = True
	if before or rows:
		client.save()
		_finish(item, client, rows)
	item.undo = {"before": before, "history": [[row.doctype, row.name] for row in rows], "made": made}
	return client


def _values(item: Item) -> dict[str, Any]:
	values = {field: value for field, value in item.result.values.items() if field not in NOT_FIELDS}
	if values.get("closed_on") and not values.get("status"):
		values["status"] = "Closed"
	return values


def _add_history(work: Work, item: Item, client: Any, known: dict[str, str] | None = None) -> list[Any]:
	said = item.result.values
	known = item.result.history if known is None else known
	return history.add_to(client, known, work.as_of, said.get("status_since"), said.get("status_until"))


def _household(work: Work, item: Item) -> tuple[str, bool] | None:
	numbers = item.result.parents.get("household")
	if not numbers:
		return None
	said = item.result.values
	return made_on_the_way(work, numbers[0], said.get("last_name") or said["first_name"])


def _finish(item: Item, client: Any, rows: list[Any]) -> None:
	said = item.result.values
	if said.get("relation") and client.household:
		where = {"parent": client.household, "client": client.name}
		frappe.db.set_value(
			"Client Household Member", where, "relation", said["relation"], update_modified=False
		)
	dated = bool(said.get("status_since"))  # then the day is that of the title itself
	unknown_day = [row.name for row in rows if not (dated and row.doctype == history.STATUS)]
	history.without_milestones(client, unknown_day)
