"""Missing and stale facts about clients: what is asked of whom (rules/data_quality.py), and the one click that
says "still correct"."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, getdate
from frappe.utils.caching import request_cache

from refugee_support.rules.data_quality import VOLATILE, Facts, missing_fields, stale_fields
from refugee_support.service_records import CHARACTERISTICS

# Of settlement permits, free movement and German nationality nobody asks a last day.
UNLIMITED = ("Settlement Permit", "EU Freedom of Movement", "German", "Without Papers or Unknown")
FIELD_OF = {name: field for field, name in CHARACTERISTICS.items()}


@frappe.whitelist(methods=["POST"])
def confirm(client: str, fields: str | list[str]) -> None:
	"""Somebody asked, and these facts are still correct: dated in the history, so that it is known until when.

	Args:
		client: a client the caller may write.
		fields: names of volatile fields of the client, as a list or, as the desk sends it, as JSON.
	"""
	doc = frappe.get_doc("Client", client)
	doc.check_permission("write")
	for field in frappe.parse_json(fields):
		if field not in VOLATILE or not doc.get(field):
			frappe.throw(_("This field cannot be confirmed. Please open the client and enter it."))
		row_of(doc, field).confirmed_on = getdate()
	doc.flags.confirming = True
	doc.save()


def row_of(doc: Any, field: str) -> Any:
	"""The row of the history that says what the field says today; a row is made where there is none."""
	if field == "residence_status":
		return doc.current_title()
	name = CHARACTERISTICS[field]
	rows = [row for row in doc.characteristics if row.characteristic == name and row.value == doc.get(field)]
	latest = max(rows, key=lambda row: (str(row.valid_from or ""), row.idx), default=None)
	return latest or doc.append("characteristics", {"characteristic": name, "value": doc.get(field)})


def of_client(doc: Any, today: date) -> tuple[list[str], list[str]]:
	"""The missing and the stale fields of one client that has been read already."""
	rows = [
		*({"field": "residence_status", **row.as_dict()} for row in doc.residence_history),
		*({"field": FIELD_OF[row.characteristic], **row.as_dict()} for row in doc.characteristics),
	]
	return judge(doc.as_dict(), rows, today, ask_again_after())


def judge(values: Any, rows: Iterable[Any], today: date, months: int) -> tuple[list[str], list[str]]:
	"""Missing and stale fields of one client.

	Args:
		values: the client's fields.
		rows: the rows of their histories, each with `field`, `valid_from`, `confirmed_on`, `creation`.
	"""
	known = dict(values)
	if known.get("residence_status"):
		category = category_of(known["residence_status"])
		known |= {"category": category, "status_is_unlimited": category in UNLIMITED}
	born = known.get("date_of_birth")
	known["date_of_birth"] = getdate(born) if born else None
	confirmed: dict[str, date] = {}
	for row in rows:
		confirmed[row["field"]] = max(last_known(row), confirmed.get(row["field"], date.min))
	facts = Facts(known, confirmed, get_datetime(known["creation"]).date())
	return missing_fields(known, today), stale_fields(facts, today, months)


@request_cache
def category_of(residence_status: str) -> str | None:
	return frappe.get_cached_value("Residence Status", residence_status, "category")


def last_known(row: Any) -> date:
	"""The last day on which somebody told us: when it was entered, began or was confirmed."""
	days = [row.get("valid_from"), row.get("confirmed_on"), get_datetime(row["creation"]).date()]
	return max(getdate(day) for day in days if day)


def ask_again_after() -> int:
	return cint(frappe.db.get_single_value("Refugee Support Settings", "ask_again_after"))


def label_of(field: str) -> str:
	return _(frappe.get_meta("Client").get_label(field), context="Client")


def shown_value(doc: Any, field: str) -> str:
	"""What the field says, in the reader's language."""
	value = doc.get(field) or ""
	if field == "residence_status":
		law = frappe.get_cached_doc("Residence Status", value)
		return (str(frappe.local.lang).startswith("en") and law.label_en) or law.label
	return value if field == "municipality" else _(value, context="Client")
