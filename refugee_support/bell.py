"""Telling somebody something: the bell in the desk, and whether e-mail can follow it."""

from typing import Any

import frappe


def ring(
	user: str,
	subject: str,
	*,
	doctype: str | None = None,
	name: str | None = None,
	link: str | None = None,
	sender: str | None = None,
) -> str:
	"""A notification in the desk, never sent by e-mail.

	Args:
		user: who is told; the caller has made sure that they may be.
		subject: one line without the name of a client: it stays in the list when access has ended.
		doctype, name: the document it is about, which decides who may read it (doors/copies.py).
		link: where it leads, if it is about no single document.
		sender: an account.

	Returns:
		The name of the notification; empty while old records are moved in, which tells nobody anything new.
	"""
	if frappe.flags.moving_in:
		return ""
	values: dict[str, Any] = {"for_user": user, "type": "Alert", "subject": subject, "from_user": sender}
	about = {"document_type": doctype, "document_name": name, "link": link}
	notification = frappe.get_doc({"doctype": "Notification Log", **values, **about})
	# Replaced by: the caller's choice of whom to tell. Nobody but the framework has the right to write these.
	return notification.insert(ignore_permissions=True).name


def has_outgoing_account() -> bool:
	"""Without one the bell has to do."""
	account = {"enable_outgoing": 1, "default_outgoing": 1}
	return bool(frappe.conf.get("mail_server") or frappe.db.exists("Email Account", account))
