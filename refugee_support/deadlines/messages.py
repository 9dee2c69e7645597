"""What a reminder says. No name of a client leaves the desk: an e-mail has the number of deadlines and a link."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html, formatdate, get_url_to_list

from refugee_support.bell import has_outgoing_account, ring

MAIL = "deadline_mail"  # a savepoint: what goes wrong with a mail leaves the reminder in the desk


def notify(item: Any) -> str:
	"""A notification in the desk; who may not read the deadline cannot read it either (doors/copies.py)."""
	language = language_of(item.recipient)
	subject = subject_of(item, language)
	about = {"doctype": "Legal Deadline", "name": item.deadline.name}
	return ring(item.recipient, subject, **about, sender="Administrator")


def subject_of(item: Any, language: str) -> str:
	"""What kind of deadline, and when: nothing about whom."""
	row = item.deadline
	kind = _(row.kind, language)
	day = formatdate(row.due_on) if row.due_on else ""
	if row.done_by:
		text = _("Please check as second person: {0}, last day {1}", language).format(kind, day)
	elif item.step.name == "Not Computed":
		text = _("Deadline not computed: {0}", language).format(kind)
	elif item.step.name == "Overdue":
		text = _("Overdue since {1}: {0}", language).format(kind, day)
	elif item.step.name == "Due":
		text = _("Due today: {0}", language).format(kind)
	elif item.step.name == "Possible":
		text = _("Possible since {1}: {0}", language).format(kind, day)
	else:
		text = _("Deadline on {1}: {0}", language).format(kind, day)
	if item.is_escalation and not row.done_by:
		return _("As second person: {0}", language).format(text)
	return text


def send_mail(recipient: str, items: list[Any]) -> bool:
	"""One digest. Where mail does not work the desk has to do, and the sent-log says so."""
	address = frappe.db.get_value("User", recipient, "email")
	if not address or "@" not in address or not has_outgoing_account():
		return False
	language = language_of(recipient)
	frappe.db.savepoint(MAIL)
	try:
		frappe.sendmail(
			recipients=[address],
			subject=_("Deadlines: {0} need you", language).format(len(items)),
			message=body_of(items, language),
			add_unsubscribe_link=0,
		)
	except Exception:
		frappe.db.rollback(save_point=MAIL)
		frappe.log_error("Reminders of deadlines: an e-mail could not be made", frappe.get_traceback())
		return False
	return True


def body_of(items: list[Any], language: str) -> str:
	pressing = sum(item.step.is_urgent for item in items)
	url = get_url_to_list("Legal Deadline")
	lines = [
		_("{0} deadlines need your attention, {1} of them at once.", language).format(len(items), pressing),
		_("Which ones stands in the desk; names are never sent by e-mail.", language),
	]
	paragraphs = "".join(f"<p>{escape_html(line)}</p>" for line in lines)
	link = f'<p><a href="{escape_html(url)}">{escape_html(_("Open the list of deadlines", language))}</a></p>'
	return paragraphs + link


def language_of(user: str) -> str:
	return frappe.db.get_value("User", user, "language") or frappe.local.lang
