"""An alert when one person opens very many records: the data-protection contact is told, without names of clients."""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max
from frappe.utils import add_to_date, cint, format_datetime, get_fullname, now_datetime

from refugee_support.audit.log import LOG, record
from refugee_support.bell import ring

ALERT = "Mass Access Alert"
AT_ONCE = ("List", "Search", "Report", "Export")


def look() -> None:
	"""Every ten minutes: who has opened how many clients in the last hour, and not been reported in that hour."""
	settings = frappe.get_cached_doc("Refugee Support Settings")
	since = add_to_date(now_datetime(), hours=-1)
	reported = set(frappe.get_all(LOG, {"action": ALERT, "time": [">=", since]}, pluck="user"))
	found = clients_opened(since, cint(settings.mass_access_clients))
	for user, rows in rows_at_once(since, cint(settings.mass_access_rows)).items():
		found[user] = max(rows, found.get(user, 0))
	for user, number in found.items():
		if user not in reported:
			alert(user, number, settings.data_protection_contact)


def clients_opened(since: Any, limit: int) -> dict[str, int]:
	"""{user: different clients} for those who opened or exported `limit` or more."""
	log = DocType(LOG)
	different = Count(log.client).distinct()
	rows = (
		frappe.qb.from_(log)
		.select(log.user, different)
		.where((log.time >= since) & (log.client != "") & (log.action != "Write"))
		.groupby(log.user)
		.run()
	)
	return {user: number for user, number in rows if limit and number >= limit}


def rows_at_once(since: Any, limit: int) -> dict[str, int]:
	"""{user: most rows in one answer} for those who got `limit` or more."""
	log = DocType(LOG)
	rows = (
		frappe.qb.from_(log)
		.select(log.user, Max(log.records))
		.where((log.time >= since) & log.action.isin(AT_ONCE) & (log.records >= limit))
		.groupby(log.user)
		.run()
	)
	return {user: number for user, number in rows if limit}


def alert(user: str, number: int, contact: str | None) -> None:
	"""Desk and e-mail; the alert itself stands in the log, also where nobody is named to be told."""
	record(ALERT, records=number, user=user)
	if not contact:
		return
	subject = _("{0} opened {1} client records within one hour.").format(get_fullname(user), number)
	ring(contact, subject, sender="Administrator")
	try:
		send_mail(contact, subject)
	except Exception:  # no e-mail account, a full queue: the desk has the alert, and the log has it
		frappe.log_error(title="The mass access alert could not be mailed")


def send_mail(contact: str, subject: str) -> None:
	sentence = _(
		"Please ask whether this was needed. The access log shows when and how: {0}. Time of this message: {1}."
	).format(frappe.utils.get_url_to_list(LOG), format_datetime(now_datetime()))
	frappe.sendmail(
		recipients=[frappe.db.get_value("User", contact, "email") or contact],
		subject=_("Refugee Support: very many records opened"),
		message=f"<p>{frappe.utils.escape_html(subject)}</p><p>{sentence}</p>",
	)
