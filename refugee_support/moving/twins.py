"""Rows that are perhaps people who are here already: side by side, for a person to decide."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import format_date

from refugee_support.duplicates.keys import person_name
from refugee_support.duplicates.wording import in_words
from refugee_support.moving.checking import ROW
from refugee_support.moving.work import DUPLICATE, Work, load_cells
from refugee_support.rules.names import reasons

AT_ONCE = 50
FIELDS = ("first_name", "last_name", "native_name", "date_of_birth", "birth_date_estimated")
DETAILS = ("native_name", "nationality", "municipality", "mobile_no", "email_id")


def undecided(name: str) -> dict[str, Any]:
	return {"legacy_import": name, "outcome": DUPLICATE, "decision": ["is", "not set"]}


def side_by_side(document: Any) -> list[dict[str, Any]]:
	"""What the old file says of a person, and who is here. Rows of a document the caller may write."""
	fields = ["name", "sheet", "row_number", "candidate", "cells"]
	rows = frappe.get_all(ROW, undecided(document.name), fields, order_by="name", limit=AT_ONCE)
	work = Work(document)
	others = {**_clients(rows), **_rows_of_file(document, rows)}
	shown = []
	for row in rows:
		old, here = _said(work, row), others.get(row.candidate)
		if not here:  # who must not be found any more, or was deleted meanwhile
			here = {"client": "", "place": _("Already here"), "said": {"first_name": row.candidate}}
		elif "cells" in here:
			place = _("Row {0} of the old file").format(here["row_number"])
			here = {"client": "", "place": place, "said": _said(work, here)}
		place = _("Row {0} of the old file").format(row.row_number)
		why = in_words(reasons(person_name(old), person_name(here["said"])))
		shown.append(
			{
				"name": row.name,
				"reasons": why[:1].upper() + why[1:],
				"old": {"place": place, **_in_words(old)},
				"here": {"place": here["place"], "client": here["client"], **_in_words(here["said"])},
			}
		)
	return shown


def _clients(rows: list[Any]) -> dict[str, Any]:
	names = [row.candidate for row in rows if not row.candidate.startswith("row:")]
	fields = ["name", *FIELDS, *(field for field in DETAILS if field not in FIELDS)]
	found = frappe.get_list("Client", {"name": ["in", names]}, fields, limit=0) if names else []
	return {row.name: {"client": row.name, "place": _("Already here"), "said": row} for row in found}


def _rows_of_file(document: Any, rows: list[Any]) -> dict[str, Any]:
	numbers = [row.candidate.removeprefix("row:") for row in rows if row.candidate.startswith("row:")]
	of_file = {"legacy_import": document.name, "target": "Client", "legacy_id": ["in", numbers]}
	fields = ["legacy_id", "sheet", "row_number", "cells"]
	found = frappe.get_all(ROW, of_file, fields, order_by="name desc") if numbers else []
	return {f"row:{row.legacy_id}": row for row in found}  # the first of a number holds


def _said(work: Work, row: Any) -> dict[str, Any]:
	result = work.read(row.sheet, row.row_number, load_cells(row.cells))
	return {**result.history, **result.values}


def _in_words(said: dict[str, Any]) -> dict[str, Any]:
	name = " ".join(part for part in (said.get("first_name"), said.get("last_name")) if part)
	details = [
		str(_(said[field]) if field == "nationality" else said[field]) for field in DETAILS if said.get(field)
	]
	if born := said.get("date_of_birth"):
		line = _("born about {0}") if said.get("birth_date_estimated") else _("born on {0}")
		details.insert(0, line.format(format_date(born)))
	return {"title": name, "details": details}
