"""Drafts of consultations: what somebody typed survives a lost connection, and is sent once.

A draft is kept in the browser (public/js/desk/drafts.js), encrypted with a key that only the server can derive for
the user who is logged in. docs/decisions.md 52 says why.
"""

import base64
import hmac
import re
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form
from frappe.utils.password import get_encryption_key

DRAFT_ID = re.compile(r"[0-9a-f]{32}")
# What a browser may not decide about a new record.
NOT_FROM_THE_BROWSER = ("name", "owner", "creation", "modified", "modified_by", "docstatus")


def keys_of(user: str) -> dict[str, str]:
	"""Under which name a user's drafts are kept in a browser, and the key (AES, 256 bits) they are encrypted with.

	Derived, not stored: the same after the next login and on every server of the site, unknown to everybody else
	who uses the device.
	"""
	return {
		"owner": _derived("owner", user).hex()[:16],
		"key": base64.b64encode(_derived("key", user)).decode(),
	}


@frappe.whitelist(methods=["POST"])
def send(doc: dict | str) -> dict[str, Any]:
	"""Save a consultation that was typed in the quick dialog; sent a second time, give the first one back.

	Args:
		doc: the fields of a new Consultation, with a `draft_id` of 32 hexadecimal digits.
	"""
	values = frappe.parse_json(doc)
	if not isinstance(values, dict) or not DRAFT_ID.fullmatch(str(values.get("draft_id") or "")):
		frappe.throw(_("This draft is incomplete. Please open a new consultation."), title=_("Draft"))
	if sent := sent_already(values["draft_id"]):
		return sent
	values = {key: value for key, value in values.items() if key not in NOT_FROM_THE_BROWSER}
	consultation = frappe.get_doc({**values, "doctype": "Consultation"})
	frappe.db.savepoint("draft")
	try:
		return consultation.insert().as_dict()
	except frappe.UniqueValidationError:
		# The same draft arrived twice at once: the other request was first.
		frappe.db.rollback(save_point="draft")
		frappe.clear_last_message()
		if sent := sent_already(values["draft_id"]):
			return sent
		raise


def sent_already(draft_id: str) -> dict[str, Any] | None:
	"""The consultation this draft became, for whoever sent it. Reads what others have committed meanwhile."""
	row = frappe.db.get_value(
		"Consultation", {"draft_id": draft_id}, ["name", "owner"], as_dict=True, for_update=True
	)
	if not row:
		return None
	if row.owner != frappe.session.user:
		frappe.throw(_("This draft is not yours."), frappe.PermissionError, title=_("Draft"))
	consultation = frappe.get_doc("Consultation", row.name)
	consultation.check_permission("read")
	return consultation.as_dict()


def refuse_second(consultation: Document) -> None:
	"""Sent from the long form: say where the first one is."""
	if not consultation.draft_id:
		return
	first = frappe.db.get_value(
		"Consultation", {"draft_id": consultation.draft_id, "owner": frappe.session.user}
	)
	if first:
		frappe.throw(
			_("This consultation has been saved already: {0}.").format(
				get_link_to_form("Consultation", first, _("open it"))
			),
			title=_("Saved already"),
		)


def _derived(purpose: str, user: str) -> bytes:
	message = f"refugee_support draft {purpose}|{user}"
	return hmac.digest(get_encryption_key().encode(), message.encode(), "sha256")
