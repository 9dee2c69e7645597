"""Writing the log: one bulk insert a request, without asking anything first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime
from werkzeug.wrappers import Response

LOG = "Client Access Log"
FIELDS = ("time", "user", "action", "records", "client", "ref_doctype", "ref_name", "via")
STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
SAME_AGAIN = 600  # seconds in which reading the same record again is the same visit


@dataclass(frozen=True)
class Access:
	"""One entry. `client` is the number of a client, empty where an answer showed many."""

	action: str
	client: str = ""
	doctype: str = ""
	name: str = ""
	records: int = 1
	via: str = ""


def record(
	action: str,
	client: str = "",
	doctype: str = "",
	name: str = "",
	records: int = 1,
	user: str | None = None,
) -> None:
	"""Write down what no request shows by itself: a grant, a restriction, a letter made by a job."""
	insert([Access(action, client, doctype, name, records)], user or frappe.session.user)


def insert(entries: Iterable[Access], user: str) -> None:
	now = now_datetime()
	rows = [
		(
			*(frappe.generate_hash(length=12), user, now, now, user, 0, 0),
			*(now, user, entry.action, entry.records, entry.client),
			*(entry.doctype, entry.name[:140], entry.via[:140]),
		)
		for entry in entries
	]
	if rows:
		frappe.db.bulk_insert(LOG, (*STANDARD, *FIELDS), rows)


def write_for_request(response: Response | None = None, request: Any = None) -> None:
	"""after_request: the answer is ready and has not left. If it cannot be written down, it does not leave."""
	from refugee_support.audit.requests import shown_by

	if response is None or response.status_code >= 400 or not frappe.flags.refugee_support_request:
		return
	try:
		entries = without_repetitions(shown_by(response))
		if not entries:
			return
		insert(entries, frappe.session.user)
		# The request has ended and Frappe has committed or rolled back what it did. This must stay either way.
		frappe.db.commit()
		remember_visit(entries)
	except Exception:
		frappe.db.rollback()
		frappe.log_error(title="The access log could not be written")
		withhold(response)


def withhold(response: Response) -> None:
	response.direct_passthrough = False
	response.data = frappe.as_json(
		{
			"exc_type": "AccessLogError",
			"_server_messages": frappe.as_json(
				[
					frappe.as_json(
						{
							"message": _(
								"The access could not be written down, so nothing was shown. Please try again."
							)
						}
					)
				]
			),
		}
	)
	response.mimetype, response.status_code = "application/json", 500
	for header in ("Content-Disposition", "X-Accel-Redirect"):
		response.headers.pop(header, None)


# --- The same record opened again within minutes is one visit: a form reloads, a search is typed letter by letter. ---


def without_repetitions(entries: list[Access]) -> list[Access]:
	return [
		entry for entry in entries if entry.action == "Export" or not frappe.cache.get_value(visit(entry))
	]


def remember_visit(entries: list[Access]) -> None:
	for entry in entries:
		frappe.cache.set_value(visit(entry), 1, expires_in_sec=SAME_AGAIN)


def visit(entry: Access) -> str:
	return "|".join(
		("refugee_support_visit", frappe.session.user, entry.action, entry.doctype, entry.name, entry.client)
		+ (("API",) if entry.via.startswith("API ") else ())
		+ (() if entry.client else (str(entry.records),))
	)
