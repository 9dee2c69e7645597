"""Applications to authorities. The state follows from the dates: filed, decided, or a draft nobody filed."""

from typing import Any

import frappe

from refugee_support import service_records
from refugee_support.moving.work import UPDATED, Item, Work
from refugee_support.moving.writing import one_by_one
from refugee_support.rules import applications as rules
from refugee_support.rules.legacy.problems import Problem

DOCTYPE = "Authority Application"


def write(work: Work, items: list[Item]) -> None:
	records = work.records_of(items, "client", "Client")
	one_by_one.each(work, DOCTYPE, items, lambda item: _write(item, records))


def _write(item: Item, records: dict[str, str]) -> Any:
	number = item.result.parents["client"][0]
	if number not in records:
		item.refuse(Problem("parent_refused", item.result.number, 0, number))
		return None
	values = {**item.result.values, "client": records[number]}
	if item.outcome == UPDATED:
		application = frappe.get_doc(DOCTYPE, item.key.record)
		item.undo = {"before": one_by_one.update(application, values)}
		return application.save()
	application = one_by_one.new(DOCTYPE, values).insert()
	if (state := _state(values)) != application.status:
		# The workflow leads from state to state; what happened years ago went that way elsewhere.
		application.db_set("status", state, update_modified=False)
		service_records.write(application)
	item.undo = {"made": [[DOCTYPE, application.name]]}
	return application


def _state(values: dict[str, Any]) -> str:
	if values.get("decided_on") and values.get("outcome"):
		return rules.CONCLUDED  # decided years ago: nothing is to be done
	return rules.FILED if values.get("submitted_on") else "Draft"
