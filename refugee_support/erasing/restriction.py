"""Restriction of processing (Art. 18 GDPR) and the legal hold: two marks on the client that counsellors set and lift."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from refugee_support import access

MARKS = ("processing_restricted", "restricted_because", "erasure_hold_until", "erasure_hold_reason")
# Art. 18 (2): processing for legal claims goes on, and what protects the person does, too.
STILL_ALLOWED = frozenset(
	{
		"Authority Letter",
		"Client",
		"Client Data Request",
		"Client Erasure",
		"Client Name Key",
		"Legal Deadline",
		"Received Letter",
		"Restricted Client Access",
	}
)


def refuse_new(doc: Document, method: str | None = None) -> None:
	"""doc_events, validate: nothing new about a client whose processing is restricted. The owner of the site, and with
	it every job of the app, is exempt: what was promised before is not forgotten."""
	if not doc.is_new() or doc.doctype in STILL_ALLOWED or frappe.session.user == "Administrator":
		return
	clients = access.clients_in(doc)
	restricted = {"name": ["in", list(clients)], "processing_restricted": 1}
	if clients and (number := frappe.db.get_value("Client", restricted)):
		frappe.throw(
			_(
				"Processing of the data of {0} is restricted (Art. 18 GDPR): nothing new is recorded but letters and legal deadlines. A counsellor can lift the restriction on the client's form."
			).format(frappe.bold(number)),
			title=_("Processing Is Restricted"),
		)


def validate_marks(client: Document) -> None:
	"""Set and lifted by counsellors, each with a reason."""
	before = client.get_doc_before_save()
	changed = [name for name in MARKS if cstr(client.get(name)) != cstr(before.get(name) if before else "")]
	changed = [name for name in changed if client.get(name) or before]
	if changed and not access.is_counsellor(frappe.session.user):
		client.refuse_permission(changed[0], _("{0}: only counsellors change this. Please ask one of them."))
	for mark, reason in (MARKS[:2], MARKS[2:]):
		if not client.get(mark):
			client.set(reason, None)
		elif not client.get(reason):
			client.refuse(reason, _("{0}: please choose a reason."))
