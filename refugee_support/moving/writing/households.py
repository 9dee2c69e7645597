"""Families and other households. One that is part of another becomes no record: its people live in the other one."""

from typing import Any

import frappe
from frappe import _

from refugee_support.moving import keys
from refugee_support.moving.work import UPDATED, Item, Work
from refugee_support.moving.writing import one_by_one
from refugee_support.rules.legacy.problems import Problem

DOCTYPE = "Client Household"


def write(work: Work, items: list[Item]) -> None:
	alone = [item for item in items if not item.result.parents.get("part_of")]
	one_by_one.each(work, DOCTYPE, alone, _write)
	waiting = [item for item in items if item not in alone]
	while waiting:  # a part may itself have parts, in whatever order the file has them
		records = work.records_of(waiting, "part_of", DOCTYPE)
		ready = [item for item in waiting if item.result.parents["part_of"][0] in records]
		one_by_one.each(work, DOCTYPE, ready, lambda item: _whole_of(item, records))  # noqa: B023 - called at once
		if not ready:
			for item in waiting:
				item.refuse(
					Problem("unknown_parent", item.result.number, 0, item.result.parents["part_of"][0])
				)
			return
		waiting = [item for item in waiting if item not in ready]


def _write(item: Item) -> Any:
	if item.outcome == UPDATED:
		household = frappe.get_doc(DOCTYPE, item.key.record)
		item.undo = {"before": one_by_one.update(household, item.result.values)}
		return household.save()
	household = one_by_one.new(DOCTYPE, item.result.values).insert()
	item.undo = {"made": [[DOCTYPE, household.name]]}
	return household


def _whole_of(item: Item, records: dict[str, str]) -> Any:
	return frappe.get_doc(DOCTYPE, records[item.result.parents["part_of"][0]])


def made_on_the_way(work: Work, number: str, family_name: str) -> tuple[str, bool]:
	"""The household of an old number; where there is no sheet of households, the first member makes it.

	Returns:
		Its name, and whether it was made just now.
	"""
	if (key := work.keys_of(DOCTYPE, [number]).get(number)) and key.record:
		return key.record, False
	name = _("Family {0}").format(family_name)[:140]
	household = one_by_one.new(DOCTYPE, {"household_name": name}).insert()
	item = {"source": work.source, "target": DOCTYPE, "legacy_id": number, "record": household.name}
	keys.write([{**item, "record_modified": str(household.modified), "legacy_import": work.document.name}])
	return household.name, True
